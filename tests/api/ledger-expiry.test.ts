import { freshDatabase } from '@red-points/scripts/mongo/index';
import {
  createLedger,
  DUE_LOTS_COLLECTION,
  ensureLedgerCollection,
  expireDueLots,
  LEDGER_COLLECTION,
  type Ledger,
  verifyLedger,
} from '@red-points/server/ledger/index';
import { MongoClient } from 'mongodb';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { earnCommand, ledgerContext, newAccountId, spendCommand, TEST_NOW_MS } from '../support/ledger-commands.ts';

const database = freshDatabase();
const client = new MongoClient(database.uri);
const db = client.db();
/** The first instant of 2028 in Shanghai: what is earned in 2026 is gone. */
const EXPIRY_MS = Date.UTC(2027, 11, 31, 16);
let nowMs = TEST_NOW_MS;
const clock = { now: () => nowMs };
let ledger: Ledger;
let account: string;

beforeAll(() => ensureLedgerCollection(db));
beforeEach(async () => {
  for (const name of [LEDGER_COLLECTION, DUE_LOTS_COLLECTION]) await db.collection(name).deleteMany({});
  nowMs = TEST_NOW_MS;
  ledger = createLedger({ db, clock });
  account = newAccountId();
});
afterAll(async () => {
  await client.close();
  await database.drop();
});

async function kinds(): Promise<string[]> {
  const { entries } = await ledger.statement(account, { limit: 50 });
  return entries.map((entry) => entry.kind).reverse();
}

test('due points are gone at once, though no job has run, and a credit after them is not', async () => {
  await ledger.post(earnCommand(account, 'claim:1', 10));
  nowMs = EXPIRY_MS - 1;
  expect((await ledger.view(account)).available).toBe(10);
  nowMs = EXPIRY_MS;
  expect((await ledger.view(account)).available).toBe(0);
  expect(await ledger.post(spendCommand(account, 'r1', 1))).toMatchObject({ refusal: { code: 'insufficient_points' } });
});

test('the job takes what is due once, however often and by how many it is run', async () => {
  await ledger.post(earnCommand(account, 'claim:1', 10));
  await ledger.post(spendCommand(account, 'r1', 3));
  nowMs = EXPIRY_MS - 1;
  expect(await expireDueLots({ db, ledger, clock })).toEqual({ accounts: 0, points: 0 });
  nowMs = EXPIRY_MS + 86_400_000;
  const other = createLedger({ db, clock });
  const runs = await Promise.all([expireDueLots({ db, ledger, clock }), expireDueLots({ db, ledger: other, clock })]);
  expect(runs.reduce((points, run) => points + run.points, 0)).toBe(7);
  expect(await expireDueLots({ db, ledger, clock })).toEqual({ accounts: 0, points: 0 });
  expect(await kinds()).toEqual(['earn', 'spend', 'expire']);
  expect((await ledger.view(account)).state).toMatchObject({ balance: 0, lots: [] });
});

test('points that fall due while held stay, go with a capture, and expire after a release', async () => {
  const shop = { counterparty: { kind: 'shop', id: 's1' } } as const;
  const hold = { ...shop, kind: 'hold', holdExpiresAtMs: EXPIRY_MS } as const;
  await ledger.post(earnCommand(account, 'claim:1', 10));
  nowMs = EXPIRY_MS - 1;
  await ledger.post({ ...ledgerContext(account, 'a:hold'), ...hold, holdId: 'a', points: 4 });
  await ledger.post({ ...ledgerContext(account, 'b:hold'), ...hold, holdId: 'b', points: 5 });
  nowMs = EXPIRY_MS + 1;
  expect(await expireDueLots({ db, ledger, clock })).toEqual({ accounts: 1, points: 1 });
  expect(await ledger.view(account)).toMatchObject({ available: 0, held: 9 });
  await ledger.post({ ...ledgerContext(account, 'a:capture'), ...shop, kind: 'capture', holdId: 'a' });
  await ledger.post({ ...ledgerContext(account, 'b:release'), ...shop, kind: 'release', holdId: 'b' });
  expect(await ledger.view(account)).toMatchObject({ available: 0, state: { balance: 5 } });
  expect(await expireDueLots({ db, ledger, clock })).toEqual({ accounts: 1, points: 5 });
  expect(await kinds()).toEqual(['earn', 'hold', 'hold', 'expire', 'capture', 'release', 'expire']);
});

test('a refund gives points the expiry they had, and the job finds them again where that is past', async () => {
  await ledger.post(earnCommand(account, 'claim:1', 10));
  await ledger.post(spendCommand(account, 'r1', 10));
  nowMs = EXPIRY_MS + 1;
  const shop = { counterparty: { kind: 'shop', id: 's1' } } as const;
  await ledger.post({ ...ledgerContext(account, 'r1:refund'), ...shop, kind: 'refund', originalSeq: 2, points: 6 });
  expect(await ledger.view(account)).toMatchObject({ available: 0, state: { balance: 6 } });
  expect(await expireDueLots({ db, ledger, clock })).toEqual({ accounts: 1, points: 6 });
  expect((await verifyLedger({ db, checks: [] })).bad).toEqual([]);
});
