import { freshDatabase } from '@red-points/scripts/mongo/index';
import { createLedger, ensureLedgerCollection, LEDGER_COLLECTION, type Ledger } from '@red-points/server/ledger/index';
import { entryId, StateInvariantError } from '@red-points/shared/domain/ledger';
import { type Document, MongoClient } from 'mongodb';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { earnCommand, ledgerContext, newAccountId, spendCommand, TEST_NOW_MS } from '../support/ledger-commands.ts';

const database = freshDatabase();
const client = new MongoClient(database.uri);
const db = client.db();
const clock = { now: () => TEST_NOW_MS };
const ENTRIES = 300;
const long = newAccountId();
const short = newAccountId();
let ledger: Ledger;

beforeAll(async () => {
  await ensureLedgerCollection(db);
  ledger = createLedger({ db, clock });
  const credits = Array.from({ length: ENTRIES }, (_, index) => ledger.post(earnCommand(long, `claim:${index}`, 2)));
  await Promise.all([...credits, ledger.post(earnCommand(short, 'claim:1', 7))]);
  await ledger.post(spendCommand(short, 'redemption:1', 3));
});
afterAll(async () => {
  await client.close();
  await database.drop();
});

describe('statement', () => {
  test('pages from the newest entry to the first, each once', async () => {
    const seqs: number[] = [];
    let beforeSeq: number | undefined;
    for (;;) {
      const page = await ledger.statement(long, { limit: 70, beforeSeq });
      seqs.push(...page.entries.map((entry) => entry.seq));
      if (page.nextBeforeSeq === null) break;
      beforeSeq = page.nextBeforeSeq;
    }
    expect(seqs).toEqual(Array.from({ length: ENTRIES }, (_, index) => ENTRIES - index));
  });

  test('gives the kinds asked for, and at most 200 entries', async () => {
    expect((await ledger.statement(short, { limit: 10, kinds: ['spend'] })).entries).toMatchObject([
      { seq: 2, points: -3 },
    ]);
    expect((await ledger.statement(long, { limit: 10_000 })).entries).toHaveLength(200);
    expect(await ledger.statement(newAccountId(), { limit: 10 })).toEqual({ entries: [], nextBeforeSeq: null });
  });
});

test('views come in the order asked, also of accounts without entries', async () => {
  const none = newAccountId();
  const views = await ledger.views([short, none, long, short]);
  expect(views.map(({ account, seq, available }) => [account, seq, available])).toEqual([
    [short, 2, 4],
    [none, 0, 0],
    [long, ENTRIES, 2 * ENTRIES],
    [short, 2, 4],
  ]);
});

test('a ledger that knows nothing yet finds the ends of many histories of all lengths, also of one with a gap', async () => {
  const lengths = [...Array.from({ length: 21 }, (_, length) => length), 63, 64, 65, 130];
  const accounts = lengths.map(() => newAccountId());
  const posting = accounts.flatMap((account, at) =>
    Array.from({ length: lengths[at] ?? 0 }, (_, index) => ledger.post(earnCommand(account, `claim:${index}`, 1))),
  );
  await Promise.all(posting);
  const torn = accounts[12] ?? '';
  await db.collection<Document & { _id: string }>(LEDGER_COLLECTION).deleteOne({ _id: entryId(torn, 6) });
  const fresh = createLedger({ db, clock });
  const views = await fresh.views([...accounts, long]);
  expect(views.map(({ seq, available }) => [seq, available])).toEqual(
    [...lengths, ENTRIES].map((length) => [length, length === ENTRIES ? 2 * ENTRIES : length]),
  );
  const outcome = await createLedger({ db, clock }).post(earnCommand(accounts[20] ?? '', 'claim:next', 5));
  expect(outcome).toMatchObject({ status: 'posted', entry: { seq: 21 } });
});

test('an entry is found by number and by key', async () => {
  const entry = await ledger.entry(short, 2);
  expect(entry).toMatchObject({ key: 'redemption:1', hash: expect.stringMatching(/^[0-9a-f]{64}$/) });
  expect(await ledger.entryByKey(short, 'redemption:1')).toEqual(entry);
  expect(await ledger.entry(short, 3)).toBeNull();
  expect(await ledger.entryByKey(long, 'redemption:1')).toBeNull();
});

test('no read or posting looks at more than what it gives, however long the history', async () => {
  const fresh = createLedger({ db, clock });
  await db.command({ profile: 2 });
  await fresh.view(long);
  await fresh.views([long, short]);
  await fresh.statement(long, { limit: 20 });
  await fresh.post(earnCommand(long, 'claim:cost', 1));
  await fresh.post({ ...ledgerContext(long, 'claim:cost:reverse'), kind: 'reverse', originalSeq: ENTRIES + 1 });
  await fresh.post(earnCommand(long, 'claim:cost', 1));
  await db.command({ profile: 0 });
  const operations = await db
    .collection('system.profile')
    .find({ ns: /ledger_entries$/ })
    .toArray();
  expect(operations.length).toBeGreaterThanOrEqual(7);
  const examined = operations.map((operation: Document) => Number(operation.docsExamined ?? 0));
  expect(Math.max(...examined)).toBeLessThanOrEqual(21);
});

test('a full queue turns commands away, and nothing of them is written', async () => {
  const small = createLedger({ db, clock, settings: { queueMax: 1 } });
  const account = newAccountId();
  const first = small.post(earnCommand(account, 'claim:1', 1));
  await expect(small.post(earnCommand(account, 'claim:2', 1))).rejects.toMatchObject({ code: 'ledger_busy' });
  expect(await first).toMatchObject({ status: 'posted' });
  expect(await small.entryByKey(account, 'claim:2')).toBeNull();
});

test('a closed ledger takes no more, and has written what it took', async () => {
  const closing = createLedger({ db, clock });
  const account = newAccountId();
  const posts = Array.from({ length: 30 }, (_, index) => closing.post(earnCommand(account, `claim:${index}`, 1)));
  await closing.close();
  await expect(closing.post(earnCommand(account, 'claim:late', 1))).rejects.toMatchObject({ code: 'ledger_busy' });
  for (const outcome of await Promise.all(posts)) expect(outcome.status).toBe('posted');
});

test('a broken newest entry fails its own account alone, however many are asked about at once', async () => {
  const broken = newAccountId();
  const sound = newAccountId();
  const ledger = createLedger({ db, clock });
  for (const account of [broken, sound]) await ledger.post(earnCommand(account, 'claim:first', 5));
  await db.collection(LEDGER_COLLECTION).updateOne({ account: broken }, { $set: { 'state.balance': 50 } });
  const fresh = createLedger({ db, clock });
  const [brokenView, soundView] = await Promise.allSettled([fresh.view(broken), fresh.view(sound)]);
  expect(brokenView).toMatchObject({ status: 'rejected', reason: expect.any(StateInvariantError) });
  expect(soundView).toMatchObject({ status: 'fulfilled', value: { available: 5 } });
  const [brokenPost, soundPost] = await Promise.allSettled([
    fresh.post(earnCommand(broken, 'claim:second', 1)),
    fresh.post(earnCommand(sound, 'claim:second', 1)),
  ]);
  expect(brokenPost).toMatchObject({ status: 'rejected', reason: expect.any(StateInvariantError) });
  expect(soundPost).toMatchObject({ status: 'fulfilled', value: { status: 'posted' } });
  await db.collection(LEDGER_COLLECTION).updateOne({ account: broken }, { $set: { 'state.balance': 5 } });
  expect(await fresh.post(earnCommand(broken, 'claim:second', 1))).toMatchObject({ status: 'posted' });
  await fresh.close();
});

test('a view is never older than its question, however far somebody else has posted since the last one', async () => {
  const reader = createLedger({ db, clock });
  const writer = createLedger({ db, clock });
  const account = newAccountId();
  const other = newAccountId();
  let posted = 0;
  for (const more of [0, 1, 0, 2, 1, 5, 1, 0, 3]) {
    for (let done = 0; done < more; done += 1) await writer.post(earnCommand(account, `claim:${posted++}`, 2));
    const views = await reader.views([account, other]);
    expect(views.map(({ seq, available }) => [seq, available])).toEqual([
      [posted, 2 * posted],
      [0, 0],
    ]);
  }
  await Promise.all([reader.close(), writer.close()]);
});

test('a view follows a database that was put back to an earlier time', async () => {
  const reader = createLedger({ db, clock });
  const account = newAccountId();
  for (let done = 0; done < 6; done += 1) await reader.post(earnCommand(account, `claim:${done}`, 2));
  expect(await reader.view(account)).toMatchObject({ seq: 6, available: 12 });
  const entries = db.collection(LEDGER_COLLECTION);
  for (const seq of [6, 5, 4, 3]) {
    await entries.deleteOne({ account, seq });
    expect(await reader.view(account)).toMatchObject({ seq: seq - 1, available: 2 * (seq - 1) });
  }
  await entries.deleteMany({ account });
  expect(await reader.view(account)).toMatchObject({ seq: 0, available: 0 });
  await reader.close();
});
