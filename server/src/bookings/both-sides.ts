import { type Refusal, refuse } from '@red-points/shared/contracts';
import type { Principal } from '@red-points/shared/domain/permissions';
import type { Filter } from 'mongodb';
import type { OneselfIds } from '../memberships/index.ts';
import { isOneOf, type RedemptionRecord, whyNotAssistAt } from '../redemptions/index.ts';
import type { BookingDeps } from './deps.ts';
import type { Booking, Part } from './find-booking.ts';

/**
 * Why somebody may not speak for the side that they stand on, as far as it is about who they are: one person may have a
 * sign-in at the office and another at the shop, and an officer's household may work there. `booking_both_sides`, or
 * `assist_own_shop` for an officer.
 */
export async function whyNotSpeak(
  deps: Pick<BookingDeps, 'memberships' | 'users'>,
  principal: Principal,
  { via, requestedBy, personId, shopId, booking }: Booking,
  part: Part,
): Promise<Refusal | null> {
  if (part.helper !== null) {
    if (principal.personIds.includes(personId)) return refuse('booking_both_sides');
    if (via !== 'officer') return null;
    const officers = [requestedBy, ...(booking.residentWord === null ? [] : [booking.residentWord.userId])];
    return (await isOneOf(deps, principal, officers)) ? refuse('booking_both_sides') : null;
  }
  if (part.resident?.part !== 'officer') return null;
  const { helperPersonId } = booking;
  if (helperPersonId === null) return whyNotAssistAt(deps, principal, shopId);
  const isFamily = await deps.memberships.familyOf(principal.personIds);
  return isFamily(helperPersonId) ? refuse('booking_both_sides') : null;
}

/** People who have a part in disputed bookings by what their sign-ins did or by their work, by booking. */
export async function partiesOf(
  { users }: Pick<BookingDeps, 'users'>,
  bookings: readonly Booking[],
): Promise<ReadonlyMap<string, readonly string[]>> {
  const disputed = bookings.filter(({ booking }) => booking.disputedAt !== null);
  const parties = await Promise.all(
    disputed.map(async (booking) => {
      const [signedIn, staff] = await Promise.all([
        users.personIdsOf(usersOf(booking)),
        users.personIdsOfShop(booking.shopId),
      ]);
      return [booking._id, [...signedIn, ...staff]] as const;
    }),
  );
  return new Map(parties);
}

/**
 * Bookings in which nobody of a family has a part, by who they are, what their sign-ins did or where they work: `hasPart` as a
 * question to the database.
 */
export async function withoutPartOf(
  { users }: { readonly users: Pick<BookingDeps['users'], 'shopsOf' | 'signInsOf'> },
  { family, signIns }: OneselfIds,
): Promise<Filter<RedemptionRecord>> {
  const ofFamily = [...new Set([...signIns, ...(await users.signInsOf(family))])];
  const shopIds = await users.shopsOf(ofFamily);
  const byOthers = { $nin: ofFamily };
  return {
    shopId: { $nin: shopIds },
    personId: { $nin: family },
    requestedBy: byOthers,
    'booking.helperPersonId': { $nin: family },
    'booking.residentWord.userId': byOthers,
    'booking.helperWord.userId': byOthers,
    'booking.dispute.userId': byOthers,
  };
}

/** The sign-ins that booked it or spoke in it. */
export function usersOf({ requestedBy, booking }: Booking): string[] {
  const { residentWord, helperWord, dispute } = booking;
  return [requestedBy, residentWord?.userId, helperWord?.userId, dispute?.userId].flatMap((userId) => userId ?? []);
}
