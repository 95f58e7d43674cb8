import { z } from 'zod';
import { BATCH_ITEMS_MAX, BATCH_KINDS, BATCH_PROVENANCES } from '../domain/batches/index.ts';
import { ENTRY_POINTS_MAX } from '../domain/ledger/index.ts';
import {
  dateSchema,
  idSchema,
  instantSchema,
  nameSchema,
  pageOf,
  pageQuery,
  phoneSchema,
  reasonSchema,
  unitIdSchema,
} from './common.ts';
import { defineEndpoint } from './endpoint.ts';
import { ruleCodeSchema } from './rules.ts';

export const BATCH_STATES = ['checking', 'filed', 'posting', 'posted', 'declined', 'withdrawn'] as const;

/** What an item says; a row that says something else is a problem of that row, never of the request. */
export const batchItemSchema = z
  .object({
    /** The person, by id or by name and phone as in imports (without a phone, a name that is known once). */
    personId: idSchema.optional(),
    name: nameSchema.optional(),
    phone: phoneSchema.optional(),
    date: dateSchema,
    /** Volunteer minutes; below zero only in a correction. */
    minutes: z.int().min(-1_440).max(1_440).default(0),
    /** Of a correction alone; a rule's points come from the rule. */
    points: z.int().min(-ENTRY_POINTS_MAX).max(ENTRY_POINTS_MAX).default(0),
  })
  .refine(({ personId, name }) => personId !== undefined || name !== undefined, { path: ['name'] });
export type BatchItemInput = z.output<typeof batchItemSchema>;

/** What a batch says beside its items. */
export const batchHeadSchema = z.object({
  unitId: unitIdSchema,
  /** What statements call it: nothing about a person. */
  title: nameSchema,
  kind: z.enum(BATCH_KINDS),
  /** The rule that prices every item; of a `rule` batch alone. */
  ruleCode: ruleCodeSchema.optional(),
  provenance: z.enum(BATCH_PROVENANCES).default('witnessed'),
  /** Why: shown to who confirms, kept with the batch. */
  reason: reasonSchema,
});
export type BatchHead = z.output<typeof batchHeadSchema>;

export const batchSchema = z.object({
  batchId: idSchema,
  state: z.enum(BATCH_STATES),
  kind: z.enum(BATCH_KINDS),
  unitId: unitIdSchema,
  unitName: z.string(),
  title: z.string(),
  reason: z.string(),
  ruleCode: ruleCodeSchema.nullable(),
  ruleTitle: z.string().nullable(),
  provenance: z.enum(BATCH_PROVENANCES),
  filedByName: z.string(),
  filedAt: instantSchema,
  /** Who confirmed or declined it. */
  decidedByName: z.string().nullable(),
  decidedAt: instantSchema.nullable(),
  declineReason: z.string().nullable(),
  postedAt: instantSchema.nullable(),
  counts: z.object({
    items: z.int(),
    /** Can be posted. */
    accepted: z.int(),
    /** Cannot, with a code each. */
    problems: z.int(),
    people: z.int(),
    /** Of accepted items, before caps. */
    points: z.int(),
    minutes: z.int(),
    posted: z.int(),
    /** Refused by the ledger when they were posted. */
    refused: z.int(),
    /** Granted by the ledger so far. */
    granted: z.int(),
  }),
  /** Problems by code, most frequent first. */
  problems: z.array(z.object({ code: z.string(), count: z.int() })),
  /** Whether the asking person may confirm it: not the filer, nor anybody whom it benefits. */
  mayConfirm: z.boolean(),
  mayWithdraw: z.boolean(),
});
export type Batch = z.infer<typeof batchSchema>;

export const BATCH_OUTCOMES = ['waiting', 'problem', 'posted', 'refused'] as const;

export const batchLineSchema = z.object({
  /** From 1, in the order of the request. */
  item: z.int(),
  personId: idSchema.nullable(),
  maskedName: z.string(),
  maskedPhone: z.string(),
  date: z.string(),
  minutes: z.int(),
  points: z.int(),
  outcome: z.enum(BATCH_OUTCOMES),
  /** Problem code of a `problem` or `refused` item, with what its words name. */
  code: z.string().nullable(),
  detail: z.record(z.string(), z.union([z.string(), z.number()])).default({}),
  /** Of a posted item: points after caps, and its entry. */
  granted: z.int().nullable(),
  entryId: idSchema.nullable(),
});
export type BatchLine = z.infer<typeof batchLineSchema>;

const batchParams = z.object({ batchId: idSchema });

export const batches = {
  file: defineEndpoint({
    id: 'batches.file',
    method: 'POST',
    path: '/batches',
    summary: `File a batch of up to ${BATCH_ITEMS_MAX} items (4 MB of JSON): every item is checked and kept, nothing is posted. The same key again goes on where a broken-off filing stopped`,
    access: 'batches.file',
    body: batchHeadSchema.extend({ items: z.array(batchItemSchema).min(1).max(BATCH_ITEMS_MAX) }),
    response: batchSchema,
    status: 201,
    idempotent: true,
    raw: 'large_json',
  }),
  list: defineEndpoint({
    id: 'batches.list',
    method: 'GET',
    path: '/batches',
    summary: 'Batches of a unit and below, newest first',
    access: 'batches.read',
    query: z.object({ ...pageQuery, unitId: unitIdSchema.optional(), state: z.enum(BATCH_STATES).optional() }),
    response: pageOf(batchSchema),
  }),
  get: defineEndpoint({
    id: 'batches.get',
    method: 'GET',
    path: '/batches/:batchId',
    summary: 'One batch with its counts and progress',
    access: 'batches.read',
    params: batchParams,
    response: batchSchema,
  }),
  items: defineEndpoint({
    id: 'batches.items',
    method: 'GET',
    path: '/batches/:batchId/items',
    summary: 'Its items in order, with the outcome of each',
    access: 'batches.read',
    params: batchParams,
    query: z.object({ ...pageQuery, show: z.enum(['all', ...BATCH_OUTCOMES]).default('all') }),
    response: pageOf(batchLineSchema),
  }),
  confirm: defineEndpoint({
    id: 'batches.confirm',
    method: 'POST',
    path: '/batches/:batchId/confirmation',
    summary:
      'Confirm, by a second person: accepted items are posted, each once; repeating goes on with an interrupted one',
    access: 'batches.confirm',
    params: batchParams,
    response: batchSchema,
    status: 202,
    idempotent: true,
  }),
  decline: defineEndpoint({
    id: 'batches.decline',
    method: 'POST',
    path: '/batches/:batchId/refusal',
    summary: 'Turn it down with a reason, by a second person; nothing is posted and everything can be read',
    access: 'batches.confirm',
    params: batchParams,
    body: z.object({ reason: reasonSchema }),
    response: batchSchema,
  }),
  withdraw: defineEndpoint({
    id: 'batches.withdraw',
    method: 'POST',
    path: '/batches/:batchId/withdrawal',
    summary: 'Take back what nobody confirmed, by who filed it',
    access: 'batches.file',
    params: batchParams,
    response: batchSchema,
  }),
  outcomes: defineEndpoint({
    id: 'batches.outcomes',
    method: 'GET',
    path: '/batches/:batchId/outcomes.csv',
    summary: 'Every item with its outcome, as CSV',
    access: 'batches.read',
    params: batchParams,
    raw: 'file',
  }),
};
