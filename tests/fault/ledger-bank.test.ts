import { freshDatabase } from '@red-points/scripts/mongo/index';
import {
  createLedger,
  ensureLedgerCollection,
  type Ledger,
  OutcomeUnknownError,
  pairCheck,
  verifyLedger,
} from '@red-points/server/ledger/index';
import type { LedgerCommand } from '@red-points/shared/domain/ledger';
import { MongoClient } from 'mongodb';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { earnCommand, newAccountId } from '../support/ledger-commands.ts';
import { isLong } from '../support/long-form.ts';
import { BankProcesses, readWhole, type WholeBank } from './support/bank.ts';

const ACCOUNTS = 10;
const POINTS = 200;
const PROCESSES = 3;
const KILLS = isLong ? 20 : 2;
const READS_PER_KILL = isLong ? 50 : 15;
const seed = Number(process.env.FAULT_SEED ?? Date.now() % 2 ** 31);
const database = freshDatabase();
const client = new MongoClient(database.uri);

beforeAll(() => ensureLedgerCollection(client.db()));
afterAll(async () => {
  await client.close();
  await database.drop();
});

test('however many move points about, and are killed in the middle: every read of the whole keeps the total', async () => {
  process.stderr.write(`moves by seed ${seed} (FAULT_SEED)\n`);
  const db = client.db();
  const accounts = Array.from({ length: ACCOUNTS }, newAccountId);
  const ledger = createLedger({ db, clock: { now: () => Date.now() } });
  await Promise.all(accounts.map((account) => ledger.post(earnCommand(account, 'claim:start', POINTS))));
  const processes = new BankProcesses({ uri: database.uri, seed, accounts, clients: 8 });
  try {
    await Promise.all(Array.from({ length: PROCESSES }, () => processes.add()));
    let reads = 0;
    for (let kill = 0; kill <= KILLS; kill += 1) {
      const before = entriesOf(await readWhole(db));
      let whole = await readWhole(db);
      for (let read = 0; read < READS_PER_KILL || entriesOf(whole) < before + 60; read += 1, reads += 1) {
        whole = await readWhole(db);
        expectWhole(whole);
      }
      // What a killed process had begun, and its half-open transactions, are in the others' way.
      await processes.killOldest();
      if (kill < KILLS) await processes.add();
    }
    await processes.killAll();
    // What killed processes had begun ends by itself: nobody's account stays locked by it.
    for (const account of accounts) await postUntilKnown(ledger, earnCommand(account, 'claim:after', 1));
    const whole = await readWhole(db);
    expectWhole({ ...whole, spent: whole.spent - ACCOUNTS });
    process.stderr.write(
      `${reads} reads of the whole, ${entriesOf(whole)} entries, ${whole.spent} points with the shops\n`,
    );
    const checks = [pairCheck({ db, account: null }) ?? []].flat();
    expect((await verifyLedger({ db, checks })).bad).toEqual([]);
  } finally {
    await processes.killAll();
  }
}, 3_600_000);

async function postUntilKnown(ledger: Ledger, command: LedgerCommand): Promise<void> {
  for (;;) {
    try {
      expect((await ledger.post(command)).status).toBe('posted');
      return;
    } catch (error) {
      if (!(error instanceof OutcomeUnknownError)) throw error;
    }
  }
}

function expectWhole({ accounts, spent }: WholeBank): void {
  const total = accounts.reduce((sum, { state }) => sum + state.balance - state.owed, spent);
  expect(total).toBe(ACCOUNTS * POINTS);
  for (const { account, state, seq, entries, points } of accounts) {
    expect({ account, points, entries }).toEqual({ account, points: state.balance - state.owed, entries: seq });
  }
}

function entriesOf({ accounts }: WholeBank): number {
  return accounts.reduce((sum, { entries }) => sum + entries, 0);
}
