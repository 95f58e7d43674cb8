import { verifyLedger } from '@red-points/server/ledger/index';
import { settlementCheck } from '@red-points/server/settlements/index';
import { redemptions, type Settlement, settlements } from '@red-points/shared/contracts';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { startTestApp, type TestApp } from '../support/app.ts';
import {
  addOffer,
  callerOf,
  type Office,
  openOffice,
  openShop,
  ownerPrincipal,
  residentWith,
} from '../support/redeeming.ts';
import { draftFor, enterLines, giveBack, linesOf, redeem, type Settlers, settlersOf } from '../support/settling.ts';

let t: TestApp;
let office: Office;
let settlers: Settlers;

beforeAll(async () => {
  t = await startTestApp();
  office = await openOffice(t);
  settlers = await settlersOf(t);
});
afterAll(() => t.close());

const TODAY = '2026-11-23';
const later = () => t.clock.advance(1_000);

async function settlementsBad() {
  const check = settlementCheck({ db: t.database.db, account: null });
  if (check === null) throw new Error('no check');
  return (await verifyLedger({ db: t.database.db, checks: [check] })).bad;
}

/** A statement with one redemption of 12 points for 8.50 yuan on it, of which so many points were refunded. */
async function drafted(refunded = 0) {
  const shop = await openShop(t, office);
  const offer = await addOffer(office, shop.shop);
  const resident = await residentWith(t, 500);
  const redemptionId = await redeem(resident, shop, offer);
  later();
  if (refunded > 0) await giveBack(shop, redemptionId, refunded);
  later();
  await enterLines(t);
  const statement = await draftFor(settlers, shop, TODAY);
  const [line] = await linesOf(shop.owner, statement);
  return { shop, offer, resident, redemptionId, statement, lineId: line?.lineId ?? '' };
}
type Drafted = Awaited<ReturnType<typeof drafted>>;

const dispute = async ({ shop, statement }: Drafted, lineId: string): Promise<string> => {
  const params = { settlementId: statement.settlementId, lineId };
  return (await shop.owner.call(settlements.dispute, { params, body: { reason: '价钱不对' } }).expect(201)).body
    .disputeId;
};
const correct = (disputeId: string, correctionFen: number) =>
  settlers.handler.call(settlements.decideDispute, {
    params: { disputeId },
    body: { outcome: 'corrected', correctionFen, answer: '按协议' },
  });
/** What all lines of a redemption come to. */
const fenOf = async (redemptionId: string): Promise<number> => {
  const lines = await t.database.db.collection('settlement_lines').find({ redemptionId }).toArray();
  return lines.reduce((sum, { fen }) => sum + (fen as number), 0);
};

it.each([-500, 500])('a correction of %s fen goes with the points: refunded whole, nothing is owed', async (fen) => {
  const case_ = await drafted();
  await correct(await dispute(case_, case_.lineId), fen).expect(200);
  later();
  await giveBack(case_.shop, case_.redemptionId, 6);
  await enterLines(t);
  expect(await fenOf(case_.redemptionId)).toBe(425 + fen / 2);
  expect(await settlementsBad()).toEqual([]);
  await giveBack(case_.shop, case_.redemptionId, 6);
  await enterLines(t);
  expect(await fenOf(case_.redemptionId)).toBe(0);
  expect(await settlementsBad()).toEqual([]);
});

it('a line that the shop pays for itself is kept: no budget stands behind a correction of it', async () => {
  const shop = await openShop(t, office);
  const offer = await addOffer(office, shop.shop, { payer: 'shop', settlementFen: 0 });
  const redemptionId = await redeem(await residentWith(t, 500), shop, offer);
  later();
  await enterLines(t);
  const body = { shopId: shop.shop.shopId, payer: { kind: 'shop', unitId: 'jinxiu' }, until: TODAY };
  const statement: Settlement = (await settlers.handler.call(settlements.draft, { body }).expect(201)).body;
  const [line] = await linesOf(shop.owner, statement);
  const params = { settlementId: statement.settlementId, lineId: line?.lineId ?? '' };
  const disputed = { params, body: { reason: '应由社区付' } };
  const { disputeId } = (await shop.owner.call(settlements.dispute, disputed).expect(201)).body;
  const refusal = await correct(disputeId, 50_000).expect(409);
  expect(refusal.body.code).toBe('settlement_correction_of_shop');
  expect(await fenOf(redemptionId)).toBe(0);
  const kept = { params: { disputeId }, body: { outcome: 'kept', answer: '按协议由商家承担', correctionFen: null } };
  await settlers.handler.call(settlements.decideDispute, kept).expect(200);
  expect(await settlementsBad()).toEqual([]);
});

it('two corrections of one redemption at the same moment do not take more than there is together', async () => {
  const case_ = await drafted(1);
  const lines = await linesOf(settlers.handler, case_.statement);
  const disputes = [];
  for (const { lineId } of lines) disputes.push(await dispute(case_, lineId));
  expect(disputes).toHaveLength(2);
  const answers = await Promise.all(disputes.map((disputeId) => correct(disputeId, -600)));
  expect(answers.map(({ status }) => status).sort()).toEqual([200, 409]);
  expect(await fenOf(case_.redemptionId)).toBeGreaterThanOrEqual(0);
  expect(await settlementsBad()).toEqual([]);
});

it('verification names a redemption for which less than nothing is owed', async () => {
  const case_ = await drafted();
  await correct(await dispute(case_, case_.lineId), -500).expect(200);
  const lines = t.database.db.collection('settlement_lines');
  await lines.updateOne({ redemptionId: case_.redemptionId, kind: 'correction' }, { $set: { fen: -851 } });
  expect((await settlementsBad()).map(({ about }) => about)).toContainEqual({
    kind: 'redemption',
    id: case_.redemptionId,
  });
  await lines.updateOne({ redemptionId: case_.redemptionId, kind: 'correction' }, { $set: { fen: -500 } });
});

it('a refund that is confirmed in the next month is of that month, as in the ledger', async () => {
  const shop = await openShop(t, office);
  const offer = await addOffer(office, shop.shop, { points: 300, settlementFen: 20_000 });
  const resident = await residentWith(t, 500);
  const redemptionId = await redeem(resident, shop, offer);
  t.clock.set(Date.parse('2026-11-30T15:59:00Z'));
  const params = { redemptionId };
  const body = { points: 300, reason: '活动取消' };
  // Signed in again: a week has passed.
  const owner = callerOf(t, ownerPrincipal(shop));
  const proposed = await owner.call(redemptions.refund, { params, body }).expect(201);
  expect(proposed.body.pendingRefunds).toHaveLength(1);
  t.clock.set(Date.parse('2026-11-30T16:01:00Z'));
  const number = { redemptionId, number: '1' };
  const secretary = await t.signIn('community_admin', 'jinxiu');
  await secretary.call(redemptions.confirmRefund, { params: number }).expect(200);
  await enterLines(t);
  const lines = await t.database.db.collection('settlement_lines').find({ redemptionId }).sort({ at: 1 }).toArray();
  expect(lines.map(({ kind, month, fen }) => [kind, month, fen])).toEqual([
    ['redemption', '2026-11', 20_000],
    ['refund', '2026-12', -20_000],
  ]);
  expect(await settlementsBad()).toEqual([]);
});
