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
  if (!issues(reversed) || reversed.points === 0) return;
  const unitPath = (await deps.orgUnits.pathOf(reversed.issuerUnit)) ?? [reversed.issuerUnit];
  const slot = { unitPath, category: reversed.category, month: monthOf(businessDate(reversed.effectiveAtMs)) };
  const record = { ...slot, _id: reversed._id, points: reversed.points, at: new Date(deps.platform.clock.now()) };
  try {
    const noted = await patiently(deps.platform.db.client, async (session) => {
      await deps.store.returns.insertOne(record, { session });
      const book = new BudgetBook(deps.store, session);
      await book.open([slot]);
      book.add(slot, { taken: 0 - reversed.points, settled: 0 - reversed.points });
      await book.write();
      return true;
    });
    orBusy(noted);
  } catch (error) {
    if (!isDuplicateKey(error)) throw error;
  }
}
