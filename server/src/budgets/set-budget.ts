import type { BodyOf, budgets as contract } from '@red-points/shared/contracts';
import { isRefusal, type Refusal, refuse } from '@red-points/shared/contracts';
import { budgetIdOf, limitRefusal, mayChangeLimit } from '@red-points/shared/domain/budgets';
import { type Principal, permits, unitsFor } from '@red-points/shared/domain/permissions';
import type { ClientSession } from 'mongodb';
import type { OrgUnitView } from '../org-units/index.ts';
import { BudgetBook, takeLanes } from './book.ts';
import type { BudgetsDeps } from './deps.ts';
import { reclaimIdle } from './grow.ts';
import { patiently } from './patiently.ts';
import { countScope } from './recount.ts';
import type { BudgetRecord } from './store.ts';

export type SetBudget = BodyOf<typeof contract.set>;

/**
 * Sets, changes or lifts a budget: a new version with its reason. Refused below what is issued and promised already,
 * above what the budget over it has to give, and to offices below the one that set it.
 */
export async function setBudget(
  deps: BudgetsDeps,
  principal: Principal,
  input: SetBudget,
): Promise<BudgetRecord | Refusal> {
  const unit = await deps.orgUnits.get(input.unitId);
  if (unit === null) return refuse('unit_unknown');
  if (!permits(principal, 'budgets.manage', { unitPath: unit.ancestorIds })) return refuse('out_of_scope');
  if (unit.kind === 'grid') return refuse('budget_unit_not_issuing');
  const below = (await deps.orgUnits.below(unit.id)).map(({ id }) => id);
  const budget = await patiently(deps.platform.db.client, (session) =>
    changeBudget(deps, { principal, input, unit, below }, session),
  );
  if (isRefusal(budget)) return budget;
  await deps.audit.record({
    principal,
    action: 'budgets.set',
    subject: { kind: 'budget', id: budget._id },
    unitId: budget.unitId,
    detail: { version: budget.version, points: budget.points ?? 'lifted' },
  });
  return budget;
}

interface Change {
  readonly principal: Principal;
  readonly input: SetBudget;
  readonly unit: OrgUnitView;
  readonly below: readonly string[];
}

async function changeBudget(
  deps: BudgetsDeps,
  { principal, input, unit, below }: Change,
  session: ClientSession,
): Promise<BudgetRecord | Refusal> {
  const { budgets, changes } = deps.store;
  const _id = budgetIdOf(input);
  // Whoever sets a limit of the same category and period, and whoever sets points aside below, waits for this or the reverse.
  await takeLanes(deps.store, [...below, `${input.category}:${input.period}`], session);
  const before = await budgets.findOne({ _id }, { session });
  if ((before?.version ?? 0) !== input.version) return refuse('version_conflict');
  const offices = unitsFor(principal, 'budgets.manage');
  const setInPath = before === null ? null : await deps.orgUnits.pathOf(before.setIn);
  if (setInPath !== null && !mayChangeLimit(offices, setInPath)) return refuse('budget_set_above');
  const counted = await countedScope(deps, input, before, session);
  if (input.points !== null && counted.taken > input.points) {
    return refuse('budget_below_taken', { taken: counted.taken });
  }
  const unitPath = unit.ancestorIds;
  const others = await budgets.find({ category: input.category, period: input.period }, { session }).toArray();
  const tooMuch = limitRefusal({ ...input, unitPath }, others);
  if (tooMuch !== null) return refuse(tooMuch.code, tooMuch.detail);
  const after: BudgetRecord = {
    ...counted,
    _id,
    unitId: unit.id,
    unitPath,
    category: input.category,
    period: input.period,
    points: input.points,
    version: input.version + 1,
    setIn: officeOf(offices, unitPath),
    changedBy: principal.userId,
    changedAt: new Date(deps.platform.clock.now()),
  };
  await budgets.replaceOne({ _id }, after, { upsert: true, session });
  const { version, points, changedBy: by, changedAt: at } = after;
  const change = { _id: `${_id}@${version}`, budgetId: _id, version, points, by, at, reason: input.reason };
  await changes.insertOne({ ...change, pointsBefore: before?.points ?? null }, { session });
  return after;
}

/** What weighs on the budget, without what queues have set aside and nobody was promised. */
async function countedScope(
  deps: BudgetsDeps,
  input: SetBudget,
  before: BudgetRecord | null,
  session: ClientSession,
): Promise<Pick<BudgetRecord, 'taken' | 'settled'>> {
  const book = new BudgetBook(deps.store, session);
  await reclaimIdle(deps, book, input, session);
  await book.write();
  if (before === null) return countScope(deps, input, session);
  const now = (await deps.store.budgets.findOne({ _id: before._id }, { session })) ?? before;
  return { taken: now.taken, settled: now.settled };
}

/** The highest of the caller's offices over a unit. */
function officeOf(offices: readonly string[] | null, unitPath: readonly string[]): string {
  const root = unitPath[0] ?? '';
  return offices === null ? root : (unitPath.find((unitId) => offices.includes(unitId)) ?? root);
}
