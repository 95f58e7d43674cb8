import { isRefusal, type Refusal, refuse } from '@red-points/shared/contracts';
import { checkOutTooSoon } from '@red-points/shared/domain/check-ins';
import type { Principal } from '@red-points/shared/domain/permissions';
import type { ActivityFacts } from '../activities/index.ts';
import { closeStay, minutesMinOf } from './close-stay.ts';
import type { CheckInsDeps } from './deps.ts';
import { whyClosed } from './exchange-code.ts';
import type { AttendanceRecord } from './store.ts';
import { useTicket } from './use-ticket.ts';

/**
 * Checks out with a ticket of the same activity. Repeated, it gives the stay as it was closed the first time.
 * @param leaving leaves although the stay is too short to count
 */
export async function checkOut(
  deps: CheckInsDeps,
  principal: Principal,
  ticketText: string,
  leaving = false,
): Promise<AttendanceRecord | Refusal> {
  const used = await useTicket(deps, principal, ticketText, 'out');
  if (isRefusal(used)) return used;
  const { activity, person, again } = used;
  const { personId } = person;
  const mine = { activityId: activity.activityId, personId };
  const newest = await deps.attendances.findOne(mine, { sort: { checkedInAt: -1, _id: -1 } });
  if (newest?.state === 'present') {
    return leave(deps, principal, activity, newest, { atMs: deps.clock.now(), leaving, isLate: false });
  }
  if (newest !== null && again) return newest;
  const elsewhere = await deps.attendances.findOne({ personId, open: true });
  if (elsewhere !== null) return refuse('checkout_wrong_activity', { title: elsewhere.title });
  return newest ?? whyClosed(activity) ?? refuse('checkout_not_present');
}

interface Leaving {
  /** Now, or when the code was shown that is delivered late. */
  readonly atMs: number;
  readonly leaving: boolean;
  readonly isLate: boolean;
}

/** Ends a stay by the person's own scan. */
export async function leave(
  deps: CheckInsDeps,
  { userId }: Principal,
  activity: ActivityFacts,
  attendance: AttendanceRecord,
  { atMs, leaving, isLate }: Leaving,
): Promise<AttendanceRecord | Refusal> {
  const terms = await deps.rules.terms(activity.rule.code, activity.rule.version);
  const minutesMin = minutesMinOf(activity, terms);
  const tooSoon = checkOutTooSoon(activity.plan, attendance.checkedInAt.getTime(), atMs, minutesMin);
  if (tooSoon !== null && !leaving) return refuse('checkout_too_soon', { ...tooSoon });
  // A late check-out makes the whole stay late: how long it was hangs on a code that could be a picture.
  const known: AttendanceRecord = isLate
    ? { ...attendance, provenance: 'late', flags: [...new Set([...attendance.flags, 'late' as const])], word: 'wanted' }
    : attendance;
  const closed = await deps.attendances.findOneAndUpdate(
    { _id: attendance._id, state: 'present' },
    {
      $set: {
        ...closeStay(activity, terms, known, { atMs, by: userId, forgotten: false }),
        provenance: known.provenance,
        word: known.word ?? null,
      },
      $push: { history: { at: new Date(deps.clock.now()), code: 'checked_out', by: userId, note: null } as never },
      $inc: { version: 1 },
    },
    { returnDocument: 'after' },
  );
  // Somebody signed them out at the same moment: that stands.
  return closed ?? (await deps.attendances.findOne({ _id: attendance._id })) ?? refuse('checkout_not_present');
}
