import { accountOfEntryId, seqOfEntryId } from '@red-points/shared/domain/ledger';
import type { AdjustmentsDeps } from './deps.ts';

/** Whether an entry was reversed: then it came to nothing, and what is wrong about that is corrected at the reversal. */
export async function isReversed({ ledger }: Pick<AdjustmentsDeps, 'ledger'>, entryId: string): Promise<boolean> {
  const referring = await ledger.referringTo(accountOfEntryId(entryId), seqOfEntryId(entryId));
  return referring.some(({ kind }) => kind === 'reverse');
}
