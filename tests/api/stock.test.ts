import { stockCheck } from '@red-points/server/offers/index';
import type { RedemptionRecord } from '@red-points/server/redemptions/index';
import { type Offer, offers, redemptions } from '@red-points/shared/contracts';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { nextKey, type SignedInUser, startTestApp, type TestApp } from '../support/app.ts';
import {
  addOffer,
  callerOf,
  type Office,
  openOffice,
  openShop,
  ownerPrincipal,
  type Resident,
  residentWith,
  startAtPoster,
  stockOf,
  type TestShop,
} from '../support/redeeming.ts';
import { refused } from '../support/refused.ts';

const DAY_MS = 86_400_000;

let t: TestApp;
let office: Office;
let open: TestShop;
let resident: Resident;

beforeAll(async () => {
  t = await startTestApp();
  office = await openOffice(t);
  open = await openShop(t, office);
  resident = await residentWith(t, 1_000);
});
afterAll(() => t.close());

const move = (
  offer: Offer,
  act: string,
  quantity: number,
  who: Pick<SignedInUser, 'call'> = office.secretary,
  key = nextKey(),
) => who.call(offers.setStock, { params: { offerId: offer.offerId }, body: { act, quantity, reason: '月末' }, key });

async function redeemed(offer: Offer, quantity: number): Promise<string> {
  const { redemptionId } = await startAtPoster(resident, open, offer, quantity);
  await open.owner.call(redemptions.confirm, { params: { redemptionId } }).expect(200);
  return redemptionId;
}

const mismatches = async () => (await stockCheck({ db: t.database.db, account: null })?.finish()) ?? [];

describe('the book of a shelf', () => {
  it('has a movement for all that came and went, and their sum is what is there', async () => {
    const offer = await addOffer(office, open.shop, { stock: 10 });
    await move(offer, 'goods_in', 5).expect(200);
    await move(offer, 'donated', 2).expect(200);
    await move(offer, 'loss', 1).expect(200);
    const sold = await redeemed(offer, 3);
    const waiting = await startAtPoster(resident, open, offer, 2);
    // Two are set aside for somebody at the counter, and are on the shelf still.
    const counted = await move(offer, 'stocktake', 12).expect(200);
    expect(counted.body.stock).toBe(10);
    expect(await mismatches()).toEqual([]);
    await resident.call(redemptions.revoke, { params: { redemptionId: waiting.redemptionId } }).expect(200);
    const params = { redemptionId: sold };
    await office.secretary.call(redemptions.refund, { params, body: { points: 36, reason: '质量问题' } }).expect(201);
    expect(await stockOf(t, offer.offerId)).toBe(15);
    const read = await office.secretary.call(offers.movements, { params: { offerId: offer.offerId } }).expect(200);
    const told = read.body.items.map(({ kind, change }: { kind: string; change: number }) => `${kind} ${change}`);
    expect(told.sort()).toEqual(
      ['first 10', 'goods_in 5', 'donated 2', 'loss -1', 'redeemed -3', 'stocktake -1', 'returned 3'].sort(),
    );
    expect(read.body.items.find(({ kind }: { kind: string }) => kind === 'stocktake')).toMatchObject({
      counted: 12,
      reason: '月末',
      byName: expect.stringContaining('community_admin'),
    });
    expect(await mismatches()).toEqual([]);
  });

  it('is written once for a request, and answers a repeat as it did', async () => {
    const offer = await addOffer(office, open.shop, { stock: 4 });
    const key = nextKey();
    const answers = await Promise.all([1, 2, 3].map(() => move(offer, 'goods_in', 6, office.secretary, key)));
    expect(answers.map(({ status, body }) => [status, body.stock])).toEqual([
      [200, 10],
      [200, 10],
      [200, 10],
    ]);
    await move(offer, 'loss', 1).expect(200);
    expect((await move(offer, 'goods_in', 6, office.secretary, key).expect(200)).body.stock).toBe(10);
    const other = await move(offer, 'goods_in', 7, office.secretary, key).expect(422);
    expect(other.body.code).toBe('idempotency_key_reused');
    expect(await stockOf(t, offer.offerId)).toBe(9);
  });

  it('stays true while many redeem and staff count', async () => {
    const offer = await addOffer(office, open.shop, { stock: 20, points: 1 });
    const people = await Promise.all(Array.from({ length: 8 }, () => residentWith(t, 5)));
    const sold = people.map(async (each) => {
      const { redemptionId } = await startAtPoster(each, open, offer, 1);
      await open.owner.call(redemptions.confirm, { params: { redemptionId } }).expect(200);
    });
    const moved = ['goods_in', 'loss', 'goods_in', 'donated'].map((act) => move(offer, act, 1));
    await Promise.all([...sold, ...moved]);
    expect(await stockOf(t, offer.offerId)).toBe(20 - 8 + 2);
    expect(await mismatches()).toEqual([]);
  });

  it('is held against the stock by verification, which names what does not agree', async () => {
    const good = await addOffer(office, open.shop, { stock: 3 });
    const bad = await addOffer(office, open.shop, { stock: 3 });
    const db = t.database.db;
    await db.collection('offers').updateOne({ _id: bad.offerId as never }, { $inc: { stock: 1 } });
    const found = await mismatches();
    expect(found).toEqual([{ account: '', seq: 0, code: 'stock_mismatch', about: { kind: 'offer', id: bad.offerId } }]);
    expect(found.some(({ about }) => about?.id === good.offerId)).toBe(false);
    await db.collection('offers').updateOne({ _id: bad.offerId as never }, { $inc: { stock: -1 } });
    // A process that dies between the movement and the end of the reservation leaves nothing wrong, and the job goes on.
    const { redemptionId } = await startAtPoster(resident, open, bad, 2);
    const made = await db.collection<RedemptionRecord>('redemptions').findOne({ _id: redemptionId });
    await db.collection('stock_movements').insertOne({
      ...{ _id: `redeemed:${redemptionId}` as never, offerId: bad.offerId, shopId: open.shop.shopId },
      ...{ change: -2, kind: 'redeemed', reason: null, userId: null, at: made?.createdAt },
    });
    expect(await mismatches()).toEqual([]);
    await open.owner.call(redemptions.confirm, { params: { redemptionId } }).expect(200);
    expect(await mismatches()).toEqual([]);
    expect(await stockOf(t, bad.offerId)).toBe(1);
  });
});

describe('who keeps the book', () => {
  it('is the shop itself at a community market, and staff at a partner shop', async () => {
    const offer = await addOffer(office, open.shop);
    expect(await refused((headers) => open.owner.call(offers.setStock, { ...input(offer), headers }))).toBe(
      'stock_of_partner',
    );
    const market = await openShop(t, office, '锦绣积分超市', 'jinxiu', 'community_market');
    const soap = await addOffer(office, market.shop, { title: '肥皂', stock: 5 });
    expect((await move(soap, 'goods_in', 5, market.owner).expect(200)).body.stock).toBe(10);
    expect((await move(soap, 'goods_in', 5, open.owner).expect(403)).body.code).toBe('out_of_scope');
    const elsewhere = await openOffice(t, 'hechi');
    expect((await move(soap, 'loss', 1, elsewhere.secretary).expect(403)).body.code).toBe('out_of_scope');
    const none = { ...soap, offerId: 'nothing' };
    expect((await move(none, 'loss', 1).expect(404)).body.code).toBe('offer_not_found');
    const full = await move(soap, 'goods_in', 1_000_000).expect(422);
    expect(full.body.code).toBe('stock_too_large');
  });

  const input = (offer: Offer) => ({
    params: { offerId: offer.offerId },
    body: { act: 'goods_in', quantity: 1, reason: '到货' },
  });
});

describe('what came and went of a shop', () => {
  it('adds up from the opening to the closing of any days', async () => {
    const market = await openShop(t, office, '荷花积分超市', 'jinxiu', 'community_market');
    const keeper = callerOf(t, ownerPrincipal(market));
    const offer = await addOffer(office, market.shop, { title: '牙膏', stock: 10 });
    t.clock.advance(DAY_MS);
    await move(offer, 'goods_in', 5, keeper).expect(200);
    await move(offer, 'loss', 2, keeper).expect(200);
    t.clock.advance(DAY_MS);
    await move(offer, 'stocktake', 12, keeper).expect(200);
    const days = [2, 1, 0].map((back) => dateOf(t.clock.now() - back * DAY_MS));
    const params = { shopId: market.shop.shopId };
    const report = async (from: string | undefined, until: string | undefined) =>
      (await office.secretary.call(offers.stockReport, { params, query: { from, until } }).expect(200)).body;
    const whole = await report(days[0], days[2]);
    expect(whole.shopName).toBe('荷花积分超市');
    expect(whole.lines).toEqual([
      {
        ...{ offerId: offer.offerId, title: '牙膏', opening: 0, closing: 12 },
        moved: { first: 10, goods_in: 5, donated: 0, loss: -2, stocktake: -1, redeemed: 0, returned: 0 },
      },
    ]);
    const middle = await report(days[1], days[1]);
    expect(middle.lines[0]).toMatchObject({ opening: 10, closing: 13 });
    expect(middle.lines[0].moved).toMatchObject({ first: 0, goods_in: 5, loss: -2, stocktake: 0 });
    const backwards = { from: days[2], until: days[0] };
    const wrong = await refused((headers) =>
      office.secretary.call(offers.stockReport, { params, query: backwards, headers }),
    );
    expect(wrong).toBe('stock_report_dates');
  });

  const dateOf = (atMs: number): string => new Date(atMs + 8 * 3_600_000).toISOString().slice(0, 10);
});
