import { type AccountState, assertState, emptyState, FIRST_PREVIOUS_HASH } from '@red-points/shared/domain/ledger';
import type { Collection, Db } from 'mongodb';
import { hashBytes, LEDGER_COLLECTION, type StoredEntry } from './collection.ts';
import { within } from './time-limit.ts';

/** Where an account's history ends: all that the next entry is decided on. */
export interface Head {
  readonly seq: number;
  readonly recordedAtMs: number;
  readonly hash: Uint8Array;
  readonly state: AccountState;
}

/** The head of an account without entries. */
export const blankHead: Head = Object.freeze({
  seq: 0,
  recordedAtMs: 0,
  hash: FIRST_PREVIOUS_HASH,
  state: emptyState,
});

type StoredHead = Pick<StoredEntry, 'account' | 'seq' | 'recordedAtMs' | 'hash' | 'state'>;

/** What of an entry makes a head. */
export const HEAD_FIELDS = { _id: 0, account: 1, seq: 1, recordedAtMs: 1, hash: 1, state: 1 } as const;

/** How many accounts one query asks for: more make the query slower per account. */
const ACCOUNTS_PER_QUERY = 100;

/** What was read of accounts: their heads, or why one cannot be relied on; accounts without entries are absent. */
export type Heads = ReadonlyMap<string, Head | Error>;

/** A head that can be relied on; throws why where the account's newest entry is broken. */
export function sound(head: Head | Error): Head {
  if (head instanceof Error) throw head;
  return head;
}

/** Reads the newest majority-committed entry of each account from the primary. */
export async function readHeads(db: Db, accounts: readonly string[], timeoutMs: number): Promise<Heads> {
  const heads = new Map<string, Head | Error>();
  const parts: Promise<void>[] = [];
  for (let first = 0; first < accounts.length; first += ACCOUNTS_PER_QUERY) {
    parts.push(readPart(db, accounts.slice(first, first + ACCOUNTS_PER_QUERY), timeoutMs, heads));
  }
  await Promise.all(parts);
  return heads;
}

/** One account's newest entry by a range on `_id`, which examines that entry alone. */
export async function readNewest(
  collection: Collection<StoredEntry>,
  range: { $gt: string; $lt: string },
  timeoutMs: number,
): Promise<StoredEntry | null> {
  return within(timeoutMs, collection.findOne({ _id: range }, { sort: { _id: -1 }, maxTimeMS: timeoutMs }));
}

async function readPart(
  db: Db,
  accounts: readonly string[],
  timeoutMs: number,
  heads: Map<string, Head | Error>,
): Promise<void> {
  const ranges = accounts.map((account) => ({ from: `${account}:`, to: `${account};` }));
  const reading = db
    .collection(LEDGER_COLLECTION)
    .aggregate<StoredHead>(
      [
        // One entry, whichever, is turned into the list of accounts asked for: a production user may read this
        // collection, but not aggregate over none ($documents). Every id of an account lies in its range; see entryIdRange.
        { $limit: 1 },
        { $project: { _id: 0, ranges: { $literal: ranges } } },
        { $unwind: '$ranges' },
        {
          $lookup: {
            from: LEDGER_COLLECTION,
            let: { from: '$ranges.from', to: '$ranges.to' },
            pipeline: [
              { $match: { $expr: { $and: [{ $gt: ['$_id', '$$from'] }, { $lt: ['$_id', '$$to'] }] } } },
              { $sort: { _id: -1 } },
              { $limit: 1 },
              { $project: HEAD_FIELDS },
            ],
            as: 'newest',
          },
        },
        { $unwind: '$newest' },
        { $replaceRoot: { newRoot: '$newest' } },
      ],
      { readConcern: { level: 'majority' }, readPreference: 'primary', maxTimeMS: timeoutMs },
    )
    .toArray();
  for (const stored of await within(timeoutMs, reading)) heads.set(stored.account, headOrError(stored));
}

/** A broken entry is its own account's failure, not that of those which were read with it. */
export function headOrError(stored: StoredHead): Head | Error {
  try {
    return headOf(stored);
  } catch (error) {
    return error instanceof Error ? error : new Error(String(error));
  }
}

/** The head that a stored entry makes; throws where its state breaks an invariant. */
export function headOf(stored: StoredHead): Head {
  assertState(stored.state, stored.recordedAtMs);
  return {
    seq: stored.seq,
    recordedAtMs: stored.recordedAtMs,
    hash: hashBytes(stored),
    state: stored.state,
  };
}
