import { isRefusal, type Refusal, refuse } from '@red-points/shared/contracts';
import type { Principal } from '@red-points/shared/domain/permissions';
import type { CheckInsDeps } from './deps.ts';

/**
 * The organiser signs out a list, or everybody present. Those of the list that a reviewer returned go back to review:
 * it is the organiser's word that was asked for.
 * @returns how many were signed out or sent back
 */
export async function signOutMany(
  deps: CheckInsDeps,
  principal: Principal,
  activityId: string,
  attendanceIds: readonly string[] | null,
): Promise<number | Refusal> {
  const found = await deps.activities.runnable(principal, activityId);
  if (isRefusal(found)) return found;
  const activity = await deps.activities.facts(activityId);
  if (activity === null) return refuse('checkin_not_started');
  const atMs = deps.clock.now();
  const signedOut = await deps.book.signOut(activity, attendanceIds, { atMs, by: principal.userId, forgotten: false });
  if (attendanceIds === null || attendanceIds.length === 0) return signedOut;
  const at = new Date(atMs);
  const { modifiedCount } = await deps.attendances.updateMany(
    { _id: { $in: [...attendanceIds] }, activityId, state: 'returned' },
    {
      $set: { state: 'waiting', waitingSince: at },
      $push: { history: { at, code: 'resubmitted', by: principal.userId, note: null } as never },
      $inc: { version: 1 },
    },
  );
  return signedOut + modifiedCount;
}
