import type { BOOKING_OUTCOMES, BOOKING_SIDES, BOOKING_WORDS, MISSED_TERMS } from '../../contracts/index.ts';

/** Who has a part in a booking: whom it is for, and who serves (the shop, or the neighbour who helps). */
export type BookingSide = (typeof BOOKING_SIDES)[number];
/** What a side says of a booking: it was done, or the other side did not come. */
export type BookingWord = (typeof BOOKING_WORDS)[number];
/** What becomes of the points where the resident stays away or cancels late; fixed on the booking. */
export type MissedTerms = (typeof MISSED_TERMS)[number];
/** How a booking ended. */
export type BookingOutcome = (typeof BOOKING_OUTCOMES)[number];

/** How long after the slot's end both sides may still answer: 3 days. Then the job ends it. */
export const BOOKING_ANSWER_MS = 3 * 86_400_000;
/** How long staff have for a dispute: 14 days. Then the points go back: nobody's are held for ever. */
export const BOOKING_DISPUTE_MS = 14 * 86_400_000;
/** How long after the slot's start somebody is waited for before the other side says that they did not come: 15 minutes. */
export const BOOKING_WAIT_MS = 15 * 60_000;
/** Bookings that one account holds points for at once: half of the holds it can have, so that it can still redeem at a counter. */
export const BOOKINGS_OPEN_MAX = 10;

/** What decides about an open booking. All times in milliseconds since the epoch. */
export interface BookingStanding {
  readonly startsAtMs: number;
  readonly endsAtMs: number;
  /** Until here, not included, the resident cancels without any consequence. */
  readonly cancelUntilMs: number;
  readonly missed: MissedTerms;
  readonly residentSays: BookingWord | null;
  readonly helperSays: BookingWord | null;
  /** First instant at which an open dispute is over; null where none is open. */
  readonly disputeUntilMs: number | null;
}

export type BookingCommand =
  | { readonly kind: 'say'; readonly side: BookingSide; readonly word: BookingWord }
  /** The resident does not want it any more. */
  | { readonly kind: 'cancel' }
  /** The shop, the helper or staff call it off: points go back. */
  | { readonly kind: 'call_off' }
  /** One side asks staff to decide. */
  | { readonly kind: 'dispute' };

export type BookingRefusalCode = 'booking_not_begun' | 'booking_begun' | 'booking_answer_over' | 'booking_disputed';

/** An end: spend the points or give them back, and why. */
export interface BookingEnd {
  readonly kind: 'end';
  readonly how: 'capture' | 'release';
  readonly outcome: BookingOutcome;
}

export type BookingDecision =
  | BookingEnd
  /** The word stands; the other side's is awaited. */
  | { readonly kind: 'noted' }
  /** The two contradict each other, or one asks for it: staff decide. */
  | { readonly kind: 'disputed'; readonly untilMs: number }
  | { readonly kind: 'unchanged' }
  | { readonly kind: 'refused'; readonly code: BookingRefusalCode };
