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
import { isUndecided, personToAssist, type RedemptionRecord } from '../redemptions/index.ts';
import type { BookingDeps } from './deps.ts';
import { type Booking, findBooking, homePathsOf, isBooking, partOf } from './find-booking.ts';
import { viewFor, viewsFor } from './view.ts';

type Page = { items: BookingView[]; nextCursor: string | null };

const CALENDAR_DAYS_MAX = 35;
const CALENDAR_SLOTS_MAX = 500;
/** More than an account can hold points for. */
const OPEN_MAX = 100;
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
  // Also what a record of theirs was booked for or asked to help at, before it was found to be them.
  const same = { $in: await deps.people.sameAs([personId]) };
  const own = query.as === 'resident' ? { personId: same, ...IS_BOOKING } : { 'booking.helperPersonId': same };
  return pageOf(deps, principal, own, query);
}

/** What officers booked for somebody and is not over; who may act for them sees it. There are few: points are held for each. */
export async function listForPerson(
  deps: BookingDeps,
  principal: Principal,
  personId: string,
): Promise<{ items: BookingView[] } | Refusal> {
  const person = await personToAssist(deps, principal, personId);
  if (isRefusal(person)) return person;
  const found = await deps.port.redemptions
    .find({ personId, open: true, via: 'officer', ...IS_BOOKING })
    .sort({ createdAt: -1, _id: -1 })
    .limit(OPEN_MAX)
    .toArray();
  const current = await Promise.all(found.filter(isBooking).map((booking) => upToDate(deps, booking)));
  return { items: await viewsFor(deps, principal, current.filter(isUndecided)) };
}

/** Bookings of a unit and below whose dispute waits for staff. */
export function disputedIn(unitId: string): Filter<RedemptionRecord> {
  return { unitPath: unitId, 'booking.disputedAt': { $type: 'date' } };
}

/** Bookings of people of a unit and below that an officer made, whose time is over without a word for the resident. */
export async function unansweredIn(deps: BookingDeps, unitId: string): Promise<Filter<RedemptionRecord>> {
  const units = await deps.orgUnits.below(unitId);
  return {
    // Of the resident and not of the shop: their officers ask them.
    homeUnit: { $in: units.map(({ id }) => id) },
    via: 'officer',
    open: true,
    state: 'booked',
    ...IS_BOOKING,
    'booking.endsAt': { $lte: new Date(deps.platform.clock.now()) },
    'booking.residentWord': null,
    'booking.disputedAt': null,
    'booking.ending': null,
  };
}

/** Bookings of a unit and below for staff: all, those whose dispute waits, or those that wait for an officer's word. */
export async function listForStaff(
  deps: BookingDeps,
  principal: Principal,
  query: QueryOf<typeof contract.list>,
): Promise<Page | Refusal> {
  const unitPath = await deps.orgUnits.pathOf(query.unitId);
  if (unitPath === null) return refuse('unit_unknown');
  if (!permits(principal, 'bookings.read', { unitPath })) return refuse('out_of_scope');
  const { unitId, show } = query;
  switch (show) {
    case 'unanswered':
      return pageOf(deps, principal, await unansweredIn(deps, unitId), query);
    case 'disputed':
      return pageOf(deps, principal, disputedIn(unitId), query);
    case 'all':
      return pageOf(deps, principal, { unitPath: unitId, ...IS_BOOKING }, query);
    default:
      return show satisfies never;
  }
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
