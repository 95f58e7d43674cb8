import { keyCheck, pairCheck, type RecordMatcher, recordCheck, verifyLedger } from '@red-points/server/ledger/index';
import { ledgerChecks } from '@red-points/server/ledger-checks';
import type { Db } from 'mongodb';
import { expect } from 'vitest';
import type { TestApp } from './app.ts';

/** The whole ledger holds by itself, and agrees with every noun's records both ways: all that `ledger:verify` looks at. */
export async function expectLedgerVerified({ database: { db } }: TestApp): Promise<void> {
  const verified = await verifyLedger({ db, checks: ledgerChecks({ db, account: null }) });
  expect(verified.bad).toEqual([]);
  expect(verified.transactions).toBeGreaterThan(0);
}

/**
 * What is bad where only some nouns' records are looked at: for tests that post credits without the records of claims.
 * @returns the codes, in the order of accounts
 */
export async function badAgainst(
  { database: { db } }: TestApp,
  matchers: readonly ((db: Db) => RecordMatcher)[],
): Promise<string[]> {
  const scope = { db, account: null };
  const records = recordCheck(
    scope,
    matchers.map((matcher) => matcher(db)),
  );
  const checks = [keyCheck(scope), pairCheck(scope), records].flatMap((check) => check ?? []);
  return (await verifyLedger({ db, checks })).bad.map(({ code }) => code);
}
