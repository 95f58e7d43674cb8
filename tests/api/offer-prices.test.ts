import { type Offer, offers, settlements } from '@red-points/shared/contracts';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { type SignedInUser, startTestApp, type TestApp } from '../support/app.ts';
import { addOffer, type Office, openOffice, openShop, residentWith } from '../support/redeeming.ts';
import { refused } from '../support/refused.ts';
import {
  closeIt,
  draftFor,
  enterLines,
  linesOf,
  readAgain,
  redeem,
  type Settlers,
  settlersOf,
  signAll,
} from '../support/settling.ts';

const TODAY = '2026-11-23';

let t: TestApp;
let office: Office;
let settlers: Settlers;

beforeAll(async () => {
  t = await startTestApp();
  office = await openOffice(t);
  settlers = await settlersOf(t);
});
afterAll(() => t.close());

it('what one person sets as a price is owed on paper, and paid by three others’ words or not at all', async () => {
  const { personId } = await t.enterResident();
  const setter = await t.signIn('community_admin', 'jinxiu', { personId });
  // The same person at another desk.
  const again = await t.signIn('community_admin', 'jinxiu', { personId });
  const shop = await openShop(t, office);
  const offer: Offer = await addOffer(office, shop.shop, { settlementFen: 850 });
  const { offerId, shopId: _shop, shopName: _name, unitId: _unit, stock: _stock, ...terms } = offer;
  const body = { ...terms, settlementFen: 85_000 };
  await setter.call(offers.change, { params: { offerId }, body }).expect(200);
  // Who changed it, from what to what, is on record before a fen is owed.
  const acts = t.database.db.collection('audit_records').find({ subjectKind: 'offer', subjectId: offerId });
  expect(await acts.sort({ action: -1 }).toArray()).toEqual([
    expect.objectContaining({ action: 'offers.create', detail: expect.objectContaining({ settlementFen: 850 }) }),
    expect.objectContaining({
      ...{ action: 'offers.change', actorId: setter.userId },
      detail: expect.objectContaining({ settlementFen: 85_000, settlementFenBefore: 850 }),
    }),
  ]);

  await redeem(await residentWith(t, 100), shop, offer);
  t.clock.advance(1_000);
  await enterLines(t);
  const statement = await draftFor({ handler: setter }, shop, TODAY);
  expect(statement.totals).toMatchObject({ fen: 85_000, lines: 1 });
  const { settlementId, version } = statement;
  const params = { settlementId };
  const sign = (who: SignedInUser, part: string) => (headers: Record<string, string>) =>
    who.call(settlements.sign, { params, body: { part, version }, headers });
  await setter.call(settlements.sign, { params, body: { part: 'handler', version } }).expect(200);
  for (const who of [setter, again]) {
    expect(await refused(sign(who, 'witness'))).toBe('settlement_signed_by_you');
  }
  await settlers.witness.call(settlements.sign, { params, body: { part: 'witness', version } }).expect(200);
  for (const who of [setter, again]) {
    expect(await refused(sign(who, 'approver'))).toBe('settlement_signed_by_you');
    const closing = { params, body: { version } };
    expect(await refused((headers) => who.call(settlements.proposeClosing, { ...closing, headers }))).toBe(
      'settlement_not_signed',
    );
    const payout = { method: '银行转账', reference: 'YH-1', invoice: 'FP-1', paidOn: TODAY, amountFen: 85_000 };
    expect(await refused((headers) => who.call(settlements.pay, { params, body: payout, headers }))).toBe(
      'settlement_not_closed',
    );
  }

  // Whoever is to approve sees the price of every line, disputes it, and another decides what is owed.
  const [line] = await linesOf(settlers.approver, statement);
  expect(line).toMatchObject({ offerTitle: offer.title, fen: 85_000 });
  const { disputeId } = (
    await settlers.approver
      .call(settlements.dispute, {
        params: { settlementId, lineId: line?.lineId ?? '' },
        body: { reason: '协议价 8.5 元' },
      })
      .expect(201)
  ).body;
  const outcome = { outcome: 'corrected', correctionFen: -84_150, answer: '按协议价' };
  await settlers.handler.call(settlements.decideDispute, { params: { disputeId }, body: outcome }).expect(200);
  const back = await readAgain(settlers.handler, statement);
  expect(back).toMatchObject({ signatures: [], totals: { fen: 850 } });
  await signAll(settlers, back);
  expect(await closeIt(settlers, back)).toMatchObject({ state: 'closed', totals: { fen: 850 } });
});
