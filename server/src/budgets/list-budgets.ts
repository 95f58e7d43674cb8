import { type Budget, type BudgetRoom, type Refusal, refuse } from '@red-points/shared/contracts';
import {
  type BudgetSlot,
  budgetIdsOver,
  budgetLevelOf,
  covers,
  freePoints,
  mayChangeLimit,
  monthsOf,
} from '@red-points/shared/domain/budgets';
import { businessDate } from '@red-points/shared/domain/calendar';
import { type Principal, permits, unitsFor } from '@red-points/shared/domain/permissions';
import type { BudgetsDeps } from './deps.ts';
import type { BudgetRecord, ReservationRecord } from './store.ts';

type LiveSlot = Pick<ReservationRecord, 'unitPath' | 'category' | 'month'> & { used: number; idle: number };

export interface BudgetList {
  readonly unitId: string;
  readonly unitName: string;
  readonly year: number;
  readonly items: Budget[];
  readonly unlimitedBelow: number;
}

/** The budgets of a unit and of those directly below it in a year, with what weighs on each. */
export async function listBudgets(
  deps: BudgetsDeps,
  principal: Principal,
  query: { readonly unitId?: string | undefined; readonly year?: number | undefined },
): Promise<BudgetList | Refusal> {
  const unitId = query.unitId ?? unitsFor(principal, 'budgets.read')?.[0];
  const unit = unitId === undefined ? null : await deps.orgUnits.get(unitId);
  if (unit === null) return refuse('unit_unknown');
  if (!permits(principal, 'budgets.read', { unitPath: unit.ancestorIds })) return refuse('out_of_scope');
  const year = query.year ?? Number(businessDate(deps.platform.clock.now()).slice(0, 4));
  const children = (await deps.orgUnits.below(unit.id)).filter(
    ({ parentId, kind }) => parentId === unit.id && kind !== 'grid',
  );
  const order = new Map([unit, ...children].map(({ id }, index) => [id, index]));
  const found = await deps.store.budgets
    .find({ unitPath: unit.id, unitId: { $in: [...order.keys()] }, period: { $regex: `^${year}` } })
    .toArray();
  found.sort(
    (one, other) => (order.get(one.unitId) ?? 0) - (order.get(other.unitId) ?? 0) || (one._id < other._id ? -1 : 1),
  );
  const limited = new Set(found.filter(({ points }) => points !== null).map((budget) => budget.unitId));
  return {
    unitId: unit.id,
    unitName: unit.name,
    year,
    items: await budgetViews(deps, principal, found),
    unlimitedBelow: children.filter(({ id }) => !limited.has(id)).length,
  };
}

/** Budgets as the API shows them: a few queries for all. */
export async function budgetViews(
  deps: BudgetsDeps,
  principal: Principal,
  records: readonly BudgetRecord[],
): Promise<Budget[]> {
  const [units, users, live] = await Promise.all([
    deps.orgUnits.all(),
    deps.userNames(records.map(({ changedBy }) => changedBy)),
    liveSlots(deps, records),
  ]);
  const offices = unitsFor(principal, 'budgets.manage');
  return records.map((budget) => {
    const { used, reserved } = standingOf(budget, live);
    const setInPath = units.get(budget.setIn)?.ancestorIds ?? [budget.setIn];
    return {
      budgetId: budget._id,
      unitId: budget.unitId,
      unitName: units.get(budget.unitId)?.name ?? budget.unitId,
      category: budget.category as Budget['category'],
      period: budget.period,
      points: budget.points,
      used,
      reserved,
      left: budget.points === null ? null : budget.points - used - reserved,
      level: budgetLevelOf(budget.points, used, reserved),
      version: budget.version,
      changedAt: budget.changedAt.toISOString(),
      changedByName: users.get(budget.changedBy) ?? '—',
      mayChange:
        permits(principal, 'budgets.manage', { unitPath: budget.unitPath }) && mayChangeLimit(offices, setInPath),
    };
  });
}

/** What may still be promised in a slot. What queues have set aside and not promised counts as free: it comes back when missed. */
export async function roomOf(deps: BudgetsDeps, slot: BudgetSlot): Promise<BudgetRoom> {
  const records = await deps.store.budgets.find({ _id: { $in: budgetIdsOver(slot) }, points: { $ne: null } }).toArray();
  if (records.length === 0) return { left: null, tightest: null };
  const live = await liveSlots(deps, records);
  const names = await deps.orgUnits.names(records.map(({ unitId }) => unitId));
  const rooms = records.map((budget) => {
    const { used, reserved } = standingOf(budget, live);
    return { budget, left: (budget.points ?? 0) - used - reserved };
  });
  const [tightest] = rooms.sort((one, other) => one.left - other.left);
  if (tightest === undefined) return { left: null, tightest: null };
  const { _id, unitId, category, period } = tightest.budget;
  return {
    left: Math.max(0, tightest.left),
    tightest: {
      budgetId: _id,
      unitName: names.get(unitId) ?? unitId,
      category: category as Budget['category'],
      period,
    },
  };
}

function standingOf(budget: BudgetRecord, live: readonly LiveSlot[]): { used: number; reserved: number } {
  const own = live.filter((slot) => covers(budget, slot));
  const used = own.reduce((sum, slot) => sum + slot.used, budget.settled);
  const idle = own.reduce((sum, slot) => sum + slot.idle, 0);
  return { used, reserved: budget.taken - used - idle };
}

/** What live reservations under some budgets have used, and what queues have set aside for nobody, by slot. */
async function liveSlots(deps: BudgetsDeps, records: readonly BudgetRecord[]): Promise<LiveSlot[]> {
  if (records.length === 0) return [];
  const unitIds = [...new Set(records.map(({ unitId }) => unitId))];
  const months = [...new Set(records.flatMap(({ period }) => monthsOf(period)))];
  const slots = new Map<string, LiveSlot>();
  const found = deps.store.reservations.find({ live: true, unitPath: { $in: unitIds }, month: { $in: months } });
  for await (const reservation of found) {
    const { slotKey, unitPath, category, month, kind } = reservation;
    const slot = slots.get(slotKey) ?? { unitPath, category, month, used: 0, idle: 0 };
    slot.used += reservation.used;
    slot.idle += kind === 'queue' ? freePoints(reservation) : 0;
    slots.set(slotKey, slot);
  }
  return [...slots.values()];
}
