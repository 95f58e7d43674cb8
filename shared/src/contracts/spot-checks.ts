import { z } from 'zod';
import { dateSchema, idSchema, instantSchema, pageOf, pageQuery, reasonSchema, unitIdSchema } from './common.ts';
import { creditLineSchema } from './credit-lines.ts';
import { hashSchema } from './digests.ts';
import { defineEndpoint } from './endpoint.ts';

/**
 * - `fixed`: the month's credits are fixed and published; the seed cannot be known yet
 * - `drawn`: the sample is drawn
 */
export const SPOT_DRAW_STATES = ['fixed', 'drawn'] as const;
export const SPOT_RESULTS = ['in_order', 'finding'] as const;
export const SPOT_ITEM_STATES = ['waiting', ...SPOT_RESULTS] as const;

const statistics = z.object({
  drawn: z.int(),
  waiting: z.int(),
  inOrder: z.int(),
  findings: z.int(),
  /** Findings that a linked entry has put right. */
  corrected: z.int(),
});

/** A month's draw as anybody reads it: opaque ids and figures, nothing about a person. */
export const spotDrawSchema = z.object({
  drawId: idSchema,
  unitId: unitIdSchema,
  unitName: z.string(),
  month: z.string(),
  state: z.enum(SPOT_DRAW_STATES),
  fixedAt: instantSchema,
  /** Credits that were posted in the month. */
  population: z.int(),
  populationRoot: hashSchema,
  sampleSize: z.int(),
  /** The day whose ledger digest makes the seed. */
  seedDay: dateSchema,
  digest: hashSchema.nullable(),
  seed: hashSchema.nullable(),
  drawnAt: instantSchema.nullable(),
  statistics,
});
export type SpotDraw = z.infer<typeof spotDrawSchema>;

/** One credit of a sample as anybody reads it. */
export const spotSampleSchema = z.object({
  position: z.int(),
  creditId: z.string(),
  state: z.enum(SPOT_ITEM_STATES),
  corrected: z.boolean(),
});

/** One credit of a sample as whoever checks it reads it. */
export const spotItemSchema = creditLineSchema.extend({
  itemId: z.string(),
  position: z.int(),
  result: z.enum(SPOT_ITEM_STATES),
  note: z.string().nullable(),
  checkedByName: z.string().nullable(),
  checkedAt: instantSchema.nullable(),
  /** Linked entries that have put a finding right. */
  correctingEntryIds: z.array(z.string()),
  /** Whether the caller may say what it is: without a part in it. */
  mayCheck: z.boolean(),
});
export type SpotItem = z.infer<typeof spotItemSchema>;

export const sampleRuleSchema = z.object({
  percent: z.int().min(1).max(100),
  itemsMin: z.int().min(1).max(500),
  itemsMax: z.int().min(1).max(500),
});

export const spotSettingsSchema = z.object({
  unitId: unitIdSchema,
  rule: sampleRuleSchema,
  setBy: z.object({ unitId: unitIdSchema, unitName: z.string() }).nullable(),
  version: z.int(),
});

const ofDraw = z.object({ drawId: idSchema });
const ofUnit = z.object({ unitId: unitIdSchema });

export const spotChecks = {
  draws: defineEndpoint({
    id: 'spotChecks.draws',
    method: 'GET',
    path: '/spot-checks/draws',
    summary: 'The monthly draws of a street or of all, newest first, with what came of them',
    access: 'public',
    query: z.object({ ...pageQuery, unitId: unitIdSchema.optional() }),
    response: pageOf(spotDrawSchema),
  }),
  draw: defineEndpoint({
    id: 'spotChecks.draw',
    method: 'GET',
    path: '/spot-checks/draws/:drawId',
    summary: 'One draw with its sample: opaque ids and what came of each',
    access: 'public',
    params: ofDraw,
    response: spotDrawSchema.extend({ sample: z.array(spotSampleSchema) }),
  }),
  population: defineEndpoint({
    id: 'spotChecks.population',
    method: 'GET',
    path: '/spot-checks/draws/:drawId/population/:page',
    summary: 'The ids that were drawn from, in order, a thousand to a page: with them anybody can draw again',
    access: 'public',
    params: ofDraw.extend({ page: z.coerce.number().int().min(0).max(100_000) }),
    response: z.object({ page: z.int(), pages: z.int(), ids: z.array(z.string()) }),
  }),
  items: defineEndpoint({
    id: 'spotChecks.items',
    method: 'GET',
    path: '/spot-checks/draws/:drawId/items',
    summary: 'The sample of a draw, with what whoever checks it needs',
    access: 'spot_checks.read',
    params: ofDraw,
    response: z.object({ items: z.array(spotItemSchema) }),
  }),
  check: defineEndpoint({
    id: 'spotChecks.check',
    method: 'POST',
    path: '/spot-checks/draws/:drawId/items/:creditId/result',
    summary:
      'Say what a drawn credit is, without a part in it; a finding is put right by a reversal or a correction of its entry',
    access: 'spot_checks.check',
    params: ofDraw.extend({ creditId: z.string().min(1).max(80) }),
    body: z.object({ result: z.enum(SPOT_RESULTS), note: reasonSchema }),
    response: spotItemSchema,
  }),
  settings: defineEndpoint({
    id: 'spotChecks.settings',
    method: 'GET',
    path: '/spot-checks/settings/:unitId',
    summary: 'How much of a month is drawn in a unit',
    access: 'spot_checks.read',
    params: ofUnit,
    response: spotSettingsSchema,
  }),
  setSettings: defineEndpoint({
    id: 'spotChecks.setSettings',
    method: 'PUT',
    path: '/spot-checks/settings/:unitId',
    summary: 'Set how much is drawn in a unit and below, from the next month that is fixed',
    access: 'spot_checks.settings',
    params: ofUnit,
    body: z.object({ rule: sampleRuleSchema.nullable(), version: z.int().min(0) }),
    response: spotSettingsSchema,
  }),
};
