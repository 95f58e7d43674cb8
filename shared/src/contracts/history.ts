import { z } from 'zod';
import { ENTRY_KINDS } from '../domain/ledger/index.ts';
import { dateSchema, idSchema, instantSchema, pageQuery } from './common.ts';
import { defineEndpoint } from './endpoint.ts';
import { statementLineSchema, statementShowSchema } from './people.ts';

/** An account as it was at a past instant. `available + lapsed + held = balance`. */
export const pastAccountSchema = z.object({
  accountId: idSchema,
  at: instantSchema,
  /** Number of the newest entry recorded by then; 0 where there was none. */
  seq: z.int(),
  recordedAt: instantSchema.nullable(),
  /** The short code of that entry: its hash covers every entry before it. */
  receiptCode: z.string().nullable(),
  hash: z.string().nullable(),
  available: z.int(),
  held: z.int(),
  /** Free points that had fallen due by then and were not written off yet. */
  lapsed: z.int(),
  balance: z.int(),
  owed: z.int(),
  minutes: z.int(),
  /** 0 to 5 */
  stars: z.int(),
  earned: z.int(),
  items: z.int(),
  closed: z.boolean(),
  /** What was set aside, oldest first. */
  holds: z.array(z.object({ points: z.int(), until: instantSchema })),
  /** What could be spent, by the last day on which it could be; null where it never expires. */
  lots: z.array(z.object({ points: z.int(), lastDay: dateSchema.nullable() })),
});
export type PastAccount = z.infer<typeof pastAccountSchema>;

/** What the entries of one kind come to in a period, signed. */
export const kindTotalsSchema = z.object({
  kind: z.enum(ENTRY_KINDS),
  entries: z.int(),
  points: z.int(),
  /** The part of the points that is above zero: what came. The rest went. */
  gained: z.int(),
  minutes: z.int(),
  owedChange: z.int(),
});

/**
 * A period by the days on which entries were recorded. `opening.balance + Σ (points + owedChange) = closing.balance`,
 * and so for owed and minutes: the server checks it before it answers.
 */
export const periodStatementSchema = z.object({
  from: dateSchema,
  until: dateSchema,
  /** Given with the first page. */
  summary: z
    .object({
      opening: pastAccountSchema,
      closing: pastAccountSchema,
      /** Entries of the period, whatever is shown of them. */
      entries: z.int(),
      totals: z.array(kindTotalsSchema),
    })
    .nullable(),
  /** Newest first. */
  items: z.array(statementLineSchema),
  nextCursor: z.string().nullable(),
});
export type PeriodStatement = z.infer<typeof periodStatementSchema>;

/** What a member of a shared account earned and used in a period; corrections are taken off what they correct. */
export const memberShareSchema = z.object({
  /** Null for what names no member: points that fell due, corrections of the office. */
  personId: idSchema.nullable(),
  /** Masked. */
  maskedName: z.string().nullable(),
  isMe: z.boolean(),
  /** What came by this member's doings; below zero where more was taken back than came. */
  earned: z.int(),
  /** What was redeemed, given or fell due; refunds taken off. */
  used: z.int(),
  minutes: z.int(),
  entries: z.int(),
});
export type MemberShare = z.infer<typeof memberShareSchema>;

/** `Σ earned − Σ used` is what the period's statement makes of points. */
export const memberSharesSchema = z.object({
  accountId: idSchema,
  from: dateSchema,
  until: dateSchema,
  /** By what they earned, the most first; what names nobody last. */
  items: z.array(memberShareSchema),
});
export type MemberShares = z.infer<typeof memberSharesSchema>;

/** A business date stands for its end, or for now while it lasts. */
const asOfQuery = z.object({ at: z.union([dateSchema, instantSchema]) });

const periodQuery = z.object({
  ...pageQuery,
  from: dateSchema,
  until: dateSchema,
  show: statementShowSchema.default('all'),
});

/** Another account that the caller may look into than the one that counts for them now. */
const ofAccount = { accountId: idSchema.optional() };

export const history = {
  asOf: defineEndpoint({
    id: 'history.asOf',
    method: 'GET',
    path: '/people/:personId/account-as-of',
    summary: 'What a person held at a past moment, for staff; also of closed accounts',
    access: 'people.read',
    params: z.object({ personId: idSchema }),
    query: asOfQuery,
    response: pastAccountSchema,
  }),
  ownAsOf: defineEndpoint({
    id: 'history.ownAsOf',
    method: 'GET',
    path: '/me/account-as-of',
    summary: 'What the person this session acts for held at a past moment',
    access: 'account.read_own',
    query: asOfQuery.extend(ofAccount),
    response: pastAccountSchema,
  }),
  statement: defineEndpoint({
    id: 'history.statement',
    method: 'GET',
    path: '/people/:personId/period-statement',
    summary: 'The statement of a period with opening and closing state, for staff; also of closed accounts',
    access: 'people.read',
    params: z.object({ personId: idSchema }),
    query: periodQuery,
    response: periodStatementSchema,
  }),
  ownStatement: defineEndpoint({
    id: 'history.ownStatement',
    method: 'GET',
    path: '/me/period-statement',
    summary: 'The statement of a period of the person this session acts for',
    access: 'account.read_own',
    query: periodQuery.extend(ofAccount),
    response: periodStatementSchema,
  }),
  ownShares: defineEndpoint({
    id: 'history.ownShares',
    method: 'GET',
    path: '/me/member-shares',
    summary: 'What each member of an account that the person shares earned and used in a period',
    access: 'account.read_own',
    query: z.object({ accountId: idSchema.optional(), from: dateSchema, until: dateSchema }),
    response: memberSharesSchema,
  }),
};
