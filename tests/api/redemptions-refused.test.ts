import { redemptions, shops } from '@red-points/shared/contracts';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { nextKey, startTestApp, type TestApp } from '../support/app.ts';
import {
  addOffer,
  availableOf,
  type Office,
  openOffice,
  openShop,
  residentWith,
  startAtPoster,
  stockOf,
  type TestShop,
} from '../support/redeeming.ts';
import { refused } from '../support/refused.ts';

let t: TestApp;
let office: Office;
let open: TestShop;

beforeAll(async () => {
  t = await startTestApp();
  office = await openOffice(t);
  open = await openShop(t, office);
});
afterAll(() => t.close());

describe('what cannot be redeemed', () => {
  const start = (code: string, offerId: string, quantity = 1) => ({ code, offerId, quantity });

  it('is named: not approved, paused, suspended, another shop, ended, not started, sold out, limit', async () => {
    const shop = await openShop(t, office, '限购小店');
    const resident = await residentWith(t, 1000);
    const send = (offerId: string, quantity = 1, code = shop.poster) =>
      refused((headers) => resident.call(redemptions.startByPoster, { body: start(code, offerId, quantity), headers }));
    const good = await addOffer(office, shop.shop, { perPersonMax: 2, stock: 3 });
    expect(await send(good.offerId, 1, open.poster)).toBe('offer_of_other_shop');
    expect(await send('nothing')).toBe('offer_not_found');
    expect(await send(good.offerId, 3)).toBe('offer_limit_reached');
    const { redemptionId } = await startAtPoster(resident, shop, good, 2);
    expect(await send(good.offerId)).toBe('offer_limit_reached');
    const ended = await addOffer(office, shop.shop, { validUntil: '2026-11-23T04:00:00Z' });
    expect(await send(ended.offerId)).toBe('offer_ended');
    const off = await addOffer(office, shop.shop, { active: false });
    expect(await send(off.offerId)).toBe('offer_ended');
    const later = await addOffer(office, shop.shop, { validFrom: '2027-01-01T00:00:00Z' });
    expect(await send(later.offerId)).toBe('offer_not_started');
    const sold = await addOffer(office, shop.shop, { stock: 0 });
    expect(await send(sold.offerId)).toBe('offer_out_of_stock');
    const dear = await addOffer(office, shop.shop, { points: 1_000_000 });
    expect(await send(dear.offerId, 2)).toBe('redemption_too_large');
    const params = { shopId: shop.shop.shopId };
    await shop.owner.call(shops.setAccepting, { params, body: { accepting: false } }).expect(200);
    expect(await send(good.offerId)).toBe('shop_paused');
    await office.deputy.call(shops.suspend, { params, body: { reason: '投诉待查' } }).expect(200);
    expect(await send(good.offerId)).toBe('shop_suspended');
    // What was open before can still be ended.
    await shop.owner.call(redemptions.confirm, { params: { redemptionId } }).expect(200);
    expect(await availableOf(t, resident.accountId)).toBe(1000 - 24);
  });

  it('is refused to unverified people and to staff of the shop', async () => {
    const offer = await addOffer(office, open.shop);
    const body = start(open.poster, offer.offerId);
    const unverified = await t.signInResident({ verified: false });
    expect(await refused((headers) => unverified.call(redemptions.startByPoster, { body, headers }))).toBe(
      'person_unverified',
    );
    const cook = await residentWith(t, 100);
    await t.signIn('merchant_staff', null, { shopId: open.shop.shopId, personId: cook.personId });
    expect(await refused((headers) => cook.call(redemptions.startByPoster, { body, headers }))).toBe('own_shop');
  });

  it('wants a key, a signed-in resident, and a whole number of pieces', async () => {
    const offer = await addOffer(office, open.shop);
    const resident = await residentWith(t, 100);
    const body = start(open.poster, offer.offerId);
    const noKey = await t.http
      .post('/api/v1/redemptions/by-poster')
      .set('Authorization', `Bearer ${resident.token}`)
      .send(body)
      .expect(400);
    expect(noKey.body.code).toBe('idempotency_key_missing');
    await t.call(redemptions.startByPoster, { body }).expect(401);
    await open.owner.call(redemptions.startByPoster, { body }).expect(403);
    for (const quantity of [0, 1.5, 21, -1]) {
      const wrong = await resident.call(redemptions.startByPoster, { body: { ...body, quantity } }).expect(400);
      expect(wrong.body.fields[0].path).toBe('quantity');
    }
  });
});

describe("other people's orders", () => {
  it('can be neither confirmed, declined, revoked, refunded nor read', async () => {
    const offer = await addOffer(office, open.shop);
    const resident = await residentWith(t, 100);
    const { redemptionId } = await startAtPoster(resident, open, offer);
    const params = { redemptionId };
    const other = await openShop(t, office, '别家店');
    const stranger = await residentWith(t, 0);
    const hechi = await t.signIn('community_admin', 'hechi');
    const body = { points: 1, reason: '试一试' };
    expect(await refused((headers) => other.owner.call(redemptions.confirm, { params, headers }))).toBe(
      'redemption_of_other_shop',
    );
    expect(await refused((headers) => other.owner.call(redemptions.decline, { params, body: {}, headers }))).toBe(
      'redemption_of_other_shop',
    );
    expect(await refused((headers) => stranger.call(redemptions.revoke, { params, headers }))).toBe(
      'redemption_not_yours',
    );
    expect(await refused((headers) => stranger.call(redemptions.approve, { params, headers }))).toBe(
      'redemption_not_yours',
    );
    expect(await refused((headers) => hechi.call(redemptions.refund, { params, body, headers }))).toBe('out_of_scope');
    expect(await refused((headers) => other.owner.call(redemptions.get, { params, headers }))).toBe(
      'redemption_of_other_shop',
    );
    expect(await refused((headers) => stranger.call(redemptions.get, { params, headers }))).toBe('out_of_scope');
    expect(await refused((headers) => hechi.call(redemptions.get, { params, headers }))).toBe('out_of_scope');
    const missing = { redemptionId: 'nothing' };
    expect(await refused((headers) => resident.call(redemptions.get, { params: missing, headers }))).toBe(
      'redemption_not_found',
    );
    const seen = await office.secretary.call(redemptions.get, { params }).expect(200);
    expect(seen.body).toMatchObject({ personName: '陈*', availableAfter: null, state: 'awaiting_confirm' });
    expect(await refused((headers) => resident.call(redemptions.approve, { params, headers }))).toBe(
      'redemption_awaits_shop',
    );
  });
});

describe('refunds', () => {
  it('give back in part and whole, never more, and put goods back on the shelf at the end', async () => {
    const offer = await addOffer(office, open.shop, { perPersonMax: 1 });
    const resident = await residentWith(t, 12);
    const { redemptionId } = await startAtPoster(resident, open, offer);
    const params = { redemptionId };
    const give = (points: number, key = nextKey(), headers: Record<string, string> = {}) =>
      office.secretary.call(redemptions.refund, { params, body: { points, reason: '质量问题' }, key, headers });
    expect(await refused((headers) => give(1, nextKey(), headers))).toBe('redemption_not_refundable');
    await open.owner.call(redemptions.confirm, { params }).expect(200);
    const key = nextKey();
    const first = await give(5, key).expect(201);
    expect(first.body).toMatchObject({ state: 'partially_refunded', refundedPoints: 5 });
    await give(5, key).expect(201);
    expect(await availableOf(t, resident.accountId)).toBe(5);
    expect(await refused((headers) => give(6, key, headers))).toBe('idempotency_key_reused');
    expect(await refused((headers) => give(8, nextKey(), headers))).toBe('refund_exceeds_redemption');
    expect(await stockOf(t, offer.offerId)).toBe(49);
    const last = await give(7).expect(201);
    expect(last.body).toMatchObject({ state: 'refunded', refundedPoints: 12 });
    expect(await refused((headers) => give(1, nextKey(), headers))).toBe('refund_exceeds_redemption');
    expect(await availableOf(t, resident.accountId)).toBe(12);
    expect(await stockOf(t, offer.offerId)).toBe(50);
    await startAtPoster(resident, open, offer);
  });

  it('at the same moment never exceed the redemption together', async () => {
    const offer = await addOffer(office, open.shop);
    const resident = await residentWith(t, 12);
    const { redemptionId } = await startAtPoster(resident, open, offer);
    const params = { redemptionId };
    await open.owner.call(redemptions.confirm, { params }).expect(200);
    const answers = await Promise.all(
      Array.from({ length: 6 }, () =>
        open.owner.call(redemptions.refund, { params, body: { points: 5, reason: '多收了' } }),
      ),
    );
    expect(answers.filter(({ status }) => status === 201)).toHaveLength(2);
    expect(await availableOf(t, resident.accountId)).toBe(10);
  });
});

describe('lists', () => {
  it('page through what a reader may see, newest first', async () => {
    const shop = await openShop(t, office, '清单小店');
    const offer = await addOffer(office, shop.shop, { points: 1 });
    const resident = await residentWith(t, 20);
    const made: string[] = [];
    for (let count = 0; count < 5; count += 1) {
      t.clock.advance(1000);
      made.unshift((await startAtPoster(resident, shop, offer)).redemptionId);
    }
    const ids = (items: { redemptionId: string }[]) => items.map(({ redemptionId }) => redemptionId);
    const read: string[] = [];
    let cursor: string | undefined;
    do {
      const page = await resident.call(redemptions.listOwn, { query: { limit: 2, cursor } }).expect(200);
      read.push(...ids(page.body.items));
      cursor = page.body.nextCursor ?? undefined;
    } while (cursor !== undefined);
    expect(read).toEqual(made);
    const params = { shopId: shop.shop.shopId };
    await shop.owner.call(redemptions.confirm, { params: { redemptionId: made[0] ?? '' } }).expect(200);
    const waiting = await shop.owner.call(redemptions.listOfShop, { params }).expect(200);
    expect(ids(waiting.body.items)).toEqual(made.slice(1));
    expect(waiting.body).toMatchObject({ todayCount: 1, todayPoints: 1 });
    expect(new Set(waiting.body.items.map(({ shortCode }: { shortCode: string }) => shortCode)).size).toBe(4);
    const query = { shopId: shop.shop.shopId, state: 'success' };
    const staff = await office.secretary.call(redemptions.list, { query }).expect(200);
    expect(ids(staff.body.items)).toEqual(made.slice(0, 1));
    const hechi = await t.signIn('community_admin', 'hechi');
    expect((await hechi.call(redemptions.list, { query }).expect(200)).body.items).toEqual([]);
    await hechi.call(redemptions.list, { query: { unitId: 'jinxiu' } }).expect(403);
    const other = await shop.owner.call(redemptions.listOfShop, { params: { shopId: open.shop.shopId } }).expect(403);
    expect(other.body.code).toBe('out_of_scope');
  });
});
