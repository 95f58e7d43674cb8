import { FORGOTTEN_AFTER_MS } from '@red-points/shared/domain/check-ins';
import type { CheckInsDeps } from './deps.ts';

const BATCH = 500;

/**
 * Closes the stays that nobody has ended half an hour after the planned end: at the planned end, flagged. Whoever still
 * scans in that half hour checks out as usual; time after the planned end counts for nobody.
 */
export async function closeForgotten(deps: CheckInsDeps, nowMs: number): Promise<void> {
  const forgotten = await deps.attendances
    .find({ open: true, closesAt: { $lte: new Date(nowMs - FORGOTTEN_AFTER_MS) } })
    .sort({ closesAt: 1 })
    .limit(BATCH)
    .project<{ _id: string; activityId: string }>({ activityId: 1 })
    .toArray();
  for (const activityId of new Set(forgotten.map((attendance) => attendance.activityId))) {
    const activity = await deps.activities.facts(activityId);
    if (activity === null) continue;
    const attendanceIds = forgotten.filter((each) => each.activityId === activityId).map(({ _id }) => _id);
    await deps.book.signOut(activity, attendanceIds, { atMs: nowMs, by: null, forgotten: true });
  }
}
