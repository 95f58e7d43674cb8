import { LEDGER_COLLECTION } from '@red-points/server/ledger/index';
import { adjustments, imports, transactions } from '@red-points/shared/contracts';
import { entryId, type LedgerCommand } from '@red-points/shared/domain/ledger';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type SignedInUser, startTestApp, type TestApp } from '../support/app.ts';
import { earnCommand } from '../support/ledger-commands.ts';
import { rowsOf, type SheetCells, sheetOf, takeIn, untilState } from '../support/sheets.ts';
import { badAgainst } from '../support/verified.ts';

let test: TestApp;
let other: TestApp;
let officer: SignedInUser;
let secretary: SignedInUser;
let deputy: SignedInUser;

beforeAll(async () => {
  test = await startTestApp();
  other = await startTestApp({ sharing: test });
  officer = await test.signIn('grid_officer', 'jinxiu');
  secretary = await test.signIn('community_admin', 'jinxiu');
  deputy = await other.signIn('community_admin', 'jinxiu');
});
afterAll(async () => {
  await other.close();
  await test.close();
});

async function propose(entry: string, points: number, minutes = 0): Promise<string> {
  const body = { points, minutes, reason: '核实后更正' };
  const answer = await officer.call(adjustments.propose, { params: { entryId: entry }, body });
  expect(answer.status, JSON.stringify(answer.body)).toBe(201);
  return answer.body.adjustmentId;
}
const confirm = (adjustmentId: string) => secretary.call(adjustments.confirm, { params: { adjustmentId } });
const reverse = (entry: string, by = deputy) =>
  by.call(transactions.reverse, { params: { entryId: entry }, body: { reason: '重复登记' } });

/** An entry of a new resident. */
async function credited(points: number): Promise<{ accountId: string; entry: string }> {
  const { accountId } = await test.enterResident();
  const posted = await test.context.ledger.post(earnCommand(accountId, `claim:${accountId}`, points));
  expect(posted.status).toBe('posted');
  return { accountId, entry: entryId(accountId, 1) };
}

const stateOf = async (accountId: string) => (await test.context.ledger.view(accountId)).state;

describe('what was corrected is not taken back whole', () => {
  it('a reversal waits for the end of an open correction, and is refused after one that was posted', async () => {
    const { accountId, entry } = await credited(100);
    const withdrawn = await propose(entry, -90);
    expect((await reverse(entry).expect(409)).body.code).toBe('adjustment_open');
    await officer.call(adjustments.withdraw, { params: { adjustmentId: withdrawn } }).expect(200);

    await confirm(await propose(entry, -90)).expect(200);
    expect((await reverse(entry).expect(409)).body.code).toBe('ledger_corrected');
    expect(await stateOf(accountId)).toMatchObject({ balance: 10, owed: 0 });
    expect(await test.context.ledger.referringTo(accountId, 1)).toMatchObject([{ kind: 'adjust', points: -90 }]);
    expect(await badAgainst(test, [])).toEqual([]);
  });

  it('nor one that was posted before corrections named their entry', async () => {
    const { accountId, entry } = await credited(100);
    const adjustmentId = await propose(entry, -90);
    await confirm(adjustmentId).expect(200);
    // As it was written then: the record says whose correction it is, the entry does not.
    const { refersTo: _refersTo, ...posted } = (await test.context.ledger.entries([entryId(accountId, 2)]))[0] ?? {};
    expect(_refersTo).toBe(1);
    const raw = test.database.db.collection<{ _id: string }>(LEDGER_COLLECTION);
    await raw.updateOne({ _id: entryId(accountId, 2) }, { $unset: { refersTo: '' } });
    expect((await reverse(entry).expect(409)).body.code).toBe('ledger_corrected');
    await raw.updateOne({ _id: entryId(accountId, 2) }, { $set: { refersTo: 1 } });
    expect(posted).toMatchObject({ kind: 'adjust' });
  });

  it('what was reversed takes no correction, proposed after or before', async () => {
    const { accountId, entry } = await credited(20);
    await reverse(entry).expect(201);
    const late = await officer.call(adjustments.propose, {
      params: { entryId: entry },
      body: { points: 5, reason: '核实后更正' },
    });
    expect(late.body.code).toBe('ledger_already_reversed');
    await confirm(await propose(entryId(accountId, 2), 5)).expect(200);
    expect((await stateOf(accountId)).balance).toBe(5);

    // The reversal was under way when the correction was proposed.
    const next = await credited(20);
    const adjustmentId = await propose(next.entry, 5);
    await test.context.ledger.post(reversalOf(next.accountId));
    expect((await confirm(adjustmentId).expect(409)).body.code).toBe('ledger_already_reversed');
    expect((await stateOf(next.accountId)).balance).toBe(0);
  });
});

const context = (accountId: string, key: string) => ({
  ...{ account: accountId, key, counterparty: { kind: 'issuance', id: 'jinxiu' } as const },
  ...{ actors: [], issuerUnit: 'jinxiu', homeUnit: 'jinxiu-g1', effectiveAtMs: test.clock.now() },
});
const reversalOf = (accountId: string): LedgerCommand => ({
  ...{ ...context(accountId, 'reverse:1'), kind: 'reverse', originalSeq: 1 },
  source: { kind: 'adjustment', id: `r-${accountId}` },
});
const correctionOf = (accountId: string): LedgerCommand => ({
  ...{ ...context(accountId, 'adjustment:1'), kind: 'adjust', points: -90, minutes: 0, originalSeq: 1 },
  ...{ expiry: { kind: 'end_of_next_year', from: 'recorded' }, source: { kind: 'correction', id: `c-${accountId}` } },
});

it('of a reversal and a correction at once, in two processes, one is posted', async () => {
  const seen = new Set<string>();
  for (let round = 0; round < 20; round += 1) {
    const { accountId } = await credited(100);
    // Both know the account: neither reads it anew before it decides.
    await other.context.ledger.view(accountId);
    const [one, two] = round % 2 === 0 ? [test, other] : [other, test];
    const answers = await Promise.all([
      one.context.ledger.post(reversalOf(accountId)),
      two.context.ledger.post(correctionOf(accountId)),
    ]);
    expect(answers.filter(({ status }) => status === 'posted')).toHaveLength(1);
    const { balance, owed } = await stateOf(accountId);
    expect(owed).toBe(0);
    seen.add(String(balance));
  }
  expect([...seen].every((balance) => balance === '0' || balance === '10')).toBe(true);
});

it('an import that is undone leaves a row standing that was corrected, and says why', async () => {
  const titles = ['姓名', '联系电话', '所属网格', '日期', '类别', '事项', '时长', '积分'];
  const row = (name: string, phone: number, points: number): SheetCells => [
    ...[name, phone, '锦绣社区第1网格', '2026-10-01'],
    ...['志愿', '清扫楼道', 2, points],
  ];
  const file = sheetOf([titles, row('柯文', 13720000001, 100), row('林秀珠', 13720000002, 5)]);
  const importId = await takeIn({ proposer: officer, confirmer: secretary }, file, { kind: 'ledger' });
  const [ke] = await test.context.people.byPhone('13720000001');
  const accountId = ke?.accountId ?? '';
  const adjustmentId = await propose(entryId(accountId, 1), -90, -60);
  await deputy.call(adjustments.confirm, { params: { adjustmentId } }).expect(200);

  const third = await test.signIn('community_admin', 'jinxiu');
  await third.call(imports.undo, { params: { importId }, body: { reason: '整份台账导错了' } }).expect(202);
  await untilState(officer, importId, 'undone');
  const undone = (await officer.call(imports.get, { params: { importId } }).expect(200)).body;
  expect(undone.counts).toMatchObject({ posted: 2, undone: 1, notUndone: 1 });
  expect((await rowsOf(officer, importId)).map((line) => line.undo)).toEqual(['ledger_corrected', 'undone']);
  expect(await stateOf(accountId)).toMatchObject({ balance: 10, owed: 0, minutes: 60 });
});
