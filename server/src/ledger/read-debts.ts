import { type DebtPart, openDebts } from '@red-points/shared/domain/ledger';
import type { Collection } from 'mongodb';
import { type StoredEntry, toEntry } from './collection.ts';

/** Shortfalls that are shown beside each other; a debt of more has its oldest ones left out. */
const DEBTS_SHOWN_MAX = 50;

/** Which entries an account's debt comes from, newest first: by an index that holds such entries alone. */
export async function readDebts(
  collection: Collection<StoredEntry>,
  account: string,
  owed: number,
  maxTimeMS: number,
): Promise<DebtPart[]> {
  if (owed === 0) return [];
  const made = await collection
    .find({ account, owedChange: { $gt: 0 } }, { maxTimeMS, hint: 'account_debts' })
    .sort({ seq: -1 })
    .limit(DEBTS_SHOWN_MAX)
    .toArray();
  return openDebts(owed, made.map(toEntry));
}
