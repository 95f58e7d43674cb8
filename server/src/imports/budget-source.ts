import { ALL_CATEGORIES, type BudgetSlot, datesOf, type RecordedUse } from '@red-points/shared/domain/budgets';
import { startOfBusinessDay } from '@red-points/shared/domain/calendar';
import type { Document } from 'mongodb';
import type { BudgetSource, SlotWish } from '../budgets/index.ts';
import type { ImportsDeps } from './deps.ts';
import type { ImportDocument, ImportRow } from './store.ts';

/** The accepted points of an import by category and month: what its confirmation sets aside. */
export async function pointsBySlot(deps: ImportsDeps, document: ImportDocument): Promise<SlotWish[]> {
  const month = { $substrBytes: ['$date', 0, 7] };
  const sums = await deps.store.lines
    .aggregate<{ _id: { category: string; month: string }; points: number }>([
      { $match: { importId: document._id, verdict: 'accepted' } },
      { $group: { _id: { category: '$category', month }, points: { $sum: '$points' } } },
      { $match: { points: { $gt: 0 } } },
    ])
    .toArray();
  return Promise.all(
    sums.map(async ({ _id, points }) => ({
      slot: await deps.budgets.slotOf(document.unitId, _id.category, startOfBusinessDay(`${_id.month}-01`)),
      points,
    })),
  );
}

/** The reservation that a row's points come from. */
export async function reservationOf(
  deps: ImportsDeps,
  { importId, unitId, category, date }: Pick<ImportRow, 'importId' | 'unitId' | 'category' | 'date'>,
): Promise<string> {
  const slot: BudgetSlot = await deps.budgets.slotOf(unitId, category, startOfBusinessDay(date));
  return deps.budgets.reservationId({ kind: 'import', id: importId }, slot);
}

/** Counts budgets from the rows that were posted. */
export function importBudgetSource(deps: ImportsDeps): BudgetSource {
  const used = { $group: { _id: '$reservationId', used: { $sum: '$points' } } };
  return {
    kinds: ['import'],
    usageOf: async (reservationIds, session) => {
      const match = { reservationId: { $in: [...reservationIds] }, state: 'posted' };
      const found = await deps.store.rows
        .aggregate<{ _id: string; used: number }>([{ $match: match }, used], { session })
        .toArray();
      return new Map<string, RecordedUse>(found.map((sum) => [sum._id, { promised: 0, used: sum.used }]));
    },
    unreserved: async (scope, session) => {
      const units = await deps.orgUnits.below(scope.unitId);
      const { from, before } = datesOf(scope.period);
      const match: Document = {
        unitId: { $in: units.map(({ id }) => id) },
        date: { $gte: from, $lt: before },
        ...(scope.category === ALL_CATEGORIES ? {} : { category: scope.category }),
        reservationId: null,
        state: 'posted',
      };
      const [sum] = await deps.store.rows.aggregate<{ used: number }>([{ $match: match }, used], { session }).toArray();
      return { promised: 0, used: sum?.used ?? 0 };
    },
  };
}

/** Of these imports, those that are being posted. */
export async function postingImports(deps: ImportsDeps, importIds: readonly string[]): Promise<ReadonlySet<string>> {
  const posting = { _id: { $in: [...importIds] }, state: 'posting' as const };
  const found = await deps.store.imports.find(posting, { projection: { _id: 1 } }).toArray();
  return new Set(found.map(({ _id }) => _id));
}
