import { isRefusal, type Refusal, refuse } from '@red-points/shared/contracts';
import { isOverdue, OVERDUE_END_MS, startRefusal } from '@red-points/shared/domain/activities';
import type { Principal } from '@red-points/shared/domain/permissions';
import type { ActivitiesDeps } from './deps.ts';
import { noteNoShows, noteServed, settleIfDone } from './settle.ts';
import { actionable, recordStep, takeStep } from './step.ts';
import { type ActivityRecord, factsOf, otherHandsIn, planOf } from './store.ts';

const BATCH = 100;

/** Starts check-in: from one hour before the planned start until the planned end. */
export async function startActivity(
  deps: ActivitiesDeps,
  principal: Principal,
  activityId: string,
  version: number,
): Promise<ActivityRecord | Refusal> {
  const activity = await actionable(deps, principal, 'activities.run', activityId);
  if (isRefusal(activity)) return activity;
  const refusal = startRefusal(planOf(activity), deps.clock.now());
  if (refusal !== null) return refuse(refusal);
  const started = await takeStep(deps, activity, 'start', version, {}, { handledBy: principal.userId });
  if (!isRefusal(started)) await recordStep(deps, principal, 'activities.start', started);
  return started;
}

/** Ends it: whoever is still present is signed out now, or at the planned end where that has passed. */
export async function endActivity(
  deps: ActivitiesDeps,
  principal: Principal,
  activityId: string,
  end: { readonly version: number; readonly headCount: number | null },
): Promise<ActivityRecord | Refusal> {
  const activity = await actionable(deps, principal, 'activities.run', activityId);
  if (isRefusal(activity)) return activity;
  const endedAt = new Date(deps.clock.now());
  const change = { endedAt, headCount: end.headCount, closing: true };
  const ended = await takeStep(deps, activity, 'end', end.version, change, { handledBy: principal.userId });
  if (isRefusal(ended)) return ended;
  await recordStep(deps, principal, 'activities.end', ended);
  return finish(deps, ended, principal.userId);
}

/** Cancels from any state before ended, with the reason. */
export async function cancelActivity(
  deps: ActivitiesDeps,
  principal: Principal,
  activityId: string,
  cancellation: { readonly version: number; readonly reason: string },
): Promise<ActivityRecord | Refusal> {
  const activity = await actionable(deps, principal, 'activities.run', activityId);
  if (isRefusal(activity)) return activity;
  const cancelled = await takeStep(deps, activity, 'cancel', cancellation.version, {
    reviewReason: cancellation.reason,
    endedAt: new Date(deps.clock.now()),
    closing: true,
  });
  if (isRefusal(cancelled)) return cancelled;
  await recordStep(deps, principal, 'activities.cancel', cancelled);
  return finish(deps, cancelled, principal.userId);
}

/** What follows from the end or the cancellation for attendances. Every part can be done again. */
async function finish(deps: ActivitiesDeps, activity: ActivityRecord, by: string | null): Promise<ActivityRecord> {
  const endedAt = activity.endedAt ?? new Date(deps.clock.now());
  const facts = factsOf(activity);
  if (activity.state === 'cancelled')
    await deps.attendances.cancel(activity._id, endedAt, by ?? activity.organiserUserId);
  else if (facts !== null) {
    const forgotten = endedAt.getTime() > facts.plan.endsAtMs;
    await deps.attendances.signOut(facts, null, { atMs: endedAt.getTime(), by, forgotten });
    // Who had a hand in it is known now for good: none of them reviews what was attended.
    await deps.attendances.queue(activity._id, endedAt, otherHandsIn(activity));
  }
  const finished = await deps.activities.findOneAndUpdate(
    { _id: activity._id },
    { $set: { closing: false } },
    { returnDocument: 'after' },
  );
  if (activity.state === 'cancelled') await deps.budgets.close('activity', activity._id);
  return (await settleIfDone(deps, activity._id)) ?? finished ?? activity;
}

/** Of these activities, those whose attendances may still want points: they keep what their approval set aside. */
export async function needingPoints(
  deps: Pick<ActivitiesDeps, 'activities'>,
  activityIds: readonly string[],
): Promise<ReadonlySet<string>> {
  const over: ActivityRecord['state'][] = ['settled', 'cancelled'];
  const found = await deps.activities
    .find({ _id: { $in: [...activityIds] }, state: { $nin: over } }, { projection: { _id: 1 } })
    .toArray();
  return new Set(found.map(({ _id }) => _id));
}

/** Opens what is due, ends what nobody ended in time, closes what nobody began, and finishes what a process that died left in between. */
export async function closeOverdue(deps: ActivitiesDeps, nowMs: number): Promise<void> {
  await openDue(deps, nowMs);
  const overdue = await deps.activities
    .find({ state: 'under_way', endsAt: { $lte: new Date(nowMs - OVERDUE_END_MS) } })
    .limit(BATCH)
    .toArray();
  for (const activity of overdue) {
    if (!isOverdue(planOf(activity), nowMs)) continue;
    const change = { endedAt: new Date(nowMs), closing: true };
    const ended = await takeStep(deps, activity, 'end', activity.version, change);
    if (!isRefusal(ended)) await finish(deps, ended, null);
  }
  await closeNotHeld(deps, nowMs);
  for (const activity of await deps.activities.find({ closing: true }).limit(BATCH).toArray()) {
    await finish(deps, activity, null);
  }
  await queueForgotten(deps, nowMs);
  for (const { _id } of await deps.activities.find({ noShowsDue: true }).limit(BATCH).toArray()) {
    await noteNoShows(deps, _id);
  }
  const counting = deps.activities.find({ servedDue: { $gt: '' } }, { projection: { _id: 1 } }).limit(BATCH);
  for (const { _id } of await counting.toArray()) await noteServed(deps, _id);
}

/** What has not begun by its end cannot begin any more. */
const NOT_BEGUN: ActivityRecord['state'][] = ['submitted', 'approved', 'open'];

/**
 * Cancels what nobody started, or approved, by its end: its points go back to the budget, and who signed up and who organises
 * it are told. As long after the end as one that is under way is ended by itself.
 */
async function closeNotHeld(deps: ActivitiesDeps, nowMs: number): Promise<void> {
  const notHeld = await deps.activities
    .find({ state: { $in: NOT_BEGUN }, endsAt: { $lte: new Date(nowMs - OVERDUE_END_MS) } })
    .limit(BATCH)
    .toArray();
  for (const activity of notHeld) {
    const change = { endedAt: new Date(nowMs), closing: true, notHeld: true, reviewReason: null };
    const cancelled = await takeStep(deps, activity, 'cancel', activity.version, change);
    if (!isRefusal(cancelled)) await finish(deps, cancelled, null);
  }
}

const OVER: ActivityRecord['state'][] = ['ended', 'settled', 'cancelled'];

/**
 * Does for single attendances what the end of their activity did for the others: those written at that very moment, or left by
 * a process that died between two writes. Without it nobody would ever see them.
 */
async function queueForgotten(deps: ActivitiesDeps, nowMs: number): Promise<void> {
  const over = await deps.activities
    .find({ _id: { $in: await deps.attendances.unqueued() }, state: { $in: OVER }, closing: false })
    .limit(BATCH)
    .toArray();
  const at = new Date(nowMs);
  for (const activity of over) {
    if (activity.state === 'cancelled') await deps.attendances.cancel(activity._id, at, activity.organiserUserId);
    else await deps.attendances.queue(activity._id, at, otherHandsIn(activity));
  }
}

async function openDue(deps: ActivitiesDeps, nowMs: number): Promise<void> {
  const due = { state: 'approved' as const, signUpFrom: { $lte: new Date(nowMs) } };
  for (const activity of await deps.activities.find(due).limit(BATCH).toArray()) {
    await takeStep(deps, activity, 'open', activity.version);
  }
}
