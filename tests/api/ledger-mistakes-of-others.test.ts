/**
 * Mistakes that other ledgers made, by their names: what is tried here is what went wrong there. Those that have tests
 * elsewhere: check-then-write overspends (medici 119) in fault/ledger-processes, unverifiable chains (formance 106) and
 * deleted transfers (timeoverflow 845) in api/ledger-verify, statistics (timeoverflow 701) in api/reports.
 */
import { freshDatabase } from '@red-points/scripts/mongo/index';
import {
  createLedger,
  DUE_LOTS_COLLECTION,
  ensureLedgerCollection,
  expireDueLots,
  LEDGER_COLLECTION,
  type Ledger,
} from '@red-points/server/ledger/index';
import { redemptions } from '@red-points/shared/contracts';
import type { LedgerCommand, LedgerEntry, PairCommand } from '@red-points/shared/domain/ledger';
import { MongoClient } from 'mongodb';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { startTestApp } from '../support/app.ts';
import { earnCommand, ledgerContext, newAccountId, spendCommand, TEST_NOW_MS } from '../support/ledger-commands.ts';
import { addOffer, openOffice, openShop, residentWith, startAtPoster } from '../support/redeeming.ts';

const database = freshDatabase();
const client = new MongoClient(database.uri);
const db = client.db();
let nowMs = TEST_NOW_MS;
let ledger: Ledger;
/** Another process: what it remembers is its own. */
let other: Ledger;
let account: string;

beforeAll(() => ensureLedgerCollection(db));
beforeEach(async () => {
  for (const name of [LEDGER_COLLECTION, DUE_LOTS_COLLECTION]) await db.collection(name).deleteMany({});
  nowMs = TEST_NOW_MS;
  ledger = createLedger({ db, clock: { now: () => nowMs } });
  other = createLedger({ db, clock: { now: () => nowMs } });
  account = newAccountId();
});
afterAll(async () => {
  await client.close();
  await database.drop();
});

async function posted(through: Ledger, command: LedgerCommand): Promise<LedgerEntry> {
  const outcome = await through.post(command);
  if (outcome.status === 'refused') throw new Error(outcome.refusal.code);
  return outcome.entry;
}

const reverse = (key: string, originalSeq: number) =>
  ({ ...ledgerContext(account, key), kind: 'reverse', originalSeq }) as const;
const refund = (key: string, originalSeq: number, points: number) =>
  ({ ...ledgerContext(account, key), kind: 'refund', originalSeq, points }) as const;

test('a repeated refund was answered with a conflict and paid again (blnk 374)', async () => {
  await posted(ledger, earnCommand(account, 'claim:1', 10));
  await posted(ledger, spendCommand(account, 'redemption:1', 10));
  const first = await posted(ledger, refund('refund:1', 2, 10));
  for (const process of [other, ledger, other]) {
    expect(await process.post(refund('refund:1', 2, 10))).toEqual({ status: 'posted', entry: first, repeated: true });
  }
  expect(await other.post(refund('refund:2', 2, 1))).toMatchObject({ refusal: { code: 'refund_exceeds_original' } });
  expect(await ledger.view(account)).toMatchObject({ seq: 3, available: 10 });
});

test('something “atomic” left a part of itself behind when the rest was refused (blnk 183)', async () => {
  const closed = newAccountId();
  await posted(ledger, { ...ledgerContext(closed, 'close'), kind: 'close' });
  await posted(ledger, earnCommand(account, 'claim:1', 10));
  const { source, actors, issuerUnit, effectiveAtMs } = ledgerContext(account, 'donate:1');
  const homeUnits = { from: 'jinxiu-g1', to: 'jinxiu-g1' };
  const both = { key: 'donate:1', source, actors, issuerUnit, effectiveAtMs, homeUnits, points: 4 } as const;
  const give: PairCommand = { ...both, kind: 'donate', from: account, to: closed };
  expect(await ledger.postPair(give)).toMatchObject({ refusal: { code: 'account_closed' } });
  expect(await ledger.view(account)).toMatchObject({ seq: 1, available: 10 });
  expect(await ledger.view(closed)).toMatchObject({ seq: 1, available: 0 });
});

test('voiding changed the old rows, and balances in memory went stale (medici 117)', async () => {
  await posted(ledger, earnCommand(account, 'claim:1', 10));
  await posted(other, earnCommand(account, 'claim:2', 5));
  const stored = () => db.collection(LEDGER_COLLECTION).find({ account }).sort({ _id: 1 }).toArray();
  const before = await stored();
  await posted(ledger, reverse('reverse:1', 1));
  expect((await stored()).slice(0, 2)).toEqual(before);
  // The process that did not void it remembers 15 points: it must not spend them.
  expect(await other.post(spendCommand(account, 'redemption:1', 6))).toMatchObject({
    refusal: { code: 'insufficient_points', detail: { available: 5 } },
  });
  expect(await posted(other, spendCommand(account, 'redemption:2', 5))).toMatchObject({ seq: 4 });
});

test('taking a transfer back left balances wrong (timeoverflow 845)', async () => {
  await posted(ledger, earnCommand(account, 'claim:1', 10));
  const spend = await posted(ledger, spendCommand(account, 'redemption:1', 7));
  await posted(other, earnCommand(account, 'claim:2', 1));
  const undone = await posted(other, reverse('reverse:2', spend.seq));
  expect(undone.state).toMatchObject({ balance: 11, owed: 0, items: 2, earned: 11 });
  const entries = await db.collection(LEDGER_COLLECTION).find({ account }).toArray();
  expect(entries.reduce((sum, { points }) => sum + Number(points), 0)).toBe(11);
});

describe('entries of nothing were recorded (timeoverflow 850)', () => {
  const expiry = { kind: 'never', from: 'effective' } as const;
  const nothings: Record<string, (key: string) => LedgerCommand> = {
    earn: (key) => ({ ...earnCommand(account, key, 0), minutes: 0 }),
    spend: (key) => spendCommand(account, key, 0),
    hold: (key) => ({ ...spendCommand(account, key, 0), kind: 'hold', holdId: 'h', holdExpiresAtMs: nowMs }),
    donate: (key) => ({ ...ledgerContext(account, key), kind: 'donate', points: 0 }),
    adjust: (key) => ({ ...ledgerContext(account, key), kind: 'adjust', points: 0, minutes: 0, expiry }),
    refund: (key) => refund(key, 2, 0),
  };
  test.each(Object.keys(nothings))('%s of nothing is refused, and nothing is written', async (kind) => {
    await posted(ledger, earnCommand(account, 'claim:1', 10));
    await posted(ledger, spendCommand(account, 'redemption:1', 5));
    const command = nothings[kind]?.(`nothing:${kind}`);
    if (command === undefined) throw new Error('no such command');
    expect(await ledger.post(command)).toMatchObject({ refusal: { code: 'nothing_to_post' } });
    expect((await ledger.view(account)).seq).toBe(2);
  });

  test('neither is the reversal of what was given back already, nor an expiry of nothing', async () => {
    await posted(ledger, earnCommand(account, 'claim:1', 10));
    await posted(ledger, spendCommand(account, 'redemption:1', 5));
    await posted(ledger, refund('refund:1', 2, 5));
    expect(await ledger.post(reverse('reverse:2', 2))).toMatchObject({ status: 'refused' });
    const expire = { ...ledgerContext(account, 'expiry:3'), kind: 'expire' } as const;
    expect(await ledger.post(expire)).toMatchObject({ refusal: { code: 'nothing_due' } });
    expect((await ledger.view(account)).seq).toBe(3);
  });
});

test('an expiry took all debits off the points that had not expired', async () => {
  const [endOf2026, endOf2027] = [Date.UTC(2026, 11, 31, 16), Date.UTC(2027, 11, 31, 16)];
  const earnedIn2025 = { ...earnCommand(account, 'claim:1', 10), effectiveAtMs: Date.UTC(2025, 5, 1) };
  await posted(ledger, earnedIn2025);
  await posted(ledger, earnCommand(account, 'claim:2', 10));
  await posted(ledger, spendCommand(account, 'redemption:1', 8));
  // Eight of the first ten were spent before: two expire, and the other ten are whole.
  nowMs = endOf2026;
  const clock = { now: () => nowMs };
  expect(await expireDueLots({ db, ledger, clock })).toEqual({ accounts: 1, points: 2 });
  expect(await ledger.view(account)).toMatchObject({ available: 10 });
  nowMs = endOf2027;
  expect(await expireDueLots({ db, ledger: other, clock })).toEqual({ accounts: 1, points: 10 });
});

test('holds whose time was up could not be listed by anybody (mojaloop 3300)', async () => {
  const t = await startTestApp();
  try {
    const office = await openOffice(t);
    const open = await openShop(t, office);
    const offer = await addOffer(office, open.shop);
    const resident = await residentWith(t, 12);
    const { redemptionId } = await startAtPoster(resident, open, offer);
    t.clock.advance(200_000);
    // No job has run: the ledger names the hold and since when its time is up.
    const { state } = await t.context.ledger.view(resident.accountId);
    const [hold] = state.holds;
    expect(hold).toMatchObject({ id: redemptionId, points: 12 });
    expect(hold?.expiresAtMs).toBeLessThan(t.clock.now());
    // Staff who list what waits find it, and by looking bring it to its end.
    const listed = await office.secretary.call(redemptions.list, { query: { state: 'awaiting_confirm' } }).expect(200);
    expect(listed.body.items).toMatchObject([{ redemptionId, state: 'closed', closeReason: 'timed_out' }]);
    expect(await t.context.ledger.view(resident.accountId)).toMatchObject({ available: 12, state: { holds: [] } });
  } finally {
    await t.close();
  }
});
