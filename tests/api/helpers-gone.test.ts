import { ACCOUNT_CHANGES_JOB } from '@red-points/server/account-changes/index';
import { accountChanges, type Booking, bookings, type Offer, type Slot, slots } from '@red-points/shared/contracts';
import { addDays, businessDate } from '@red-points/shared/domain/calendar';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startTestApp, type TestApp } from '../support/app.ts';
import { type Cast, hourlyTerms, publishRule, signInCast } from '../support/earning.ts';
import { lasting } from '../support/households.ts';
import { noticesOf, untilNoticed } from '../support/notices.ts';
import {
  addOffer,
  availableOf,
  callerOf,
  expectVerified,
  type Office,
  openOffice,
  openShop,
  ownerPrincipal,
  principalOf,
  type Resident,
  residentWith,
} from '../support/redeeming.ts';
import { refused } from '../support/refused.ts';

const RULE = 'ZY-16';
const HOUR_MS = 3_600_000;

let t: TestApp;
let office: Office;
let cast: Cast;
let service: Offer;

beforeAll(async () => {
  t = await startTestApp({ started: true });
  office = await openOffice(t);
  const shop = await openShop(t, office, '互助站');
  const owner = { ...shop.owner, ...callerOf(t, ownerPrincipal(shop)) };
  service = await addOffer(office, { ...shop, owner }.shop, { kind: 'service', points: 40, stock: null });
  const signedIn = await signInCast(t);
  cast = { ...signedIn, officer: lasting(t, signedIn.officer), secretary: lasting(t, signedIn.secretary) };
  await publishRule(cast, RULE, hourlyTerms());
});
afterAll(async () => {
  await expectVerified(t);
  await t.close();
});

const lives = async (points: number, name = '陈秀英'): Promise<Resident> => {
  const entered = await residentWith(t, points, { name });
  return { ...entered, ...callerOf(t, principalOf(entered)) };
};

/** The weekly times of a neighbour who helps. */
async function seriesOf(helper: Resident): Promise<[Slot, Slot]> {
  const params = { offerId: service.offerId };
  const date = addDays(businessDate(t.clock.now()), 3);
  const terms = { helperPersonId: helper.personId, ruleCode: RULE, weeks: 2 };
  const body = { date, startTime: '14:00', minutes: 120, ...terms };
  const made = await office.secretary.call(slots.create, { params, body });
  expect(made.status, JSON.stringify(made.body)).toBe(201);
  return made.body.items as [Slot, Slot];
}

async function booked(by: Resident, { slotId }: Slot): Promise<Booking> {
  const made = await by.call(bookings.book, { params: { slotId }, body: { expectedPoints: 40 } });
  expect(made.status, JSON.stringify(made.body)).toBe(201);
  return made.body as Booking;
}

const bookRefused = (by: Resident, { slotId }: Slot) =>
  refused((headers) => by.call(bookings.book, { params: { slotId }, body: { expectedPoints: 40 }, headers }));

async function joined(personId: string, kept: Resident): Promise<string> {
  const body = { keptPersonId: kept.personId, reason: '同一人登记了两次' };
  const proposed = await cast.officer.call(accountChanges.proposeJoining, { params: { personId }, body });
  return confirmed(proposed.body.changeId);
}

async function closed(personId: string): Promise<string> {
  const body = { reason: '搬离本市' };
  const proposed = await cast.officer.call(accountChanges.proposeClosing, { params: { personId }, body });
  return confirmed(proposed.body.changeId);
}

async function confirmed(changeId: string): Promise<string> {
  const { body } = await cast.secretary.call(accountChanges.confirm, { params: { changeId } });
  expect(body, JSON.stringify(body)).toMatchObject({ state: 'done' });
  return changeId;
}

/** As a process leaves a change that ends before its last write. */
async function interrupted(changeId: string): Promise<void> {
  await t.database.db
    .collection<{ _id: string }>('account_changes')
    .updateOne({ _id: changeId }, { $set: { state: 'confirmed', open: true, nextCheckAt: new Date(0) } });
  await t.context.jobs.runNow(ACCOUNT_CHANGES_JOB);
}

describe('a neighbour who helps and whose record is joined into another', () => {
  it('is told, sees what is booked, and earns the hours by the record that stays', async () => {
    const [old, guest] = [await lives(0, '王建国'), await lives(100)];
    const [first, second] = await seriesOf(old);
    const { bookingId } = await booked(guest, first);
    const kept = await lives(0, '王建国');
    const changeId = await joined(old.personId, kept);
    const own = await kept.call(bookings.listOwn, { query: { as: 'helper' } }).expect(200);
    expect((own.body.items as Booking[]).map((booking) => [booking.bookingId, booking.side])).toEqual([
      [bookingId, 'helper'],
    ]);
    // A time that was left with the old record, by a process that ended in between, is booked with who it is, and follows.
    await t.database.db
      .collection<{ _id: string }>('slots')
      .updateOne({ _id: second.slotId }, { $set: { helperPersonId: old.personId } });
    const later = await booked(guest, second);
    expect((await t.context.redemptions.find(later.bookingId))?.booking?.helperPersonId).toBe(kept.personId);
    expect(await bookRefused(kept, second)).toBe('booking_own_help');
    await interrupted(changeId);
    const time = await t.database.db.collection<{ _id: string }>('slots').findOne({ _id: second.slotId });
    expect(time).toMatchObject({ helperPersonId: kept.personId });
    t.clock.advance(Date.parse(first.startsAt) + HOUR_MS - t.clock.now());
    const params = { bookingId };
    await guest.call(bookings.say, { params, body: { word: 'done' } }).expect(200);
    await untilNoticed(kept, 'booking_says_done');
    await kept.call(bookings.say, { params, body: { word: 'done' } }).expect(200);
    t.clock.advance(2 * HOUR_MS);
    await t.context.jobs.runNow('bookings.help');
    const over = (await kept.call(bookings.get, { params }).expect(200)).body as Booking;
    expect(over).toMatchObject({ outcome: 'served', help: { refusal: null } });
    const claim = await t.database.db.collection<{ _id: string }>('claims').findOne({ _id: over.help?.claimId ?? '' });
    expect(claim).toMatchObject({ personId: kept.personId });
  });

  it('earns the hours also where they were about to be filed when it was joined', async () => {
    const [old, guest] = [await lives(0, '王建国'), await lives(100)];
    const [first] = await seriesOf(old);
    const { bookingId } = await booked(guest, first);
    t.clock.advance(Date.parse(first.startsAt) + HOUR_MS - t.clock.now());
    const params = { bookingId };
    for (const by of [guest, old]) await by.call(bookings.say, { params, body: { word: 'done' } }).expect(200);
    const kept = await lives(0, '王建国');
    await joined(old.personId, kept);
    // As a process leaves it that booked at that moment.
    await t.database.db
      .collection<{ _id: string }>('redemptions')
      .updateOne({ _id: bookingId }, { $set: { 'booking.helperPersonId': old.personId } });
    t.clock.advance(2 * HOUR_MS);
    await t.context.jobs.runNow('bookings.help');
    const over = (await guest.call(bookings.get, { params }).expect(200)).body as Booking;
    expect(over.help).toMatchObject({ refusal: null });
    const claim = await t.database.db.collection<{ _id: string }>('claims').findOne({ _id: over.help?.claimId ?? '' });
    expect(claim).toMatchObject({ personId: kept.personId });
  });
});

describe('a neighbour who helps and whose account is closed', () => {
  it('is booked no more; who had booked is told, and the points are back, whoever carries it on', async () => {
    const [helper, guest] = [await lives(0, '赵德明'), await lives(100)];
    const [first, second] = await seriesOf(helper);
    const { bookingId } = await booked(guest, first);
    const changeId = await closed(helper.personId);
    const read = async () => (await guest.call(bookings.get, { params: { bookingId } }).expect(200)).body as Booking;
    expect(await read()).toMatchObject({ state: 'revoked', outcome: 'called_off' });
    expect(await availableOf(t, guest.accountId)).toBe(100);
    await untilNoticed(guest, 'booking_back');
    expect(await bookRefused(guest, second)).toBe('slot_closed');
    // The next time as it stands where a process ends before it is closed: it is closed later, and not booked meanwhile.
    await t.database.db
      .collection<{ _id: string }>('slots')
      .updateOne({ _id: second.slotId }, { $set: { state: 'open', closed: null, nextCheckAt: null } });
    expect(await bookRefused(guest, second)).toBe('slot_closed');
    await interrupted(changeId);
    const time = await t.database.db.collection<{ _id: string }>('slots').findOne({ _id: second.slotId });
    expect(time).toMatchObject({ state: 'closed', closed: { userId: cast.secretary.userId, byShop: false } });
    expect((await noticesOf(guest)).filter(({ template }) => template === 'booking_back')).toHaveLength(1);
  });
});
