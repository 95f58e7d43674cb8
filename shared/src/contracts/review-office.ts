import { z } from 'zod';
import { REVIEW_RUN_ITEMS_MAX, REVIEW_SERVICE_DAYS_MAX } from '../domain/reviews/index.ts';
import { decisionSchema, REVIEW_SHOWS, reviewKindSchema, reviewLineSchema } from './claims.ts';
import {
  categorySchema,
  idSchema,
  instantSchema,
  pageOf,
  pageQuery,
  positivePointsSchema,
  reasonSchema,
  unitIdSchema,
} from './common.ts';
import { defineEndpoint } from './endpoint.ts';

const settingFields = {
  /** Working days within which an item is to be decided. */
  serviceDays: z.int().min(1).max(REVIEW_SERVICE_DAYS_MAX),
  /** Points from which on two people approve; null where one suffices. */
  secondApprovalFrom: positivePointsSchema.nullable(),
};

export const reviewOfficeSchema = z.object({
  unitId: unitIdSchema,
  unitName: z.string(),
  settings: z.object({
    ...settingFields,
    /** The unit that set it; null for what the product starts with. */
    setInUnitId: unitIdSchema.nullable(),
    setInUnitName: z.string().nullable(),
    /** Of the unit's own setting; 0 where it has none. */
    version: z.int(),
    mayChange: z.boolean(),
  }),
  waiting: z.int(),
  late: z.int(),
  escalated: z.int(),
  /** Approved by one of two. */
  second: z.int(),
  oldestSince: instantSchema.nullable(),
  /** The unit's children; they sum up to the unit (what lies in itself is a row with its own id). */
  units: z.array(
    z.object({
      unitId: unitIdSchema,
      unitName: z.string(),
      waiting: z.int(),
      late: z.int(),
      escalated: z.int(),
      oldestSince: instantSchema.nullable(),
    }),
  ),
  /** Who can decide here today, by role or as a deputy. */
  reviewers: z.array(
    z.object({
      userId: idSchema,
      name: z.string(),
      unitName: z.string(),
      /** Set for deputies: who lent it, and its last day. */
      deputyOfName: z.string().nullable(),
      until: z.string().nullable(),
    }),
  ),
});
export type ReviewOffice = z.infer<typeof reviewOfficeSchema>;

export const reviewOffice = {
  get: defineEndpoint({
    id: 'reviewOffice.get',
    method: 'GET',
    path: '/review-offices/:unitId',
    summary: 'How a unit reviews: settings, what waits and what is late here and below, who can decide',
    access: 'reviews.read',
    params: z.object({ unitId: unitIdSchema }),
    response: reviewOfficeSchema,
  }),
  set: defineEndpoint({
    id: 'reviewOffice.set',
    method: 'PUT',
    path: '/review-offices/:unitId/settings',
    summary: 'Service target and second approval of a unit and below, on the version that was read',
    access: 'reviews.configure',
    params: z.object({ unitId: unitIdSchema }),
    body: z.object({ ...settingFields, version: z.int().min(0) }),
    response: reviewOfficeSchema,
  }),
  escalate: defineEndpoint({
    id: 'reviewOffice.escalate',
    method: 'POST',
    path: '/reviews/:kind/:id/escalation',
    summary: 'Hand an item up to the unit above (上报街道); the office can still decide it',
    access: 'reviews.escalate',
    params: z.object({ kind: reviewKindSchema, id: idSchema }),
    body: z.object({ reason: reasonSchema }),
    response: reviewLineSchema,
  }),
};

export const REVIEW_RUN_STATES = ['collecting', 'running', 'done', 'abandoned'] as const;

export const reviewRunSchema = z.object({
  runId: idSchema,
  state: z.enum(REVIEW_RUN_STATES),
  decision: z.enum(['approve', 'return', 'reject']),
  reason: z.string().nullable(),
  startedAt: instantSchema,
  finishedAt: instantSchema.nullable(),
  items: z.int(),
  done: z.int(),
  /** Of those done: approved by one, waiting for a second. */
  second: z.int(),
  notDone: z.int(),
  /** Why not, by code, most frequent first. */
  problems: z.array(z.object({ code: z.string(), count: z.int() })),
});
export type ReviewRun = z.infer<typeof reviewRunSchema>;

/** Everything of the queue that this filter finds and that waited by then. */
const selectionSchema = z.object({
  unitId: unitIdSchema,
  category: categorySchema.optional(),
  kind: reviewKindSchema.optional(),
  show: z.enum(REVIEW_SHOWS).default('all'),
  waitingUntil: instantSchema,
});

/** By ids, or by what the queue shows. */
export const reviewRunBodySchema = decisionSchema
  .extend({
    items: z
      .array(z.object({ kind: reviewKindSchema, id: idSchema }))
      .min(1)
      .max(REVIEW_RUN_ITEMS_MAX)
      .optional(),
    selection: selectionSchema.optional(),
  })
  .refine(({ items, selection }) => (items === undefined) !== (selection === undefined), { path: ['items'] });

export const reviewRuns = {
  start: defineEndpoint({
    id: 'reviewRuns.start',
    method: 'POST',
    path: '/review-runs',
    summary: `One decision for up to ${REVIEW_RUN_ITEMS_MAX} items in the background, by ids or by what the queue shows; the same key again gets the same run`,
    access: 'reviews.decide_lent',
    body: reviewRunBodySchema,
    response: reviewRunSchema,
    status: 201,
    idempotent: true,
    raw: 'large_json',
  }),
  get: defineEndpoint({
    id: 'reviewRuns.get',
    method: 'GET',
    path: '/review-runs/:runId',
    summary: 'One bulk decision of the caller with its progress',
    access: 'reviews.decide_lent',
    params: z.object({ runId: idSchema }),
    response: reviewRunSchema,
  }),
  list: defineEndpoint({
    id: 'reviewRuns.list',
    method: 'GET',
    path: '/review-runs',
    summary: 'Bulk decisions of the caller, newest first',
    access: 'reviews.decide_lent',
    query: z.object(pageQuery),
    response: pageOf(reviewRunSchema),
  }),
  items: defineEndpoint({
    id: 'reviewRuns.items',
    method: 'GET',
    path: '/review-runs/:runId/items',
    summary: 'Its items in order, each with its outcome',
    access: 'reviews.decide_lent',
    params: z.object({ runId: idSchema }),
    query: z.object({ ...pageQuery, show: z.enum(['all', 'refused']).default('all') }),
    response: pageOf(
      z.object({
        kind: reviewKindSchema,
        id: idSchema,
        maskedName: z.string(),
        title: z.string(),
        points: z.int(),
        outcome: z.enum(['waiting', 'done', 'second', 'refused']),
        code: z.string().nullable(),
        /** What the words of the code name. */
        detail: z.record(z.string(), z.union([z.string(), z.number()])).default({}),
      }),
    ),
  }),
};
