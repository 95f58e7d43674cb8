import {
  BOOKING_ANSWER_MS,
  BOOKING_DISPUTE_MS,
  BOOKING_WAIT_MS,
  type BookingCommand,
  type BookingDecision,
  type BookingEnd,
  type BookingRefusalCode,
  type BookingStanding,
  type BookingWord,
} from './types.ts';

const refused = (code: BookingRefusalCode): BookingDecision => ({ kind: 'refused', code });
const end = (how: BookingEnd['how'], outcome: BookingEnd['outcome']): BookingEnd => ({ kind: 'end', how, outcome });

/**
 * Decides what a command comes to on an open booking. Pure: the clock is an argument. Points are spent only where both
 * sides say that it was done, where the resident stays away and the terms that they booked under say so, or where staff
 * decide; in every other case they go back.
 * @param nowMs milliseconds since the epoch
 */
export function decideBooking(booking: BookingStanding, command: BookingCommand, nowMs: number): BookingDecision {
  switch (command.kind) {
    case 'say':
      return decideWord(booking, command.side, command.word, nowMs);
    case 'cancel':
      if (nowMs >= booking.startsAtMs) return refused('booking_begun');
      if (nowMs < booking.cancelUntilMs) return end('release', 'cancelled');
      return end(booking.missed === 'spent' ? 'capture' : 'release', 'cancelled_late');
    case 'call_off':
      return isLate(booking, nowMs) ? refused('booking_answer_over') : end('release', 'called_off');
    case 'dispute':
      if (booking.disputeUntilMs !== null) return refused('booking_disputed');
      if (nowMs < booking.startsAtMs) return refused('booking_not_begun');
      if (isLate(booking, nowMs)) return refused('booking_answer_over');
      return { kind: 'disputed', untilMs: nowMs + BOOKING_DISPUTE_MS };
    default:
      return command satisfies never;
  }
}

/** Whether its time for answers is over: then only the job ends it. */
function isLate(booking: BookingStanding, nowMs: number): boolean {
  return nowMs >= nextDueMs(booking);
}

function decideWord(
  booking: BookingStanding,
  side: 'resident' | 'helper',
  word: BookingWord,
  nowMs: number,
): BookingDecision {
  if (nowMs < booking.startsAtMs + (word === 'absent' ? BOOKING_WAIT_MS : 0)) return refused('booking_not_begun');
  if (isLate(booking, nowMs)) return refused('booking_answer_over');
  const own = side === 'resident' ? booking.residentSays : booking.helperSays;
  const other = side === 'resident' ? booking.helperSays : booking.residentSays;
  if (word === 'done' && other === 'done') return end('capture', 'served');
  // Each says that the other stayed away: nobody was served, so nothing is paid, unless the terms make a stay-away pay.
  if (word === 'absent' && other === 'absent' && booking.missed === 'returned') return end('release', 'nobody_came');
  if (own === word) return { kind: 'unchanged' };
  // What gives the resident their points back needs no second word of theirs.
  const isWaived = side === 'helper' && word === 'absent' && booking.missed === 'returned' && other === null;
  if (isWaived) return end('release', 'resident_absent');
  const contradicts = other !== null;
  if (contradicts && booking.disputeUntilMs === null) return { kind: 'disputed', untilMs: nowMs + BOOKING_DISPUTE_MS };
  return { kind: 'noted' };
}

/** The first instant at which an open booking is ended by itself. */
export function nextDueMs(booking: Pick<BookingStanding, 'endsAtMs' | 'disputeUntilMs'>): number {
  return booking.disputeUntilMs ?? booking.endsAtMs + BOOKING_ANSWER_MS;
}

/** What the clock makes of an open booking; null while its time is not over. */
export function decideDue(booking: BookingStanding, nowMs: number): BookingEnd | null {
  if (!isLate(booking, nowMs)) return null;
  if (booking.disputeUntilMs !== null) return end('release', 'undecided');
  const { residentSays, helperSays, missed } = booking;
  if (residentSays === null && helperSays === 'absent') {
    return end(missed === 'spent' ? 'capture' : 'release', 'resident_absent');
  }
  if (residentSays === 'absent' && helperSays === null) return end('release', 'helper_absent');
  return end('release', 'unanswered');
}

/** What staff decide about an open dispute; `booking_not_disputed` is for the caller to say where there is none. */
export function decideDispute(spend: boolean): BookingEnd {
  return spend ? end('capture', 'decided_spent') : end('release', 'decided_returned');
}
