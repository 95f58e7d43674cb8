import type { Db } from 'mongodb';
import { collectionMatcher, type RecordMatcher } from '../ledger/index.ts';
import { adjustmentCollection, adjustmentKey } from './store.ts';

/** Corrections by two persons and their entries, for matching with the ledger both ways. */
export function adjustmentMatcher(db: Db): RecordMatcher {
  return collectionMatcher({
    sourceKind: 'correction',
    entryKinds: ['adjust'],
    collection: adjustmentCollection(db),
    posted: { state: 'posted' },
    posting: { state: { $in: ['confirmed', 'posted'] } },
    idOf: (id) => id,
    fields: ['accountId', 'points', 'minutes', 'entrySeq', 'state'],
    expect: ({ _id, accountId, points, minutes, entrySeq, state }) => [
      {
        sourceId: _id,
        account: accountId,
        key: adjustmentKey(_id),
        seq: entrySeq,
        points,
        minutes,
        onItsWay: state !== 'posted',
      },
    ],
  });
}
