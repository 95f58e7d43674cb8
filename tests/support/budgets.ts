import { verifyLedger } from '@red-points/server/ledger/index';
import { ledgerChecks } from '@red-points/server/ledger-checks';
import { type Budget, budgets } from '@red-points/shared/contracts';
import { expect } from 'vitest';
import type { SignedInUser, TestApp } from './app.ts';

/** The month, quarter and year of the tests' clock. */
export const THIS_MONTH = '2026-11';
export const THIS_QUARTER = '2026-Q4';

/** A budget's body: everything a unit issues this month, with departures. */
export function budgetBody(points: number | null, departures: Record<string, unknown> = {}): Record<string, unknown> {
  const base = { unitId: 'jinxiu', category: 'all', period: THIS_MONTH, reason: '年度安排', version: 0 };
  return { ...base, points, ...departures };
}

/** Sets a budget. */
export async function setBudget(
  user: SignedInUser,
  points: number | null,
  departures: Record<string, unknown> = {},
): Promise<Budget> {
  return (await user.call(budgets.set, { body: budgetBody(points, departures) }).expect(200)).body;
}

/** A budget as it stands. */
export async function budgetOf(user: SignedInUser, budgetId: string): Promise<Budget> {
  const [unitId = '', , period = ''] = budgetId.split(':');
  const query = { unitId, year: period.slice(0, 4) };
  const { items } = (await user.call(budgets.list, { query }).expect(200)).body;
  const found = items.find((budget: Budget) => budget.budgetId === budgetId);
  if (found === undefined) throw new Error(`there is no budget ${budgetId}`);
  return found;
}

/**
 * Expects of every budget: never more taken than allowed; what it says is what its records say; and that is what the
 * ledger issued.
 */
export async function expectBudgetsHold(test: TestApp): Promise<void> {
  await expectWithin(test);
  expect(await test.context.budgets.recount(), 'budgets that a recount had to repair').toBe(0);
  const { db } = test.database;
  const checks = ledgerChecks({ db, account: null });
  expect((await verifyLedger({ db, checks })).bad).toEqual([]);
}

/** Expects that no budget allows less than is used and reserved, at this very moment. */
export async function expectWithin(test: TestApp): Promise<void> {
  const over = { points: { $ne: null }, $expr: { $gt: ['$taken', '$points'] } };
  expect(await test.database.db.collection('budgets').find(over).toArray()).toEqual([]);
}
