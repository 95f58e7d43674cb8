import type { BudgetScope } from './slots.ts';

/** The most points that a budget may allow. */
export const BUDGET_POINTS_MAX = 1_000_000_000;

/** A budget as far as its limit goes; null points for one that was lifted. */
export interface BudgetLimit extends BudgetScope {
  /** Root first, the unit last. */
  readonly unitPath: readonly string[];
  readonly points: number | null;
}

export type LimitRefusal =
  | { readonly code: 'budget_exceeds_parent'; readonly detail: { readonly left: number; readonly unitId: string } }
  | { readonly code: 'budget_below_children'; readonly detail: { readonly given: number } };

/**
 * Whether a budget fits between the one above and those below it, of the same category and period: what the nearest
 * budgets below a budget allow together never exceeds it. (Issuing is bounded by every budget above all the same; this
 * keeps promises between offices honest.)
 * @param others all other budgets of the category and period; lifted ones bound nothing
 */
export function limitRefusal(changed: BudgetLimit, others: readonly BudgetLimit[]): LimitRefusal | null {
  if (changed.points === null) return null;
  const standing = others.filter(({ points, unitId }) => points !== null && unitId !== changed.unitId);
  const all = [...standing, changed];
  const given = sumBelow(changed, all);
  if (given > changed.points) return { code: 'budget_below_children', detail: { given } };
  const above = nearestAbove(changed, standing);
  if (above === null || above.points === null) return null;
  const givenToOthers = sumBelow(above, all) - changed.points;
  const left = above.points - givenToOthers;
  if (changed.points <= left) return null;
  return { code: 'budget_exceeds_parent', detail: { left: Math.max(0, left), unitId: above.unitId } };
}

function nearestAbove(limit: BudgetLimit, standing: readonly BudgetLimit[]): BudgetLimit | null {
  const byUnit = new Map(standing.map((each) => [each.unitId, each]));
  for (const unitId of limit.unitPath.toReversed().slice(1)) {
    const found = byUnit.get(unitId);
    if (found !== undefined) return found;
  }
  return null;
}

function sumBelow(limit: BudgetLimit, all: readonly BudgetLimit[]): number {
  return all
    .filter((each) => nearestAbove(each, all)?.unitId === limit.unitId)
    .reduce((sum, { points }) => sum + (points ?? 0), 0);
}

/**
 * Whether an office may change a budget that another one set: only the same office or one above it.
 * @param officeUnits units in which the caller may set budgets
 * @param setInPath path of the unit whose office set it
 */
export function mayChangeLimit(officeUnits: readonly string[] | null, setInPath: readonly string[]): boolean {
  return officeUnits === null || officeUnits.some((unitId) => setInPath.includes(unitId));
}

/** From this part of a budget on, people are warned. */
export const NEAR_LIMIT_PERCENT = 80;

export type BudgetLevel = 'unlimited' | 'calm' | 'near' | 'used_up';

/** How near a budget is to its limit, with what is set aside counted in. */
export function budgetLevelOf(points: number | null, used: number, reserved: number): BudgetLevel {
  if (points === null) return 'unlimited';
  const taken = used + reserved;
  if (taken >= points) return 'used_up';
  return taken * 100 >= points * NEAR_LIMIT_PERCENT ? 'near' : 'calm';
}
