import { isRefusal, type Refusal, refuse } from '@red-points/shared/contracts';
import type { Principal } from '@red-points/shared/domain/permissions';
import { closeStay } from './close-stay.ts';
import type { CheckInsDeps } from './deps.ts';
import { whyClosed } from './exchange-code.ts';
import type { AttendanceRecord } from './store.ts';
import { useTicket } from './use-ticket.ts';

/** Checks out with a ticket of the same activity. Repeated, it gives the stay as it was closed the first time. */
export async function checkOut(
  deps: CheckInsDeps,
  principal: Principal,
  ticketText: string,
): Promise<AttendanceRecord | Refusal> {
  const used = await useTicket(deps, principal, ticketText);
  if (isRefusal(used)) return used;
  const { activity, person } = used;
  const mine = { activityId: activity.activityId, personId: person.personId };
  const newest = await deps.attendances.findOne(mine, { sort: { checkedInAt: -1, _id: -1 } });
  if (newest === null) return whyClosed(activity) ?? refuse('checkout_not_present');
  if (newest.state !== 'present') return newest;
  const nowMs = deps.clock.now();
  const terms = await deps.rules.terms(activity.rule.code, activity.rule.version);
  const signOut = { atMs: nowMs, by: principal.userId, forgotten: false };
  const closed = await deps.attendances.findOneAndUpdate(
    { _id: newest._id, state: 'present' },
    {
      $set: closeStay(activity, terms, newest, signOut),
      $push: { history: { at: new Date(nowMs), code: 'checked_out', by: principal.userId, note: null } as never },
      $inc: { version: 1 },
    },
    { returnDocument: 'after' },
  );
  // Somebody signed them out at the same moment: that stands.
  return closed ?? (await deps.attendances.findOne({ _id: newest._id })) ?? refuse('checkout_not_present');
}

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
