import { businessDate, monthOf } from '@red-points/shared/domain/calendar';
import type { LedgerEntry } from '@red-points/shared/domain/ledger';
import { isDuplicateKey } from '../platform/database.ts';
import { BudgetBook } from './book.ts';
import type { BudgetsDeps } from './deps.ts';
import { orBusy } from './grow.ts';
import { patiently } from './patiently.ts';

/** The kinds of record whose entries weigh on budgets. */
export const ISSUING_SOURCES: ReadonlySet<LedgerEntry['source']['kind']> = new Set([
  'claim',
  'attendance',
  'import_row',
  'batch_item',
]);

/** Whether an entry creates points that budgets bound. */
export function issues(entry: Pick<LedgerEntry, 'kind' | 'source'>): boolean {
  return (entry.kind === 'earn' || entry.kind === 'adjust') && ISSUING_SOURCES.has(entry.source.kind);
}

/**
 * Gives the points of a reversed entry back to the budgets of the month in which it had happened, once however often
 * it is called. They can be issued again in that month alone.
 */
export async function returnPoints(deps: BudgetsDeps, reversed: LedgerEntry): Promise<void> {
  if (!issues(reversed)) return;
  await giveBack(deps, reversed, reversed.category, reversed.points);
}

/**
 * Gives back what a correction took from what had been issued, once however often it is called.
 * @param category that of the entry that was corrected: the correction's own has none
 */
export async function returnCorrected(
  deps: BudgetsDeps,
  correction: LedgerEntry,
  category: string | null,
): Promise<void> {
  await giveBack(deps, correction, category, 0 - correction.points);
}

/** Both a reversal and a correction are of the day of what they undo. */
async function giveBack(
  deps: BudgetsDeps,
  { _id, issuerUnit, effectiveAtMs }: LedgerEntry,
  category: string | null,
  points: number,
): Promise<void> {
  if (points === 0) return;
  const unitPath = (await deps.orgUnits.pathOf(issuerUnit)) ?? [issuerUnit];
  const slot = { unitPath, category, month: monthOf(businessDate(effectiveAtMs)) };
  const record = { ...slot, _id, points, at: new Date(deps.platform.clock.now()) };
  try {
    const noted = await patiently(deps.platform.db.client, async (session) => {
      await deps.store.returns.insertOne(record, { session });
      const book = new BudgetBook(deps.store, session);
      await book.open([slot]);
      book.add(slot, { taken: 0 - points, settled: 0 - points });
      await book.write();
      return true;
    });
    orBusy(noted);
  } catch (error) {
    if (!isDuplicateKey(error)) throw error;
  }
}
