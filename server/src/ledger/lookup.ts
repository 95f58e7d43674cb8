import type { LedgerEntry } from '@red-points/shared/domain/ledger';
import type { Collection } from 'mongodb';
import { type StoredEntry, toEntry } from './collection.ts';
import { within } from './time-limit.ts';

export interface AccountKey {
  readonly account: string;
  readonly key: string;
}

/**
 * What is known of a key: its entry; `absent`; or `pending` where the primary has an entry that no majority has yet,
 * so that nothing can be said about it now.
 */
export type KeyState = LedgerEntry | 'absent' | 'pending';

/** How many keys one query asks for. */
const KEYS_PER_QUERY = 250;

/** Looks keys up on the primary. The states belong to the keys in the order asked. */
export async function lookKeysUp(
  collection: Collection<StoredEntry>,
  keys: readonly AccountKey[],
  timeoutMs: number,
): Promise<KeyState[]> {
  const states: KeyState[] = [];
  for (let first = 0; first < keys.length; first += KEYS_PER_QUERY) {
    states.push(...(await lookPartUp(collection, keys.slice(first, first + KEYS_PER_QUERY), timeoutMs)));
  }
  return states;
}

async function lookPartUp(
  collection: Collection<StoredEntry>,
  keys: readonly AccountKey[],
  timeoutMs: number,
): Promise<KeyState[]> {
  const filter = { $or: filtersOf(keys) };
  // A majority read alone would not tell "nobody wrote it" from "somebody is writing it".
  const local = { readConcern: { level: 'local' }, projection: { account: 1, key: 1 }, maxTimeMS: timeoutMs } as const;
  const seen = await within(timeoutMs, collection.find(filter, local).toArray());
  if (seen.length === 0) return keys.map(() => 'absent');
  const committed = await within(timeoutMs, collection.find(filter, { maxTimeMS: timeoutMs }).toArray());
  const entries = new Map(committed.map((stored) => [nameOf(stored), toEntry(stored)]));
  const written = new Set(seen.map(nameOf));
  return keys.map((key) => entries.get(nameOf(key)) ?? (written.has(nameOf(key)) ? 'pending' : 'absent'));
}

/** One condition per account: a range of the unique index each. */
export function filtersOf(keys: readonly AccountKey[]): { account: string; key: { $in: string[] } }[] {
  const byAccount = new Map<string, string[]>();
  for (const { account, key } of keys) {
    const known = byAccount.get(account);
    if (known === undefined) byAccount.set(account, [key]);
    else known.push(key);
  }
  return [...byAccount].map(([account, own]) => ({ account, key: { $in: own } }));
}

/** One text for an account and a key of it: no account id contains a colon. */
export function nameOf({ account, key }: AccountKey): string {
  return `${account}:${key}`;
}
