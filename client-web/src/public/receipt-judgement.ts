import { checkReceipt, type Receipt, type ReceiptCheck, type ReceiptFault } from '@red-points/shared/domain/digests';
import { sha256 } from '../features/receipts/sha256.ts';

/** `undecided`: all holds in itself, but there is no published digest to compare it with. */
export type Judgement = Pick<ReceiptCheck, 'steps' | 'entry'> &
  ({ readonly verdict: 'holds' | 'undecided' } | { readonly verdict: 'fails'; readonly fault: ReceiptFault });

/**
 * Checks a receipt against the published digest, or as far as it goes without one.
 * @param published null where it could not be read
 */
export function judge(receipt: Receipt, published: string | null): Judgement {
  const { failed, steps, entry } = checkReceipt(receipt, published ?? receipt.digest.digest, sha256);
  if (failed !== null) return { verdict: 'fails', fault: failed.fault, steps, entry };
  if (published !== null) return { verdict: 'holds', steps, entry };
  const open = steps.map(({ step, outcome }) => ({
    step,
    outcome: step === 'published' ? ('not_reached' as const) : outcome,
  }));
  return { verdict: 'undecided', steps: open, entry };
}
