import { freshDatabase } from '@red-points/scripts/mongo/index';
import { createLedger, ensureLedgerCollection, type Ledger, verifyLedger } from '@red-points/server/ledger/index';
import { MongoClient } from 'mongodb';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { earnCommand, newAccountId, spendCommand } from '../support/ledger-commands.ts';
import { LedgerProcess, ReplyLostError } from './support/ledger-process.ts';

const database = freshDatabase();
const client = new MongoClient(database.uri);
let reader: Ledger;
let one: LedgerProcess;
let other: LedgerProcess;

beforeAll(async () => {
  await ensureLedgerCollection(client.db());
  reader = createLedger({ db: client.db(), clock: { now: () => Date.now() } });
  [one, other] = await Promise.all([LedgerProcess.start(database.uri), LedgerProcess.start(database.uri)]);
});
afterAll(async () => {
  await Promise.all([one.kill(), other.kill()]);
  await client.close();
  await database.drop();
});

async function expectAllHolds(): Promise<void> {
  expect((await verifyLedger({ db: client.db(), checks: [] })).bad).toEqual([]);
}

describe('two server processes on one database', () => {
  test('50 spends of one balance at once take it exactly, and refuse only what is not there', async () => {
    const account = newAccountId();
    await one.post(earnCommand(account, 'claim:1', 20));
    const spends = Array.from({ length: 50 }, (_, index) =>
      (index % 2 === 0 ? one : other).post(spendCommand(account, `redemption:${index}`, 1)),
    );
    const outcomes = await Promise.all(spends);
    const refusals = outcomes.flatMap((outcome) => (outcome.status === 'refused' ? [outcome.refusal] : []));
    expect(refusals).toEqual(
      Array.from({ length: 30 }, () => ({ code: 'insufficient_points', detail: { available: 0, asked: 1 } })),
    );
    expect(await reader.view(account)).toMatchObject({ seq: 21, available: 0, state: { balance: 0, owed: 0 } });
    await expectAllHolds();
  });

  test('a credit in one can be spent at once in the other, whatever that one knew before', async () => {
    const account = newAccountId();
    for (let round = 0; round < 25; round += 1) {
      // Several rounds one way: the spending process then remembers that nothing was left.
      const [crediting, spending] = round < 12 ? [one, other] : [other, one];
      await crediting.post(earnCommand(account, `claim:${round}`, 5));
      const outcome = await spending.post(spendCommand(account, `redemption:${round}`, 5));
      expect(outcome.status).toBe('posted');
    }
    expect(await reader.view(account)).toMatchObject({ seq: 50, available: 0 });
  });

  test('the same request to both at once has one effect, and both get its entry', async () => {
    const account = newAccountId();
    await one.post(earnCommand(account, 'claim:1', 100));
    for (let round = 0; round < 20; round += 1) {
      const spend = spendCommand(account, `redemption:${round}`, 3);
      const [first, second] = await Promise.all([one.post(spend), other.post(spend)]);
      if (first.status !== 'posted' || second.status !== 'posted') throw new Error('a funded spend was refused');
      expect(second.entry).toEqual(first.entry);
      expect([first.repeated, second.repeated].filter((repeated) => !repeated)).toHaveLength(1);
    }
    expect(await reader.view(account)).toMatchObject({ seq: 21, available: 40 });
  });

  test('spend everything, lose the reply, ask again: the first answer, not a refusal', async () => {
    const account = newAccountId();
    await one.post(earnCommand(account, 'claim:1', 12));
    const spend = spendCommand(account, 'redemption:1', 12);
    const dying = await LedgerProcess.start(database.uri);
    await expect(dying.post(spend, { dieBeforeReply: true })).rejects.toBeInstanceOf(ReplyLostError);
    for (const process of [other, one, other]) {
      expect(await process.post(spend)).toMatchObject({
        status: 'posted',
        repeated: true,
        entry: { seq: 2, points: -12 },
      });
    }
    expect(await reader.view(account)).toMatchObject({ seq: 2, available: 0 });
  });
});
