import { collectionMatcher, type RecordMatcher } from '../ledger/index.ts';
import { type CreditCollection, type CreditSourceKind, creditIdOf } from './store.ts';

/**
 * Says which credits of one kind of source the ledger must have, for `ledger:verify`. One in publicity accounts for an
 * entry that was recorded after its window had closed, and for none before.
 */
export function creditMatcher(credits: CreditCollection, kind: CreditSourceKind): RecordMatcher {
  const posted = { 'source.kind': kind, state: 'posted' } as const;
  return collectionMatcher({
    sourceKind: kind,
    entryKinds: ['earn'],
    collection: credits,
    posted,
    posting: { 'source.kind': kind, state: { $in: ['posted', 'in_publicity'] } },
    idOf: (id) => creditIdOf({ kind, id }),
    fields: ['source', 'accountId', 'points', 'minutes', 'grantedPoints', 'entrySeq', 'state', 'publicUntil'],
    expect: ({ _id, source, accountId, points, minutes, grantedPoints, entrySeq, state, publicUntil }) => [
      {
        sourceId: source.id,
        account: accountId,
        key: _id,
        seq: entrySeq,
        points,
        minutes,
        grantedPoints,
        ...(state === 'posted' ? {} : { onItsWay: true, notBeforeMs: publicUntil.getTime() }),
      },
    ],
  });
}
