import { type Refusal, refuse } from '@red-points/shared/contracts';
import type { BookingSide } from '@red-points/shared/domain/bookings';
import { type Principal, permits } from '@red-points/shared/domain/permissions';
import {
  type BookingRecord,
  type HoldEnder,
  isResidentOf,
  isShopOf,
  type RedemptionRecord,
} from '../redemptions/index.ts';
import type { BookingDeps } from './deps.ts';

export type Booking = RedemptionRecord & { readonly booking: BookingRecord };

/** Where somebody stands to a booking. */
export interface Part {
  /** How they act for the resident; null where they do not. */
  readonly resident: HoldEnder | null;
  /** How they act for who serves. */
  readonly helper: HoldEnder | null;
  /** Whether they may read it as staff. */
  readonly reads: boolean;
  /** Whether they may call it off for the shop as staff. */
  readonly callsOff: boolean;
}

/** A booking by its id, or null; a redemption without a slot is none. */
export async function findBooking(deps: Pick<BookingDeps, 'port'>, bookingId: string): Promise<Booking | null> {
  const found = await deps.port.redemptions.findOne({ _id: bookingId });
  return found !== null && isBooking(found) ? found : null;
}

export function isBooking(redemption: RedemptionRecord): redemption is Booking {
  return redemption.booking !== undefined;
}

/**
 * Where somebody stands to a booking. An officer speaks for a resident without a phone where the booking was made by one.
 * @param homePath units of the resident, root first; asked only for bookings that an officer made
 */
export function partOf(principal: Principal, redemption: Booking, homePath: readonly string[] | null): Part {
  const { userId } = principal;
  const { shopId, unitPath, via, booking } = redemption;
  const assists =
    via === 'officer' && homePath !== null && permits(principal, 'redemptions.assist', { unitPath: homePath });
  const helps = booking.helperPersonId !== null && principal.personIds.includes(booking.helperPersonId);
  return {
    resident: isResidentOf(principal, redemption)
      ? { part: 'resident', userId }
      : assists
        ? { part: 'officer', userId }
        : null,
    helper: isShopOf(principal, redemption) ? { part: 'cashier', userId } : helps ? { part: 'helper', userId } : null,
    reads: permits(principal, 'bookings.read', { unitPath }),
    callsOff: permits(principal, 'slots.manage', { unitPath, shopId }),
  };
}

/** The units of residents for whom an officer booked, by person. */
export async function homePathsOf(
  { people }: Pick<BookingDeps, 'people'>,
  bookings: readonly RedemptionRecord[],
): Promise<ReadonlyMap<string, readonly string[]>> {
  const personIds = bookings.filter(({ via }) => via === 'officer').map(({ personId }) => personId);
  if (personIds.length === 0) return new Map();
  const found = await people.byIds([...new Set(personIds)]);
  return new Map([...found.values()].map(({ personId, unitPath }) => [personId, unitPath]));
}

/** The one side that somebody speaks for: nobody speaks for both. */
export function sideOf(
  part: Part,
  booking: BookingRecord,
  userId: string,
): { readonly side: BookingSide; readonly by: HoldEnder } | Refusal {
  if (part.resident !== null && part.helper !== null) return refuse('booking_both_sides');
  if (part.resident !== null) {
    if (booking.helperWord?.userId === userId) return refuse('booking_both_sides');
    return { side: 'resident', by: part.resident };
  }
  if (part.helper !== null) {
    if (booking.residentWord?.userId === userId) return refuse('booking_both_sides');
    return { side: 'helper', by: part.helper };
  }
  return refuse('booking_not_yours');
}
