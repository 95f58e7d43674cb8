import { offers } from '@red-points/shared/contracts';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { nextKey, startTestApp, type TestApp } from '../support/app.ts';
import { addOffer, type Office, openOffice, openShop, type TestShop } from '../support/redeeming.ts';

let t: TestApp;
let office: Office;
let open: TestShop;

beforeAll(async () => {
  t = await startTestApp();
  office = await openOffice(t);
  open = await openShop(t, office);
});
afterAll(() => t.close());

describe('offers', () => {
  it('are added with their terms and read by staff and their shop', async () => {
    const offer = await addOffer(office, open.shop, { remainderFen: 200, perPersonMax: 2 });
    expect(offer).toMatchObject({ points: 12, remainderFen: 200, settlementFen: 850, stock: 50, version: 1 });
    const params = { shopId: open.shop.shopId };
    const listed = await open.owner.call(offers.listOfShop, { params }).expect(200);
    expect(listed.body.items[0]).toEqual(offer);
    const all = await office.secretary.call(offers.list, { query: { unitId: 'jinxiu' } }).expect(200);
    expect(all.body.items[0]).toEqual(offer);
  });

  it('refuse wrong dates, missing terms, unknown shops and staff of elsewhere', async () => {
    const params = { shopId: open.shop.shopId };
    const body = {
      title: '盐',
      kind: 'goods',
      points: 2,
      settlementFen: 100,
      stock: 1,
      validFrom: '2026-11-01T00:00:00Z',
    };
    const dates = { ...body, validUntil: '2026-10-01T00:00:00Z' };
    const wrong = await office.secretary.call(offers.create, { params, body: dates }).expect(422);
    expect(wrong.body.code).toBe('offer_dates_wrong');
    const none = await office.secretary.call(offers.create, { params, body: { ...body, points: 0 } }).expect(400);
    expect(none.body.fields[0].path).toBe('points');
    const unknown = await office.secretary.call(offers.create, { params: { shopId: 'nothing' }, body }).expect(404);
    expect(unknown.body.code).toBe('shop_not_found');
    const hechi = await openOffice(t, 'hechi');
    expect((await hechi.secretary.call(offers.create, { params, body }).expect(403)).body.code).toBe('out_of_scope');
    await open.owner.call(offers.create, { params, body }).expect(403);
  });

  it('are changed by version, and not by two at once', async () => {
    const { offerId, stock: _stock, shopId, shopName, unitId, ...terms } = await addOffer(office, open.shop);
    expect([shopId, shopName, unitId]).toEqual([open.shop.shopId, open.shop.name, 'jinxiu']);
    const change = (points: number) =>
      office.secretary.call(offers.change, { params: { offerId }, body: { ...terms, points } });
    const answers = await Promise.all([change(13), change(14)]);
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 412]);
    const refused = answers.find(({ status }) => status === 412);
    expect(refused?.body.code).toBe('version_conflict');
    const changed = answers.find(({ status }) => status === 200);
    expect(changed?.body).toMatchObject({ version: 2, stock: 50 });
    const missing = await office.secretary
      .call(offers.change, { params: { offerId: 'nothing' }, body: terms })
      .expect(404);
    expect(missing.body.code).toBe('offer_not_found');
  });

  it('keep a movement with its reason for every change of the stock, and never go below zero', async () => {
    const { offerId } = await addOffer(office, open.shop, { stock: 5 });
    const params = { offerId };
    const move = (act: string, quantity: number, reason = '月末', key = nextKey()) =>
      office.secretary.call(offers.setStock, { params, body: { act, quantity, reason }, key });
    expect((await move('goods_in', 3).expect(200)).body.stock).toBe(8);
    const tooMany = await move('loss', 9).expect(409);
    expect(tooMany.body).toMatchObject({ code: 'stock_below_zero', detail: { stock: 8, asked: 9 } });
    expect((await move('loss', 0).expect(422)).body.code).toBe('stock_change_zero');
    await move('loss', 1, '').expect(400);
    const answers = await Promise.all(Array.from({ length: 12 }, () => move('loss', 1, '破损')));
    expect(answers.filter(({ status }) => status === 200)).toHaveLength(8);
    expect((await move('stocktake', 0).expect(200)).body.stock).toBe(0);
    expect((await move('donated', 1_000_000).expect(200)).body.stock).toBe(1_000_000);
    const movements = await t.database.db.collection('stock_movements').find({ offerId }).toArray();
    expect(movements.reduce((sum, { change }) => sum + Number(change), 0)).toBe(1_000_000);
    expect(movements.map(({ kind }) => kind).sort()).toEqual(
      ['donated', 'first', 'goods_in', 'stocktake', ...Array.from({ length: 8 }, () => 'loss')].sort(),
    );
  });

  it('may go uncounted', async () => {
    const { offerId } = await addOffer(office, open.shop, { stock: null });
    const body = { act: 'stocktake', quantity: 1, reason: '盘点' };
    const refused = await office.secretary.call(offers.setStock, { params: { offerId }, body }).expect(409);
    expect(refused.body.code).toBe('stock_not_counted');
  });
});
