import { verifyLedger } from '@red-points/server/ledger/index';
import { SETTLEMENTS_JOB, settlementCheck } from '@red-points/server/settlements/index';
import { redemptions, reports, settlements, transactions, WORKBOOK_LINES } from '@red-points/shared/contracts';
import readXlsxFile from 'read-excel-file/node';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { nextKey, type SignedInUser, startTestApp, type TestApp } from '../support/app.ts';
import { addOffer, type Office, openOffice, openShop, residentWith, startAtPoster } from '../support/redeeming.ts';
import { refused } from '../support/refused.ts';
import {
  closeIt,
  draftFor,
  enterLines,
  giveBack,
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

const later = () => t.clock.set(t.clock.now() + 1_000);

/** A shop with an offer of 12 points for 8.50 yuan, at which two residents redeemed. */
async function busyShop(redeemed = 2) {
  const shop = await openShop(t, office);
  const offer = await addOffer(office, shop.shop);
  const resident = await residentWith(t, 500);
  const ids: string[] = [];
  for (let count = 0; count < redeemed; count += 1) {
    later();
    ids.push(await redeem(resident, shop, offer));
  }
  later();
  return { shop, offer, resident, ids };
}

/** What a verification of the ledger finds wrong in settlements; other checks have tests of their own. */
async function settlementsBad() {
  const check = settlementCheck({ db: t.database.db, account: null });
  if (check === null) throw new Error('no check');
  return (await verifyLedger({ db: t.database.db, checks: [check] })).bad;
}

describe('a statement', () => {
  it('has one line for each redemption and refund, and comes to what the shop is owed', async () => {
    const { shop, offer, resident, ids } = await busyShop();
    const twice = await redeem(resident, shop, offer, 2);
    later();
    await giveBack(shop, ids[0] ?? '', 5);
    later();
    await enterLines(t);
    await enterLines(t);
    const dues = await settlers.handler.call(settlements.dues, { query: { shopId: shop.shop.shopId } }).expect(200);
    expect(dues.body.items).toMatchObject([
      { shopName: '暖邻食堂', lines: 4, points: 43, fen: 3046, payer: { kind: 'community', unitId: 'jinxiu' } },
    ]);
    const drafted = await draftFor(settlers, shop, TODAY);
    expect(drafted).toMatchObject({
      state: 'draft',
      month: '2026-11',
      totals: { lines: 4, redemptions: 3, refunds: 1, corrections: 0, points: 43, fen: 3046 },
      may: { sign: 'handler', cancel: true, close: false },
    });
    const lines = await linesOf(settlers.handler, drafted);
    expect(lines.map(({ kind, points, fen }) => [kind, points, fen])).toEqual([
      ['redemption', 12, 850],
      ['redemption', 12, 850],
      ['redemption', 24, 1700],
      ['refund', -5, -354],
    ]);
    expect(lines[2]?.redemptionId).toBe(twice);
    expect(lines[0]?.maskedName).toMatch(/\*/);
    expect(lines[0]?.entryId).toMatch(/:/);
    const entry = await office.secretary
      .call(transactions.get, { params: { entryId: lines[0]?.entryId ?? '' } })
      .expect(200);
    expect(entry.body).toMatchObject({ kind: 'capture', points: -12 });
    expect(await settlementsBad()).toEqual([]);
  });

  it('is signed by three, closed by two, paid once, and asked again answers the same', async () => {
    const { shop } = await busyShop();
    await enterLines(t);
    const drafted = await draftFor(settlers, shop, TODAY);
    const { settlementId, version } = drafted;
    const params = { settlementId };
    const early = { params, body: { version } };
    expect(await refused((headers) => settlers.handler.call(settlements.proposeClosing, { ...early, headers }))).toBe(
      'settlement_not_signed',
    );
    expect(
      await refused((headers) =>
        settlers.witness.call(settlements.sign, { params, body: { part: 'witness', version }, headers }),
      ),
    ).toBe('settlement_sign_order');
    const key = nextKey();
    const first = { params, body: { part: 'handler', version }, key };
    await settlers.handler.call(settlements.sign, first).expect(200);
    const again = await settlers.handler.call(settlements.sign, first).expect(200);
    expect(again.body.signatures).toHaveLength(1);
    const sign = (user: SignedInUser, part: string, of = version) =>
      refused((headers) => user.call(settlements.sign, { params, body: { part, version: of }, headers }));
    expect(await sign(settlers.handler, 'witness')).toBe('settlement_signed_by_you');
    expect(await sign(settlers.witness, 'handler')).toBe('settlement_part_signed');
    expect(await sign(settlers.witness, 'witness', version + 1)).toBe('settlement_changed');
    await settlers.witness.call(settlements.sign, { params, body: { part: 'witness', version } }).expect(200);
    const officer = await t.signIn('grid_officer', 'jinxiu');
    expect(await sign(officer, 'approver')).toBe('out_of_scope');
    await settlers.approver.call(settlements.sign, { params, body: { part: 'approver', version } }).expect(200);

    expect(await refused((headers) => settlers.approver.call(settlements.close, { ...early, headers }))).toBe(
      'settlement_closing_not_proposed',
    );
    const payout = { method: '银行转账', reference: 'YH-2026-0001', invoice: 'FP-88', paidOn: TODAY, amountFen: 1700 };
    expect(await refused((headers) => settlers.handler.call(settlements.pay, { params, body: payout, headers }))).toBe(
      'settlement_not_closed',
    );
    await settlers.approver.call(settlements.proposeClosing, early).expect(200);
    expect(await refused((headers) => settlers.approver.call(settlements.close, { ...early, headers }))).toBe(
      'settlement_closing_by_you',
    );
    expect(await refused((headers) => settlers.handler.call(settlements.proposeClosing, { ...early, headers }))).toBe(
      'settlement_closing_proposed',
    );
    const closing = { ...early, key: nextKey() };
    const closed = await settlers.witness.call(settlements.close, closing).expect(200);
    expect(closed.body).toMatchObject({ state: 'closed', fingerprint: expect.stringMatching(/^[0-9a-f]{64}$/) });
    expect((await settlers.witness.call(settlements.close, closing).expect(200)).body).toEqual(closed.body);
    expect(await refused((headers) => settlers.handler.call(settlements.close, { ...early, headers }))).toBe(
      'forbidden',
    );
    const third = await t.signIn('community_admin', 'jinxiu');
    expect(await refused((headers) => third.call(settlements.close, { ...early, headers }))).toBe('settlement_closed');
    expect(await sign(third, 'approver')).toBe('settlement_closed');

    const short = { params, body: { ...payout, amountFen: 1699 } };
    expect(await refused((headers) => settlers.handler.call(settlements.pay, { ...short, headers }))).toBe(
      'settlement_payout_differs',
    );
    const paying = { params, body: payout, key: nextKey() };
    const paid = await settlers.handler.call(settlements.pay, paying).expect(200);
    expect(paid.body).toMatchObject({ state: 'paid', payout: { reference: 'YH-2026-0001', invoice: 'FP-88' } });
    expect((await settlers.handler.call(settlements.pay, paying).expect(200)).body).toEqual(paid.body);
    expect(await refused((headers) => settlers.handler.call(settlements.pay, { params, body: payout, headers }))).toBe(
      'settlement_paid',
    );
    const reused = await settlers.handler.call(settlements.pay, { ...paying, body: { ...payout, invoice: 'X' } });
    expect(reused.body.code).toBe('idempotency_key_reused');
    expect(await settlementsBad()).toEqual([]);
  });

  it('stays as it is when points are given back later: the next one takes them off', async () => {
    const { shop, ids, offer, resident } = await busyShop();
    await enterLines(t);
    const first = await draftFor(settlers, shop, TODAY);
    await signAll(settlers, first);
    const closed = await closeIt(settlers, first);
    later();
    await giveBack(shop, ids[0] ?? '', 12);
    later();
    await redeem(resident, shop, offer);
    later();
    await enterLines(t);
    expect(await readAgain(settlers.handler, first)).toEqual(closed);
    const second = await draftFor(settlers, shop, TODAY);
    expect(second.totals).toMatchObject({ lines: 2, refunds: 1, points: 0, fen: 0 });
    await signAll(settlers, second);
    // Nothing is owed either way: there is nothing to pay.
    expect(await closeIt(settlers, second)).toMatchObject({ state: 'paid', payout: null });
    expect(await settlementsBad()).toEqual([]);
  });

  it('is not closed while a redemption from before its cut is open, or not entered', async () => {
    const { shop, offer, resident } = await busyShop();
    await enterLines(t);
    const open = await startAtPoster(resident, shop, offer);
    later();
    const drafted = await draftFor(settlers, shop, TODAY);
    await signAll(settlers, drafted);
    const input = { params: { settlementId: drafted.settlementId }, body: { version: drafted.version } };
    const ask = () => refused((headers) => settlers.handler.call(settlements.proposeClosing, { ...input, headers }));
    expect(await ask()).toBe('settlement_open_redemptions');
    await shop.owner
      .call(redemptions.confirm, {
        params: { redemptionId: open.redemptionId },
      })
      .expect(200);
    later();
    await enterLines(t);
    // It was confirmed after the cut: the next statement has it.
    expect(await closeIt(settlers, drafted)).toMatchObject({ state: 'closed', totals: { lines: 2 } });

    await redeem(resident, shop, offer);
    later();
    const next = await draftFor(settlers, shop, TODAY);
    await signAll(settlers, next);
    const pending = { params: { settlementId: next.settlementId }, body: { version: next.version } };
    expect(await refused((headers) => settlers.handler.call(settlements.proposeClosing, { ...pending, headers }))).toBe(
      'settlement_lines_pending',
    );
    await enterLines(t);
    await closeIt(settlers, next);
  });

  it('is one at a time, after the one before, and never of nothing or of days to come', async () => {
    const { shop } = await busyShop(1);
    const body = { shopId: shop.shop.shopId, payer: { kind: 'community', unitId: 'jinxiu' }, until: TODAY };
    const ask = (departure: object = {}) =>
      refused((headers) => settlers.handler.call(settlements.draft, { body: { ...body, ...departure }, headers }));
    expect(await ask()).toBe('settlement_nothing');
    await enterLines(t);
    expect(await ask({ until: '2026-11-24' })).toBe('settlement_period_open');
    expect(await ask({ until: '2026-10-31' })).toBe('settlement_nothing');
    expect(await ask({ payer: { kind: 'district', unitId: 'nowhere' } })).toBe('settlement_payer_unknown');
    expect(await ask({ payer: { kind: 'community', unitId: 'hechi' } })).toBe('out_of_scope');
    expect(await ask({ shopId: 'nobody' })).toBe('shop_not_found');
    const key = nextKey();
    const first = await settlers.handler.call(settlements.draft, { body, key }).expect(201);
    expect((await settlers.handler.call(settlements.draft, { body, key }).expect(201)).body).toEqual(first.body);
    expect(await ask()).toBe('settlement_open_exists');
    const params = { settlementId: first.body.settlementId };
    const gone = await settlers.handler
      .call(settlements.cancel, { params, body: { reason: '日期选错了' } })
      .expect(200);
    expect(gone.body).toMatchObject({ state: 'cancelled', totals: { lines: 0, fen: 0 } });
    const signing = { params, body: { part: 'handler', version: 1 } };
    expect(await refused((headers) => settlers.handler.call(settlements.sign, { ...signing, headers }))).toBe(
      'settlement_cancelled',
    );
    const second = await draftFor(settlers, shop, TODAY);
    expect(second.totals.lines).toBe(1);
    await signAll(settlers, second);
    await closeIt(settlers, second);
    expect(await ask({ until: '2026-11-22' })).toBe('settlement_period_closed');
  });

  it('is made once by two who draft at the same moment', async () => {
    const { shop } = await busyShop(3);
    await enterLines(t);
    const body = { shopId: shop.shop.shopId, payer: { kind: 'community', unitId: 'jinxiu' }, until: TODAY };
    const both = await Promise.all([
      settlers.handler.call(settlements.draft, { body }),
      settlers.witness.call(settlements.draft, { body }),
    ]);
    expect(both.map(({ status }) => status).sort()).toEqual([201, 409]);
    expect(both.find(({ status }) => status === 409)?.body.code).toBe('settlement_open_exists');
    expect(both.find(({ status }) => status === 201)?.body.totals.lines).toBe(3);
  });
});

describe('a process that dies between two writes', () => {
  it('leaves a statement that the job puts together, or gives back', async () => {
    const { shop } = await busyShop(3);
    await enterLines(t);
    const drafted = await draftFor(settlers, shop, TODAY);
    const statements = t.database.db.collection<{ _id: string; state: string; nextCheckAt: Date | null }>(
      'settlement_statements',
    );
    const lines = t.database.db.collection<{ _id: string }>('settlement_lines');
    // As if it had ended after the first slice: one line is in, the others are not.
    const [first, ...others] = await linesOf(settlers.handler, drafted);
    await lines.updateMany(
      { _id: { $in: others.map(({ lineId }) => lineId) } },
      { $set: { free: true, statementId: null } },
    );
    await statements.updateOne(
      { _id: drafted.settlementId },
      {
        $set: {
          state: 'gathering',
          nextCheckAt: new Date(t.clock.now()),
          totals: { lines: 1, redemptions: 1, refunds: 0, corrections: 0, points: first?.points, fen: first?.fen },
        },
      },
    );
    const params = { settlementId: drafted.settlementId };
    const signing = { params, body: { part: 'handler', version: 1 } };
    expect(await refused((headers) => settlers.handler.call(settlements.sign, { ...signing, headers }))).toBe(
      'settlement_busy',
    );
    expect(await t.context.jobs.runNow(SETTLEMENTS_JOB)).toBe('done');
    expect(await readAgain(settlers.handler, drafted)).toEqual(drafted);

    await statements.updateOne(
      { _id: drafted.settlementId },
      { $set: { state: 'cancelling', nextCheckAt: new Date(t.clock.now()) } },
    );
    expect(await t.context.jobs.runNow(SETTLEMENTS_JOB)).toBe('done');
    const gone = await readAgain(settlers.handler, drafted);
    expect(gone).toMatchObject({ state: 'cancelled', totals: { lines: 0, points: 0, fen: 0 } });
    expect((await draftFor(settlers, shop, TODAY)).totals).toEqual(drafted.totals);
  });

  it('leaves a mark on the redemption, from which its lines are written once, also of what was there before', async () => {
    const { shop, ids } = await busyShop(2);
    await enterLines(t);
    const redeemed = t.database.db.collection<{ _id: string }>('redemptions');
    const lines = t.database.db.collection<{ _id: string }>('settlement_lines');
    // Written, and the mark not taken off; and one from before there were settlements.
    await redeemed.updateOne({ _id: ids[0] }, { $set: { settleDue: true } });
    await redeemed.updateOne({ _id: ids[1] }, { $unset: { settleDue: 1 } });
    await lines.deleteOne({ _id: `c:${ids[1]}` });
    await t.database.db.collection('settlement_place').deleteMany({});
    await enterLines(t);
    expect((await draftFor(settlers, shop, TODAY)).totals).toMatchObject({ lines: 2, points: 24, fen: 1700 });
  });
});

describe('a disputed line', () => {
  async function drafted(redeemed = 2) {
    const busy = await busyShop(redeemed);
    await enterLines(t);
    const statement = await draftFor(settlers, busy.shop, TODAY);
    const [line] = await linesOf(busy.shop.owner, statement);
    if (line === undefined) throw new Error('no line');
    return { ...busy, statement, line };
  }

  it('leaves the draft, makes signatures void, and comes back kept or corrected', async () => {
    const { shop, statement, line } = await drafted();
    await signAll(settlers, statement);
    const params = { settlementId: statement.settlementId, lineId: line.lineId };
    const filing = { params, body: { reason: '应按 9 元结算' }, key: nextKey() };
    const filed = await shop.owner.call(settlements.dispute, filing).expect(201);
    expect(filed.body).toMatchObject({ state: 'open', side: 'shop', line: { fen: 850 }, mayDecide: false });
    expect((await shop.owner.call(settlements.dispute, filing).expect(201)).body).toEqual(filed.body);
    const after = await readAgain(settlers.handler, statement);
    expect(after).toMatchObject({
      signatures: [],
      signaturesVoided: 1,
      disputesOpen: 1,
      version: 2,
      totals: { lines: 1, fen: 850 },
    });
    const listed = await settlers.handler.call(settlements.disputes, { query: { unitId: 'jinxiu' } }).expect(200);
    expect(listed.body.items).toContainEqual(
      expect.objectContaining({ disputeId: filed.body.disputeId, mayDecide: true }),
    );
    const tasks = await settlers.handler.call(reports.tasks).expect(200);
    expect(tasks.body.items).toContainEqual(expect.objectContaining({ code: 'settlements_waiting' }));

    const of = { disputeId: filed.body.disputeId };
    const decide = (departure: object) => ({ params: of, body: { outcome: 'kept', answer: '按协议', ...departure } });
    const no = (departure: object, user = settlers.handler) =>
      refused((headers) => user.call(settlements.decideDispute, { ...decide(departure), headers }));
    expect(await no({ outcome: 'corrected' })).toBe('settlement_correction_missing');
    expect(await no({ correctionFen: 5 })).toBe('settlement_correction_unwanted');
    expect(await no({ outcome: 'corrected', correctionFen: -851 })).toBe('settlement_correction_too_large');
    expect(
      await refused((headers) => settlers.handler.call(settlements.withdrawDispute, { params: of, headers })),
    ).toBe('settlement_dispute_not_yours');
    const corrected = await settlers.handler
      .call(settlements.decideDispute, decide({ outcome: 'corrected', correctionFen: 50 }))
      .expect(200);
    expect(corrected.body).toMatchObject({ state: 'corrected', correctionFen: 50, line: { disputeId: null } });
    expect(await no({})).toBe('settlement_dispute_decided');
    const back = await readAgain(settlers.handler, statement);
    expect(back.totals).toMatchObject({ lines: 3, corrections: 1, points: 24, fen: 1750 });
    expect(back.version).toBe(3);
    await signAll(settlers, back);
    await closeIt(settlers, back);
    expect(await settlementsBad()).toEqual([]);
  });

  it('waits for the next statement where its own is closed meanwhile', async () => {
    const { shop, statement, line } = await drafted();
    const params = { settlementId: statement.settlementId, lineId: line.lineId };
    const body = { reason: '这笔没有核销' };
    const filed = await settlers.witness.call(settlements.dispute, { params, body }).expect(201);
    expect(filed.body).toMatchObject({ side: 'office' });
    expect(await refused((headers) => settlers.handler.call(settlements.dispute, { params, body, headers }))).toBe(
      'settlement_line_disputed',
    );
    const unknown = { params: { ...params, lineId: 'c:nobody' }, body };
    expect(await refused((headers) => settlers.handler.call(settlements.dispute, { ...unknown, headers }))).toBe(
      'settlement_line_not_found',
    );
    expect(
      await refused((headers) =>
        settlers.handler.call(settlements.withdrawDispute, { params: { disputeId: 'nobody' }, headers }),
      ),
    ).toBe('settlement_dispute_not_found');
    const of = { params: { disputeId: filed.body.disputeId } };
    const kept = { ...of, body: { outcome: 'kept', answer: '核对签收表无误' } };
    expect(await refused((headers) => settlers.witness.call(settlements.decideDispute, { ...kept, headers }))).toBe(
      'settlement_dispute_own',
    );
    expect(await refused((headers) => shop.owner.call(settlements.withdrawDispute, { ...of, headers }))).toBe(
      'settlement_dispute_not_yours',
    );
    const now = await readAgain(settlers.handler, statement);
    await signAll(settlers, now);
    await closeIt(settlers, now);
    await settlers.handler.call(settlements.decideDispute, kept).expect(200);
    later();
    const next = await draftFor(settlers, shop, TODAY);
    expect((await linesOf(settlers.handler, next)).map(({ lineId }) => lineId)).toEqual([line.lineId]);

    // Of a closed statement nothing is taken out: a correction comes with the next one.
    const other = (await linesOf(settlers.handler, now))[0];
    const closedLine = { settlementId: now.settlementId, lineId: other?.lineId ?? '' };
    const late = await shop.owner
      .call(settlements.dispute, { params: closedLine, body: { reason: '少算了' } })
      .expect(201);
    expect(
      await refused((headers) =>
        settlers.handler.call(settlements.dispute, { params: closedLine, body: { reason: '再看' }, headers }),
      ),
    ).toBe('settlement_line_disputed');
    const input = {
      params: { disputeId: late.body.disputeId },
      body: { outcome: 'corrected', correctionFen: -50, answer: '多付' },
    };
    await settlers.handler.call(settlements.decideDispute, input).expect(200);
    expect((await readAgain(settlers.handler, now)).totals.fen).toBe(850);
    const dues = await settlers.handler.call(settlements.dues, { query: { shopId: shop.shop.shopId } }).expect(200);
    expect(dues.body.items).toMatchObject([{ fen: -50, lines: 1, openSettlementId: next.settlementId }]);
    expect(await settlementsBad()).toEqual([]);
  });

  it('can be taken back by the side that filed it', async () => {
    const { shop, statement, line } = await drafted();
    const params = { settlementId: statement.settlementId, lineId: line.lineId };
    const filed = await shop.owner.call(settlements.dispute, { params, body: { reason: '看错了' } }).expect(201);
    const of = { params: { disputeId: filed.body.disputeId }, key: nextKey() };
    const withdrawn = await shop.owner.call(settlements.withdrawDispute, of).expect(200);
    expect((await shop.owner.call(settlements.withdrawDispute, of).expect(200)).body).toEqual(withdrawn.body);
    expect((await readAgain(settlers.handler, statement)).totals).toEqual(statement.totals);
  });
});

describe('money of a year', () => {
  it('bounds what is closed, is changed with a reason, and knows what is owed', async () => {
    const { shop } = await busyShop();
    await enterLines(t);
    const drafted = await draftFor(settlers, shop, TODAY);
    await signAll(settlers, drafted);
    const params = { unitId: 'jinxiu', year: '2026' };
    const before = (await settlers.approver.call(settlements.funding, { query: { year: '2026' } }).expect(200)).body
      .items[0];
    const set = (limitFen: number | null, version: number) => ({
      params,
      body: { kind: 'community', limitFen, version, reason: '年初核定' },
    });
    const limit = before.settledFen + 1699;
    const changed = await settlers.approver.call(settlements.setFunding, set(limit, before.version)).expect(200);
    expect(changed.body).toMatchObject({ limitFen: limit, version: before.version + 1, mayChange: true });
    expect(
      await refused((headers) =>
        settlers.approver.call(settlements.setFunding, { ...set(null, before.version), headers }),
      ),
    ).toBe('version_conflict');
    expect(
      await refused((headers) =>
        settlers.approver.call(settlements.setFunding, {
          ...set(1, 0),
          body: { ...set(1, 0).body, kind: 'district' },
          headers,
        }),
      ),
    ).toBe('settlement_funding_payer');
    const input = { params: { settlementId: drafted.settlementId }, body: { version: drafted.version } };
    await settlers.handler.call(settlements.proposeClosing, input).expect(200);
    const over = await settlers.approver.call(settlements.close, input).expect(409);
    expect(over.body).toMatchObject({ code: 'settlement_over_funding' });
    expect((await readAgain(settlers.handler, drafted)).state).toBe('draft');
    // Who is bound by it does not raise or lift it.
    for (const more of [limit + 1, null]) {
      expect(
        await refused((headers) =>
          settlers.approver.call(settlements.setFunding, { ...set(more, before.version + 1), headers }),
        ),
      ).toBe('settlement_funding_more');
    }
    const street = await t.signIn('street_admin', 'qihe');
    await street.call(settlements.setFunding, set(limit + 1, before.version + 1)).expect(200);
    await settlers.approver.call(settlements.close, input).expect(200);
    const after = (await settlers.approver.call(settlements.funding, { query: { year: '2026' } }).expect(200)).body
      .items[0];
    expect(after).toMatchObject({ settledFen: before.settledFen + 1700, changes: [{ reason: '年初核定' }, {}] });
    await street.call(settlements.setFunding, set(null, before.version + 2)).expect(200);
    expect(await settlementsBad()).toEqual([]);
  });
});

describe('who sees and does what', () => {
  it('is the shop for its own, the office for its unit, and nobody who works for the shop', async () => {
    const { shop } = await busyShop(1);
    await enterLines(t);
    const drafted = await draftFor(settlers, shop, TODAY);
    const params = { settlementId: drafted.settlementId };
    const other = await busyShop(1);
    expect(await refused((headers) => other.shop.owner.call(settlements.get, { params, headers }))).toBe(
      'settlement_not_found',
    );
    const neighbour = await t.signIn('community_admin', 'hechi');
    expect(await refused((headers) => neighbour.call(settlements.get, { params, headers }))).toBe(
      'settlement_not_found',
    );
    const own = await shop.owner.call(settlements.list, { query: { shopId: shop.shop.shopId } }).expect(200);
    expect(own.body.items).toMatchObject([{ settlementId: drafted.settlementId, may: { sign: null, dispute: true } }]);
    expect(
      await refused((headers) =>
        other.shop.owner.call(settlements.list, { query: { shopId: shop.shop.shopId }, headers }),
      ),
    ).toBe('out_of_scope');

    // A secretary whose person works for the shop.
    const keeper = await t.enterResident();
    await t.signIn('merchant_staff', null, { shopId: shop.shop.shopId, personId: keeper.personId });
    const partial = await t.signIn('community_admin', 'jinxiu', { personId: keeper.personId });
    const signing = { params, body: { part: 'handler', version: 1 } };
    expect(await refused((headers) => partial.call(settlements.sign, { ...signing, headers }))).toBe(
      'settlement_not_independent',
    );
    const auditor = await t.signIn('auditor', 'jinxiu');
    await auditor.call(settlements.get, { params }).expect(200);
    expect(await refused((headers) => auditor.call(settlements.sign, { ...signing, headers }))).toBe('forbidden');
  });

  it('shows which community issued and which redeemed', async () => {
    const shop = await openShop(t, office);
    const offer = await addOffer(office, shop.shop);
    const guest = await residentWith(t, 50, { unitId: 'hechi-g1' });
    const sum = async () => {
      const query = { unitId: 'jinxiu', from: '2026-11', until: '2026-11' };
      const { body } = await settlers.handler.call(settlements.matrix, { query }).expect(200);
      return body.cells.find(({ issuedIn }: { issuedIn: string }) => issuedIn === 'hechi') ?? { lines: 0, fen: 0 };
    };
    const before = await sum();
    await redeem(guest, shop, offer);
    later();
    await enterLines(t);
    expect(await sum()).toMatchObject({ redeemedIn: 'jinxiu', lines: before.lines + 1, fen: before.fen + 850 });
    const query = { from: '2020-01', until: '2026-11' };
    expect(await refused((headers) => settlers.handler.call(settlements.matrix, { query, headers }))).toBe(
      'settlement_months_too_many',
    );
  });

  it('does not let a redemption be undone behind the back of stock and yuan', async () => {
    const { shop } = await busyShop(1);
    await enterLines(t);
    const [line] = await linesOf(settlers.handler, await draftFor(settlers, shop, TODAY));
    const input = { params: { entryId: line?.entryId ?? '' }, body: { reason: '登记有误' } };
    expect(await refused((headers) => office.deputy.call(transactions.reverse, { ...input, headers }))).toBe(
      'reversal_of_redemption',
    );
  });

  it('gives a long statement as several workbooks, whose lines are numbered on', async () => {
    const { shop } = await busyShop(1);
    await enterLines(t);
    const drafted = await draftFor(settlers, shop, TODAY);
    const { settlementId } = drafted;
    // As if there were so many: only what this reads is made.
    const lines = t.database.db.collection<{ _id: string }>('settlement_lines');
    const line = await lines.findOne({ statementId: settlementId } as object);
    if (line === null) throw new Error('no line');
    const copies = Array.from({ length: WORKBOOK_LINES + 1 }, (_, at) => ({
      ...line,
      _id: `copy:${drafted.number}:${at}`,
    }));
    await lines.insertMany(copies);
    const statements = t.database.db.collection<{ _id: string }>('settlement_statements');
    await statements.updateOne({ _id: settlementId }, { $set: { 'totals.lines': copies.length + 1 } });
    const params = { settlementId };
    const second = await settlers.handler
      .call(settlements.workbook, { params, query: { part: 2 } })
      .responseType('blob')
      .expect(200);
    expect(second.headers['content-disposition']).toContain(`settlement-${drafted.number}-2.xlsx`);
    const rows = (await readXlsxFile(second.body as Buffer))[0]?.data ?? [];
    expect(rows.filter(([first]) => typeof first === 'number').map(([first]) => first)).toEqual([
      WORKBOOK_LINES + 1,
      WORKBOOK_LINES + 2,
    ]);
    expect(rows.flat()).toContain('明细第 2 份，共 2 份');
    const third = { params, query: { part: 3 } };
    expect(await refused((headers) => settlers.handler.call(settlements.workbook, { ...third, headers }))).toBe(
      'settlement_part_not_found',
    );
    await lines.deleteMany({ _id: { $in: copies.map(({ _id }) => _id) } });
    await statements.updateOne({ _id: settlementId }, { $set: { 'totals.lines': 1 } });
  });

  it('gives a statement as a workbook', async () => {
    const { shop } = await busyShop();
    await enterLines(t);
    const drafted = await draftFor(settlers, shop, TODAY);

    const answer = await settlers.handler
      .call(settlements.workbook, { params: { settlementId: drafted.settlementId } })
      .buffer(true)
      .parse((res, done) => {
        const chunks: Buffer[] = [];
        res.on('data', (chunk: Buffer) => chunks.push(chunk));
        res.on('end', () => done(null, Buffer.concat(chunks)));
      })
      .expect(200);
    const rows = await readXlsxFile(answer.body as Buffer);
    expect(JSON.stringify(rows)).toContain('暖邻食堂');
    expect(JSON.stringify(rows)).toContain('8.5');
  });
});

describe('what is found by verification', () => {
  it('is a line that says something else, is missing or stands twice', async () => {
    const { shop, ids } = await busyShop();
    await enterLines(t);
    await draftFor(settlers, shop, TODAY);
    const lines = t.database.db.collection<{ _id: string; fen: number }>('settlement_lines');
    const line = await lines.findOne({ _id: `c:${ids[0]}` });
    if (line === null) throw new Error('no line');
    await lines.updateOne({ _id: line._id }, { $set: { fen: 900 } });
    const codes = (await settlementsBad()).map(({ about }) => about?.kind).sort();
    expect(codes).toEqual(['redemption', 'settlement']);
    await lines.deleteOne({ _id: line._id });
    expect((await settlementsBad()).length).toBeGreaterThan(0);
    await lines.insertOne(line);
    expect(await settlementsBad()).toEqual([]);
  });

  it('does not mind a redemption that is marked and not entered yet', async () => {
    await busyShop(1);
    expect(await settlementsBad()).toEqual([]);
    await enterLines(t);
  });
});
