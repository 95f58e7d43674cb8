import { ALL_CATEGORIES, type BudgetScope, datesOf, type RecordedUse } from '@red-points/shared/domain/budgets';
import { startOfBusinessDay } from '@red-points/shared/domain/calendar';
import type { ClientSession, Document } from 'mongodb';
import type { BudgetSource } from '../budgets/index.ts';
import type { CreditsDeps } from './deps.ts';

const PENDING = ['in_publicity', 'objected'];

const SUMS = {
  promised: { $sum: { $cond: [{ $in: ['$state', PENDING] }, '$points', 0] } },
  used: { $sum: { $cond: [{ $eq: ['$state', 'posted'] }, '$grantedPoints', 0] } },
};

/** Counts budgets from credits: those approved are promised, those posted have used what the ledger granted. */
export function creditBudgetSource(deps: CreditsDeps): BudgetSource {
  const sumsOf = (match: Document, by: string | null, session: ClientSession) =>
    deps.credits
      .aggregate<RecordedUse & { _id: string | null }>([{ $match: match }, { $group: { _id: by, ...SUMS } }], {
        session,
      })
      .toArray();
  return {
    kinds: ['queue', 'activity'],
    usageOf: async (reservationIds, session) => {
      const found = await sumsOf({ reservationId: { $in: [...reservationIds] } }, '$reservationId', session);
      return new Map(found.map(({ _id, promised, used }) => [_id ?? '', { promised, used }]));
    },
    unreserved: async (scope: BudgetScope, session) => {
      const units = await deps.orgUnits.below(scope.unitId);
      const { from, before } = datesOf(scope.period);
      const effectiveAt = { $gte: new Date(startOfBusinessDay(from)), $lt: new Date(startOfBusinessDay(before)) };
      const category = scope.category === ALL_CATEGORIES ? {} : { category: scope.category };
      const match = { issuerUnit: { $in: units.map(({ id }) => id) }, effectiveAt, ...category, reservationId: null };
      const [sums] = await sumsOf(match, null, session);
      return { promised: sums?.promised ?? 0, used: sums?.used ?? 0 };
    },
  };
}
