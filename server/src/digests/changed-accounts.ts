import { partsOfEntryId } from '@red-points/shared/domain/digests';
import type { Binary, Db, Document } from 'mongodb';
import { LEDGER_COLLECTION } from '../ledger/index.ts';
import { LEAF_COLLECTION } from './store.ts';

/** An account whose history grew since the last digest that covers it. */
export interface ChangedAccount {
  readonly account: string;
  /** The last entry covered before; 0 where none is. */
  readonly fromSeq: number;
  /** The newest entry recorded before the cut, and its hash. */
  readonly toSeq: number;
  readonly hash: Binary;
}

/** Longer than the query takes with any number of accounts that one database can hold, in milliseconds. */
const QUERY_MS_MAX = 3_600_000;
const majorityRead = {
  readConcern: { level: 'majority' },
  readPreference: 'primary',
  maxTimeMS: QUERY_MS_MAX,
} as const;

/**
 * Accounts of which something recorded before `beforeMs` is not covered yet, in the order of entry ids. The ledger's
 * accounts come from an index that is skipped through, each with two steps on an index: the cost grows with the number of
 * accounts, not with their histories.
 *
 * @param fromAccount only this account and those behind it
 */
export async function* changedAccounts(
  db: Db,
  beforeMs: number,
  fromAccount: string | null,
): AsyncGenerator<ChangedAccount> {
  const stages = [
    ...accountsInOrder(fromAccount),
    newestIn(LEAF_COLLECTION, '$from', {}, 'leaf'),
    { $set: { covered: { $ifNull: [{ $first: '$leaf._id' }, '$from'] } } },
    newestIn(LEDGER_COLLECTION, '$covered', { recordedAtMs: { $lt: beforeMs } }, 'newest'),
    { $unwind: '$newest' },
    { $project: { _id: '$newest._id', hash: '$newest.hash', covered: 1 } },
  ];
  const cursor = db
    .collection(LEDGER_COLLECTION)
    .aggregate<{ _id: string; hash: Binary; covered: string }>(stages, majorityRead);
  for await (const { _id, hash, covered } of cursor) {
    const newest = partsOfEntryId(_id);
    // What is not numbered as the ledger does it is found by the verification, and keeps nobody else's digest up.
    if (newest === null) continue;
    yield { account: newest.account, fromSeq: partsOfEntryId(covered)?.seq ?? 0, toSeq: newest.seq, hash };
  }
}

/** Every account's newest leaf of the days up to `day`, in the order of entry ids. */
export async function* newestLeaves(db: Db, day: string): AsyncGenerator<{ _id: string; hash: Binary }> {
  const stages = [
    ...accountsInOrder(null),
    newestIn(LEAF_COLLECTION, '$from', { day: { $lte: day } }, 'leaf'),
    { $unwind: '$leaf' },
    { $replaceRoot: { newRoot: '$leaf' } },
  ];
  yield* db.collection(LEDGER_COLLECTION).aggregate<{ _id: string; hash: Binary }>(stages, majorityRead);
}

/**
 * Every account once, skipping from one to the next on the index (account, key). Sorted as ids of entries are: there
 * `a-1:…` lies before `a:…`.
 */
function accountsInOrder(fromAccount: string | null): Document[] {
  return [
    { $sort: { account: 1, key: 1 } },
    { $group: { _id: '$account' } },
    { $set: { from: { $concat: ['$_id', ':'] }, to: { $concat: ['$_id', ';'] } } },
    ...(fromAccount === null ? [] : [{ $match: { from: { $gte: `${fromAccount}:` } } }]),
    { $sort: { from: 1 } },
  ];
}

/** Looks up the account's newest document of a collection whose id lies behind a field's value. */
function newestIn(collection: string, after: string, condition: Document, as: string): Document {
  const inRange = { $and: [{ $gt: ['$_id', '$$after'] }, { $lt: ['$_id', '$$to'] }] };
  return {
    $lookup: {
      from: collection,
      let: { after, to: '$to' },
      pipeline: [
        { $match: { $expr: inRange, ...condition } },
        { $sort: { _id: -1 } },
        { $limit: 1 },
        { $project: { _id: 1, hash: 1 } },
      ],
      as,
    },
  };
}
