import { LEDGER_COLLECTION, type VerifyResult, verifyLedger } from '@red-points/server/ledger/index';
import { ledgerChecks } from '@red-points/server/ledger-checks';
import { entryId } from '@red-points/shared/domain/ledger';
import { type Document, MongoClient } from 'mongodb';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { startTestApp, type TestApp } from '../support/app.ts';
import { newAccountId } from '../support/ledger-commands.ts';
import { isLong } from '../support/long-form.ts';
import { LedgerProcess } from './support/ledger-process.ts';
import { RecordedLoad } from './support/recorded-load.ts';

const seed = Number(process.env.FAULT_SEED ?? Date.now() % 2 ** 31);
const RUNS = isLong ? 40 : 2;
/** Postings that begin with every step of a verification. */
const BEGUN_PER_STEP = 25;

let t: TestApp;
let processes: LedgerProcess[];
const records = new MongoClient(process.env.TEST_MONGODB_URI ?? '');

beforeAll(async () => {
  // With its jobs: roll-ups follow what is posted, and are verified as well.
  t = await startTestApp({ startMs: Date.now(), started: true });
  processes = await Promise.all([LedgerProcess.start(t.config.mongodbUri), LedgerProcess.start(t.config.mongodbUri)]);
});
afterAll(async () => {
  await Promise.all(processes.map((one) => one.kill()));
  await records.close();
  await t.close();
});

const collection = (name: string) => t.database.db.collection<Document & { _id: string }>(name);

test('verifying beside hundreds of postings of two processes: no false alarm, and what was tampered with is found', async () => {
  process.stderr.write(`postings by seed ${seed} (FAULT_SEED)\n`);
  const { db } = t.database;
  const accounts = Array.from({ length: 40 }, newAccountId);
  const load = new RecordedLoad({
    db: records.db(db.databaseName),
    seed,
    accounts,
    post: (number, command) => {
      const one = processes[number % processes.length];
      if (one === undefined) throw new RangeError('no process');
      return 'from' in command ? one.postPair(command) : one.post(command);
    },
  });
  let met = 0;
  const verify = (account: string | null = null): Promise<VerifyResult> =>
    verifyLedger({
      db,
      checks: ledgerChecks({ db, account }),
      ...(account === null ? {} : { account }),
      onProgress: () => {
        load.begin(BEGUN_PER_STEP);
        met = Math.max(met, load.inFlight);
      },
    });

  load.begin(300);
  for (let run = 0; run < RUNS; run += 1) {
    expect((await verify()).bad).toEqual([]);
    expect((await verify(accounts[run % accounts.length])).bad, 'one account alone').toEqual([]);
  }
  expect(met).toBeGreaterThanOrEqual(200);

  const [account = ''] = accounts;
  const _id = entryId(account, 1);
  const entry = await collection(LEDGER_COLLECTION).findOne({ _id });
  if (entry === null) throw new Error('the first account has no entry yet');
  await collection(LEDGER_COLLECTION).updateOne({ _id }, { $set: { 'actors.0.id': 'somebody-else' } });
  expect((await verify()).bad).toEqual([{ account, seq: 1, code: 'hash_mismatch' }]);
  await collection(LEDGER_COLLECTION).replaceOne({ _id }, entry);

  const row = await collection('import_rows').findOne({ accountId: account, state: 'posted' });
  if (row === null) throw new Error('the first account has no credit yet');
  await collection('import_rows').deleteOne({ _id: row._id });
  const about = { kind: 'import_row', id: row._id };
  expect((await verify()).bad).toEqual([{ account, seq: row.seq, code: 'entry_without_record', about }]);
  await collection('import_rows').insertOne(row);

  await load.end();
  const { bad, transactions } = await verifyLedger({ db, checks: ledgerChecks({ db, account: null }) });
  expect(bad).toEqual([]);
  expect(transactions).toBe(load.posted);
  process.stderr.write(`${load.posted} entries posted, up to ${met} at once beside a verification\n`);
}, 3_600_000);
