import type { BadEntry } from '@red-points/shared/domain/verification';
import type { Db } from 'mongodb';
import type { StoredEntry } from './collection.ts';

/**
 * Something that the ledger must agree with, compared while `verifyLedger` streams it.
 *
 * Entries come in the order of `_id`: account by account, each from its first entry to its newest. That is the order of
 * `account + ':'`, not of account ids by themselves: `a-1:…` lies before `a:…`. A check that streams something of its
 * own beside it must sort it so. Only entries of a known shape come, but an account that is bad already goes on coming:
 * numbers, hashes and states may be anything.
 *
 * A check keeps memory bounded, and fetches what it streams by `STREAM_BATCH`. It runs beside live traffic: what may only be late is looked at again in `finish`
 * before it is reported.
 */
export interface LedgerCheck {
  readonly name: string;
  take(stored: StoredEntry): void | Promise<void>;
  /** Everything that does not hold. Called once, after the last entry. */
  finish(): Promise<readonly BadEntry[]>;
}

export interface CheckScope {
  readonly db: Db;
  /** The one account that is verified; null for the whole ledger. */
  readonly account: string | null;
}

/** Makes a check for one run; null where it has nothing to say about that scope. */
export type MakeLedgerCheck = (scope: CheckScope) => LedgerCheck | null;
