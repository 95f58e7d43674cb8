import type { Db } from 'mongodb';
import type { RecordMatcher } from '../ledger/index.ts';
import { redemptionsOf } from './store.ts';

/** The redemptions that succeeded, for matching with the ledger's captures both ways. */
export function redemptionMatcher(db: Db): RecordMatcher {
  return {
    sourceKind: 'redemption',
    async *records() {
      const succeeded = redemptionsOf(db).find(
        { state: { $in: ['success', 'partially_refunded', 'refunded'] } },
        { projection: { accountId: 1, points: 1 } },
      );
      for await (const { _id, accountId, points } of succeeded) {
        yield { sourceId: _id, account: accountId, points, minutes: 0 };
      }
    },
  };
}
