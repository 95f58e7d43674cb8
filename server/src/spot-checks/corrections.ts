import { entryOfCredit, type LinedCredit } from '../credits/index.ts';
import type { SpotChecksDeps } from './deps.ts';

/** Linked entries that put a credit right: its reversal, and corrections by two persons since it was posted. */
export async function correctionsOf(
  { ledger, adjustments }: Pick<SpotChecksDeps, 'ledger' | 'adjustments'>,
  credit: LinedCredit,
): Promise<string[]> {
  const entry = entryOfCredit(credit);
  if (entry === null || credit.entrySeq === null) return [];
  const [referring, adjusted] = await Promise.all([
    ledger.referringTo(credit.accountId, credit.entrySeq),
    adjustments.postedFor(entry, credit.postedAt ?? credit.approvedAt),
  ]);
  const reversals = referring.filter(({ kind }) => kind === 'reverse').map(({ _id }) => _id);
  return [...new Set([...reversals, ...adjusted])];
}
