import { freshDatabase } from '@red-points/scripts/mongo/index';
import {
  createLedger,
  ensureLedgerCollection,
  LEDGER_COLLECTION,
  type Ledger,
  LedgerBusyError,
  type PairOutcome,
  pairCheck,
  verifyLedger,
} from '@red-points/server/ledger/index';
import type { DonatePairCommand, JoinPairCommand, LedgerEntry, PairContext } from '@red-points/shared/domain/ledger';
import { type Document, MongoClient } from 'mongodb';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { earnCommand, ledgerContext, newAccountId, spendCommand, TEST_NOW_MS } from '../support/ledger-commands.ts';

const database = freshDatabase();
const client = new MongoClient(database.uri);
const db = client.db();
const raw = db.collection<Document & { _id: string }>(LEDGER_COLLECTION);
let nowMs = TEST_NOW_MS;
let ledger: Ledger;
/** Another process: what it remembers is old. */
let other: Ledger;
let one: string;
let two: string;

beforeAll(async () => {
  await ensureLedgerCollection(db);
});
beforeEach(async () => {
  await raw.deleteMany({});
  nowMs = TEST_NOW_MS;
  ledger = createLedger({ db, clock: { now: () => nowMs } });
  other = createLedger({ db, clock: { now: () => nowMs } });
  [one, two] = [newAccountId(), newAccountId()];
});
afterAll(async () => {
  await client.close();
  await database.drop();
});

function pair(key: string): PairContext {
  return {
    from: one,
    to: two,
    key,
    source: { kind: 'operation', id: key },
    actors: [{ part: 'approver', id: 'u1' }],
    issuerUnit: 'jinxiu',
    homeUnits: { from: 'jinxiu-g1', to: 'jinxiu-g2' },
    effectiveAtMs: TEST_NOW_MS,
  };
}
const join = (key = 'join:1'): JoinPairCommand => ({ ...pair(key), kind: 'join' });
const donate = (points: number, key = 'donate:1'): DonatePairCommand => ({ ...pair(key), kind: 'donate', points });

const capped = { caps: [{ key: 'ZY-01:y:2026', pointsMax: 15 }] };

async function posted(
  outcome: Promise<PairOutcome>,
): Promise<{ from: LedgerEntry; to: LedgerEntry; repeated: boolean }> {
  const settled = await outcome;
  if (settled.status === 'refused') throw new Error(settled.refusal.code);
  return settled;
}
const ledgerPairs = () => [pairCheck({ db, account: null }) ?? []].flat();
const verified = async () => (await verifyLedger({ db, checks: ledgerPairs() })).bad;

test('joining moves lots with their expiry, minutes, credits and caps, and closes the account', async () => {
  await ledger.post({ ...earnCommand(one, 'claim:1', 9), ...capped });
  await ledger.post({ ...earnCommand(one, 'claim:2', 4), expiry: { kind: 'never', from: 'effective' } });
  await ledger.post({ ...earnCommand(two, 'claim:3', 5), ...capped });
  const { from, to } = await posted(ledger.postPair(join()));
  expect(from).toMatchObject({ kind: 'join', points: -13, minutes: -120, counterparty: { kind: 'account', id: two } });
  expect(from.state).toMatchObject({
    balance: 0,
    minutes: 0,
    lots: [],
    counters: {},
    items: 0,
    earned: 0,
    closed: true,
  });
  expect(to).toMatchObject({
    kind: 'join',
    points: 13,
    minutes: 120,
    schema: 2,
    counterparty: { kind: 'account', id: one },
  });
  expect(to.state).toMatchObject({ balance: 18, minutes: 180, items: 3, earned: 18, closed: false });
  expect(to.state.lots.map(({ points }) => points)).toEqual([14, 4]);
  expect(to.state.counters).toEqual({ 'ZY-01:y:2026': 14 });
  // The cap goes on counting what the other account had used of it: one point is left.
  const next = await ledger.post({ ...earnCommand(two, 'claim:4', 5), ...capped });
  expect(next).toMatchObject({ entry: { points: 1, requestedPoints: 5 } });
  expect(await ledger.post(earnCommand(one, 'claim:5', 1))).toMatchObject({ refusal: { code: 'account_closed' } });
  expect(await other.post(spendCommand(two, 'r1', 19))).toMatchObject({ status: 'posted' });
  expect(await verified()).toEqual([]);
});

test('a debt comes along, and takes what is free', async () => {
  await ledger.post(earnCommand(one, 'claim:1', 9));
  await ledger.post(spendCommand(one, 'r1', 7));
  await ledger.post({ ...ledgerContext(one, 'reverse:1'), kind: 'reverse', originalSeq: 1 });
  await ledger.post(earnCommand(two, 'claim:2', 3));
  const { from, to } = await posted(ledger.postPair(join()));
  expect(from).toMatchObject({ points: 7, owedChange: -7, moved: [] });
  expect(to).toMatchObject({ points: -7, owedChange: 4, state: { balance: 0, owed: 4, lots: [] } });
  expect(await verified()).toEqual([]);
});

test('points that come in by a join pay what the other account owes', async () => {
  await ledger.post(earnCommand(two, 'claim:1', 9));
  await ledger.post(spendCommand(two, 'r1', 7));
  await ledger.post({ ...ledgerContext(two, 'reverse:1'), kind: 'reverse', originalSeq: 1 });
  await ledger.post(earnCommand(one, 'claim:2', 10));
  const { to } = await posted(ledger.postPair(join()));
  expect(to).toMatchObject({ points: 10, owedChange: -7, state: { balance: 3, owed: 0 } });
  expect(await verified()).toEqual([]);
});

test('an account with open holds, with points that are due, or that is closed is not joined', async () => {
  const hold = {
    ...ledgerContext(one, 'h:hold'),
    kind: 'hold',
    holdId: 'h',
    points: 2,
    holdExpiresAtMs: nowMs,
  } as const;
  await ledger.post(earnCommand(one, 'claim:1', 5));
  await ledger.post(hold);
  expect(await ledger.postPair(join())).toMatchObject({ refusal: { code: 'account_has_holds', detail: { held: 2 } } });
  await ledger.post({ ...ledgerContext(one, 'h:release'), kind: 'release', holdId: 'h' });
  nowMs = Date.UTC(2029, 0, 1);
  expect(await ledger.postPair(join())).toMatchObject({ refusal: { code: 'lots_due' } });
  await ledger.post({ ...ledgerContext(one, 'expiry:1'), kind: 'expire' });
  await posted(ledger.postPair(join()));
  expect(await ledger.postPair(join('join:2'))).toMatchObject({ refusal: { code: 'account_closed' } });
  expect(await verified()).toEqual([]);
});

test('a donation to an account keeps the expiry, is bounded by what is free, and is not reversed by half', async () => {
  await ledger.post(earnCommand(one, 'claim:1', 9));
  expect(await ledger.postPair(donate(10))).toMatchObject({ refusal: { code: 'insufficient_points' } });
  expect(await ledger.postPair(donate(0))).toMatchObject({ refusal: { code: 'nothing_to_post' } });
  const { from, to } = await posted(ledger.postPair(donate(4)));
  expect(to).toMatchObject({ schema: 1, points: 4, moved: from.moved, state: { balance: 4, items: 0, earned: 0 } });
  const reverse = { ...ledgerContext(two, 'reverse:1'), kind: 'reverse', originalSeq: 1 } as const;
  expect(await ledger.post(reverse)).toMatchObject({ refusal: { code: 'not_reversible' } });
  expect(await verified()).toEqual([]);
});

test('the same key has one effect and one answer; with other content it is refused', async () => {
  await ledger.post(earnCommand(one, 'claim:1', 9));
  const first = await posted(ledger.postPair(donate(4)));
  const again = await posted(other.postPair(donate(4)));
  expect(again).toEqual({ ...first, status: 'posted', repeated: true });
  expect(await ledger.postPair(donate(3))).toMatchObject({ refusal: { code: 'key_reused' } });
  await ledger.post(earnCommand(two, 'donate:2', 1));
  expect(await ledger.postPair(donate(1, 'donate:2'))).toMatchObject({ refusal: { code: 'key_reused' } });
  await posted(ledger.postPair(join()));
  // Repeated after it closed the account: the first answer, not a refusal.
  expect(await other.postPair(join())).toMatchObject({ status: 'posted', repeated: true });
});

test('many pairs there and back beside postings of two processes keep the total and lose nothing', async () => {
  await ledger.post(earnCommand(one, 'claim:1', 40));
  await ledger.post(earnCommand(two, 'claim:2', 40));
  const back = (key: string): DonatePairCommand => ({ ...donate(3, key), from: two, to: one });
  const outcomes = await Promise.all([
    ...Array.from({ length: 6 }, (_, n) => ledger.postPair(donate(2, `there:${n}`))),
    ...Array.from({ length: 6 }, (_, n) => other.postPair(back(`back:${n}`))),
    ...Array.from({ length: 6 }, (_, n) => other.postPair(donate(2, `there:${n}`))),
    ...Array.from({ length: 6 }, (_, n) => other.post(earnCommand(one, `claim:1${n}`, 1))),
    ...Array.from({ length: 6 }, (_, n) => ledger.post(spendCommand(two, `r${n}`, 1))),
  ]);
  expect(outcomes.filter(({ status }) => status === 'refused')).toEqual([]);
  const [first, second] = await ledger.views([one, two]);
  expect(first?.state.balance).toBe(40 - 12 + 18 + 6);
  expect(second?.state.balance).toBe(40 + 12 - 18 - 6);
  expect(await verified()).toEqual([]);
});

test('closing waits for pairs in flight as for single entries, and takes no more', async () => {
  await ledger.post(earnCommand(one, 'claim:1', 9));
  const order: string[] = [];
  const note = (what: string) => () => order.push(what);
  const pairs = [donate(2), donate(3, 'donate:2')].map((command) => ledger.postPair(command).then(note('pair')));
  const single = ledger.post(earnCommand(two, 'claim:2', 1)).then(note('single'));
  const closed = ledger.close().then(note('closed'));
  await expect(ledger.postPair(donate(1, 'donate:3'))).rejects.toThrow(LedgerBusyError);
  await expect(ledger.post(earnCommand(one, 'claim:3', 1))).rejects.toThrow(LedgerBusyError);
  await Promise.all([...pairs, single, closed]);
  expect(order).toHaveLength(4);
  expect(order.at(-1)).toBe('closed');
  const [from, to] = await other.views([one, two]);
  expect([from?.available, to?.available]).toEqual([4, 6]);
});

test('half a pair is found, whichever half is missing or changed', async () => {
  await ledger.post(earnCommand(one, 'claim:1', 9));
  await posted(ledger.postPair(donate(4)));
  const half = await raw.findOne({ account: two });
  await raw.deleteOne({ account: two });
  expect(await verified()).toEqual([{ account: one, seq: 2, code: 'pair_mismatch' }]);
  await raw.insertOne({ ...half, _id: String(half?._id) });
  expect(await verified()).toEqual([]);
  await raw.deleteOne({ account: one, seq: 2 });
  expect(await verified()).toEqual([{ account: two, seq: 1, code: 'pair_mismatch' }]);
});

test('one entry beside another account is never posted alone', async () => {
  const alone = {
    ...ledgerContext(one, 'd'),
    counterparty: { kind: 'account', id: two },
    kind: 'donate',
    points: 1,
  } as const;
  await expect(ledger.post(alone)).rejects.toThrow(TypeError);
  await expect(ledger.postPair({ ...join(), to: one })).rejects.toThrow(TypeError);
});
