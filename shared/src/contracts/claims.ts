import { z } from 'zod';
import { PROVENANCES } from '../domain/ledger/index.ts';
import {
  categorySchema,
  dateSchema,
  idSchema,
  instantSchema,
  minutesSchema,
  pageOf,
  pageQuery,
  reasonSchema,
  textSchema,
  unitIdSchema,
} from './common.ts';
import { defineEndpoint } from './endpoint.ts';
import { declarationsSchema, pricedSchema, ruleCodeSchema } from './rules.ts';

export const CLAIM_STATES = [
  'waiting',
  'returned',
  'rejected',
  'in_publicity',
  'objected',
  'posted',
  /** Approved, but the ledger granted nothing (a cap was reached, the account is closed). */
  'not_posted',
  'withdrawn',
] as const;

/** Wall-clock time `HH:MM` in Asia/Shanghai. */
export const timeOfDaySchema = z.string().regex(/^(?:[01]\d|2[0-3]):[0-5]\d$/);

/** What a reviewer may ask to be changed (退回修改). */
export const CLAIM_PARTS = [
  'rule',
  'day',
  'time',
  'length',
  'description',
  'evidence',
  'activity',
  'mediation',
] as const;
export const claimPartSchema = z.enum(CLAIM_PARTS);
export type ClaimPart = z.infer<typeof claimPartSchema>;

export const claimSchema = z.object({
  claimId: idSchema,
  state: z.enum(CLAIM_STATES),
  personId: idSchema,
  maskedName: z.string(),
  unitId: unitIdSchema,
  unitName: z.string(),
  category: categorySchema,
  ruleCode: ruleCodeSchema,
  ruleVersion: z.int(),
  title: z.string(),
  occurredOn: dateSchema,
  startTime: timeOfDaySchema.nullable(),
  minutes: z.int(),
  description: z.string(),
  evidenceIds: z.array(idSchema),
  activityId: idSchema.nullable(),
  activityTitle: z.string().nullable(),
  /** The case of mediation that it is a part of; it is corrected as a whole. */
  caseId: idSchema.nullable(),
  declarations: declarationsSchema,
  /** Filed by an officer for the person. */
  onBehalf: z.boolean(),
  filedByName: z.string(),
  filedAt: instantSchema,
  priced: pricedSchema,
  reviewedAt: instantSchema.nullable(),
  reviewReason: z.string().nullable(),
  /** Whether the reader may correct it and file it again, and take it back, now. */
  mayCorrect: z.boolean(),
  mayWithdraw: z.boolean(),
  /** What whoever returned it wants changed; empty where it was not returned, or nothing was marked. */
  changesWanted: z.array(claimPartSchema),
  publicUntil: instantSchema.nullable(),
  version: z.int(),
});
export type Claim = z.infer<typeof claimSchema>;

export const claimFieldsSchema = z.object({
  ruleCode: ruleCodeSchema,
  occurredOn: dateSchema,
  /** When it began, where that is known: then it is compared with what else took place at that time. */
  startTime: timeOfDaySchema.nullable().default(null),
  minutes: minutesSchema,
  description: textSchema,
  evidenceIds: z.array(idSchema).max(9).default([]),
  /** The activity that it is about, where somebody took part without checking in: then nothing counts twice. */
  activityId: idSchema.nullable().default(null),
  /** What the rule asks about pay; wanted where it asks. */
  declarations: declarationsSchema.default({}),
  /** The own draft that it was written in, which is thrown away once it is filed. */
  draftId: idSchema.nullable().default(null),
});
const claimFields = claimFieldsSchema.shape;

export const claims = {
  file: defineEndpoint({
    id: 'claims.file',
    method: 'POST',
    path: '/claims',
    summary: 'An officer files a claim for a resident',
    access: 'claims.file',
    body: z.object({ personId: idSchema, ...claimFields }),
    response: claimSchema,
    status: 201,
    idempotent: true,
  }),
  fileOwn: defineEndpoint({
    id: 'claims.fileOwn',
    method: 'POST',
    path: '/me/claims',
    summary: 'A resident files a claim for themselves',
    access: 'claims.file_own',
    body: z.object(claimFields),
    response: claimSchema,
    status: 201,
    idempotent: true,
  }),
  resubmit: defineEndpoint({
    id: 'claims.resubmit',
    method: 'PUT',
    path: '/claims/:claimId',
    summary: 'Correct a returned claim and file it again (If-Match)',
    access: 'signed_in',
    params: z.object({ claimId: idSchema }),
    body: z.object({ ...claimFields, version: z.int() }),
    response: claimSchema,
  }),
  withdraw: defineEndpoint({
    id: 'claims.withdraw',
    method: 'POST',
    path: '/claims/:claimId/withdrawal',
    summary:
      'Take back a claim that waits (its filer) or was returned (whoever may correct it); asked again it answers the same',
    access: 'signed_in',
    params: z.object({ claimId: idSchema }),
    response: claimSchema,
  }),
  list: defineEndpoint({
    id: 'claims.list',
    method: 'GET',
    path: '/claims',
    summary: 'Claims of a unit and below, newest first',
    access: 'claims.read',
    query: z.object({ ...pageQuery, unitId: unitIdSchema.optional(), state: z.enum(CLAIM_STATES).optional() }),
    response: pageOf(claimSchema),
  }),
  listOwn: defineEndpoint({
    id: 'claims.listOwn',
    method: 'GET',
    path: '/me/claims',
    summary: 'Claims for the person this session acts for',
    access: 'claims.file_own',
    query: z.object(pageQuery),
    response: pageOf(claimSchema),
  }),
  listReturned: defineEndpoint({
    id: 'claims.listReturned',
    method: 'GET',
    path: '/me/returned-claims',
    summary: 'Claims filed for others where the caller files, that wait for a correction, newest first',
    access: 'claims.file',
    query: z.object(pageQuery),
    response: pageOf(claimSchema),
  }),
  activitiesOn: defineEndpoint({
    id: 'claims.activitiesOn',
    method: 'GET',
    path: '/claim-activities',
    summary: 'Activities of a day that a claim of this person may be about; of the person acted for unless named',
    access: 'signed_in',
    query: z.object({ date: dateSchema, personId: idSchema.optional() }),
    response: z.object({
      items: z.array(
        z.object({
          activityId: idSchema,
          title: z.string(),
          place: z.string(),
          startsAt: instantSchema,
          endsAt: instantSchema,
        }),
      ),
    }),
  }),
  uploadEvidence: defineEndpoint({
    id: 'claims.uploadEvidence',
    method: 'POST',
    path: '/evidence',
    summary:
      'Upload evidence: JPEG, PNG, WebP or PDF of at most 10 MB, told by its content. Pictures and pages are made anew, without metadata',
    access: 'signed_in',
    response: z.object({
      evidenceId: idSchema,
      kind: z.enum(['picture', 'paper']),
      pages: z.int(),
      retainUntil: dateSchema,
    }),
    status: 201,
    raw: 'upload',
  }),
  evidence: defineEndpoint({
    id: 'claims.evidence',
    method: 'GET',
    path: '/evidence/:evidenceId',
    summary: 'A photo to be shown, or a paper to be saved, for its filer, whom it is about, and reviewers in scope',
    access: 'signed_in',
    params: z.object({ evidenceId: idSchema }),
    raw: 'file',
  }),
};

/** What waits for review: claims and attendances in one queue. */
export const REVIEW_KINDS = ['claim', 'attendance'] as const;
export const reviewKindSchema = z.enum(REVIEW_KINDS);

/** Parts of the queue: all, past their service target, handed up, approved by one of two. */
export const REVIEW_SHOWS = ['all', 'late', 'escalated', 'second'] as const;
export const ESCALATION_CAUSES = ['hand', 'late', 'nobody'] as const;

export const reviewLineSchema = z.object({
  kind: reviewKindSchema,
  id: idSchema,
  maskedName: z.string(),
  title: z.string(),
  category: categorySchema,
  points: z.int(),
  minutes: z.int(),
  /** 登记方式 */
  provenance: z.enum(PROVENANCES),
  /** Something was found that is worth a look, such as the photo of another claim. */
  flagged: z.boolean(),
  /** Whether the asking reviewer may decide it (not own, filed, organised). */
  mayDecide: z.boolean(),
  filedByName: z.string(),
  onBehalf: z.boolean(),
  unitName: z.string(),
  waitingSince: instantSchema,
  /** The end of its service target; null once it is decided. */
  dueAt: instantSchema.nullable(),
  late: z.boolean(),
  /** Handed up to the unit above: by hand, because it was late, or because nobody in the office may decide it. */
  escalated: z
    .object({
      at: instantSchema,
      cause: z.enum(ESCALATION_CAUSES),
      toUnitName: z.string(),
      byName: z.string().nullable(),
      reason: z.string().nullable(),
    })
    .nullable(),
  /** So many points that two people approve them. */
  needsSecond: z.boolean(),
  /** The first of two approvals; it waits for the second. */
  firstApproval: z.object({ byName: z.string(), at: instantSchema }).nullable(),
  state: z.enum(['waiting', 'approved', 'returned', 'rejected', 'withdrawn']),
});
export type ReviewLine = z.infer<typeof reviewLineSchema>;

/** One thing the server checked for the reviewer; `codes` have texts in both languages in the client. */
export const reviewCheckSchema = z.object({
  code: z.enum([
    'reviewer_independent',
    'reviewer_not_independent',
    'cap_ok',
    'cap_reduces',
    'cap_reached',
    'no_overlap',
    'overlaps_attendance',
    /** A claim without a time of day, of somebody who attended something on that day. */
    'attended_same_day',
    'overlaps_claim',
    /** The claim names the activity that it is about. */
    'about_activity',
    'similar_photo',
    'no_similar_photo',
    'evidence_gone',
    'shared_case',
    'similar_recent_claim',
    'no_similar_claim',
    'below_minimum_stay',
    'flagged_forgotten_checkout',
    'late_delivery',
    'outside_venue',
    'printed_code',
    'no_evidence',
    'evidence_present',
    'evidence_short',
    'declared_unpaid',
    'declaration_not_asked',
    'budget_ok',
    'budget_short',
  ]),
  ok: z.boolean(),
  detail: z.record(z.string(), z.union([z.string(), z.number()])).default({}),
});

export const reviewDetailSchema = reviewLineSchema.extend({
  personId: idSchema,
  ruleCode: ruleCodeSchema,
  ruleVersion: z.int(),
  ruleTitle: z.string(),
  priced: pricedSchema,
  pointsMaxPerEvent: z.int().nullable(),
  occurredFrom: instantSchema,
  occurredUntil: instantSchema.nullable(),
  description: z.string(),
  place: z.string().nullable(),
  evidenceIds: z.array(idSchema),
  /** The case of mediation that it is a part of. */
  caseId: idSchema.nullable(),
  checks: z.array(reviewCheckSchema),
  publicityDays: z.int(),
  /** When points would be posted, if approved now. */
  wouldPostAt: instantSchema,
  /** Last business day of the points, if approved now; null means they never expire. */
  lastDay: dateSchema.nullable(),
  history: z.array(
    z.object({
      at: instantSchema,
      code: z.string(),
      /** Null for what the installation did by itself. */
      byName: z.string().nullable(),
      note: z.string().nullable(),
      /** Done as a deputy: by whom the right was lent. */
      deputyOfName: z.string().nullable(),
    }),
  ),
  /** The asking reviewer may decide it as a deputy: who lent the right. */
  deputyOfName: z.string().nullable(),
  /** Whether the asking person may hand it up. */
  mayEscalate: z.boolean(),
});
export type ReviewDetail = z.infer<typeof reviewDetailSchema>;

export const decisionSchema = z.object({
  decision: z.enum(['approve', 'return', 'reject']),
  /** Wanted for return and reject. */
  reason: reasonSchema.optional(),
  /** With a return: what is to be changed. */
  changes: z.array(claimPartSchema).max(CLAIM_PARTS.length).optional(),
});

export const reviews = {
  list: defineEndpoint({
    id: 'reviews.list',
    method: 'GET',
    path: '/reviews',
    summary: 'The review queue of a unit and below, longest waiting first by default',
    access: 'reviews.read',
    query: z.object({
      ...pageQuery,
      unitId: unitIdSchema.optional(),
      category: categorySchema.optional(),
      kind: reviewKindSchema.optional(),
      order: z.enum(['oldest', 'newest']).default('oldest'),
      show: z.enum(REVIEW_SHOWS).default('all'),
    }),
    response: pageOf(reviewLineSchema).extend({
      waiting: z.int(),
      byCategory: z.record(z.string(), z.int()),
      late: z.int(),
      escalated: z.int(),
      second: z.int(),
      /** Of what is asked for, all pages: marked as worth a look before it is decided among many. */
      flagged: z.int(),
    }),
  }),
  get: defineEndpoint({
    id: 'reviews.get',
    method: 'GET',
    path: '/reviews/:kind/:id',
    summary: 'One item with its facts, sum and checks',
    access: 'reviews.read',
    params: z.object({ kind: reviewKindSchema, id: idSchema }),
    response: reviewDetailSchema,
  }),
  decide: defineEndpoint({
    id: 'reviews.decide',
    method: 'POST',
    path: '/reviews/:kind/:id/decision',
    summary: '通过 / 退回修改 / 不予通过, by neither filer nor beneficiary nor organiser',
    access: 'reviews.decide_lent',
    params: z.object({ kind: reviewKindSchema, id: idSchema }),
    body: decisionSchema,
    response: reviewLineSchema,
    idempotent: true,
  }),
  decideMany: defineEndpoint({
    id: 'reviews.decideMany',
    method: 'POST',
    path: '/reviews/decisions',
    summary: 'One decision for many items, with an outcome each',
    access: 'reviews.decide_lent',
    body: decisionSchema.extend({
      items: z
        .array(z.object({ kind: reviewKindSchema, id: idSchema }))
        .min(1)
        .max(500),
    }),
    response: z.object({
      outcomes: z.array(
        z.object({
          kind: reviewKindSchema,
          id: idSchema,
          done: z.boolean(),
          /** Approved by one, waiting for a second. */
          second: z.boolean(),
          code: z.string().nullable(),
          /** What the words of the code name. */
          detail: z.record(z.string(), z.union([z.string(), z.number()])).default({}),
        }),
      ),
    }),
    idempotent: true,
  }),
};

/** One masked line of the public list (公示). */
