import {
  type Booking as BookingView,
  type bookings as contract,
  isRefusal,
  type QueryOf,
  type Refusal,
  type ResponseOf,
  refuse,
} from '@red-points/shared/contracts';
import { addDays, daysBetween, startOfBusinessDay } from '@red-points/shared/domain/calendar';
import { type Principal, permits } from '@red-points/shared/domain/permissions';
import type { Filter } from 'mongodb';
import { pageByDate } from '../http/date-pages.ts';
import type { RedemptionRecord } from '../redemptions/index.ts';
import type { BookingDeps } from './deps.ts';
import { type Booking, findBooking, homePathsOf, isBooking, partOf } from './find-booking.ts';
import { viewFor, viewsFor } from './view.ts';

type Page = { items: BookingView[]; nextCursor: string | null };

const CALENDAR_DAYS_MAX = 35;
const CALENDAR_SLOTS_MAX = 500;
const IS_BOOKING: Filter<RedemptionRecord> = { 'booking.slotId': { $gt: '' } };

/** One booking for its two sides and for staff; what the clock has ended meanwhile is carried out first. */
export async function getBooking(
  deps: BookingDeps,
  principal: Principal,
  bookingId: string,
): Promise<BookingView | Refusal> {
  const found = await findBooking(deps, bookingId);
  if (found === null) return refuse('booking_not_found');
  const homePaths = await homePathsOf(deps, [found]);
  const part = partOf(principal, found, homePaths.get(found.personId) ?? null);
  if (part.resident === null && part.helper === null && !part.reads) return refuse('booking_not_yours');
  return viewFor(deps, principal, await upToDate(deps, found));
}

async function upToDate(deps: BookingDeps, booking: Booking): Promise<Booking> {
  const isDue = (booking.nextCheckAt?.getTime() ?? Number.POSITIVE_INFINITY) <= deps.platform.clock.now();
  return isDue ? ((await deps.port.upToDate(booking)) as Booking) : booking;
}

/** Bookings of the acting person, or those in which they help, the newest first. */
export async function listOwn(
  deps: BookingDeps,
  principal: Principal,
  query: QueryOf<typeof contract.listOwn>,
): Promise<Page | Refusal> {
  const personId = principal.actingPersonId;
  if (personId === null) return refuse('registration_needed');
  const own = query.as === 'resident' ? { personId, ...IS_BOOKING } : { 'booking.helperPersonId': personId };
  return pageOf(deps, principal, own, query);
}

/** Bookings of a unit and below for staff: all, or those whose dispute waits. */
export async function listForStaff(
  deps: BookingDeps,
  principal: Principal,
  query: QueryOf<typeof contract.list>,
): Promise<Page | Refusal> {
  const unitPath = await deps.orgUnits.pathOf(query.unitId);
  if (unitPath === null) return refuse('unit_unknown');
  if (!permits(principal, 'bookings.read', { unitPath })) return refuse('out_of_scope');
  const shown: Filter<RedemptionRecord> =
    query.show === 'disputed' ? { 'booking.disputedAt': { $type: 'date' } } : IS_BOOKING;
  return pageOf(deps, principal, { unitPath: query.unitId, ...shown }, query);
}

async function pageOf(
  deps: BookingDeps,
  principal: Principal,
  filter: Filter<RedemptionRecord>,
  { cursor, limit }: { readonly cursor?: string | undefined; readonly limit: number },
): Promise<Page | Refusal> {
  const found = await pageByDate(deps.port.redemptions, filter, { by: 'createdAt', limit, cursor });
  if (isRefusal(found)) return found;
  const bookings = await Promise.all(found.page.filter(isBooking).map((booking) => upToDate(deps, booking)));
  return { items: await viewsFor(deps, principal, bookings), nextCursor: found.nextCursor };
}

/** The times of a shop, day by day, with who booked them; for its staff and the office. */
export async function calendarOf(
  deps: BookingDeps,
  principal: Principal,
  shopId: string,
  { from, until }: QueryOf<typeof contract.calendar>,
): Promise<ResponseOf<typeof contract.calendar> | Refusal> {
  const shop = await deps.merchants.findFor(principal, 'slots.read', shopId);
  if (isRefusal(shop)) return shop;
  const days = daysBetween(from, until);
  if (days < 0 || days >= CALENDAR_DAYS_MAX) return refuse('calendar_span_too_long');
  const startsAt = { $gte: new Date(startOfBusinessDay(from)), $lt: new Date(startOfBusinessDay(addDays(until, 1))) };
  const found = await deps.slots.collection
    .find({ shopId, startsAt })
    .sort({ startsAt: 1 })
    .limit(CALENDAR_SLOTS_MAX)
    .toArray();
  const redemptionIds = found.flatMap(({ bookings, served }) =>
    [...bookings, ...served].map((place) => place.redemptionId),
  );
  const [views, booked, titles] = await Promise.all([
    deps.slots.views(found),
    deps.port.redemptions.find({ _id: { $in: redemptionIds } }).toArray(),
    titlesOf(deps, [...new Set(found.map(({ offerId }) => offerId))]),
  ]);
  const bookings = await viewsFor(deps, principal, booked.filter(isBooking));
  return {
    items: views.map((slot) => ({
      ...slot,
      offerTitle: titles.get(slot.offerId) ?? '—',
      bookings: bookings.filter(({ slotId }) => slotId === slot.slotId),
    })),
  };
}

async function titlesOf(deps: BookingDeps, offerIds: readonly string[]): Promise<ReadonlyMap<string, string>> {
  const offers = await Promise.all(offerIds.map((offerId) => deps.offers.find(offerId)));
  return new Map(offers.flatMap((offer) => (offer === null ? [] : [[offer._id, offer.title] as const])));
}
