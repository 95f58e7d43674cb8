import { offers, people, redemptions } from '@red-points/shared/contracts';
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
    // The request's own random id may contain any digits; nothing else may tell the shop how much the resident has.
    const { requestId: _random, ...told } = first.body;
    expect(JSON.stringify(told)).not.toContain('19');
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
