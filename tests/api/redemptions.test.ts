import { offers, people, problemText, redemptions, shops } from '@red-points/shared/contracts';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { nextKey, startTestApp, type TestApp } from '../support/app.ts';
import {
  addOffer,
  availableOf,
  credit,
  type Office,
  openOffice,
  openShop,
  residentWith,
  scanned,
  startAtPoster,
  stockOf,
  type TestShop,
} from '../support/redeeming.ts';

let t: TestApp;
let office: Office;
let open: TestShop;

beforeAll(async () => {
  t = await startTestApp();
  office = await openOffice(t);
  open = await openShop(t, office);
});
afterAll(() => t.close());

type Answer = { status: number; body: { code: string; title: string; detail?: Record<string, string | number> } };

/** Expects a refusal with its words in both languages. */
async function refused(send: (headers: Record<string, string>) => PromiseLike<Answer>): Promise<string> {
  const zh = await send({ 'Accept-Language': 'zh-CN' });
  const en = await send({ 'Accept-Language': 'en' });
  expect(zh.status, JSON.stringify(zh.body)).toBeGreaterThanOrEqual(400);
  expect(zh.body.title).toBe(problemText(zh.body.code, 'zh', zh.body.detail));
  expect(en.body.title).toBe(problemText(en.body.code, 'en', en.body.detail));
  expect([zh.body.title, en.body.title].join()).not.toContain('…');
  expect(en.body.code).toBe(zh.body.code);
  return zh.body.code;
}

describe("the shop scans the resident's code", () => {
  it('spends a small amount at once', async () => {
    const offer = await addOffer(office, open.shop, { points: 15, remainderFen: 300 });
    const resident = await residentWith(t, 100, { name: '王建国' });
    const scanId = await scanned(resident, open);
    const body = { scanId, offerId: offer.offerId, quantity: 2 };
    const done = await open.owner.call(redemptions.startByScan, { body }).expect(201);
    expect(done.body).toMatchObject({
      state: 'success',
      via: 'resident_code',
      points: 30,
      remainderFen: 600,
      personName: '王*',
      availableAfter: null,
      receiptCode: null,
    });
    expect(await availableOf(t, resident.accountId)).toBe(70);
    expect(await stockOf(t, offer.offerId)).toBe(48);
    const own = await resident.call(redemptions.listOwn).expect(200);
    expect(own.body.items[0]).toMatchObject({ personName: '王建国', availableAfter: 70, shopName: '暖邻食堂' });
    expect(own.body.items[0].receiptCode).toMatch(/^[0-9A-Z]{4}-[0-9A-Z]{4}-[0-9A-Z]{2}$/);
  });

  it('asks the resident above the small amount and for a service, and spends when they agree', async () => {
    const large = await addOffer(office, open.shop, { points: 31 });
    const service = await addOffer(office, open.shop, { points: 5, kind: 'service', title: '上门理发', stock: null });
    for (const offer of [large, service]) {
      const resident = await residentWith(t, 40);
      const body = { scanId: await scanned(resident, open), offerId: offer.offerId };
      const asked = await open.owner.call(redemptions.startByScan, { body }).expect(201);
      expect(asked.body.state).toBe('awaiting_resident');
      expect(await availableOf(t, resident.accountId)).toBe(40 - offer.points);
      const params = { redemptionId: asked.body.redemptionId };
      expect(await refused((headers) => open.owner.call(redemptions.confirm, { params, headers }))).toBe(
        'redemption_awaits_resident',
      );
      const agreed = await resident.call(redemptions.approve, { params }).expect(200);
      expect(agreed.body).toMatchObject({ state: 'success', availableAfter: 40 - offer.points });
      const again = await resident.call(redemptions.approve, { params }).expect(200);
      expect(again.body).toEqual(agreed.body);
    }
  });

  it('gives the points back when the resident does not agree', async () => {
    const offer = await addOffer(office, open.shop, { points: 31 });
    const resident = await residentWith(t, 40);
    const body = { scanId: await scanned(resident, open), offerId: offer.offerId };
    const asked = await open.owner.call(redemptions.startByScan, { body }).expect(201);
    const params = { redemptionId: asked.body.redemptionId };
    const ended = await resident.call(redemptions.revoke, { params }).expect(200);
    expect(ended.body).toMatchObject({ state: 'revoked', closeReason: 'resident_refused' });
    expect(await availableOf(t, resident.accountId)).toBe(40);
    expect(await stockOf(t, offer.offerId)).toBe(50);
  });

  it('does not tell the shop how many points a resident has, and gives the same answer again', async () => {
    const offer = await addOffer(office, open.shop, { points: 20 });
    const resident = await residentWith(t, 19);
    const body = { scanId: await scanned(resident, open), offerId: offer.offerId };
    const key = nextKey();
    const first = await open.owner.call(redemptions.startByScan, { body, key }).expect(409);
    expect(first.body).toMatchObject({ code: 'resident_points_insufficient' });
    expect(JSON.stringify(first.body)).not.toContain('19');
    await credit(t, resident.accountId, 100);
    const again = await open.owner.call(redemptions.startByScan, { body, key }).expect(409);
    expect(again.body.code).toBe('resident_points_insufficient');
    const known = await open.owner.call(redemptions.byKey, { params: { key } }).expect(200);
    expect(known.body).toMatchObject({ state: 'closed', closeReason: 'insufficient_points' });
    expect(await availableOf(t, resident.accountId)).toBe(119);
    expect(await stockOf(t, offer.offerId)).toBe(50);
  });
});

describe("the resident scans the shop's poster", () => {
  it('holds the points until the shop confirms, which counts once', async () => {
    const offer = await addOffer(office, open.shop);
    const resident = await residentWith(t, 138, { name: '陈秀英' });
    const started = await startAtPoster(resident, open, offer);
    expect(started).toMatchObject({ state: 'awaiting_confirm', points: 12, availableAfter: 126 });
    const seen = await open.owner.call(redemptions.listOfShop, { params: { shopId: open.shop.shopId } }).expect(200);
    const order = seen.body.items.find(
      ({ redemptionId }: { redemptionId: string }) => redemptionId === started.redemptionId,
    );
    expect(order).toMatchObject({ shortCode: started.shortCode, personName: '陈*', state: 'awaiting_confirm' });
    const params = { redemptionId: started.redemptionId };
    const done = await open.owner.call(redemptions.confirm, { params }).expect(200);
    expect(done.body).toMatchObject({ state: 'success', closeReason: null });
    const again = await open.owner.call(redemptions.confirm, { params }).expect(200);
    expect(again.body).toEqual(done.body);
    expect(await availableOf(t, resident.accountId)).toBe(126);
    const statement = await resident.call(people.ownStatement).expect(200);
    expect(statement.body.items[0]).toMatchObject({
      kind: 'capture',
      title: '营养午餐一份',
      place: '暖邻食堂',
      points: -12,
    });
  });

  it('gives the first answer to a repeat, and refuses the key for anything else', async () => {
    const offer = await addOffer(office, open.shop);
    const resident = await residentWith(t, 100);
    const key = nextKey();
    const body = { code: open.poster, offerId: offer.offerId, quantity: 1 };
    const answers = await Promise.all(
      Array.from({ length: 8 }, () => resident.call(redemptions.startByPoster, { body, key })),
    );
    expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([201]));
    expect(new Set(answers.map(({ body: answer }) => answer.redemptionId)).size).toBe(1);
    expect(await availableOf(t, resident.accountId)).toBe(88);
    expect(await stockOf(t, offer.offerId)).toBe(49);
    const changed = { ...body, quantity: 2 };
    expect(await refused((headers) => resident.call(redemptions.startByPoster, { body: changed, key, headers }))).toBe(
      'idempotency_key_reused',
    );
    const known = await resident.call(redemptions.byKey, { params: { key } }).expect(200);
    expect(known.body.redemptionId).toBe(answers[0]?.body.redemptionId);
    const stranger = await residentWith(t, 0);
    expect((await stranger.call(redemptions.byKey, { params: { key } }).expect(404)).body.code).toBe(
      'redemption_not_found',
    );
  });

  it('lets the shop decline with a word, and gives everything back', async () => {
    const offer = await addOffer(office, open.shop);
    const resident = await residentWith(t, 20);
    const { redemptionId } = await startAtPoster(resident, open, offer);
    const params = { redemptionId };
    const key = nextKey();
    const declined = await open.owner
      .call(redemptions.decline, { params, body: { reason: '今天卖完了' }, key })
      .expect(200);
    expect(declined.body).toMatchObject({ state: 'closed', closeReason: 'declined', note: '今天卖完了' });
    await open.owner.call(redemptions.decline, { params, body: { reason: '今天卖完了' }, key }).expect(200);
    const other = { params, body: { reason: '别的话' }, key };
    expect(await refused((headers) => open.owner.call(redemptions.decline, { ...other, headers }))).toBe(
      'idempotency_key_reused',
    );
    expect(await refused((headers) => open.owner.call(redemptions.confirm, { params, headers }))).toBe(
      'redemption_declined',
    );
    expect(await availableOf(t, resident.accountId)).toBe(20);
    expect(await stockOf(t, offer.offerId)).toBe(50);
  });

  it('can be taken back while open, any number of times, and not afterwards', async () => {
    const offer = await addOffer(office, open.shop);
    const resident = await residentWith(t, 40);
    const first = { redemptionId: (await startAtPoster(resident, open, offer)).redemptionId };
    const revoked = await resident.call(redemptions.revoke, { params: first }).expect(200);
    expect(revoked.body).toMatchObject({ state: 'revoked', closeReason: null, availableAfter: 40 });
    await resident.call(redemptions.revoke, { params: first }).expect(200);
    expect(await refused((headers) => open.owner.call(redemptions.confirm, { params: first, headers }))).toBe(
      'redemption_revoked',
    );
    const second = { redemptionId: (await startAtPoster(resident, open, offer)).redemptionId };
    await open.owner.call(redemptions.confirm, { params: second }).expect(200);
    expect(await refused((headers) => resident.call(redemptions.revoke, { params: second, headers }))).toBe(
      'redemption_already_done',
    );
    expect(
      await refused((headers) => open.owner.call(redemptions.decline, { params: second, body: {}, headers })),
    ).toBe('redemption_already_done');
  });

  it('times out after three minutes, whoever looks first', async () => {
    const offer = await addOffer(office, open.shop, { stock: 3 });
    const lookers = {
      confirm: async (redemptionId: string) => {
        const send = (headers: Record<string, string>) =>
          open.owner.call(redemptions.confirm, { params: { redemptionId }, headers });
        expect(await refused(send)).toBe('redemption_timed_out');
      },
      reader: async (redemptionId: string, resident: Awaited<ReturnType<typeof residentWith>>) => {
        const seen = await resident.call(redemptions.get, { params: { redemptionId } }).expect(200);
        expect(seen.body).toMatchObject({ state: 'closed', closeReason: 'timed_out' });
      },
      job: async (redemptionId: string) => {
        await t.context.jobs.runNow('redemption-repair');
        expect((await t.context.redemptions.find(redemptionId))?.closeReason).toBe('timed_out');
      },
    };
    for (const look of Object.values(lookers)) {
      const resident = await residentWith(t, 12);
      const { redemptionId } = await startAtPoster(resident, open, offer);
      expect(await availableOf(t, resident.accountId)).toBe(0);
      t.clock.advance(179_999);
      await t.context.jobs.runNow('redemption-repair');
      expect(await availableOf(t, resident.accountId)).toBe(0);
      t.clock.advance(1);
      await look(redemptionId, resident);
      expect(await availableOf(t, resident.accountId)).toBe(12);
    }
    expect(await stockOf(t, offer.offerId)).toBe(3);
  });

  it('tells the resident what is missing when the points do not suffice', async () => {
    const offer = await addOffer(office, open.shop, { points: 50 });
    const resident = await residentWith(t, 8);
    const body = { code: open.poster, offerId: offer.offerId };
    const answer = await resident.call(redemptions.startByPoster, { body }).expect(409);
    expect(answer.body).toMatchObject({ code: 'ledger_insufficient_points', detail: { available: 8, asked: 50 } });
    expect(answer.body.title).toBe('可用积分不足：可用 8 分，需要 50 分。');
    const own = await resident.call(redemptions.listOwn, { query: { show: 'open' } }).expect(200);
    expect(own.body.items).toEqual([]);
  });

  it('keeps the terms it was made under', async () => {
    const offer = await addOffer(office, open.shop);
    const resident = await residentWith(t, 30);
    const started = await startAtPoster(resident, open, offer);
    const { offerId, stock: _stock, shopId: _shop, shopName: _name, unitId: _unit, ...terms } = offer;
    const body = { ...terms, points: 29, settlementFen: 1, title: '别的午餐' };
    await office.secretary.call(offers.change, { params: { offerId }, body }).expect(200);
    const params = { redemptionId: started.redemptionId };
    const done = await open.owner.call(redemptions.confirm, { params }).expect(200);
    expect(done.body).toMatchObject({ points: 12, offerTitle: '营养午餐一份' });
    expect((await t.context.redemptions.find(started.redemptionId))?.owedFen).toBe(850);
    expect(await availableOf(t, resident.accountId)).toBe(18);
  });
});

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
    await startAtPoster(resident, shop, good, 2);
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
