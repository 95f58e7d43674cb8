import type { ActivitiesDeps } from './deps.ts';
import type { ActivityRecord } from './store.ts';

const BATCH = 500;

/** Settles an ended activity once nothing of it waits for review; null where something does. */
export async function settleIfDone(deps: ActivitiesDeps, activityId: string): Promise<ActivityRecord | null> {
  if (await deps.attendances.isUnsettled(activityId)) return null;
  const settled = await deps.activities.findOneAndUpdate(
    { _id: activityId, state: 'ended', closing: false },
    { $set: { state: 'settled', noShowsDue: true }, $inc: { version: 1 } },
    { returnDocument: 'after' },
  );
  if (settled === null) return null;
  // Fewer came than it was planned for: what was set aside for the others goes back.
  await deps.budgets.close('activity', activityId);
  return (await noteNoShows(deps, activityId)) ?? settled;
}

/**
 * Notes who had a place and did not come. Who came and left too early did come; a late scan on which nobody gave a word is
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
  }
  return deps.activities.findOneAndUpdate(
    { _id: activityId },
    { $set: { noShows: await signUps.countDocuments({ activityId, noShow: true }) }, $unset: { noShowsDue: '' } },
    { returnDocument: 'after' },
  );
}
