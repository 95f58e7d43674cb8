import { createHash } from 'node:crypto';
import { sha256 } from '@red-points/server/platform/sha256';
import {
  audit,
  digests,
  receiptSchema,
  type SettlementEvidence,
  settlementEvidence,
  settlements,
  spotChecks,
} from '@red-points/shared/contracts';
import { checkReceipt } from '@red-points/shared/domain/digests';
import { strFromU8, unzipSync } from 'fflate';
import readXlsxFile from 'read-excel-file/node';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type SignedInUser, startTestApp, type TestApp } from '../support/app.ts';
import { lasting } from '../support/households.ts';
import { addOffer, type Office, openOffice, openShop, residentWith, type TestShop } from '../support/redeeming.ts';
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
const NEXT_DAY = '2026-11-24T00:20:00+08:00';
const hash = (text: string) => createHash('sha256').update(text).digest('hex');

let t: TestApp;
let office: Office;
let settlers: Settlers;
let auditor: SignedInUser;
let shop: TestShop;
let settlementId: string;

const later = () => t.clock.set(t.clock.now() + 1_000);

/** A statement with a part given back, a full refund, a dispute that was kept and one that was corrected. */
beforeAll(async () => {
  t = await startTestApp();
  office = await openOffice(t);
  const signedIn = await settlersOf(t);
  settlers = {
    handler: lasting(t, signedIn.handler),
    witness: lasting(t, signedIn.witness),
    approver: lasting(t, signedIn.approver),
  };
  auditor = lasting(t, await t.signIn('auditor', 'jinxiu'));
  const opened = await openShop(t, office, '=暖邻食堂');
  shop = { ...opened, owner: lasting(t, opened.owner) };
  const offer = await addOffer(office, shop.shop, { stock: 50 });
  const resident = await residentWith(t, 500);
  const ids: string[] = [];
  for (let count = 0; count < 6; count += 1) {
    later();
    ids.push(await redeem(resident, shop, offer));
  }
  later();
  await giveBack(shop, ids[0] ?? '', 5);
  later();
  await giveBack(shop, ids[1] ?? '', 12);
  later();
  await enterLines(t);
  const drafted = await draftFor(settlers, shop, TODAY);
  settlementId = drafted.settlementId;
  await signAll(settlers, drafted);
  await closeIt(settlers, drafted);
  const [line] = await linesOf(settlers.handler, drafted);
  later();
  const filed = await settlers.handler
    .call(settlements.dispute, {
      params: { settlementId, lineId: line?.lineId ?? '' },
      body: { reason: '=1+1，数量对不上' },
    })
    .expect(201);
  later();
  await settlers.witness
    .call(settlements.decideDispute, {
      params: { disputeId: filed.body.disputeId },
      body: { outcome: 'kept', answer: '核对过签收表' },
    })
    .expect(200);
});
afterAll(() => t.close());

const ask = (user: SignedInUser, size?: number) =>
  user.call(settlementEvidence.get, { params: { settlementId }, query: size === undefined ? {} : { size } });

async function evidenceOf(user: SignedInUser, size?: number): Promise<SettlementEvidence> {
  const answer = await ask(user, size);
  expect(answer.status, JSON.stringify(answer.body)).toBe(200);
  return answer.body as SettlementEvidence;
}

describe('the evidence behind a sample of a closed statement', () => {
  it('is not drawn before the digest of the day of closing is published, nor from a draft', async () => {
    const early = await ask(auditor);
    expect([early.status, early.body.code]).toEqual([409, 'evidence_seed_not_yet']);
    expect(early.body.detail).toEqual({ day: TODAY });
    const other = await openShop(t, office);
    const offer = await addOffer(office, other.shop);
    later();
    await redeem(await residentWith(t, 50), other, offer);
    later();
    await enterLines(t);
    const draft = await draftFor(settlers, other, TODAY);
    const ofDraft = { params: { settlementId: draft.settlementId } };
    expect((await auditor.call(settlementEvidence.get, ofDraft)).body.code).toBe('evidence_not_closed');
    // Its only line is taken out by a dispute: what is closed then has none.
    const [line] = await linesOf(settlers.handler, draft);
    later();
    const ofLine = { params: { ...ofDraft.params, lineId: line?.lineId ?? '' }, body: { reason: '没有签收' } };
    await settlers.handler.call(settlements.dispute, ofLine).expect(201);
    const emptied = await readAgain(settlers.handler, draft);
    await signAll(settlers, emptied);
    await closeIt(settlers, emptied);
    t.clock.set(Date.parse(NEXT_DAY));
    await t.context.digests.makeDue();
    const code = await refused((headers) => auditor.call(settlementEvidence.get, { ...ofDraft, headers }));
    expect(code).toBe('evidence_empty');
  });

  it('is drawn by a seed that anybody can make again, the same whenever it is drawn', async () => {
    const evidence = await evidenceOf(auditor);
    const { sample, settlement } = evidence;
    expect(sample).toMatchObject({ population: 8, size: 5, suggested: 5, sizeMax: 8, fingerprintHolds: true });
    const digest = (await t.call(digests.get, { params: { digestId: TODAY } }).expect(200)).body.digest;
    const parts = ['red-points-statement-sample', 1, settlement.number, settlement.fingerprint, digest];
    expect(sample).toMatchObject({ seedDay: TODAY, digest, seed: hash(JSON.stringify(parts)) });
    const all = (await linesOf(settlers.handler, settlement)).map(({ lineId }) => lineId);
    const ranked = all
      .map((id) => [hash(`${sample.seed}\n${id}`), id] as const)
      .sort(([one], [other]) => (one < other ? -1 : 1))
      .map(([, id]) => id);
    expect(evidence.lines.map(({ line }) => line.lineId)).toEqual(ranked.slice(0, 5));
    const again = await evidenceOf(auditor);
    expect(again.lines).toEqual(evidence.lines);
    const whole = await evidenceOf(settlers.approver, 50);
    expect(whole.lines.map(({ line }) => line.lineId)).toEqual(ranked);
    expect((await ask(auditor, 51)).status).toBe(400);
    // The rule for spot checks of the street says how many are asked for.
    const district = lasting(t, await t.signIn('district_admin', 'wanglan'));
    const params = { unitId: 'qihe' };
    const { version } = (await district.call(spotChecks.settings, { params }).expect(200)).body;
    const rule = { percent: 100, itemsMin: 2, itemsMax: 3 };
    await district.call(spotChecks.setSettings, { params, body: { rule, version } }).expect(200);
    const fewer = await evidenceOf(auditor);
    expect(fewer.lines).toEqual(evidence.lines.slice(0, 3));
  });

  it('shows for each line the redemption, its entries with proofs, refunds, disputes and what left the shelf', async () => {
    const { lines, settlement } = await evidenceOf(auditor, 50);
    expect(settlement.signatures.map(({ part }) => part)).toEqual(['handler', 'witness', 'approver']);
    expect(settlement).toMatchObject({ state: 'closed', closingProposed: {}, closed: {} });
    const captures = lines.filter(({ line }) => line.kind === 'redemption');
    expect(captures).toHaveLength(6);
    for (const { redemption, entries, line, movements, stockCounted } of captures) {
      expect(redemption).toMatchObject({
        via: 'shop_poster',
        assurance: 'poster',
        points: 12,
        settlementFen: 850,
        startedBy: { part: 'resident', byName: null },
        confirmedBy: [{ part: 'cashier' }],
      });
      expect(redemption.confirmedBy[0]?.byName).toMatch(/\S/);
      expect(entries[0]).toMatchObject({
        kind: 'capture',
        points: -12,
        entryId: line.entryId,
        proof: { state: 'covered', day: TODAY },
      });
      expect(line.maskedName).toMatch(/\*/);
      expect(stockCounted).toBe(true);
      expect(movements[0]).toMatchObject({ kind: 'redeemed', change: -1 });
    }
    const part = captures.find(({ redemption }) => redemption.refundedPoints === 5);
    expect(part).toMatchObject({
      refunds: [{ number: 1, points: 5, state: 'posted', reason: '质量不好', decidedByName: null }],
      entries: [{ kind: 'capture' }, { kind: 'refund', points: 5, proof: { state: 'covered' } }],
      otherLines: [{ kind: 'refund', points: -5, settlementNumber: settlement.number }],
      movements: [{ kind: 'redeemed' }],
    });
    const whole = captures.find(({ redemption }) => redemption.refundedPoints === 12);
    expect(whole?.movements).toMatchObject([
      { kind: 'redeemed', change: -1 },
      { kind: 'returned', change: 1 },
    ]);
    expect(lines.flatMap(({ disputes }) => disputes)).toContainEqual(
      expect.objectContaining({ state: 'kept', side: 'office', answer: '核对过签收表' }),
    );
  });

  it('is one file: a workbook without formulas, receipts that hold, and what the sample was drawn from', async () => {
    const answer = await auditor
      .call(settlementEvidence.file, { params: { settlementId }, query: { size: 50 } })
      .buffer(true)
      .parse((res, done) => {
        const chunks: Buffer[] = [];
        res.on('data', (chunk: Buffer) => chunks.push(chunk));
        res.on('end', () => done(null, Buffer.concat(chunks)));
      })
      .expect(200);
    expect(answer.headers['content-type']).toContain('application/zip');
    const files = unzipSync(answer.body as Uint8Array);
    const text = (name: string) => strFromU8(files[name] ?? new Uint8Array());
    const { sample, lines } = await evidenceOf(auditor, 50);
    expect(hash(text('population.txt'))).toBe(sample.fingerprint);
    expect(text('README.txt')).toContain('red-points-statement-sample');
    const receipts = Object.keys(files).filter((name) => name.startsWith('receipts/'));
    // Each refunded redemption is in the sample twice, with the same entries.
    expect(receipts.length).toBe(lines.reduce((sum, { entries }) => sum + entries.length, 0));
    for (const name of receipts) {
      const receipt = receiptSchema.parse(JSON.parse(text(name)));
      expect(checkReceipt(receipt, sample.digest, sha256).failed).toBeNull();
    }
    const sheets = await readXlsxFile(Buffer.from(files['evidence.xlsx'] ?? []));
    expect(sheets.map(({ sheet }) => sheet)).toEqual(['抽样与结算单', '样本明细', '账本流水', '退还 争议 库存']);
    const cells = sheets.flatMap(({ data }) => data.flat());
    expect(cells).toContain("'=暖邻食堂");
    expect(cells).toContain("'=1+1，数量对不上");
    expect(cells.filter((cell) => typeof cell === 'string' && cell.startsWith('='))).toEqual([]);
    expect(sheets[1]?.data).toHaveLength(9);
  });

  it('is for auditors and the office, and every look is on record', async () => {
    const officer = lasting(t, await t.signIn('grid_officer', 'jinxiu'));
    const elsewhere = lasting(t, await t.signIn('auditor', 'hechi'));
    const code = (user: SignedInUser) =>
      refused((headers) => user.call(settlementEvidence.get, { params: { settlementId }, headers }));
    expect(await code(officer)).toBe('forbidden');
    expect(await code(shop.owner)).toBe('forbidden');
    expect(await code(elsewhere)).toBe('settlement_not_found');
    const before = (await evidenceOf(auditor)).looks;
    later();
    const after = (await evidenceOf(settlers.approver)).looks;
    expect(after).toHaveLength(before.length + 1);
    const log = (await auditor.call(audit.list, { query: { limit: 5 } }).expect(200)).body.items;
    expect(log[0]).toMatchObject({ action: 'settlements.evidence', subjectId: settlementId });
  });

  it('says where a line or an entry is not what it was', async () => {
    const { db } = t.database;
    const line = await db.collection('settlement_lines').findOne({ statementId: settlementId, kind: 'redemption' });
    const change = (fen: number) => db.collection('settlement_lines').updateOne({ _id: line?._id }, { $set: { fen } });
    await change(9_900);
    expect((await evidenceOf(auditor)).sample.fingerprintHolds).toBe(false);
    await change(850);
    const { lines } = await evidenceOf(auditor, 50);
    const entry = { _id: lines[0]?.entries[0]?.entryId as never };
    const stored = await db.collection('ledger_entries').findOne(entry);
    await db.collection('ledger_entries').updateOne(entry, { $set: { points: -1_200 } });
    const tampered = await evidenceOf(auditor, 50);
    expect(tampered.lines[0]?.entries[0]?.proof).toMatchObject({ state: 'broken', day: null });
    await db.collection('ledger_entries').updateOne(entry, { $set: { points: stored?.['points'] } });
    expect((await evidenceOf(auditor)).sample.fingerprintHolds).toBe(true);
  });
});
