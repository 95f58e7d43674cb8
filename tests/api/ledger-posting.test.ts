import { freshDatabase } from '@red-points/scripts/mongo/index';
import { createLedger, ensureLedgerCollection, type Ledger } from '@red-points/server/ledger/index';
import type { LedgerCommand } from '@red-points/shared/domain/ledger';
import { MongoClient } from 'mongodb';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { earnCommand, ledgerContext, newAccountId, spendCommand, TEST_NOW_MS } from '../support/ledger-commands.ts';

const adjustment = { kind: 'adjust', minutes: 0, expiry: { kind: 'never', from: 'effective' } } as const;
const clock = { now: () => TEST_NOW_MS };
const database = freshDatabase();
const client = new MongoClient(database.uri);
let ledger: Ledger;

beforeAll(async () => {
  await ensureLedgerCollection(client.db());
  ledger = createLedger({ db: client.db(), clock });
});
afterAll(async () => {
  await ledger.close();
  await client.close();
  await database.drop();
});

async function posted(command: LedgerCommand) {
  const outcome = await ledger.post(command);
  if (outcome.status !== 'posted') throw new Error(`refused: ${outcome.refusal.code}`);
  return outcome;
}

describe('posting', () => {
  test('numbers an account’s entries from 1 and keeps the state after each', async () => {
    const account = newAccountId();
    const first = await posted(earnCommand(account, 'claim:1', 10));
    const second = await posted(spendCommand(account, 'redemption:1', 4));
    expect([first.entry.seq, second.entry.seq]).toEqual([1, 2]);
    expect(second.entry.state).toMatchObject({ balance: 6, minutes: 60, items: 1, earned: 10 });
    expect(await ledger.view(account)).toMatchObject({ seq: 2, available: 6, held: 0 });
  });

  test('a repeated key has one effect and gets the first answer', async () => {
    const account = newAccountId();
    const first = await posted(earnCommand(account, 'claim:1', 10));
    const again = await posted(earnCommand(account, 'claim:1', 10));
    expect(again.repeated).toBe(true);
    expect(again.entry).toEqual(first.entry);
    expect((await ledger.view(account)).state.balance).toBe(10);
  });

  test('equal keys posted at once are joined', async () => {
    const account = newAccountId();
    const outcomes = await Promise.all(Array.from({ length: 20 }, () => posted(earnCommand(account, 'claim:1', 10))));
    expect(outcomes.filter((outcome) => !outcome.repeated)).toHaveLength(1);
    expect((await ledger.view(account)).seq).toBe(1);
  });

  test('a key used for something else is refused', async () => {
    const account = newAccountId();
    await posted(earnCommand(account, 'claim:1', 10));
    expect(await ledger.post(earnCommand(account, 'claim:1', 11))).toMatchObject({
      status: 'refused',
      refusal: { code: 'key_reused' },
    });
  });

  test('a credit can be reversed by a process that remembers the account as it was before the credit', async () => {
    const account = newAccountId();
    await posted({ ...ledgerContext(account, 'adjust:1'), ...adjustment, points: 3 });
    const other = createLedger({ db: client.db(), clock });
    const credit = await other.post({ ...earnCommand(account, 'claim:1', 10), minutes: 0 });
    expect(credit).toMatchObject({ status: 'posted', entry: { seq: 2 } });
    const reverse = { ...ledgerContext(account, 'reverse:2'), kind: 'reverse', originalSeq: 2 } as const;
    expect((await posted(reverse)).entry).toMatchObject({ seq: 3, points: -10, state: { balance: 3, items: 0 } });
    await other.close();
  });

  test('many spends of one balance take it exactly once', async () => {
    const account = newAccountId();
    await posted(earnCommand(account, 'claim:1', 10));
    const outcomes = await Promise.all(
      Array.from({ length: 50 }, (_, index) => ledger.post(spendCommand(account, `redemption:${index}`, 3))),
    );
    expect(outcomes.filter((outcome) => outcome.status === 'posted')).toHaveLength(3);
    expect(await ledger.view(account)).toMatchObject({ available: 1, seq: 4 });
  });
});
