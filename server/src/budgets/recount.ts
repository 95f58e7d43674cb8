import { ALL_CATEGORIES, monthsOf } from '@red-points/shared/domain/budgets';
import type { ClientSession, Document } from 'mongodb';
import { inBatches } from '../platform/batches.ts';
import type { JobRun } from '../platform/jobs.ts';
import { oneByOne, stepByStep } from '../platform/one-by-one.ts';
import { countReservations } from './count.ts';
import { countParts } from './count-apart.ts';
import type { BudgetsDeps } from './deps.ts';
import { orBusy } from './grow.ts';
import { patiently } from './patiently.ts';
import type { BudgetRecord } from './store.ts';

export const BUDGET_RECOUNT_JOB = 'budgets.recount';
export const BUDGET_RECOUNT_EVERY_MS = 6 * 3_600_000;

const PART = 200;

/** What weighs on a budget, counted anew. */
export type BudgetCount = Pick<BudgetRecord, 'taken' | 'settled'>;

type Scope = Pick<BudgetRecord, 'unitId' | 'category' | 'period'>;

/**
 * Counts what weighs on a scope from the records: closed reservations and what was issued before there were any, less
 * what reversals gave back; and what live reservations have set aside.
 */
export async function countScope(deps: BudgetsDeps, scope: Scope, session: ClientSession): Promise<BudgetCount> {
  const within = withinScope(scope);
  const [reserved] = await deps.store.reservations
    .aggregate<{ settled: number; live: number }>(
      [
        { $match: within },
        {
          $group: {
            _id: null,
            settled: { $sum: { $cond: ['$live', 0, '$used'] } },
            live: { $sum: { $cond: ['$live', '$points', 0] } },
          },
        },
      ],
      { session },
    )
    .toArray();
  const [returned] = await deps.store.returns
    .aggregate<{ points: number }>([{ $match: within }, { $group: { _id: null, points: { $sum: '$points' } } }], {
      session,
    })
    .toArray();
  let settled = (reserved?.settled ?? 0) - (returned?.points ?? 0);
  let taken = settled + (reserved?.live ?? 0);
  for (const source of deps.sources) {
    const { used, promised } = await source.unreserved(scope, session);
    settled += used;
    taken += used + promised;
  }
  return { taken, settled };
}

/** The slots of a scope, as a filter over reservations and returns. */
export function withinScope({ unitId, category, period }: Scope): Document {
  return {
    unitPath: unitId,
    month: { $in: monthsOf(period) },
    ...(category === ALL_CATEGORIES ? {} : { category }),
  };
}

/**
 * The repair job: every reservation is counted from its records and every budget from its reservations. On a database where
 * nothing went wrong it changes nothing; where something did, it says so in the log.
 */
export async function recountBudgets(deps: BudgetsDeps, { signal }: Pick<JobRun, 'signal'>): Promise<number> {
  const { logger } = deps.platform;
  let repaired = 0;
  const recount = async ({ _id }: { readonly _id: string }): Promise<void> => {
    const change = orBusy(await patiently(deps.platform.db.client, (session) => recountBudget(deps, _id, session)));
    if (change === null) return;
    repaired += 1;
    logger.warn({ budget: _id, ...change }, 'a budget was not what its records say; it was counted anew');
  };
  await stepByStep(
    {
      reservations: () =>
        countParts(deps, inBatches(reservationIds(deps), PART), signal, (some) => countReservations(deps, some)),
      budgets: () => {
        const budgets = deps.store.budgets.find({}, { projection: { _id: 1 } });
        return oneByOne(budgets, { what: 'budget', idOf: ({ _id }) => _id, logger, signal }, recount);
      },
    },
    { logger, signal },
  );
  return repaired;
}

async function* reservationIds({ store }: Pick<BudgetsDeps, 'store'>): AsyncGenerator<string, void, void> {
  for await (const { _id } of store.reservations.find({}, { projection: { _id: 1 } })) yield _id;
}

async function recountBudget(
  deps: BudgetsDeps,
  budgetId: string,
  session: ClientSession,
): Promise<{ before: BudgetCount; after: BudgetCount } | null> {
  const budget = await deps.store.budgets.findOne({ _id: budgetId }, { session });
  if (budget === null) return null;
  const after = await countScope(deps, budget, session);
  const before = { taken: budget.taken, settled: budget.settled };
  if (before.taken === after.taken && before.settled === after.settled) return null;
  // The write makes this transaction and any other that weighs on the budget wait for each other.
  await deps.store.budgets.updateOne({ _id: budgetId }, { $set: after }, { session });
  return { before, after };
}
