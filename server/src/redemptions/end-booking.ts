import { type BookingEnd, decideDue, nextDueMs } from '@red-points/shared/domain/bookings';
import { type BookingEnding, type BookingRecord, bookingStandingOf } from './booking-record.ts';
import type { RedemptionDeps } from './deps.ts';
import { captureHold, releaseHold } from './end-hold.ts';
import { update } from './follow.ts';
import type { RedemptionRecord } from './store.ts';

/** When the repair job takes up an end that was decided and not carried out. */
const TAKE_UP_MS = 10_000;

/** A redemption whose points wait for a service. */
export type OpenBooking = RedemptionRecord & { readonly state: 'booked'; readonly booking: BookingRecord };

/** Whether a booking can still be decided about: its points are held, and no end is on its way. */
export function isUndecided(redemption: RedemptionRecord): redemption is OpenBooking {
  return redemption.state === 'booked' && redemption.booking?.ending === null;
}

type Ending = Omit<BookingEnding, 'how' | 'outcome' | 'at'>;

/** The fields that write down how an open booking is to end. Whoever writes them first has decided. */
export function endingFields(
  { booking }: OpenBooking,
  end: BookingEnd,
  ending: Ending,
  nowMs: number,
  alsoSaid: Partial<BookingRecord> = {},
): Partial<RedemptionRecord> {
  const { how, outcome } = end;
  const at = new Date(nowMs);
  const earns = (outcome === 'served' || outcome === 'decided_spent') && booking.helperPersonId !== null;
  return {
    booking: {
      ...booking,
      ...alsoSaid,
      ending: { how, outcome, at, ...ending },
      disputedAt: null,
      remindAt: null,
      // Nothing is credited before its time is over, however early both say that it was done.
      helpDueAt: earns && booking.ruleCode !== null ? new Date(Math.max(nowMs, booking.endsAt.getTime())) : null,
    },
    nextCheckAt: new Date(nowMs + TAKE_UP_MS),
  };
}

/** Carries out an end that was written down; a booking without one, or that is over, stays as it is. Repeating changes nothing. */
export async function carryOut(deps: RedemptionDeps, redemption: RedemptionRecord): Promise<RedemptionRecord> {
  const ending = redemption.booking?.ending ?? null;
  if (redemption.state !== 'booked' || ending === null) return redemption;
  return ending.how === 'capture' ? captureHold(deps, redemption, ending.by) : releaseHold(deps, redemption, ending.by);
}

/** Moves an open booking on: an end that was interrupted, or one that the clock brings. */
export async function carryBookingOn(deps: RedemptionDeps, redemption: RedemptionRecord): Promise<RedemptionRecord> {
  const nowMs = deps.platform.clock.now();
  const moved = await update(deps, redemption, (current) => {
    if (!isUndecided(current)) return null;
    const standing = bookingStandingOf(current.booking);
    const end = decideDue(standing, nowMs);
    if (end !== null) return endingFields(current, end, { by: { part: 'job' }, reason: null, request: null }, nowMs);
    const nextCheckAt = new Date(nextDueMs(standing));
    return current.nextCheckAt?.getTime() === nextCheckAt.getTime() ? null : { nextCheckAt };
  });
  return carryOut(deps, moved);
}
