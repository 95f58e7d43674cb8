import type { RedemptionRecord } from '@red-points/server/redemptions/index';
import { offers, redemptions } from '@red-points/shared/contracts';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startTestApp, type TestApp } from '../support/app.ts';
import {
  addOffer,
  expectVerified,
  type Office,
  openOffice,
  openShop,
  residentWith,
  startAtPoster,
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

async function stored(redemptionId: string): Promise<RedemptionRecord> {
  const found = await t.database.db.collection<RedemptionRecord>('redemptions').findOne({ _id: redemptionId });
  if (found === null) throw new Error('no such redemption');
  return found;
}

describe('who pays for an offer', () => {
  it('is fixed on the redemption with the price, whatever becomes of the offer', async () => {
    const resident = await residentWith(t, 100);
    const {
      offerId,
      stock: _s,
      shopId: _i,
      shopName: _n,
      unitId: _u,
      ...terms
    } = await addOffer(office, open.shop, {
      payer: 'district',
      settlementFen: 900,
    });
    const offer = { offerId } as Parameters<typeof startAtPoster>[2];
    const { redemptionId } = await startAtPoster(resident, open, offer);
    const body = { ...terms, payer: 'community', settlementFen: 100 };
    const changed = await office.secretary.call(offers.change, { params: { offerId }, body }).expect(200);
    expect(changed.body).toMatchObject({ payer: 'community', settlementFen: 100 });
    await open.owner.call(redemptions.confirm, { params: { redemptionId } }).expect(200);
    const fixed = await stored(redemptionId);
    expect(fixed).toMatchObject({ payerUnit: 'wanglan', communityUnit: 'jinxiu', owedFen: 900 });
    expect(fixed.terms).toMatchObject({ payer: 'district', settlementFen: 900 });
    const entry = await t.context.ledger.entry(fixed.accountId, Number(fixed.captureSeq));
    expect(entry?.issuerUnit).toBe('jinxiu');
    await expectVerified(t);
  });

  it('is the community unless said, and is not told to residents', async () => {
    const resident = await residentWith(t, 100);
    const offer = await addOffer(office, open.shop);
    expect(offer.payer).toBe('community');
    const { redemptionId } = await startAtPoster(resident, open, offer);
    expect(await stored(redemptionId)).toMatchObject({ payerUnit: 'jinxiu', terms: { payer: 'community' } });
  });

  it('has to be there: above a city no district pays', async () => {
    const secretary = await t.signIn('street_admin', 'yunzhou');
    const deputy = await t.signIn('street_admin', 'yunzhou');
    const atCity = await openShop(t, { secretary, deputy }, '市民超市', 'yunzhou');
    const params = { shopId: atCity.shop.shopId };
    const body = { title: '盐', kind: 'goods', points: 2, settlementFen: 100, stock: 1, payer: 'district' };
    const dated = { ...body, validFrom: '2026-01-01T00:00:00Z' };
    const refused = await secretary.call(offers.create, { params, body: dated }).expect(422);
    expect(refused.body.code).toBe('offer_payer_missing');
  });

  it('settles nothing where the shop gives it, and nothing else may stand there', async () => {
    const params = { shopId: open.shop.shopId };
    const body = { ...{ title: '爱心粥', kind: 'goods', points: 2, stock: 5 }, validFrom: '2026-01-01T00:00:00Z' };
    const wrong = { ...body, payer: 'shop', settlementFen: 1 };
    const refused = await office.secretary.call(offers.create, { params, body: wrong }).expect(422);
    expect(refused.body.code).toBe('offer_shop_gives');
    const given = await addOffer(office, open.shop, { ...body, payer: 'shop', settlementFen: 0 });
    const resident = await residentWith(t, 100);
    const { redemptionId } = await startAtPoster(resident, open, given);
    await open.owner.call(redemptions.confirm, { params: { redemptionId } }).expect(200);
    expect(await stored(redemptionId)).toMatchObject({ owedFen: 0, terms: { payer: 'shop' } });
  });
});
