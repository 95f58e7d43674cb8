import { periodsOf } from './periods.ts';

/** A budget for everything that a unit issues, whatever its category. */
export const ALL_CATEGORIES = 'all';

/**
 * The finest grain in which issued points are told apart: who issues them, of which category, in which month they
 * happened (business date). Every credit belongs to exactly one slot; a budget covers many.
 */
export interface BudgetSlot {
  /** The issuing unit and what is above it, root first, the issuer last. */
  readonly unitPath: readonly string[];
  /** Null for what has none: it counts only where all categories do. A correction counts where the entry did that it corrects. */
  readonly category: string | null;
  /** `YYYY-MM` */
  readonly month: string;
}

/** What a budget is for: its unit and all below it, a category or all, a period. */
export interface BudgetScope {
  readonly unitId: string;
  readonly category: string;
  readonly period: string;
}

/** One text for a scope: a unit has one budget for a category and period. */
export function budgetIdOf({ unitId, category, period }: BudgetScope): string {
  return `${unitId}:${category}:${period}`;
}

/** One text for a slot. */
export function slotKeyOf({ unitPath, category, month }: BudgetSlot): string {
  return `${unitPath.at(-1) ?? ''}:${category ?? '-'}:${month}`;
}

/** The ids of all budgets that could bound a slot: of its unit and every unit above, by category and for all, by period. */
export function budgetIdsOver({ unitPath, category, month }: BudgetSlot): string[] {
  const categories = category === null ? [ALL_CATEGORIES] : [category, ALL_CATEGORIES];
  return unitPath.flatMap((unitId) =>
    categories.flatMap((each) => periodsOf(month).map((period) => budgetIdOf({ unitId, category: each, period }))),
  );
}

/** Whether a budget bounds a slot. */
export function covers(scope: BudgetScope, slot: BudgetSlot): boolean {
  return (
    slot.unitPath.includes(scope.unitId) &&
    (scope.category === ALL_CATEGORIES || scope.category === slot.category) &&
    periodsOf(slot.month).includes(scope.period)
  );
}
