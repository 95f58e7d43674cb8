import { collectionMatcher, type RecordMatcher } from '../ledger/index.ts';
import { type CreditCollection, type CreditSourceKind, creditIdOf } from './store.ts';

/** Says which credits of one kind of source the ledger must have, for `ledger:verify`. */
export function creditMatcher(credits: CreditCollection, kind: CreditSourceKind): RecordMatcher {
  const posted = { 'source.kind': kind, state: 'posted' } as const;
  const windowClosed = { state: 'in_publicity', $expr: { $lte: ['$publicUntil', '$$NOW'] } } as const;
  return collectionMatcher({
    sourceKind: kind,
    entryKinds: ['earn'],
    collection: credits,
    posted,
    posting: { 'source.kind': kind, $or: [{ state: 'posted' }, windowClosed] },
    idOf: (id) => creditIdOf({ kind, id }),
    fields: ['source', 'accountId', 'points', 'minutes', 'grantedPoints', 'entrySeq', 'state'],
    expect: ({ _id, source, accountId, points, minutes, grantedPoints, entrySeq, state }) => [
      {
        sourceId: source.id,
        account: accountId,
        key: _id,
        seq: entrySeq,
        points,
        minutes,
        grantedPoints,
        onItsWay: state !== 'posted',
      },
    ],
  });
}
