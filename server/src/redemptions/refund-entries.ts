import type { LedgerEntry } from '@red-points/shared/domain/ledger';
import type { Ledger } from '../ledger/index.ts';
import { landedRefundKey, refundKey } from './ledger-commands.ts';
import type { RedemptionRecord } from './store.ts';

/** The ledger's entries of the refunds that were posted, in their order; several where one landed in a joined account. */
export async function refundEntriesOf(
  { ledger }: { readonly ledger: Pick<Ledger, 'entryByKey'> },
  { _id, accountId, refunds }: Pick<RedemptionRecord, '_id' | 'accountId' | 'refunds'>,
): Promise<LedgerEntry[]> {
  const keys = refunds.flatMap(({ state, landed }, index) => {
    if (state !== 'posted') return [];
    if (landed === undefined) return [{ account: accountId, key: refundKey(_id, index + 1) }];
    return landed.lots.map((_lot, part) => ({
      account: landed.accountId,
      key: landedRefundKey(_id, index + 1, part + 1),
    }));
  });
  const found = await Promise.all(keys.map(({ account, key }) => ledger.entryByKey(account, key)));
  return found.flatMap((entry) => entry ?? []);
}
