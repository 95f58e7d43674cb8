import { seqOfEntryId } from '@red-points/shared/domain/ledger';
import type { Db } from 'mongodb';
import { collectionMatcher, type RecordMatcher } from '../ledger/index.ts';
import { REVERSALS, type ReversalDocument, reversalKey } from './reverse.ts';

/** The requests to reverse an entry, for matching with the ledger both ways. How much, the reversed entry says. */
export function reversalMatcher(db: Db): RecordMatcher {
  return collectionMatcher({
    sourceKind: 'adjustment',
    entryKinds: ['reverse'],
    collection: db.collection<ReversalDocument>(REVERSALS),
    posted: { state: 'posted' },
    posting: { state: { $in: ['posted', 'asked'] } },
    idOf: (id) => id,
    fields: ['accountId', 'entryId', 'state'],
    expect: ({ _id, accountId, entryId, state }) => {
      const key = reversalKey(seqOfEntryId(entryId));
      const amounts = { points: null, minutes: null };
      return [{ sourceId: _id, account: accountId, key, seq: null, ...amounts, onItsWay: state !== 'posted' }];
    },
  });
}
