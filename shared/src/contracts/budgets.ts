import { z } from 'zod';
import { BUDGET_PERIOD_PATTERN, BUDGET_POINTS_MAX } from '../domain/budgets/index.ts';
import { categorySchema, idSchema, instantSchema, pageOf, pageQuery, reasonSchema, unitIdSchema } from './common.ts';
import { defineEndpoint } from './endpoint.ts';

/** A category, or `all`. */
export const budgetCategorySchema = categorySchema;
export type BudgetCategory = z.infer<typeof budgetCategorySchema>;

/** `2026`, `2026-Q4` or `2026-11`. */
export const budgetPeriodSchema = z.string().regex(BUDGET_PERIOD_PATTERN);

const budgetPointsSchema = z.int().min(0).max(BUDGET_POINTS_MAX);

/** Points that a unit and everything below it may issue in a category and period (积分预算). */
export const budgetSchema = z.object({
  budgetId: idSchema,
  unitId: unitIdSchema,
  unitName: z.string(),
  category: budgetCategorySchema,
  period: budgetPeriodSchema,
  /** Null: the limit was lifted. */
  points: budgetPointsSchema.nullable(),
  /** Posted, as granted; reversals taken off. */
  used: z.int(),
  /** Promised or set aside: approved activities, credits in publicity, imports and batches being posted. */
  reserved: z.int(),
  /** Null where nothing is limited; below zero only where a limit was set on what had been promised before. */
  left: z.int().nullable(),
  level: z.enum(['unlimited', 'calm', 'near', 'used_up']),
  version: z.int(),
  changedAt: instantSchema,
  changedByName: z.string(),
  /** Whether the asking person may change it: the office that set it, or one above. */
  mayChange: z.boolean(),
});
export type Budget = z.infer<typeof budgetSchema>;

export const budgetChangeSchema = z.object({
  version: z.int(),
  at: instantSchema,
  byName: z.string(),
  pointsBefore: budgetPointsSchema.nullable(),
  points: budgetPointsSchema.nullable(),
  reason: z.string(),
});
export type BudgetChange = z.infer<typeof budgetChangeSchema>;

/** How much may still be promised in a unit, category and month, and which budget is the tightest. */
export const budgetRoomSchema = z.object({
  /** Null where no budget bounds it. */
  left: z.int().nullable(),
  tightest: budgetSchema.pick({ budgetId: true, unitName: true, category: true, period: true }).nullable(),
});
export type BudgetRoom = z.infer<typeof budgetRoomSchema>;

export const budgets = {
  list: defineEndpoint({
    id: 'budgets.list',
    method: 'GET',
    path: '/budgets',
    summary: 'Budgets of a unit and of the units directly below it, for the periods of a year',
    access: 'budgets.read',
    query: z.object({ unitId: unitIdSchema.optional(), year: z.coerce.number().int().min(2000).max(2099).optional() }),
    response: z.object({
      unitId: unitIdSchema,
      unitName: z.string(),
      year: z.int(),
      /** Own budgets first, then those of units below; by category, then by period. */
      items: z.array(budgetSchema),
      /** Units directly below that have no budget in this year. */
      unlimitedBelow: z.int(),
    }),
  }),
  set: defineEndpoint({
    id: 'budgets.set',
    method: 'PUT',
    path: '/budgets',
    summary: 'Set or change a budget, with the reason; `version` is the one that was read, 0 for a new one',
    access: 'budgets.manage',
    body: z.object({
      unitId: unitIdSchema,
      category: budgetCategorySchema,
      period: budgetPeriodSchema,
      /** Null lifts the limit. */
      points: budgetPointsSchema.nullable(),
      reason: reasonSchema,
      version: z.int().min(0),
    }),
    response: budgetSchema,
  }),
  changes: defineEndpoint({
    id: 'budgets.changes',
    method: 'GET',
    path: '/budgets/:budgetId/changes',
    summary: 'Every version of a budget, newest first: who, when, from what to what, why',
    access: 'budgets.read',
    params: z.object({ budgetId: idSchema }),
    query: z.object(pageQuery),
    response: pageOf(budgetChangeSchema),
  }),
  room: defineEndpoint({
    id: 'budgets.room',
    method: 'GET',
    path: '/budgets/room',
    summary: 'What may still be promised in a unit for a category and month',
    access: 'budgets.read',
    query: z.object({
      unitId: unitIdSchema,
      category: categorySchema,
      month: z.string().regex(/^20\d\d-(0[1-9]|1[0-2])$/),
    }),
    response: budgetRoomSchema,
  }),
};
