import type { ActivitiesDeps } from './deps.ts';
import type { ActivityRecord } from './store.ts';

const BATCH = 500;

/** Settles an ended activity once nothing of it waits for review; null where something does. */
export async function settleIfDone(deps: ActivitiesDeps, activityId: string): Promise<ActivityRecord | null> {
  if (await deps.attendances.isUnsettled(activityId)) return null;
  const servedDue = deps.ids.next();
  const settled = await deps.activities.findOneAndUpdate(
    { _id: activityId, state: 'ended', closing: false },
    { $set: { state: 'settled', noShowsDue: true, servedDue }, $inc: { version: 1 } },
    { returnDocument: 'after' },
  );
  if (settled === null) {
    // A list on paper that came after everything was decided is decided now.
    const { matchedCount } = await deps.activities.updateOne(
      { _id: activityId, state: 'settled' },
      { $set: { servedDue, noShowsDue: true } },
    );
    if (matchedCount === 0) return null;
    await noteServed(deps, activityId);
    // Who is on it did come after all.
    await noteNoShows(deps, activityId);
    return null;
  }
  // Fewer came than it was planned for: what was set aside for the others goes back.
  await deps.budgets.close('activity', activityId);
  await noteServed(deps, activityId);
  return (await noteNoShows(deps, activityId)) ?? settled;
}

/** Counts who came, where that is due. Can be done again; what changes while it counts leaves it due. */
export async function noteServed(deps: ActivitiesDeps, activityId: string): Promise<void> {
  const due = await deps.activities.findOne({ _id: activityId }, { projection: { servedDue: 1 } });
  if (due?.servedDue === undefined) return;
  const served = await deps.attendances.servedAt(activityId);
  await deps.activities.updateOne(
    { _id: activityId, servedDue: due.servedDue },
    { $set: { served }, $unset: { servedDue: '' } },
  );
}

/**
 * Notes who had a place and did not come, and takes it back from whoever did as a late list says. Who came and left too early did come; a late scan on which nobody gave a word is
 * not held against anybody. Can be done again.
 */
export async function noteNoShows(deps: ActivitiesDeps, activityId: string): Promise<ActivityRecord | null> {
  const { signUps } = deps;
  let after = '';
  for (;;) {
    const page = await signUps
      .find({ activityId, _id: { $gt: after }, waiting: { $ne: true } }, { projection: { personId: 1 } })
      .sort({ _id: 1 })
      .limit(BATCH)
      .toArray();
    const last = page.at(-1);
    if (last === undefined) break;
    after = last._id;
    const came = await deps.attendances.cameTo(
      activityId,
      page.map(({ personId }) => personId),
    );
    const missing = page.filter(({ personId }) => !came.has(personId)).map(({ _id }) => _id);
    await signUps.updateMany({ _id: { $in: missing } }, { $set: { noShow: true } });
    const there = page.filter(({ personId }) => came.has(personId)).map(({ _id }) => _id);
    await signUps.updateMany({ _id: { $in: there }, noShow: true }, { $unset: { noShow: '' } });
  }
  return deps.activities.findOneAndUpdate(
    { _id: activityId },
    { $set: { noShows: await signUps.countDocuments({ activityId, noShow: true }) }, $unset: { noShowsDue: '' } },
    { returnDocument: 'after' },
  );
}
