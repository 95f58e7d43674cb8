import { isRefusal, type Refusal, refuse } from '@red-points/shared/contracts';
import { isOverdue, OVERDUE_END_MS, startRefusal } from '@red-points/shared/domain/activities';
import type { Principal } from '@red-points/shared/domain/permissions';
import type { Filter } from 'mongodb';
import type { JobRun } from '../platform/jobs.ts';
import { oneByOne, stepByStep } from '../platform/one-by-one.ts';
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

/**
 * Opens what is due, ends what nobody ended in time, closes what nobody began, and finishes what a process that died left in
 * between. An activity that cannot be moved on keeps no other waiting.
 */
export async function closeOverdue(deps: ActivitiesDeps, { nowMs, signal }: JobRun): Promise<void> {
  const { logger, activities } = deps;
  const way = { what: 'activity', idOf: ({ _id }: Pick<ActivityRecord, '_id'>) => _id, logger, signal };
  const some = (filter: Filter<ActivityRecord>) => activities.find(filter).limit(BATCH).toArray();
  const onlyIds = (filter: Filter<ActivityRecord>) =>
    activities
      .find(filter, { projection: { _id: 1 } })
      .limit(BATCH)
      .toArray();
  const overBefore = { $lte: new Date(nowMs - OVERDUE_END_MS) };
  await stepByStep(
    {
      opening: async () => {
        const due = await some({ state: 'approved', signUpFrom: { $lte: new Date(nowMs) } });
        await oneByOne(due, way, (activity) => takeStep(deps, activity, 'open', activity.version));
      },
      ending: async () => {
        const overdue = await some({ state: 'under_way', endsAt: overBefore });
        await oneByOne(overdue, way, (activity) => endOverdue(deps, activity, nowMs));
      },
      notHeld: async () => {
        const notHeld = await some({ state: { $in: NOT_BEGUN }, endsAt: overBefore });
        await oneByOne(notHeld, way, (activity) => closeNotHeld(deps, activity, nowMs));
      },
      finishing: async () => {
        await oneByOne(await some({ closing: true }), way, (activity) => finish(deps, activity, null));
      },
      queueing: async () => {
        const over = await some({
          _id: { $in: await deps.attendances.unqueued() },
          state: { $in: OVER },
          closing: false,
        });
        await oneByOne(over, way, (activity) => queueForgotten(deps, activity, nowMs));
      },
      noShows: async () => {
        await oneByOne(await onlyIds({ noShowsDue: true }), way, ({ _id }) => noteNoShows(deps, _id));
      },
      counting: async () => {
        await oneByOne(await onlyIds({ servedDue: { $gt: '' } }), way, ({ _id }) => noteServed(deps, _id));
      },
    },
    way,
  );
}

async function endOverdue(deps: ActivitiesDeps, activity: ActivityRecord, nowMs: number): Promise<void> {
  if (!isOverdue(planOf(activity), nowMs)) return;
  const change = { endedAt: new Date(nowMs), closing: true };
  const ended = await takeStep(deps, activity, 'end', activity.version, change);
  if (!isRefusal(ended)) await finish(deps, ended, null);
}

/** What has not begun by its end cannot begin any more. */
const NOT_BEGUN: ActivityRecord['state'][] = ['submitted', 'approved', 'open'];

/**
 * Cancels what nobody started, or approved, by its end: its points go back to the budget, and who signed up and who organises
 * it are told. As long after the end as one that is under way is ended by itself.
 */
async function closeNotHeld(deps: ActivitiesDeps, activity: ActivityRecord, nowMs: number): Promise<void> {
  const change = { endedAt: new Date(nowMs), closing: true, notHeld: true, reviewReason: null };
  const cancelled = await takeStep(deps, activity, 'cancel', activity.version, change);
  if (!isRefusal(cancelled)) await finish(deps, cancelled, null);
}

const OVER: ActivityRecord['state'][] = ['ended', 'settled', 'cancelled'];

/**
 * Does for single attendances what the end of their activity did for the others: those written at that very moment, or left by
 * a process that died between two writes. Without it nobody would ever see them.
 */
async function queueForgotten(deps: ActivitiesDeps, activity: ActivityRecord, nowMs: number): Promise<void> {
  const at = new Date(nowMs);
  if (activity.state === 'cancelled') await deps.attendances.cancel(activity._id, at, activity.organiserUserId);
  else await deps.attendances.queue(activity._id, at, otherHandsIn(activity));
}
