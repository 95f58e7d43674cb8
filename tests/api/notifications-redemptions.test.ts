import { type Booking, bookings, redemptions, type Slot, shops, slots } from '@red-points/shared/contracts';
import { businessDate } from '@red-points/shared/domain/calendar';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startTestApp, type TestApp } from '../support/app.ts';
import { noticesOf, templatesOf, unreadOf, untilNoticed, untilSettled } from '../support/notices.ts';
import {
  addOffer,
  callerOf,
  type Office,
  openOffice,
  openShop,
  ownerPrincipal,
  principalOf,
  residentWith,
  scanned,
  startAtPoster,
  type TestShop,
} from '../support/redeeming.ts';

let t: TestApp;
let office: Office;
let open: TestShop;

beforeAll(async () => {
  t = await startTestApp({ started: true });
  office = await openOffice(t);
  open = await openShop(t, office);
});
afterAll(() => t.close());

const shopReader = () => callerOf(t, ownerPrincipal(open));

describe('a redemption tells the resident', () => {
  it('that points are held and then spent; the held one asks for nothing any more', async () => {
    const offer = await addOffer(office, open.shop);
    const resident = await residentWith(t, 40);
    const { redemptionId } = await startAtPoster(resident, open, offer);
    const [held] = await untilNoticed(resident, 'redemption_held');
    // Who scanned the poster stands there and watches: kept, and not asking for attention.
    expect(held).toMatchObject({ unread: false, link: { kind: 'redemption', id: redemptionId } });
    expect(held?.body).toContain('12 分已为“营养午餐一份”留出，暖邻食堂核销后才扣除');
    await open.owner.call(redemptions.confirm, { params: { redemptionId } }).expect(200);
    const [done] = await untilNoticed(resident, 'redemption_done');
    expect(done).toMatchObject({ title: '兑换成功，用了 12 分', unread: true, group: 'redemption' });
    expect(done?.body).toContain('在暖邻食堂兑换“营养午餐一份”');
    const english = await noticesOf(resident, { language: 'en' });
    expect(english.map(({ title }) => title)).toContain('Redeemed for 12 points');
  });

  it('that the shop asks, which is settled by their word', async () => {
    const offer = await addOffer(office, open.shop, { points: 31 });
    const resident = await residentWith(t, 40);
    await untilNoticed(resident, 'points_posted');
    const body = { scanId: await scanned(resident, open), offerId: offer.offerId };
    const { redemptionId } = (await open.owner.call(redemptions.startByScan, { body }).expect(201)).body;
    expect(await untilNoticed(resident, 'redemption_asks_you')).toMatchObject([{ unread: true }]);
    expect(await unreadOf(resident)).toBe(2);
    await resident.call(redemptions.revoke, { params: { redemptionId } }).expect(200);
    expect(await untilNoticed(resident, 'redemption_revoked')).toMatchObject([{ unread: false }]);
    await untilSettled(resident, 'redemption_asks_you');
    expect(await unreadOf(resident)).toBe(1);
  });

  it('of a small amount only that it was spent', async () => {
    const offer = await addOffer(office, open.shop, { points: 5 });
    const resident = await residentWith(t, 40);
    const body = { scanId: await scanned(resident, open), offerId: offer.offerId };
    await open.owner.call(redemptions.startByScan, { body }).expect(201);
    await untilNoticed(resident, 'redemption_done');
    expect(await templatesOf(resident)).toEqual(['points_posted', 'redemption_done']);
  });

  it('that the shop declined', async () => {
    const offer = await addOffer(office, open.shop);
    const resident = await residentWith(t, 40);
    const { redemptionId } = await startAtPoster(resident, open, offer);
    const decline = { params: { redemptionId }, body: { reason: '今天卖完了' } };
    await open.owner.call(redemptions.decline, decline).expect(200);
    const [declined] = await untilNoticed(resident, 'redemption_declined');
    expect(declined?.body).toContain('12 分已退回');
    // The shop's own words are not kept here.
    expect(JSON.stringify(await t.database.db.collection('notifications').find().toArray())).not.toContain('卖完');
  });

  it('of each refund, once for each, and the shop with them', async () => {
    const offer = await addOffer(office, open.shop);
    const resident = await residentWith(t, 40);
    const { redemptionId } = await startAtPoster(resident, open, offer);
    const params = { redemptionId };
    await open.owner.call(redemptions.confirm, { params }).expect(200);
    for (const points of [5, 7]) {
      await open.owner.call(redemptions.refund, { params, body: { points, reason: '菜品有误' } }).expect(201);
    }
    const titles = (await untilNoticed(resident, 'redemption_refunded', 2)).map(({ title }) => title);
    expect(titles.toSorted()).toEqual(['退还 5 分', '退还 7 分']);
    const forShop = await untilNoticed(shopReader(), 'order_refunded', 2);
    expect(forShop.map(({ body }) => body)).toContainEqual(expect.stringContaining('已退还居民 7 分'));
    expect(JSON.stringify(forShop)).not.toContain('陈');
  });

  it('nothing of one that was refused at once', async () => {
    const offer = await addOffer(office, open.shop);
    const resident = await residentWith(t, 3);
    const body = { code: open.poster, offerId: offer.offerId, quantity: 1 };
    await resident.call(redemptions.startByPoster, { body }).expect(409);
    const other = await residentWith(t, 3);
    await untilNoticed(other, 'points_posted');
    expect(await templatesOf(resident)).toEqual(['points_posted']);
  });
});

describe('a shop is told', () => {
  it('that it was approved, and suspended', async () => {
    const another = await openShop(t, office, '惠邻便利店');
    const params = { shopId: another.shop.shopId };
    await untilNoticed(another.owner, 'shop_approved');
    await office.secretary.call(shops.suspend, { params, body: { reason: '证照到期' } }).expect(200);
    await office.secretary
      .call(shops.replacePoster, { params: { shopId: another.shop.shopId }, body: { reason: '被人揭走' } })
      .expect(200);
    await untilNoticed(another.owner, 'shop_poster_replaced');
    const [suspended] = await untilNoticed(another.owner, 'shop_suspended');
    expect(suspended?.body).toContain('进行中的单仍可核销');
  });

  it('with its office, of a code that the owner replaced; the office is told nothing of its own acts', async () => {
    const another = await openShop(t, office, '桥头粮油');
    const params = { shopId: another.shop.shopId };
    await office.secretary.call(shops.replacePoster, { params, body: { reason: '印错了' } }).expect(200);
    await another.owner.call(shops.replacePoster, { params, body: { reason: '被人揭走' } }).expect(200);
    await untilNoticed(another.owner, 'shop_poster_replaced', 2);
    const told = await untilNoticed(office.deputy, 'shop_poster_replaced_by_owner');
    expect(told).toMatchObject([{ title: '店主更换了二维码：桥头粮油', link: { kind: 'shop', id: params.shopId } }]);
    expect(JSON.stringify(told)).not.toContain('揭走');
  });

  it('of an order that nobody confirmed in time, as the resident is', async () => {
    const offer = await addOffer(office, open.shop);
    const resident = await residentWith(t, 40);
    await startAtPoster(resident, open, offer);
    const before = (await noticesOf(shopReader())).filter(({ template }) => template === 'order_timed_out').length;
    t.clock.advance(181_000);
    await t.context.jobs.runNow('redemption-repair');
    const reader = callerOf(t, principalOf(resident));
    const [own] = await untilNoticed(reader, 'redemption_timed_out');
    expect(own?.body).toContain('12 分已退回');
    await untilNoticed(shopReader(), 'order_timed_out', before + 1);
  });
});

describe('a text message', () => {
  it('goes where an officer redeems for somebody and where points come back, and not where the phone was in the hand', async () => {
    const offer = await addOffer(office, open.shop);
    const textsOf = async ({ personId }: { personId: string }) =>
      (
        await t.database.db
          .collection('notifications')
          .find({ recipient: `person:${personId}`, delivery: { $ne: null } })
          .toArray()
      )
        .map(({ template }) => template)
        .sort();
    const elder = await residentWith(t, 40);
    const body = { shopId: open.shop.shopId, offerId: offer.offerId };
    const params = { personId: elder.personId };
    const { redemptionId } = (await office.secretary.call(redemptions.startForPerson, { params, body }).expect(201))
      .body;
    await shopReader().call(redemptions.confirm, { params: { redemptionId } }).expect(200);
    await shopReader()
      .call(redemptions.refund, { params: { redemptionId }, body: { points: 2, reason: '少给了一件' } })
      .expect(201);
    await untilNoticed(callerOf(t, principalOf(elder)), 'redemption_refunded');
    expect(await textsOf(elder)).toEqual(['redemption_done', 'redemption_held', 'redemption_refunded']);
    const other = await residentWith(t, 40);
    const started = await startAtPoster(other, open, offer);
    await shopReader()
      .call(redemptions.confirm, { params: { redemptionId: started.redemptionId } })
      .expect(200);
    await untilNoticed(callerOf(t, principalOf(other)), 'redemption_done');
    expect(await textsOf(other)).toEqual([]);
  });
});

describe('a booked service tells', () => {
  it('both sides: what was booked, whose word is awaited, that points are back', async () => {
    const offer = await addOffer(office, open.shop, { kind: 'service', stock: null, title: '理发' });
    const entered = await residentWith(t, 40);
    const resident = callerOf(t, principalOf(entered));
    const date = businessDate(t.clock.now() + 2 * 86_400_000);
    const plan = { date, startTime: '09:00', minutes: 60 };
    const params = { offerId: offer.offerId };
    const made = await office.secretary.call(slots.create, { params, body: plan }).expect(201);
    const [slot] = made.body.items as Slot[];
    const at = { params: { slotId: slot?.slotId ?? '' }, body: { expectedPoints: 12 } };
    const { bookingId } = (await resident.call(bookings.book, at).expect(201)).body as Booking;
    expect(await untilNoticed(resident, 'booking_made')).toMatchObject([
      { unread: false, title: '已预约“理发”', link: { kind: 'booking', id: bookingId } },
    ]);
    await untilNoticed(shopReader(), 'booking_received');
    t.clock.advance(Date.parse(slot?.startsAt ?? '') + 3_600_000 - t.clock.now());
    const words = { params: { bookingId }, body: { word: 'done' } };
    await shopReader().call(bookings.say, words).expect(200);
    expect(await untilNoticed(resident, 'booking_says_done')).toMatchObject([{ unread: true }]);
    const off = { params: { bookingId }, body: { reason: '没有做好，不收积分' } };
    await shopReader().call(bookings.callOff, off).expect(200);
    const [back] = await untilNoticed(resident, 'booking_back');
    expect(back?.title).toBe('预约已结束，12 分已退回');
  });

  it('the officer who booked for somebody: that their word is wanted, and that points are back', async () => {
    const offer = await addOffer(office, open.shop, { kind: 'service', stock: null, title: '洗衣' });
    const elder = await residentWith(t, 40);
    const date = businessDate(t.clock.now() + 2 * 86_400_000);
    const plan = { date, startTime: '09:00', minutes: 60 };
    const made = await office.secretary.call(slots.create, { params: { offerId: offer.offerId }, body: plan });
    const [slot] = made.body.items as Slot[];
    const at = { params: { personId: elder.personId }, body: { slotId: slot?.slotId ?? '', expectedPoints: 12 } };
    const { bookingId } = (await office.secretary.call(bookings.bookForPerson, at).expect(201)).body as Booking;
    t.clock.advance(Date.parse(slot?.startsAt ?? '') + 3_600_000 - t.clock.now());
    await shopReader()
      .call(bookings.say, { params: { bookingId }, body: { word: 'done' } })
      .expect(200);
    expect(await untilNoticed(office.secretary, 'booking_word_wanted')).toMatchObject([
      { unread: true, title: '请替居民回话：“洗衣”', link: { kind: 'booking', id: bookingId } },
    ]);
    const off = { params: { bookingId }, body: { reason: '没有做好，不收积分' } };
    await shopReader().call(bookings.callOff, off).expect(200);
    expect(await untilNoticed(office.secretary, 'booking_back_for')).toHaveLength(1);
  });
});
