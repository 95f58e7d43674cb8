import { type BodyOf, type bookings as contract, isRefusal, type Refusal, refuse } from '@red-points/shared/contracts';
import { BOOKING_ANSWER_MS, BOOKINGS_OPEN_MAX, remindAtMs, whyNotBookable } from '@red-points/shared/domain/bookings';
import { addDays, businessDate } from '@red-points/shared/domain/calendar';
import type { Principal } from '@red-points/shared/domain/permissions';
import { isAgreed } from '@red-points/shared/domain/redemptions';
import type { RequestIdentity } from '../http/idempotency.ts';
import { whyNotOfferedAt } from '../offers/index.ts';
import type { Person } from '../people/index.ts';
import { type BookingRecord, personToAssist, type RedemptionRecord, whyNotAssistAt } from '../redemptions/index.ts';
import type { SlotRecord } from '../slots/index.ts';
import type { BookingDeps } from './deps.ts';
import { helperNow } from './helper-gone.ts';

type Outcome = Promise<RedemptionRecord | Refusal>;

/** A resident books a time: its points are held until it is over and both sides have said so. */
export async function book(
  deps: BookingDeps,
  principal: Principal,
  slotId: string,
  { expectedPoints, pinCheckId, device }: BodyOf<typeof contract.book>,
  request: RequestIdentity,
): Outcome {
  const personId = principal.actingPersonId;
  if (personId === null) return refuse('registration_needed');
  const repeat = await deps.port.repeatOf(request);
  if (repeat !== null) return repeat;
  const person = await deps.people.byId(personId);
  if (person === null) return refuse('registration_needed');
  if (pinCheckId !== undefined) {
    const notChecked = await deps.pins.wasChecked(personId, principal.userId, pinCheckId);
    if (notChecked !== null) return notChecked;
  }
  const withPin = pinCheckId !== undefined;
  const deviceTag = deps.port.deviceTag(principal, device);
  return bookFor(deps, principal, { person, slotId, expectedPoints, withPin, deviceTag, via: 'booking', request });
}

/** An officer books for somebody without a phone; both stand on the record. Not for themselves or their household, nor where these work. */
export async function bookForPerson(
  deps: BookingDeps,
  principal: Principal,
  personId: string,
  { slotId, expectedPoints }: BodyOf<typeof contract.bookForPerson>,
  request: RequestIdentity,
): Outcome {
  const repeat = await deps.port.repeatOf(request);
  if (repeat !== null) return repeat;
  const person = await personToAssist(deps, principal, personId);
  if (isRefusal(person)) return person;
  const made = await bookFor(deps, principal, {
    person,
    slotId,
    expectedPoints,
    withPin: false,
    deviceTag: null,
    via: 'officer',
    request,
  });
  if (!isRefusal(made)) {
    const subject = { kind: 'redemption', id: made._id };
    await deps.audit.record({ principal, action: 'bookings.assist', subject, unitId: person.unitId, request });
  }
  return made;
}

interface NewBooking {
  readonly person: Person;
  readonly slotId: string;
  readonly expectedPoints: number;
  readonly withPin: boolean;
  readonly deviceTag: string | null;
  readonly via: 'booking' | 'officer';
  readonly request: RequestIdentity;
}

async function bookFor(deps: BookingDeps, principal: Principal, input: NewBooking): Outcome {
  const nowMs = deps.platform.clock.now();
  const { person, slotId, expectedPoints, withPin, deviceTag, via, request } = input;
  const slot = await deps.slots.collection.findOne({ _id: slotId });
  if (slot === null) return refuse('slot_not_found');
  const notNow = whyNotBookable(
    { startsAtMs: slot.startsAt.getTime(), bookUntilMs: slot.bookUntil.getTime(), closed: slot.state === 'closed' },
    nowMs,
  );
  if (notNow !== null) return refuse(notNow);
  const helper = slot.helperPersonId === null ? null : await helperNow(deps, slot.helperPersonId);
  if (slot.helperPersonId !== null && helper === null) return refuse('slot_closed');
  const helperPersonId = helper?.personId ?? null;
  const refusal =
    (via === 'officer' ? await whyNotAssistAt(deps, principal, slot.shopId) : null) ??
    (await whyNotThatDay(deps, slot)) ??
    (await whyNotHelped(deps, principal, person, helperPersonId)) ??
    (await whyTooMany(deps, person, expectedPoints));
  if (refusal !== null) return refusal;
  return deps.port.start({
    request,
    via,
    withPin,
    deviceTag,
    scanId: null,
    shopId: slot.shopId,
    personId: person.personId,
    offerId: slot.offerId,
    quantity: 1,
    expectedPoints,
    userId: principal.userId,
    phone: via === 'officer' ? null : principal,
    booked: {
      booking: bookingOf({ ...slot, helperPersonId }, nowMs),
      untilMs: slot.endsAt.getTime() + BOOKING_ANSWER_MS,
    },
  });
}

/** The offer and the shop's agreement have to hold on the day of the service, not only today. */
async function whyNotThatDay(deps: BookingDeps, { shopId, offerId, startsAt }: SlotRecord): Promise<Refusal | null> {
  const [shop, offer] = await Promise.all([deps.merchants.find(shopId), deps.offers.find(offerId)]);
  if (shop === null) return refuse('shop_not_found');
  if (offer === null) return refuse('offer_not_found');
  if (!isAgreed(shop, startsAt.getTime())) return refuse('shop_without_agreement');
  return whyNotOfferedAt(offer, startsAt.getTime());
}

/** Nobody pays themselves or their household for help, nor books it as an officer who gains by it. */
async function whyNotHelped(
  deps: BookingDeps,
  principal: Principal,
  { personId }: Person,
  helperPersonId: string | null,
): Promise<Refusal | null> {
  if (helperPersonId === null) return null;
  const isFamily = await deps.memberships.familyOf([...principal.personIds, personId]);
  return isFamily(helperPersonId) ? refuse('booking_own_help') : null;
}

/**
 * Bookings hold points for days, and an account has few holds: some are left for the counter. Two bookings of the same
 * moment may both pass; the ledger's own bound stands behind.
 */
async function whyTooMany(deps: BookingDeps, person: Person, points: number): Promise<Refusal | null> {
  const { accountId } = await deps.accounts.spending(person, points);
  const open = await deps.port.redemptions.countDocuments({
    accountId,
    nextCheckAt: { $type: 'date' },
    open: true,
    'booking.slotId': { $gt: '' },
  });
  return open >= BOOKINGS_OPEN_MAX ? refuse('bookings_too_many', { max: BOOKINGS_OPEN_MAX }) : null;
}

function bookingOf(slot: SlotRecord, nowMs: number): BookingRecord {
  const { startsAt, endsAt, cancelUntil, missed, helperPersonId, ruleCode } = slot;
  const remindMs = remindAtMs(addDays(businessDate(startsAt.getTime()), -1), nowMs);
  return {
    slotId: slot._id,
    startsAt,
    endsAt,
    cancelUntil,
    missed,
    helperPersonId,
    ruleCode,
    residentWord: null,
    helperWord: null,
    dispute: null,
    disputedAt: null,
    ending: null,
    remindAt: remindMs === null ? null : new Date(remindMs),
    remindedAt: null,
    helpDueAt: null,
    help: null,
  };
}
