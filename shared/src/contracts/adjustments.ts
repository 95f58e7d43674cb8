import { z } from 'zod';
import { ADJUSTMENT_STATES } from '../domain/adjustments/index.ts';
import { ENTRY_POINTS_MAX } from '../domain/ledger/index.ts';
import { idSchema, instantSchema, pageOf, pageQuery, reasonSchema, unitIdSchema } from './common.ts';
import { defineEndpoint } from './endpoint.ts';

const entryIdSchema = z.string().min(1).max(80);
/** Minutes of a whole year: more is a typing error. */
const MINUTES_MAX = 366 * 24 * 60;

export const adjustmentSchema = z.object({
  adjustmentId: idSchema,
  state: z.enum(ADJUSTMENT_STATES),
  /** The entry that it corrects. */
  entryId: entryIdSchema,
  /** Whose account it goes to: where that of the corrected entry was joined into another, the one that stays. */
  personId: idSchema,
  maskedName: z.string(),
  unitName: z.string(),
  /** Signed. */
  points: z.int(),
  minutes: z.int(),
  reason: z.string(),
  proposedByName: z.string(),
  proposedAt: instantSchema,
  decidedByName: z.string().nullable(),
  decidedAt: instantSchema.nullable(),
  /** Its own entry; null until it is posted. */
  postedEntryId: entryIdSchema.nullable(),
  /** Why the ledger refused it: a problem code and its words. */
  block: z.object({ code: z.string(), words: z.string() }).nullable(),
  /** It gives so many points that the street has to confirm it. */
  needsStreet: z.boolean(),
  /** Whether the caller may confirm it: somebody else than who proposed it, without a part in it, of the street where needed. */
  mayConfirm: z.boolean(),
  mayWithdraw: z.boolean(),
});
export type Adjustment = z.infer<typeof adjustmentSchema>;

const ofEntry = z.object({ entryId: entryIdSchema });
const ofAdjustment = z.object({ adjustmentId: idSchema });

export const adjustments = {
  propose: defineEndpoint({
    id: 'adjustments.propose',
    method: 'POST',
    path: '/transactions/:entryId/adjustments',
    summary: 'Propose a correction of an entry by points or minutes, above or below zero. A colleague confirms it.',
    access: 'adjustments.propose',
    params: ofEntry,
    body: z.object({
      points: z.int().min(-ENTRY_POINTS_MAX).max(ENTRY_POINTS_MAX).default(0),
      minutes: z.int().min(-MINUTES_MAX).max(MINUTES_MAX).default(0),
      reason: reasonSchema,
    }),
    response: adjustmentSchema,
    status: 201,
    idempotent: true,
  }),
  ofEntry: defineEndpoint({
    id: 'adjustments.ofEntry',
    method: 'GET',
    path: '/transactions/:entryId/adjustments',
    summary: 'Corrections of one entry, the newest fifty, newest first',
    access: 'adjustments.read',
    params: ofEntry,
    response: z.object({ items: z.array(adjustmentSchema) }),
  }),
  list: defineEndpoint({
    id: 'adjustments.list',
    method: 'GET',
    path: '/adjustments',
    summary: 'Corrections of a unit and below, newest first',
    access: 'adjustments.read',
    query: z.object({
      ...pageQuery,
      unitId: unitIdSchema.optional(),
      /** `waiting`: proposed or under way. */
      show: z.enum(['waiting', 'all']).default('waiting'),
    }),
    response: pageOf(adjustmentSchema),
  }),
  get: defineEndpoint({
    id: 'adjustments.get',
    method: 'GET',
    path: '/adjustments/:adjustmentId',
    summary: 'One correction',
    access: 'adjustments.read',
    params: ofAdjustment,
    response: adjustmentSchema,
  }),
  confirm: defineEndpoint({
    id: 'adjustments.confirm',
    method: 'POST',
    path: '/adjustments/:adjustmentId/confirmation',
    summary: 'Confirm the correction that a colleague proposed: it is posted at once',
    access: 'adjustments.confirm',
    params: ofAdjustment,
    response: adjustmentSchema,
    idempotent: true,
  }),
  withdraw: defineEndpoint({
    id: 'adjustments.withdraw',
    method: 'POST',
    path: '/adjustments/:adjustmentId/withdrawal',
    summary: 'Take a proposal back, or turn down that of a colleague',
    access: 'adjustments.propose',
    params: ofAdjustment,
    response: adjustmentSchema,
  }),
};
