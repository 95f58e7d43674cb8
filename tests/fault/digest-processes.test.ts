import type { ChildProcess } from 'node:child_process';
import { createHash } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { freshDatabase } from '@red-points/scripts/mongo/index';
import { DigestStore, ensureDigests, makeDueDigests } from '@red-points/server/digests/index';
import { createLedger, ensureLedgerCollection, type Ledger } from '@red-points/server/ledger/index';
import { addDays, businessDate, endOfBusinessDay } from '@red-points/shared/domain/calendar';
import { digestOf, leafHashOf, rootOf, toHex } from '@red-points/shared/domain/digests';
import { entryId, type Sha256 } from '@red-points/shared/domain/ledger';
import { type Binary, type Db, MongoClient } from 'mongodb';
import { afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import { earnCommand, newAccountId, TEST_NOW_MS } from '../support/ledger-commands.ts';
import { forkProgram, workerProgram } from './support/forked.ts';

const ACCOUNTS = 600;
const TODAY = businessDate(TEST_NOW_MS);
const TOMORROW = addDays(TODAY, 1);
const afterMidnight = (day: string): number => endOfBusinessDay(day) + 15 * 60_000;
const sha256: Sha256 = (data) => createHash('sha256').update(data).digest();

interface Leaf {
  _id: string;
  day: string;
  position: number;
  hash: Binary;
}

const accounts = Array.from({ length: ACCOUNTS }, () => newAccountId()).sort();
let database: ReturnType<typeof freshDatabase>;
let client: MongoClient;
let db: Db;
let ledger: Ledger;
let nowMs = TEST_NOW_MS;
let program: string;
const children: ChildProcess[] = [];

beforeAll(async () => {
  program = await workerProgram('./digest-worker.ts');
});

beforeEach(async () => {
  nowMs = TEST_NOW_MS;
  database = freshDatabase();
  client = new MongoClient(database.uri);
  db = client.db();
  await ensureLedgerCollection(db);
  await ensureDigests(db);
  ledger = createLedger({ db, clock: { now: () => nowMs } });
  await Promise.all(accounts.map((account) => ledger.post(earnCommand(account, 'k1', 5))));
});

afterEach(async () => {
  for (const child of children.splice(0)) child.kill('SIGKILL');
  await ledger.close();
  await client.close();
  await database.drop();
});

/** A process of its own that makes what is due, a few leaves at a time. */
function startMaking(atMs: number, leavesPerInsert = 5): { child: ChildProcess; made: Promise<number | null> } {
  const child = forkProgram(program, [database.uri, String(atMs), String(leavesPerInsert)]);
  children.push(child);
  const made = new Promise<number | null>((resolve, reject) => {
    child.once('message', (message: { made: number }) => resolve(message.made));
    child.once('exit', (code, signal) => {
      if (signal === 'SIGKILL') resolve(null);
      else if (code !== 0) reject(new Error(`the process ended with ${code ?? signal}`));
    });
  });
  return { child, made };
}

function make(atMs: number): Promise<number> {
  return makeDueDigests({ db, store: new DigestStore(db), clock: { now: () => atMs } });
}

function leavesOf(day: string): Promise<Leaf[]> {
  const leaves = db.collection<Leaf>('ledger_digest_leaves');
  return leaves
    .find({ day, closed: { $exists: false } })
    .sort({ position: 1 })
    .toArray();
}

/** Waits until a process is in the midst of a day, and does something to it then. */
async function inTheMidst(act: () => unknown): Promise<void> {
  const giveUpAtMs = Date.now() + 60_000;
  while ((await db.collection('ledger_digest_leaves').countDocuments()) < 50) {
    if (Date.now() > giveUpAtMs) throw new Error('the process wrote no leaves');
    await sleep(2);
  }
  act();
}

/** That a day's digest is whole: leaves in order without a gap, its root theirs, and the digest that of its fields. */
async function expectWhole(day: string): Promise<Leaf[]> {
  const leaves = await leavesOf(day);
  expect(leaves.map(({ position }) => position)).toEqual(leaves.map((_leaf, index) => index));
  const ids = leaves.map(({ _id }) => _id);
  expect(ids).toEqual([...ids].sort());
  const made = await new DigestStore(db).byId(day);
  if (made === null) throw new Error(`there is no digest of ${day}`);
  const hashes = leaves.map(({ _id, hash }) => leafHashOf(_id, hash.buffer.subarray(0, 32), sha256));
  expect(made).toMatchObject({ leaves: leaves.length, root: toHex(rootOf(hashes, sha256)) });
  expect(made.digest).toBe(digestOf(made, sha256));
  return leaves;
}

test('two processes at once make one digest, and the same as one would', async () => {
  const both = [startMaking(afterMidnight(TODAY)), startMaking(afterMidnight(TODAY))];
  const made = await Promise.all(both.map((one) => one.made));
  expect(made.filter((count) => (count ?? 0) > 0).length).toBeGreaterThan(0);
  // One may have stopped in the other's way just before it was stopped itself: the next run ends what is left.
  await make(afterMidnight(TODAY));
  const leaves = await expectWhole(TODAY);
  expect(leaves.map(({ _id }) => _id)).toEqual(accounts.map((account) => entryId(account, 1)));
  expect(await db.collection('ledger_digests').countDocuments()).toBe(1);
});

test('killed half-way, the next run ends the day: what was written stays, who was late comes a day later', async () => {
  const running = startMaking(afterMidnight(TODAY));
  await inTheMidst(() => running.child.kill('SIGKILL'));
  await running.made;
  const written = await leavesOf(TODAY);
  expect(written.length).toBeGreaterThan(0);
  expect(written.length).toBeLessThan(ACCOUNTS);
  expect(await new DigestStore(db).newest()).toBeNull();

  // Recorded before midnight, committed only now: one behind what was written, one in it.
  const [early, late] = [accounts[0] ?? '', accounts.at(-1) ?? ''];
  for (const account of [early, late]) await ledger.post(earnCommand(account, 'k2', 1));
  // The run that ends it may come days later.
  expect(await make(afterMidnight(TOMORROW))).toBe(2);
  const today = (await expectWhole(TODAY)).map(({ _id }) => _id);
  expect(today.slice(0, written.length)).toEqual(written.map(({ _id }) => _id));
  expect(today).toHaveLength(ACCOUNTS);
  expect(today).toContain(entryId(late, 2));
  expect(today).not.toContain(entryId(late, 1));
  expect((await expectWhole(TOMORROW)).map(({ _id }) => _id)).toEqual([entryId(early, 2)]);
});

test('a process that was paused half-way and wakes up when all is made changes nothing', async () => {
  const paused = startMaking(afterMidnight(TODAY));
  await inTheMidst(() => paused.child.kill('SIGSTOP'));
  // The other one sees more than the paused one has read: its leaves for the same places are other ones.
  await Promise.all(accounts.map((account) => ledger.post(earnCommand(account, 'k2', 1))));
  expect(await make(afterMidnight(TODAY))).toBe(1);
  const before = await new DigestStore(db).newest();
  const leaves = await expectWhole(TODAY);
  paused.child.kill('SIGCONT');
  expect(await paused.made).toBe(0);
  expect(await leavesOf(TODAY)).toEqual(leaves);
  expect(await new DigestStore(db).newest()).toEqual(before);
});
