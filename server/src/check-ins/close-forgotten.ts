import { FORGOTTEN_AFTER_MS } from '@red-points/shared/domain/check-ins';
import type { JobRun } from '../platform/jobs.ts';
import { oneByOne, togetherOrEach } from '../platform/one-by-one.ts';
import type { CheckInsDeps } from './deps.ts';

const BATCH = 500;

/**
 * Closes the stays that nobody has ended half an hour after the planned end: at the planned end, flagged. Whoever still
 * scans in that half hour checks out as usual; time after the planned end counts for nobody. A stay
 * that cannot be closed keeps no other waiting.
 */
export async function closeForgotten(deps: CheckInsDeps, { nowMs, signal }: JobRun): Promise<void> {
  const forgotten = await deps.attendances
    .find({ open: true, closesAt: { $lte: new Date(nowMs - FORGOTTEN_AFTER_MS) } })
    .sort({ closesAt: 1 })
    .limit(BATCH)
    .project<{ _id: string; activityId: string }>({ activityId: 1 })
    .toArray();
  const way = { idOf: (id: string) => id, logger: deps.logger, signal };
  const activityIds = new Set(forgotten.map((attendance) => attendance.activityId));
  await oneByOne(activityIds, { ...way, what: 'activity' }, async (activityId) => {
    const activity = await deps.activities.facts(activityId);
    if (activity === null) return;
    const attendanceIds = forgotten.filter((each) => each.activityId === activityId).map(({ _id }) => _id);
    await togetherOrEach(attendanceIds, { ...way, what: 'attendance' }, (some) =>
      deps.book.signOut(activity, some, { atMs: nowMs, by: null, forgotten: true }),
    );
  });
}
