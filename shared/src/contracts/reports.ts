import { z } from 'zod';
import { ENTRY_KINDS } from '../domain/ledger/index.ts';
import {
  categorySchema,
  dateSchema,
  idSchema,
  instantSchema,
  pageOf,
  pageQuery,
  reasonSchema,
  unitIdSchema,
} from './common.ts';
import { defineEndpoint } from './endpoint.ts';
import { statementLineSchema } from './people.ts';

/** One of the three numbers of the home page. */
const headlineSchema = z.object({
  value: z.int(),
  /** Change over the last seven days. */
  weekChange: z.int(),
  /** Twelve weekly values, oldest first. */
  spark: z.array(z.int()),
});

export const overviewSchema = z.object({
  unitId: unitIdSchema,
  unitName: z.string(),
  asOf: instantSchema,
  /** 参与主体: accounts with at least one posted credit that stands. */
  subjects: headlineSchema.extend({ person: z.int(), household: z.int(), organisation: z.int() }),
  /** 积分事项: posted credits, reversed ones not counted. */
  items: headlineSchema,
  /** 累计发放积分: gross, not what is outstanding. */
  issued: headlineSchema,
  byCategory: z.array(z.object({ category: z.string(), items: z.int(), points: z.int(), minutes: z.int() })),
  /** Weekly issued and redeemed points, oldest first; `from` is the week's Monday. */
  weeks: z.array(z.object({ from: dateSchema, issued: z.int(), redeemed: z.int() })),
  /** Direct children; they sum up to the unit (its own share is a row with the unit's own id where it has one). */
  children: z.array(
    z.object({ unitId: unitIdSchema, name: z.string(), subjects: z.int(), items: z.int(), issued: z.int() }),
  ),
  outstanding: z.int(),
  redeemed: z.int(),
  expired: z.int(),
});
export type Overview = z.infer<typeof overviewSchema>;

/** One line of 今天要办. `code` has words in the client. */
export const taskSchema = z.object({
  code: z.enum([
    'ledger_bad',
    'reviews_waiting',
    'reviews_late',
    'reviews_escalated',
    'words_wanted',
    'attendances_returned',
    'claims_returned',
    'publicity_ends_today',
    'imports_waiting',
    'batches_waiting',
    'activities_waiting',
    'activities_running',
    'people_unverified',
    'accounts_waiting',
    'data_requests_waiting',
    'data_requests_late',
    'adjustments_waiting',
    'refunds_waiting',
    'bookings_disputed',
    'bookings_unanswered',
    'redeeming_limited',
    'shops_applied',
    'agreements_ending',
    'shops_closing',
    'contests_waiting',
    'visits_due',
    'redemptions_waiting',
    'objections_waiting',
    'objections_escalated',
    'settlements_waiting',
    'anomalies',
    'spot_checks_waiting',
  ]),
  count: z.int(),
  /** Since when the oldest waits. */
  since: instantSchema.nullable(),
  detail: z.record(z.string(), z.union([z.string(), z.number()])).default({}),
});

export const reports = {
  overview: defineEndpoint({
    id: 'reports.overview',
    method: 'GET',
    path: '/reports/overview',
    summary: 'The three numbers, curves and sub-units of a unit',
    access: 'reports.read',
    query: z.object({ unitId: unitIdSchema.optional() }),
    response: overviewSchema,
  }),
  tasks: defineEndpoint({
    id: 'reports.tasks',
    method: 'GET',
    path: '/reports/tasks',
    summary: 'What waits for the caller today',
    access: 'reports.read',
    query: z.object({ unitId: unitIdSchema.optional() }),
    response: z.object({ items: z.array(taskSchema), doneToday: z.int() }),
  }),
};

/** A point transaction as staff see it: a statement line with whose it is. */
export const transactionSchema = statementLineSchema.extend({
  accountId: idSchema,
  personId: idSchema.nullable(),
  maskedName: z.string(),
  unitName: z.string(),
  issuerUnitName: z.string(),
});
export type Transaction = z.infer<typeof transactionSchema>;

export const transactions = {
  list: defineEndpoint({
    id: 'transactions.list',
    method: 'GET',
    path: '/transactions',
    summary: 'Entries of a unit and below, newest first',
    access: 'transactions.read',
    query: z.object({
      ...pageQuery,
      unitId: unitIdSchema.optional(),
      kind: z.enum(ENTRY_KINDS).optional(),
      category: categorySchema.optional(),
      from: dateSchema.optional(),
      until: dateSchema.optional(),
    }),
    response: pageOf(transactionSchema),
  }),
  get: defineEndpoint({
    id: 'transactions.get',
    method: 'GET',
    path: '/transactions/:entryId',
    summary: 'One entry with its rule, source, actors and receipt',
    access: 'transactions.read',
    params: z.object({ entryId: z.string().min(1).max(80) }),
    response: transactionSchema.extend({
      ruleTitle: z.string().nullable(),
      evidenceIds: z.array(idSchema),
      /** Reversal or refunds that refer to it. */
      referredBy: z.array(
        z.object({ seq: z.int(), kind: z.enum(ENTRY_KINDS), points: z.int(), recordedAt: instantSchema }),
      ),
    }),
  }),
  reverse: defineEndpoint({
    id: 'transactions.reverse',
    method: 'POST',
    path: '/transactions/:entryId/reversal',
    summary: 'Correct a mistake by a linked reversal; not by who reviewed or benefits',
    access: 'transactions.reverse',
    params: z.object({ entryId: z.string().min(1).max(80) }),
    body: z.object({ reason: reasonSchema }),
    response: transactionSchema,
    status: 201,
    idempotent: true,
  }),
};

export const live = {
  events: defineEndpoint({
    id: 'live.events',
    method: 'GET',
    path: '/events',
    summary:
      'Server-sent events of topics the caller may see: `shop:<id>`, `redemption:<id>`, `person:<id>`, `resident:<id>`, `activity:<id>`, `unit:<id>`. Each event says what changed; fetch it for its content, but for `resident:<id>`, which carries it as `told` for whoever acts for that resident.',
    access: 'signed_in',
    query: z.object({ topics: z.string().min(1).max(500) }),
    raw: 'stream',
  }),
};

export const audit = {
  list: defineEndpoint({
    id: 'audit.list',
    method: 'GET',
    path: '/audit-records',
    summary: 'Who did what, newest first',
    access: 'audit.read',
    query: z.object({ ...pageQuery, unitId: unitIdSchema.optional() }),
    response: pageOf(
      z.object({
        at: instantSchema,
        byName: z.string(),
        action: z.string(),
        subjectKind: z.string(),
        subjectId: z.string(),
        unitName: z.string().nullable(),
      }),
    ),
  }),
};
