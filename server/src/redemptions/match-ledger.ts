import type { Db } from 'mongodb';
import { collectionMatcher, type ExpectedEntry, type RecordMatcher } from '../ledger/index.ts';
import { isOpen } from './carry-on.ts';
import { captureKey, holdKey, landedRefundKey, refundKey, releaseKey } from './ledger-commands.ts';
import { type RedemptionRecord, redemptionsOf } from './store.ts';

const SUCCEEDED: readonly RedemptionRecord['state'][] = ['success', 'partially_refunded', 'refunded'];

/** The redemptions and the entries of their holds, captures and refunds, for matching with the ledger both ways. */
export function redemptionMatcher(db: Db): RecordMatcher {
  return collectionMatcher({
    sourceKind: 'redemption',
    entryKinds: ['hold', 'capture', 'release', 'spend', 'refund', 'adjust'],
    collection: redemptionsOf(db),
    posted: { state: { $in: [...SUCCEEDED] } },
    posting: {},
    idOf: (id) => id,
    fields: ['accountId', 'points', 'state', 'captureSeq', 'refunds'],
    expect: entriesOf,
  });
}

function entriesOf(redemption: RedemptionRecord): ExpectedEntry[] {
  const { _id, accountId, points, state, captureSeq, refunds } = redemption;
  const entry = { sourceId: _id, account: accountId, seq: null, points, minutes: 0 };
  const succeeded = SUCCEEDED.includes(state);
  return [
    // Whether points were ever held, and given back, the ledger alone tells: a redemption can end before they are.
    { ...entry, key: holdKey(_id), onItsWay: true },
    ...(succeeded ? [] : [{ ...entry, key: releaseKey(_id), onItsWay: true }]),
    ...(succeeded || isOpen(redemption)
      ? [{ ...entry, key: captureKey(_id), seq: captureSeq, onItsWay: !succeeded }]
      : []),
    ...refunds.flatMap((refund, index) => {
      // What waits for a second word, was taken back or refused has moved nothing.
      if (refund.state !== 'asked' && refund.state !== 'posted') return [];
      const onItsWay = refund.state === 'asked';
      const { landed } = refund;
      if (landed === undefined) return [{ ...entry, key: refundKey(_id, index + 1), points: refund.points, onItsWay }];
      return landed.lots.map(({ points: part }, at) => ({
        ...entry,
        account: landed.accountId,
        key: landedRefundKey(_id, index + 1, at + 1),
        points: part,
        onItsWay,
      }));
    }),
  ];
}
