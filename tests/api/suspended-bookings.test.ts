import { type Booking, bookings, type Offer, type Slot, shops, slots } from '@red-points/shared/contracts';
import { addDays, businessDate } from '@red-points/shared/domain/calendar';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { nextKey, startTestApp, type TestApp } from '../support/app.ts';
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
  type TestShop,
} from '../support/redeeming.ts';
import { refused } from '../support/refused.ts';

const HOUR_MS = 3_600_000;

let t: TestApp;
let office: Office;
let open: TestShop;
let service: Offer;

beforeAll(async () => {
  t = await startTestApp({ started: true });
  office = await openOffice(t);
  const shop = await openShop(t, office, '家政服务站');
  open = { ...shop, owner: { ...shop.owner, ...callerOf(t, ownerPrincipal(shop)) } };
  service = await addOffer(office, open.shop, { kind: 'service', points: 40, stock: null });
});
afterAll(async () => {
  await expectVerified(t);
  await t.close();
});

async function addSlot(days: number): Promise<Slot> {
  const body = { date: addDays(businessDate(t.clock.now()), days), startTime: '14:00', minutes: 120, capacity: 2 };
  const made = await office.secretary.call(slots.create, { params: { offerId: service.offerId }, body });
  expect(made.status, JSON.stringify(made.body)).toBe(201);
  return made.body.items[0] as Slot;
}

async function bookedBy(slot: Slot): Promise<{ who: Resident; which: { params: { bookingId: string } } }> {
  const entered = await residentWith(t, 100);
  const who = { ...entered, ...callerOf(t, principalOf(entered)) };
  const made = await who.call(bookings.book, { params: { slotId: slot.slotId }, body: { expectedPoints: 40 } });
  expect(made.status, JSON.stringify(made.body)).toBe(201);
  return { who, which: { params: { bookingId: String(made.body.bookingId) } } };
}

it('a suspended shop is booked no more; who booked is told, staff call the rest off, and what was served is completed', async () => {
  const [soon, later] = [await addSlot(3), await addSlot(30)];
  const served = await bookedBy(soon);
  const waiting = [await bookedBy(later), await bookedBy(later)];
  const params = { shopId: open.shop.shopId };
  const closing = { params, body: { reason: '商家暂停' } };
  expect(await refused((headers) => office.secretary.call(slots.closeOfShop, { ...closing, headers }))).toBe(
    'shop_not_suspended',
  );
  // The first service has begun when the shop is suspended.
  t.clock.set(Date.parse(soon.startsAt) + HOUR_MS);
  await office.secretary.call(shops.suspend, { params, body: { reason: '证照到期' } }).expect(200);
  for (const { who } of waiting) {
    const [told] = await untilNoticed(who, 'booking_shop_suspended');
    expect(told).toMatchObject({ link: { kind: 'booking' } });
  }
  const next = await waiting[0]?.who.call(slots.listOfOffer, { params: { offerId: service.offerId } }).expect(200);
  expect(next?.body.items).toEqual([]);
  const late = await residentWith(t, 100);
  const booking = { params: { slotId: later.slotId }, body: { expectedPoints: 40 } };
  const phone = callerOf(t, principalOf(late));
  expect(await refused((headers) => phone.call(bookings.book, { ...booking, headers }))).toBe('shop_suspended');

  const calledOff = await office.deputy.call(slots.closeOfShop, { ...closing, key: nextKey() }).expect(200);
  expect(calledOff.body).toEqual({ closed: 1 });
  for (const { who, which } of waiting) {
    const over = (await who.call(bookings.get, which).expect(200)).body as Booking;
    expect(over).toMatchObject({ outcome: 'called_off' });
    expect(await availableOf(t, who.accountId)).toBe(100);
    await untilNoticed(who, 'booking_back');
  }
  // The owner closes times one by one, and not all of them.
  expect(await refused((headers) => open.owner.call(slots.closeOfShop, { ...closing, headers }))).toBe('out_of_scope');
  const done = { ...served.which, body: { word: 'done' } };
  await open.owner.call(bookings.say, done).expect(200);
  expect((await served.who.call(bookings.say, done).expect(200)).body).toMatchObject({ outcome: 'served' });
  expect(await availableOf(t, served.who.accountId)).toBe(60);
});

it('who booked is told when the shop serves again, once, and only whoever still has a booking there', async () => {
  const main = await openShop(t, office, '第二服务站');
  const offer = await addOffer(office, main.shop, { kind: 'service', points: 40, stock: null });
  const params = { shopId: main.shop.shopId };
  const body = { date: addDays(businessDate(t.clock.now()), 3), startTime: '14:00', minutes: 120, capacity: 2 };
  const made = await office.secretary.call(slots.create, { params: { offerId: offer.offerId }, body }).expect(201);
  const [kept, cancelled] = [await bookedBy(made.body.items[0]), await bookedBy(made.body.items[0])];
  await office.secretary.call(shops.suspend, { params, body: { reason: '投诉待查' } }).expect(200);
  for (const { who } of [kept, cancelled]) await untilNoticed(who, 'booking_shop_suspended');
  await cancelled.who.call(bookings.cancel, cancelled.which).expect(200);
  await Promise.all([1, 2].map(() => office.deputy.call(shops.approve, { params })));
  const told = await untilNoticed(kept.who, 'booking_shop_resumed');
  expect(told).toHaveLength(1);
  expect(told[0]).toMatchObject({ link: { kind: 'booking', id: kept.which.params.bookingId } });
  // A later message of the same source: what came before it was told by then.
  await office.secretary.call(shops.suspend, { params, body: { reason: '再次投诉' } }).expect(200);
  await untilNoticed(kept.who, 'booking_shop_suspended', 2);
  const resumed = async (who: Resident) =>
    (await noticesOf(who)).filter(({ template }) => template === 'booking_shop_resumed').length;
  expect([await resumed(kept.who), await resumed(cancelled.who)]).toEqual([1, 0]);
});
