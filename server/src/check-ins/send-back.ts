import { type BodyOf, type checkIns as contract, isRefusal, type Refusal, refuse } from '@red-points/shared/contracts';
import { heldUntil } from '@red-points/shared/domain/activities';
import { addDays, businessDate, formatTime, instantAt } from '@red-points/shared/domain/calendar';
import type { Principal } from '@red-points/shared/domain/permissions';
import type { ActivityFacts } from '../activities/index.ts';
import { type Waiting, waitingIn } from '../platform/waiting.ts';
import type { HistoryLine } from '../reviews/index.ts';
import { closeStay } from './close-stay.ts';
import type { CheckInsDeps } from './deps.ts';
import { elsewhereAt } from './elsewhere.ts';
import type { AttendanceFlag, AttendanceRecord } from './store.ts';

/** What the end of a stay decides anew. */
const OF_THE_END: readonly AttendanceFlag[] = ['forgotten_checkout', 'stay_too_short'];

/**
 * Sends an attendance that a reviewer returned back to review, with the organiser's words and, where it was wrong, the end of
 * the stay corrected: it is priced anew. What is too short then earns nothing and is not sent. Whoever does this does not
 * review it.
 */
export async function sendBack(
  deps: CheckInsDeps,
  principal: Principal,
  activityId: string,
  { attendanceId, leftAt, note }: BodyOf<typeof contract.sendBack>,
): Promise<AttendanceRecord | Refusal> {
  const found = await deps.activities.runnable(principal, activityId);
  if (isRefusal(found)) return found;
  const [activity, attendance] = await Promise.all([
    deps.activities.facts(activityId),
    deps.attendances.findOne({ _id: attendanceId, activityId }),
  ]);
  if (activity === null || attendance === null) return refuse('attendance_not_found');
  if (principal.personIds.includes(attendance.personId)) return refuse('attendance_send_back_own');
  if (attendance.state !== 'returned') return refuse('attendance_not_returned');
  const corrected = leftAt === null ? null : await correctedEnd(deps, principal, activity, attendance, leftAt);
  if (corrected !== null && isRefusal(corrected)) return corrected;
  const at = new Date(deps.clock.now());
  const line = { at, by: principal.userId };
  const history: HistoryLine[] = [
    ...(corrected === null ? [] : [{ ...line, code: 'stay_corrected', note: corrected.note }]),
    { ...line, code: 'resubmitted', note },
  ];
  const waits = { state: 'waiting' as const, waitingSince: at };
  const end = corrected === null ? {} : corrected.stay;
  const sent = await deps.attendances.findOneAndUpdate(
    { _id: attendanceId, state: 'returned', version: attendance.version },
    {
      $set: corrected?.stay.tooShort === true ? end : { ...end, ...waits },
      $push: { history: { $each: history } as never },
      $inc: { version: 1 },
    },
    { returnDocument: 'after' },
  );
  if (sent === null) return refuse('attendance_not_returned');
  if (sent.state === 'rejected') await deps.activities.settleIfDone(activityId);
  // With another end it may reach into what they claim for that time.
  else if (corrected !== null) await deps.book.flagClaimed([sent]);
  return sent;
}

/** The stay with another end: a time of the day of the check-in, or of the night after it. */
async function correctedEnd(
  { attendances, rules, clock }: CheckInsDeps,
  { userId }: Principal,
  activity: ActivityFacts,
  attendance: AttendanceRecord,
  leftAt: string,
) {
  const { checkedInAt, checkedOutAt, flags } = attendance;
  const date = businessDate(checkedInAt.getTime());
  const sameDayMs = instantAt(date, leftAt);
  const atMs = sameDayMs > checkedInAt.getTime() ? sameDayMs : instantAt(addDays(date, 1), leftAt);
  if (atMs > heldUntil(activity.plan, activity.endedAtMs) || atMs > clock.now()) return refuse('attendance_end_wrong');
  const other = await elsewhereAt(attendances, attendance, { inAtMs: checkedInAt.getTime(), outAtMs: atMs });
  if (other !== null) return refuse('attendance_end_elsewhere', { title: other.title });
  const terms = await rules.terms(activity.rule.code, activity.rule.version);
  const before = { ...attendance, flags: flags.filter((flag) => !OF_THE_END.includes(flag)) };
  return {
    stay: closeStay(activity, terms, before, { atMs, by: userId, forgotten: false }),
    note: `${checkedOutAt === null ? '—' : formatTime(checkedOutAt.getTime())} → ${formatTime(atMs)}`,
  };
}

/** Attendances of a unit and below that a reviewer returned, and since when the first waits to be sent back. */
export function returnedIn({ attendances }: Pick<CheckInsDeps, 'attendances'>, unitId: string): Promise<Waiting> {
  return waitingIn(attendances, { unitPath: unitId, state: 'returned' }, 'decision.at');
}
