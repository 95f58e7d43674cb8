import { seededRandom } from '@red-points/scripts/demo/random';
import {
  createLedger,
  ensureLedgerCollection,
  type Ledger,
  LedgerBusyError,
  OutcomeUnknownError,
  type PostOutcome,
  verifyLedger,
} from '@red-points/server/ledger/index';
import type { LedgerCommand } from '@red-points/shared/domain/ledger';
import { MongoClient } from 'mongodb';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { earnCommand, newAccountId, spendCommand } from '../support/ledger-commands.ts';
import { isLong } from '../support/long-form.ts';
import { PostingLoad } from './support/posting-load.ts';
import { ThreeMembers } from './support/three-members.ts';

const seed = Number(process.env.FAULT_SEED ?? Date.now() % 2 ** 31);
const random = seededRandom(seed);
let members: ThreeMembers;
let clients: MongoClient[];

beforeAll(async () => {
  process.stderr.write(`kills by seed ${seed} (FAULT_SEED)\n`);
  members = await ThreeMembers.start();
  clients = [new MongoClient(members.uri), new MongoClient(members.uri)];
  await ensureLedgerCollection(firstClient().db());
});
afterAll(async () => {
  await Promise.all(clients.map((client) => client.close()));
  await members.stop();
});

function firstClient(): MongoClient {
  const client = clients[0];
  if (client === undefined) throw new Error('no client');
  return client;
}

/** A ledger as another process would have it: with connections and a cache of its own. */
function newLedger(client: MongoClient | undefined, postTimeoutMs: number): Ledger {
  if (client === undefined) throw new Error('no client');
  return createLedger({
    db: client.db(),
    clock: { now: () => Date.now() },
    settings: { operationTimeoutMs: 1_500, postTimeoutMs },
  });
}

/** What a careful caller does: ask again with the same key while the outcome is unknown. */
async function postUntilKnown(ledger: Ledger, command: LedgerCommand): Promise<PostOutcome> {
  for (;;) {
    try {
      return await ledger.post(command);
    } catch (error) {
      if (!(error instanceof OutcomeUnknownError)) throw error;
    }
  }
}

async function seqsOf(account: string): Promise<number[]> {
  const entries = await firstClient().db().collection('ledger_entries').find({ account }).sort({ _id: 1 }).toArray();
  return entries.map((entry) => Number(entry.seq));
}

test('an entry that no majority has is not decided on: a primary killed behind it leaves no gap', async () => {
  const account = newAccountId();
  const abandoned = newLedger(clients[0], 1_000);
  const other = newLedger(clients[1], 60_000);
  await other.post(earnCommand(account, 'claim:1', 10));
  const primary = await members.primaryPort();

  // Entry 2 reaches the primary alone, and whoever posted it gives up on it.
  await members.stopReplication();
  const unreplicated = spendCommand(account, 'redemption:1', 4);
  await expect(abandoned.post(unreplicated)).rejects.toBeInstanceOf(OutcomeUnknownError);
  const direct = new MongoClient(`mongodb://127.0.0.1:${primary}/ledger?directConnection=true`);
  const local = direct.db().collection('ledger_entries', { readConcern: { level: 'local' } });
  expect(await local.countDocuments({ account })).toBe(2);
  await direct.close();

  // The primary itself has entry 2, but it is not the account's history yet: nothing may stand on it.
  expect(await other.view(account)).toMatchObject({ seq: 1, available: 10 });
  const fresh = newLedger(clients[1], 60_000);
  const next = postUntilKnown(fresh, spendCommand(account, 'redemption:2', 5));
  await new Promise((resolve) => setTimeout(resolve, 1_000));
  await members.kill(primary);
  await members.resumeReplication();

  expect(await next).toMatchObject({ status: 'posted', entry: { seq: 2, points: -5 } });
  expect(await seqsOf(account)).toEqual([1, 2]);
  await members.restart(primary);
  // Asked again, the lost posting is made anew; what the old primary had of it is rolled back.
  expect(await postUntilKnown(other, unreplicated)).toMatchObject({ status: 'posted', entry: { seq: 3 } });
  expect(await seqsOf(account)).toEqual([1, 2, 3]);
  expect(await other.view(account)).toMatchObject({ seq: 3, available: 1 });
  expect(await verifyLedger({ db: firstClient().db(), checks: [] })).toMatchObject({ transactions: 3, bad: [] });
});

test('a primary killed under load: every key has one effect, nothing acknowledged is missing', async () => {
  const ledgers = clients.map((client) => newLedger(client, 20_000));
  const load = new PostingLoad({
    seed,
    accounts: 8,
    clients: 24,
    post: async (number, command) => {
      const ledger = ledgers[number % 2];
      if (ledger === undefined) throw new Error('no ledger');
      return 'from' in command ? ledger.postPair(command) : ledger.post(command);
    },
    mayAskAgain: (error) => error instanceof OutcomeUnknownError || error instanceof LedgerBusyError,
  });
  await load.prepare(newLedger(clients[0], 20_000));
  load.start();
  for (let kill = 0; kill < (isLong ? 8 : 1); kill += 1) {
    await load.progress(random.between(100, 400));
    const primary = await members.primaryPort();
    await members.kill(primary);
    await load.progress(100);
    await members.restart(primary);
  }
  await load.end();
  process.stderr.write(`${load.answered.size} postings acknowledged, ${load.askedAgain} asked again\n`);
  await load.expectExactlyOnce(firstClient().db());
}, 3_600_000);
