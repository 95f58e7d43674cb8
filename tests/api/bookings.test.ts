import {
  type Booking,
  bookings,
  claims,
  type Offer,
  redemptions,
  reports,
  reviews,
  type Slot,
  slots,
} from '@red-points/shared/contracts';
import { addDays, businessDate, instantAt } from '@red-points/shared/domain/calendar';
import type { Principal } from '@red-points/shared/domain/permissions';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { nextKey, startTestApp, type TestApp } from '../support/app.ts';
import { hourlyTerms, publishRule, signInCast } from '../support/earning.ts';
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
  type TestShop,
} from '../support/redeeming.ts';
import { refused } from '../support/refused.ts';

const RULE = 'ZY-16';
const HOUR_MS = 3_600_000;
const DAY_MS = 86_400_000;

let t: TestApp;
let office: Office;
let open: TestShop;
let service: Offer;

beforeAll(async () => {
  t = await startTestApp();
  office = await openOffice(t);
  const shop = await openShop(t, office, '家政服务站');
  // These tests let days pass: a token of the beginning is old by then.
  open = { ...shop, owner: { ...shop.owner, ...callerOf(t, ownerPrincipal(shop)) } };
  service = await addService();
  const cast = await signInCast(t);
  await publishRule(cast, RULE, hourlyTerms({ notEligible: ['paid_on_duty'] }));
  await publishRule(cast, 'TJ-01', hourlyTerms({ unit: 'case' }));
});
afterAll(async () => {
  await expectVerified(t);
  await t.close();
});

const addService = (terms: Readonly<Record<string, unknown>> = {}) =>
  addOffer(office, open.shop, { title: '家政保洁两小时', kind: 'service', points: 40, stock: null, ...terms });

/** The business day so many days from now. */
const dayIn = (days: number): string => addDays(businessDate(t.clock.now()), days);

async function addSlots(terms: Readonly<Record<string, unknown>> = {}, offer: Offer = service): Promise<Slot[]> {
  const params = { offerId: offer.offerId };
  const body = { date: dayIn(3), startTime: '14:00', minutes: 120, ...terms };
  const made = await office.secretary.call(slots.create, { params, body });
  expect(made.status, JSON.stringify(made.body)).toBe(201);
  return made.body.items as Slot[];
}

async function addSlot(terms: Readonly<Record<string, unknown>> = {}, offer: Offer = service): Promise<Slot> {
  const [slot] = await addSlots(terms, offer);
  if (slot === undefined) throw new Error('no slot was made');
  return slot;
}

/** A resident with points, whose token never gets old. */
async function resident(points = 100, name = '陈秀英'): Promise<Resident> {
  const entered = await residentWith(t, points, { name });
  return { ...entered, ...callerOf(t, principalOf(entered)) };
}

async function booked(by: Resident, slot: Slot, key = nextKey()): Promise<Booking> {
  const params = { slotId: slot.slotId };
  const made = await by.call(bookings.book, { params, body: { expectedPoints: 40 }, key });
  expect(made.status, JSON.stringify(made.body)).toBe(201);
  return made.body as Booking;
}

type Caller = Pick<Resident, 'call'>;
const paramsOf = (booking: Booking) => ({ bookingId: booking.bookingId });

async function said(by: Caller, booking: Booking, word: 'done' | 'absent'): Promise<Booking> {
  const answer = await by.call(bookings.say, { params: paramsOf(booking), body: { word } });
  expect(answer.status, JSON.stringify(answer.body)).toBe(200);
  return answer.body as Booking;
}

async function read(by: Caller, booking: Booking): Promise<Booking> {
  return (await by.call(bookings.get, { params: paramsOf(booking) }).expect(200)).body as Booking;
}

const sayRefused = (by: Caller, booking: Booking, word: 'done' | 'absent') =>
  refused((headers) => by.call(bookings.say, { params: paramsOf(booking), body: { word }, headers }));

/** Moves the clock to an instant of a slot. */
function goTo(instant: string, plusMs = 0): void {
  const leftMs = Date.parse(instant) + plusMs - t.clock.now();
  if (leftMs > 0) t.clock.advance(leftMs);
}

async function slotOf({ slotId }: Pick<Slot, 'slotId'>) {
  const slot = await t.context.slots.collection.findOne({ _id: slotId });
  if (slot === null) throw new Error('the slot is gone');
  return slot;
}

describe('a booked service', () => {
  it('holds its points until both sides say that it was done, in either order', async () => {
    for (const order of ['resident', 'shop'] as const) {
      const slot = await addSlot();
      const who = await resident();
      const key = nextKey();
      const booking = await booked(who, slot, key);
      expect(booking).toMatchObject({ state: 'booked', points: 40, side: 'resident', acts: ['cancel'] });
      expect((await booked(who, slot, key)).bookingId).toBe(booking.bookingId);
      expect(await availableOf(t, who.accountId)).toBe(60);
      // Days pass; nothing ends it.
      t.clock.advance(DAY_MS);
      await t.context.jobs.runNow('redemption-repair');
      expect(await sayRefused(who, booking, 'done')).toBe('booking_not_begun');
      goTo(slot.startsAt, HOUR_MS);
      const sides = order === 'resident' ? [who, open.owner] : [open.owner, who];
      const [first, second] = sides;
      if (first === undefined || second === undefined) throw new Error('two sides are needed');
      const half = await said(first, booking, 'done');
      expect(half.state).toBe('booked');
      // Twice by one side is once.
      expect((await said(first, booking, 'done')).state).toBe('booked');
      const whole = await said(second, booking, 'done');
      expect(whole).toMatchObject({ state: 'success', outcome: 'served', acts: [] });
      expect((await said(second, booking, 'done')).state).toBe('success');
      expect(await availableOf(t, who.accountId)).toBe(60);
      expect(await slotOf(slot)).toMatchObject({ bookings: [], served: [{ redemptionId: booking.bookingId }] });
      // It is a redemption like any other: with what the shop is owed, and open to a refund.
      const record = await t.context.redemptions.find(booking.bookingId);
      expect(record).toMatchObject({ owedFen: 850, netPoints: 40, settleDue: true, via: 'booking' });
      const params = { redemptionId: booking.bookingId };
      const refund = { points: 10, reason: '服务不足时' };
      await office.secretary.call(redemptions.refund, { params, body: refund }).expect(201);
      expect(await availableOf(t, who.accountId)).toBe(70);
    }
  });

  it('is cancelled freely until its deadline, and its place is free again', async () => {
    const slot = await addSlot();
    const who = await resident();
    const booking = await booked(who, slot);
    expect((await slotOf(slot)).bookings).toHaveLength(1);
    const key = nextKey();
    const gone = await who.call(bookings.cancel, { params: paramsOf(booking), key }).expect(200);
    expect(gone.body).toMatchObject({ state: 'revoked', outcome: 'cancelled' });
    const again = await who.call(bookings.cancel, { params: paramsOf(booking), key }).expect(200);
    expect(again.body.state).toBe('revoked');
    expect(await availableOf(t, who.accountId)).toBe(100);
    expect((await slotOf(slot)).bookings).toEqual([]);
    const other = await resident();
    expect((await booked(other, slot)).state).toBe('booked');
  });

  it('is cancelled late, or missed, at the price of the terms that were booked', async () => {
    for (const missed of ['returned', 'spent'] as const) {
      const left = missed === 'spent' ? 60 : 100;
      const slot = await addSlot({ missed, cancelMinutes: 720 });
      const late = await resident();
      const lateBooking = await booked(late, slot);
      goTo(slot.cancelUntil, 1);
      const cancelled = await late.call(bookings.cancel, { params: paramsOf(lateBooking) }).expect(200);
      expect(cancelled.body).toMatchObject({ outcome: 'cancelled_late' });
      expect(await availableOf(t, late.accountId)).toBe(left);

      const again = await addSlot({ missed });
      const away = await resident();
      const awayBooking = await booked(away, again);
      goTo(again.startsAt, 60_000);
      expect(await sayRefused(open.owner, awayBooking, 'absent')).toBe('booking_not_begun');
      goTo(again.startsAt, 16 * 60_000);
      const noted = await said(open.owner, awayBooking, 'absent');
      // Points that go back need nobody else's word; points that are taken wait for the resident's.
      expect(noted.state).toBe(missed === 'spent' ? 'booked' : 'closed');
      goTo(again.endsAt, 3 * DAY_MS);
      await t.context.jobs.runNow('redemption-repair');
      expect(await read(away, awayBooking)).toMatchObject({ outcome: 'resident_absent' });
      expect(await availableOf(t, away.accountId)).toBe(left);
    }
  });

  it('gives the points back where the helper stays away, and where nobody says anything', async () => {
    const slot = await addSlot({ capacity: 2 });
    const [waiting, silent] = [await resident(), await resident()];
    const [first, second] = [await booked(waiting, slot), await booked(silent, slot)];
    goTo(slot.startsAt, HOUR_MS);
    expect((await said(waiting, first, 'absent')).state).toBe('booked');
    await said(open.owner, second, 'done');
    goTo(slot.endsAt, 3 * DAY_MS - 1);
    await t.context.jobs.runNow('redemption-repair');
    expect((await read(silent, second)).state).toBe('booked');
    t.clock.advance(1);
    await t.context.jobs.runNow('redemption-repair');
    expect(await sayRefused(silent, second, 'done')).toBe('booking_over');
    expect(await read(waiting, first)).toMatchObject({ state: 'closed', outcome: 'helper_absent' });
    expect(await read(silent, second)).toMatchObject({ state: 'closed', outcome: 'unanswered' });
    expect([await availableOf(t, waiting.accountId), await availableOf(t, silent.accountId)]).toEqual([100, 100]);
  });

  it('is called off by the shop with its whole slot: nobody books it any more, and all points are back', async () => {
    const slot = await addSlot({ capacity: 3 });
    const people = [await resident(), await resident()];
    for (const who of people) await booked(who, slot);
    const params = { slotId: slot.slotId };
    const body = { reason: '师傅生病' };
    const key = nextKey();
    const closed = await open.owner.call(slots.close, { params, body, key }).expect(200);
    expect(closed.body).toMatchObject({ closed: true, left: 3 });
    await open.owner.call(slots.close, { params, body, key }).expect(200);
    expect(await refused((headers) => open.owner.call(slots.close, { params, body, headers }))).toBe('slot_closed');
    for (const who of people) expect(await availableOf(t, who.accountId)).toBe(100);
    expect(await slotOf(slot)).toMatchObject({ bookings: [], nextCheckAt: null });
    const late = await resident();
    expect(
      await refused((headers) => late.call(bookings.book, { params, body: { expectedPoints: 40 }, headers })),
    ).toBe('slot_closed');
  });

  it('reminds both sides on the day before, once', async () => {
    const slot = await addSlot();
    const who = await resident();
    const booking = await booked(who, slot);
    goTo(new Date(instantAt(addDays(businessDate(Date.parse(slot.startsAt)), -1), '10:00')).toISOString());
    await t.context.jobs.runNow('bookings.remind');
    await t.context.jobs.runNow('bookings.remind');
    const record = await t.context.redemptions.find(booking.bookingId);
    expect(record?.booking).toMatchObject({ remindAt: null, remindedAt: new Date(t.clock.now()) });
  });

  it('is booked by an officer for somebody without a phone, who answers for them too', async () => {
    const slot = await addSlot();
    const elder = await residentWith(t, 100, { name: '刘桂芳' });
    const params = { personId: elder.personId };
    const body = { slotId: slot.slotId, expectedPoints: 40 };
    const made = await office.secretary.call(bookings.bookForPerson, { params, body });
    expect(made.status, JSON.stringify(made.body)).toBe(201);
    const record = await t.context.redemptions.find(made.body.bookingId);
    expect(record).toMatchObject({ via: 'officer', cap: { assurance: 'card' }, personId: elder.personId });
    goTo(slot.startsAt, HOUR_MS);
    await said(open.owner, made.body as Booking, 'done');
    expect(await said(office.secretary, made.body as Booking, 'done')).toMatchObject({ outcome: 'served' });
    expect(await availableOf(t, elder.accountId)).toBe(60);
  });

  it('that an officer made waits in their list, and in the office once its time is over without the elder’s word', async () => {
    const slot = await addSlot();
    const elder = await residentWith(t, 100, { name: '吴玉珍' });
    const params = { personId: elder.personId };
    const body = { slotId: slot.slotId, expectedPoints: 40 };
    const { bookingId } = (await office.secretary.call(bookings.bookForPerson, { params, body }).expect(201)).body;
    const listed = async () =>
      ((await office.deputy.call(bookings.listForPerson, { params }).expect(200)).body.items as Booking[]).map(
        (booking) => [booking.bookingId, booking.side, booking.acts],
      );
    const unanswered = async (): Promise<string[]> => {
      const query = { unitId: 'jinxiu', show: 'unanswered' };
      const { items } = (await office.deputy.call(bookings.list, { query }).expect(200)).body;
      const tasks = (await office.deputy.call(reports.tasks, { query: { unitId: 'jinxiu' } }).expect(200)).body.items;
      const task = tasks.find(({ code }: { code: string }) => code === 'bookings_unanswered');
      expect(task?.count ?? 0).toBe(items.length);
      return (items as Booking[]).map((booking) => booking.bookingId);
    };
    expect(await listed()).toEqual([[bookingId, 'resident', ['cancel', 'call_off']]]);
    expect(await unanswered()).toEqual([]);
    goTo(slot.endsAt);
    await said(open.owner, { bookingId } as Booking, 'done');
    expect(await listed()).toEqual([[bookingId, 'resident', ['done', 'absent', 'dispute', 'call_off']]]);
    expect(await unanswered()).toEqual([bookingId]);
    // A resident of elsewhere is nobody's business here, and family is a colleague's.
    const stranger = await t.signIn('grid_officer', 'jinxiu-g2');
    expect(await refused((headers) => stranger.call(bookings.listForPerson, { params, headers }))).toBe('out_of_scope');
    await said(office.deputy, { bookingId } as Booking, 'done');
    expect([await listed(), await unanswered()]).toEqual([[], []]);
  });
});

describe('two words that contradict each other', () => {
  it('go to staff without a part in it, whose decision spends the points or gives them back', async () => {
    for (const decision of ['spend', 'return'] as const) {
      const slot = await addSlot();
      const who = await resident();
      const booking = await booked(who, slot);
      goTo(slot.startsAt, HOUR_MS);
      await said(open.owner, booking, 'done');
      const open2 = await said(who, booking, 'absent');
      expect(open2.dispute).toMatchObject({ open: true, side: null });
      // The three days pass: it waits for staff.
      goTo(slot.endsAt, 4 * DAY_MS);
      await t.context.jobs.runNow('redemption-repair');
      const list = await office.deputy.call(bookings.list, { query: { unitId: 'jinxiu' } }).expect(200);
      expect(list.body.items.map(({ bookingId }: Booking) => bookingId)).toEqual([booking.bookingId]);
      expect(list.body.items[0].acts).toContain('decide');
      const body = { decision, note: '已电话核实' };
      const decide = (by: Caller, key = nextKey()) =>
        by.call(bookings.decide, { params: paramsOf(booking), body, key });
      const ownStaff = staffWhoIs(who);
      const clerk = await residentWith(t, 0);
      await t.signIn('merchant_staff', null, { shopId: open.shop.shopId, personId: clerk.personId });
      // It waits for whoever could decide it: neither its resident nor the shop's people at a desk of the office.
      expect(await Promise.all([office.deputy, ownStaff, staffWhoIs(clerk)].map(disputesFor))).toEqual([1, 0, 0]);
      expect(
        await refused((headers) => ownStaff.call(bookings.decide, { params: paramsOf(booking), body, headers })),
      ).toBe('booking_party');
      const key = nextKey();
      const decided = await decide(office.deputy, key).expect(200);
      expect(decided.body.outcome).toBe(decision === 'spend' ? 'decided_spent' : 'decided_returned');
      expect((await decide(office.deputy, key).expect(200)).body.outcome).toBe(decided.body.outcome);
      const other = { decision: decision === 'spend' ? 'return' : 'spend', note: '另一个' };
      expect((await office.deputy.call(bookings.decide, { params: paramsOf(booking), body: other, key })).status).toBe(
        422,
      );
      expect((await decide(office.secretary)).body.code).toBe('booking_over');
      expect(await availableOf(t, who.accountId)).toBe(decision === 'spend' ? 60 : 100);
    }
  });

  it('end by agreement, or after two weeks for the resident', async () => {
    const slot = await addSlot({ capacity: 2 });
    const [agreeing, waiting] = [await resident(), await resident()];
    const [first, second] = [await booked(agreeing, slot), await booked(waiting, slot)];
    goTo(slot.startsAt, HOUR_MS);
    for (const [who, booking] of [[agreeing, first] as const, [waiting, second] as const]) {
      await said(who, booking, 'absent');
      expect((await said(open.owner, booking, 'done')).dispute?.open).toBe(true);
    }
    t.clock.advance(DAY_MS);
    expect(await said(agreeing, first, 'done')).toMatchObject({ outcome: 'served' });
    t.clock.advance(14 * DAY_MS);
    await t.context.jobs.runNow('redemption-repair');
    expect(await read(waiting, second)).toMatchObject({ outcome: 'undecided', state: 'closed' });
    expect([await availableOf(t, agreeing.accountId), await availableOf(t, waiting.accountId)]).toEqual([60, 100]);
  });
});

/** How many disputes wait for somebody by their home page. */
async function disputesFor(by: Caller): Promise<number> {
  const { items } = (await by.call(reports.tasks, { query: { unitId: 'jinxiu' } }).expect(200)).body;
  return items.find(({ code }: { code: string }) => code === 'bookings_disputed')?.count ?? 0;
}

/** A secretary who is this resident. */
function staffWhoIs({ personId }: Resident): Caller {
  const principal: Principal = {
    userId: `staff-${personId}`,
    sessionId: 'session',
    face: 'console',
    grants: [{ role: 'community_admin', unitId: 'jinxiu', shopId: null }],
    personIds: [personId],
    actingPersonId: null,
  };
  return callerOf(t, principal);
}

describe('a neighbour who helps', () => {
  const help = async (offer = service) => {
    const helper = await resident(0, '王建国');
    const terms = { helperPersonId: helper.personId, ruleCode: RULE };
    return { helper, slot: await addSlot(terms, offer) };
  };

  it('files hours for review when both sides have said that it was done, once and after its time', async () => {
    const { helper, slot } = await help();
    const who = await resident();
    const booking = await booked(who, slot);
    goTo(slot.startsAt, HOUR_MS);
    expect(await read(helper, booking)).toMatchObject({ side: 'helper', personName: '陈*' });
    expect(await sayRefused(helper, booking, 'done')).toBe('rule_declaration_missing');
    const word = { word: 'done', declarations: { paid_on_duty: false } };
    await helper.call(bookings.say, { params: paramsOf(booking), body: word }).expect(200);
    const early = await said(who, booking, 'done');
    expect(early).toMatchObject({ outcome: 'served', help: null });
    await t.context.jobs.runNow('bookings.help');
    expect((await read(who, booking)).help).toBeNull();
    goTo(slot.endsAt);
    await t.context.jobs.runNow('bookings.help');
    await t.context.jobs.runNow('bookings.help');
    const over = await read(who, booking);
    expect(over.help).toMatchObject({ refusal: null });
    const own = await helper.call(claims.listOwn, { query: {} }).expect(200);
    expect(own.body.items).toHaveLength(1);
    const claimId = String(own.body.items[0].claimId);
    expect(over.help?.claimId).toBe(claimId);
    // Neither who was helped nor the helper decides it; a colleague does.
    const params = { kind: 'claim', id: claimId };
    const body = { decision: 'approve' };
    for (const by of [staffWhoIs(who), staffWhoIs(helper)]) {
      const answer = await by.call(reviews.decide, { params, body });
      expect(answer.body.code).toBe('review_own_benefit');
    }
    await office.deputy.call(reviews.decide, { params, body }).expect(200);
  });

  it('is told why their hours were not recorded, as the office is, and nobody else', async () => {
    const { helper, slot } = await help();
    const who = await resident();
    const booking = await booked(who, slot);
    goTo(slot.startsAt, HOUR_MS);
    const word = { word: 'done', declarations: { paid_on_duty: true } };
    await helper.call(bookings.say, { params: paramsOf(booking), body: word }).expect(200);
    await said(who, booking, 'done');
    goTo(slot.endsAt);
    await t.context.jobs.runNow('bookings.help');
    const refusalFor = async (by: Caller) => (await read(by, booking)).help?.refusal ?? null;
    const why = await refusalFor(helper);
    expect(why).toEqual(expect.any(String));
    expect(await Promise.all([office.deputy, who, open.owner].map(refusalFor))).toEqual([why, null, null]);
  });

  it('is not booked by who lives with them, nor answered for by who booked', async () => {
    const { helper, slot } = await help();
    const params = { slotId: slot.slotId };
    const body = { expectedPoints: 40 };
    expect(await refused((headers) => helper.call(bookings.book, { params, body, headers }))).toBe('booking_own_help');
    const who = await resident();
    const booking = await booked(who, slot);
    goTo(slot.startsAt, HOUR_MS);
    const phone: Principal = { ...principalOf(who), personIds: [who.personId, helper.personId] };
    expect(await sayRefused(callerOf(t, phone), booking, 'done')).toBe('booking_both_sides');
    const stranger = await resident();
    expect(await sayRefused(stranger, booking, 'done')).toBe('booking_not_yours');
    expect(await refused((headers) => stranger.call(bookings.get, { params: paramsOf(booking), headers }))).toBe(
      'booking_not_yours',
    );
  });
});

describe('what is refused', () => {
  it('slots: past, no service, terms and helpers that are for staff to set, rules that do not fit', async () => {
    const params = { offerId: service.offerId };
    const plan = { date: dayIn(3), startTime: '09:00', minutes: 60 };
    const made = (by: Caller, more: object, at = params) =>
      refused((headers) => by.call(slots.create, { params: at, body: { ...plan, ...more }, headers }));
    const goods = await addOffer(office, open.shop);
    expect(await made(office.secretary, {}, { offerId: goods.offerId })).toBe('slot_not_a_service');
    expect(await made(office.secretary, {}, { offerId: 'nothing' })).toBe('offer_not_found');
    expect(await made(office.secretary, { date: dayIn(-1) })).toBe('slot_in_past');
    expect(await made(open.owner, { missed: 'spent' })).toBe('slot_terms_by_staff');
    const helper = await resident(0);
    const helping = { helperPersonId: helper.personId };
    expect(await made(open.owner, helping)).toBe('slot_terms_by_staff');
    expect(await made(office.secretary, { ...helping, capacity: 2 })).toBe('slot_helper_alone');
    expect(await made(office.secretary, { ruleCode: RULE })).toBe('slot_rule_unfit');
    expect(await made(office.secretary, { ...helping, ruleCode: 'TJ-01' })).toBe('slot_rule_unfit');
    const other = await openShop(t, office, '别家服务站');
    expect(await made(other.owner, {})).toBe('out_of_scope');
  });

  it('a series is made whole and once, by the shop too', async () => {
    const params = { offerId: service.offerId };
    const body = { date: dayIn(1), startTime: '08:00', minutes: 60, weeks: 4, capacity: 2 };
    const key = nextKey();
    const made = await open.owner.call(slots.create, { params, body, key }).expect(201);
    expect(made.body.items).toHaveLength(4);
    const again = await open.owner.call(slots.create, { params, body, key }).expect(201);
    expect(again.body.items).toEqual(made.body.items);
    const changed = await open.owner.call(slots.create, { params, body: { ...body, weeks: 5 }, key });
    expect(changed.status).toBe(422);
    const [first, second] = made.body.items as Slot[];
    expect(Date.parse(second?.startsAt ?? '') - Date.parse(first?.startsAt ?? '')).toBe(7 * DAY_MS);
  });

  it('bookings: full, over, too early, twice, another price, too many, unknown', async () => {
    const slot = await addSlot();
    const first = await resident(1000);
    await booked(first, slot);
    const bookIt = (by: Caller, slotId: string, expectedPoints = 40) =>
      refused((headers) => by.call(bookings.book, { params: { slotId }, body: { expectedPoints }, headers }));
    const second = await resident();
    expect(await bookIt(second, slot.slotId)).toBe('slot_full');
    expect(await availableOf(t, second.accountId)).toBe(100);
    expect(await bookIt(second, 'nothing')).toBe('slot_not_found');
    const wide = await addSlot({ capacity: 2 });
    await booked(first, wide);
    expect(await bookIt(first, wide.slotId)).toBe('slot_booked_already');
    expect(await bookIt(second, wide.slotId, 39)).toBe('offer_price_changed');
    const far = await addSlot({ date: dayIn(91) });
    expect(await bookIt(second, far.slotId)).toBe('slot_too_early');
    const ended = await addService({ validUntil: new Date(t.clock.now() + DAY_MS).toISOString() });
    expect(await bookIt(second, (await addSlot({}, ended)).slotId)).toBe('offer_ended');
    for (let more = 2; more < 10; more += 1) await booked(first, await addSlot());
    expect(await bookIt(first, (await addSlot()).slotId)).toBe('bookings_too_many');
    goTo(wide.bookUntil);
    expect(await bookIt(second, wide.slotId)).toBe('slot_over');
  });

  it('acts: what belongs to a booking is not done as to a redemption, and the reverse', async () => {
    const slot = await addSlot();
    const who = await resident();
    const booking = await booked(who, slot);
    const params = { redemptionId: booking.bookingId };
    expect(await refused((headers) => who.call(redemptions.revoke, { params, headers }))).toBe('redemption_is_booking');
    expect(await refused((headers) => open.owner.call(redemptions.confirm, { params, headers }))).toBe(
      'redemption_is_booking',
    );
    const unknown = { params: { bookingId: 'nothing' } };
    expect(await refused((headers) => who.call(bookings.cancel, { ...unknown, headers }))).toBe('booking_not_found');
    const body = { decision: 'spend', note: '没有争议' };
    expect(
      await refused((headers) => office.deputy.call(bookings.decide, { params: paramsOf(booking), body, headers })),
    ).toBe('booking_not_disputed');
    const dispute = (headers: Record<string, string>) =>
      who.call(bookings.dispute, { params: paramsOf(booking), body: { reason: '质量不好' }, headers });
    expect(await refused(dispute)).toBe('booking_not_begun');
    goTo(slot.startsAt, HOUR_MS);
    expect(await refused((headers) => who.call(bookings.cancel, { params: paramsOf(booking), headers }))).toBe(
      'booking_begun',
    );
    await who.call(bookings.dispute, { params: paramsOf(booking), body: { reason: '质量不好' } }).expect(201);
    expect(await refused(dispute)).toBe('booking_disputed');
    const off = { params: paramsOf(booking), body: { reason: '不收积分了' } };
    const waived = await open.owner.call(bookings.callOff, off).expect(200);
    expect(waived.body).toMatchObject({ outcome: 'called_off', state: 'closed' });
    expect(await availableOf(t, who.accountId)).toBe(100);
    const span = { params: { shopId: open.shop.shopId }, query: { from: dayIn(0), until: dayIn(35) } };
    expect(await refused((headers) => open.owner.call(bookings.calendar, { ...span, headers }))).toBe(
      'calendar_span_too_long',
    );
    const week = { params: span.params, query: { from: dayIn(0), until: dayIn(7) } };
    const calendar = await open.owner.call(bookings.calendar, week).expect(200);
    expect(calendar.body.items.length).toBeGreaterThan(0);
  });
});
