import type { RecordMatcher } from '../ledger/index.ts';
import type { CreditCollection, CreditSourceKind } from './store.ts';

/** Says which credits of one kind of source the ledger must have, for `ledger:verify`. */
export function creditMatcher(credits: CreditCollection, sourceKind: CreditSourceKind): RecordMatcher {
  return {
    sourceKind,
    records: async function* () {
      const posted = credits
        .find({ 'source.kind': sourceKind, state: 'posted' })
        .project<{ source: { id: string }; accountId: string; points: number; minutes: number }>({
          source: 1,
          accountId: 1,
          points: 1,
          minutes: 1,
        });
      for await (const { source, accountId, points, minutes } of posted) {
        yield { sourceId: source.id, account: accountId, points, minutes };
      }
    },
  };
}
