import {
  type Booking,
  bookings,
  redemptionSettings,
  redemptions,
  type Slot,
  shopClosings,
  shops,
  slots,
} from '@red-points/shared/contracts';
import { addDays } from '@red-points/shared/domain/calendar';
import { addOffer, openShop, scanned, startAtPoster } from '../redeeming.ts';
import { redeem } from '../settling.ts';
import { type Case, residentOf } from './send.ts';
import type { Town } from './town.ts';

/** Requests by which points are redeemed, with what they need. */
export function redeemingCases(town: Town): Readonly<Record<string, Case>> {
  const { t, cast, office, shop, offer } = town;
  const { offerId } = offer;
  const started = async () => {
    const resident = await residentOf(t, 100);
    const { redemptionId } = await startAtPoster(resident, shop, offer);
    return { resident, params: { redemptionId } };
  };
  const spent = async () => ({ redemptionId: await redeem(await residentOf(t, 100), shop, offer) });
  const refundsAlone = async (refundAlonePoints: number) => {
    const params = { unitId: 'jinxiu' };
    // It goes up and down from case to case: a community alone would only tighten it.
    const street = await t.signIn('street_admin', 'qihe');
    const { rules, version } = (await street.call(redemptionSettings.get, { params }).expect(200)).body;
    const body = { rules: { ...rules, refundAlonePoints }, version };
    await street.call(redemptionSettings.set, { params, body }).expect(200);
  };
  return {
    [redemptions.startByPoster.id]: async () => ({
      by: await residentOf(t, 100),
      input: { body: { code: shop.poster, offerId, quantity: 1 } },
    }),
    [redemptions.startByScan.id]: async () => ({
      by: shop.owner,
      input: { body: { scanId: await scanned(await residentOf(t, 100), shop), offerId, quantity: 1 } },
    }),
    [redemptions.startForPerson.id]: async () => {
      const { personId } = await residentOf(t, 100);
      return { by: cast.officer, input: { params: { personId }, body: { shopId: shop.shop.shopId, offerId } } };
    },
    [redemptions.confirm.id]: async () => ({ by: shop.owner, input: { params: (await started()).params } }),
    [redemptions.decline.id]: async () => ({
      by: shop.owner,
      input: { params: (await started()).params, body: { reason: '卖完了' } },
    }),
    [redemptions.revoke.id]: async () => {
      const { resident, params } = await started();
      return { by: resident, input: { params } };
    },
    [redemptions.approve.id]: async () => {
      const resident = await residentOf(t, 100);
      const large = await addOffer(office, shop.shop, { points: 60 });
      const body = { scanId: await scanned(resident, shop), offerId: large.offerId, quantity: 1 };
      const { redemptionId } = (await shop.owner.call(redemptions.startByScan, { body }).expect(201)).body;
      return { by: resident, input: { params: { redemptionId } } };
    },
    [redemptions.refund.id]: async () => ({
      by: shop.owner,
      input: { params: await spent(), body: { points: 5, reason: '质量不好' } },
    }),
    [redemptions.confirmRefund.id]: async () => {
      const params = await spent();
      await refundsAlone(0);
      const input = { params, body: { points: 5, reason: '质量不好' } };
      await office.secretary.call(redemptions.refund, input).expect(201);
      await refundsAlone(200);
      return { by: office.deputy, input: { params: { ...params, number: '1' } } };
    },
    [shops.replacePoster.id]: async () => {
      const { shop } = await openShop(t, office, '换码小店');
      return { by: office.secretary, input: { params: { shopId: shop.shopId }, body: { reason: '被人揭走' } } };
    },
    [shopClosings.confirm.id]: async () => {
      const ending = await openShop(t, office, '停业小店');
      const meal = await addOffer(office, ending.shop);
      await startAtPoster(await residentOf(t, 100), ending, meal);
      const params = { shopId: ending.shop.shopId };
      const proposed = await office.secretary.call(shopClosings.propose, { params, body: { reason: '停业' } });
      const { closingId } = proposed.body;
      return { by: office.deputy, input: { params, body: { closingId } } };
    },
    ...bookingCases(town),
  };
}

function bookingCases({ t, cast, judge, office, shop, today }: Town): Readonly<Record<string, Case>> {
  const service = async () => {
    const terms = { title: '家政保洁两小时', kind: 'service', points: 40, stock: null };
    return (await addOffer(office, shop.shop, terms)).offerId;
  };
  const times = () => ({ date: addDays(today(), 1), startTime: '14:00', minutes: 120 });
  const slot = async (): Promise<Slot> => {
    const input = { params: { offerId: await service() }, body: times() };
    return (await office.secretary.call(slots.create, input).expect(201)).body.items[0];
  };
  const booked = async () => {
    const { slotId, startsAt } = await slot();
    const resident = await residentOf(t, 100);
    const input = { params: { slotId }, body: { expectedPoints: 40 } };
    const { bookingId } = (await resident.call(bookings.book, input).expect(201)).body as Booking;
    return { resident, startsAt, params: { bookingId } };
  };
  /** A booking whose time has begun. */
  const begun = async () => {
    const one = await booked();
    t.clock.set(Date.parse(one.startsAt) + 3_600_000);
    return one;
  };
  return {
    [slots.create.id]: async () => ({
      by: office.secretary,
      input: { params: { offerId: await service() }, body: times() },
    }),
    [slots.close.id]: async () => {
      const { slotId } = await slot();
      const resident = await residentOf(t, 100);
      const input = { params: { slotId }, body: { expectedPoints: 40 } };
      await resident.call(bookings.book, input).expect(201);
      return { by: office.secretary, input: { params: { slotId }, body: { reason: '师傅生病' } } };
    },
    [slots.closeOfShop.id]: async () => {
      const another = await openShop(t, office, '家政服务站');
      const terms = { title: '家政保洁两小时', kind: 'service', points: 40, stock: null };
      const { offerId } = await addOffer(office, another.shop, terms);
      const made = await office.secretary.call(slots.create, { params: { offerId }, body: times() }).expect(201);
      const resident = await residentOf(t, 100);
      const booking = { params: { slotId: made.body.items[0].slotId }, body: { expectedPoints: 40 } };
      await resident.call(bookings.book, booking).expect(201);
      const params = { shopId: another.shop.shopId };
      await office.secretary.call(shops.suspend, { params, body: { reason: '证照到期' } }).expect(200);
      return { by: office.secretary, input: { params, body: { reason: '商家暂停' } } };
    },
    [bookings.book.id]: async () => ({
      by: await residentOf(t, 100),
      input: { params: { slotId: (await slot()).slotId }, body: { expectedPoints: 40 } },
    }),
    [bookings.bookForPerson.id]: async () => {
      const [{ personId }, { slotId }] = [await residentOf(t, 100), await slot()];
      return { by: cast.officer, input: { params: { personId }, body: { slotId, expectedPoints: 40 } } };
    },
    [bookings.cancel.id]: async () => {
      const { resident, params } = await booked();
      return { by: resident, input: { params } };
    },
    [bookings.callOff.id]: async () => ({
      by: shop.owner,
      input: { params: (await booked()).params, body: { reason: '师傅生病' } },
    }),
    [bookings.say.id]: async () => {
      const { resident, params } = await begun();
      await shop.owner.call(bookings.say, { params, body: { word: 'done' } }).expect(200);
      return { by: resident, input: { params, body: { word: 'done' } } };
    },
    [bookings.dispute.id]: async () => {
      const { resident, params } = await begun();
      return { by: resident, input: { params, body: { reason: '没有做完' } } };
    },
    [bookings.decide.id]: async () => {
      const { resident, params } = await begun();
      await resident.call(bookings.dispute, { params, body: { reason: '没有做完' } }).expect(201);
      return { by: judge, input: { params, body: { decision: 'return', note: '已核实' } } };
    },
  };
}
