import type { Db } from 'mongodb';
import { collectionMatcher, type RecordMatcher } from '../ledger/index.ts';
import { rowKey } from './post-ledger.ts';
import { importStore } from './store.ts';

/** The import rows that became transactions, for matching with the ledger both ways. */
export function importRowMatcher(db: Db): RecordMatcher {
  return collectionMatcher({
    sourceKind: 'import_row',
    entryKinds: ['earn'],
    collection: importStore(db).rows,
    posted: { state: 'posted' },
    posting: { state: { $in: ['posted', 'pending'] } },
    idOf: (id) => id,
    fields: ['accountId', 'points', 'minutes', 'seq', 'state'],
    expect: ({ _id, accountId, points, minutes, seq, state }) => [
      { sourceId: _id, account: accountId, key: rowKey(_id), seq, points, minutes, onItsWay: state !== 'posted' },
    ],
  });
}
