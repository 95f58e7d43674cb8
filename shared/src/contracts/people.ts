import { z } from 'zod';
import { ENTRY_KINDS, PROVENANCES } from '../domain/ledger/index.ts';
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

/** 参与主体: who holds an account. */
export const SUBJECT_KINDS = ['person', 'household', 'organisation'] as const;
export const subjectKindSchema = z.enum(SUBJECT_KINDS);
export const personStatusSchema = z.enum(['unverified', 'verified', 'closed']);

/** What statement lines say about an entry, for residents and staff. */
export const statementLineSchema = z.object({
  entryId: z.string(),
  seq: z.int(),
  kind: z.enum(ENTRY_KINDS),
  points: z.int(),
  minutes: z.int(),
  /** Balance available after it. */
  balanceAfter: z.int(),
  holdPoints: z.int().nullable(),
  /** Above zero: points that were spent already and became owed. Below zero: points that paid what was owed. */
  owedChange: z.int(),
  /** What was owed after it. */
  owedAfter: z.int(),
  /** What it was: activity, item, offer; resolved from the source at reading. */
  title: z.string(),
  /** Shop, unit or the like. */
  place: z.string().nullable(),
  category: z.string().nullable(),
  provenance: z.enum(PROVENANCES).nullable(),
  ruleCode: z.string().nullable(),
  ruleVersion: z.int().nullable(),
  /** In an account that several people share: whose earning or spending it was, masked. */
  member: z.string().nullable(),
  /** `reviewer`, `filer`… with a display name for staff, with the office's name for residents. */
  actors: z.array(z.object({ part: z.string(), name: z.string() })),
  sourceKind: z.string(),
  sourceId: z.string(),
  refersToSeq: z.int().nullable(),
  /** Why a correction was made, as whoever made it wrote. */
  reason: z.string().nullable(),
  effectiveAt: instantSchema,
  recordedAt: instantSchema,
  /** Short code people can read to each other, from the entry's hash: `D8K2-5TQ6-09`. */
  receiptCode: z.string(),
  hash: z.string(),
});
export type StatementLine = z.infer<typeof statementLineSchema>;

/** What the account holds now. */
export const accountViewSchema = z.object({
  accountId: idSchema,
  /** Can be spent now. */
  available: z.int(),
  /** 兑换中 */
  held: z.int(),
  /** 待入账: approved, publicity not over. */
  pending: z.int(),
  /** A correction's shortfall that later points pay first. */
  owed: z.int(),
  /** Which corrections the debt comes from, newest first, with what of each is left; empty where nothing is owed. */
  debts: z.array(z.object({ left: z.int(), entry: statementLineSchema })),
  minutes: z.int(),
  /** 0 to 5 */
  stars: z.int(),
  earned: z.int(),
  items: z.int(),
  /** The lot that falls due next; null where none does. */
  nextExpiry: z.object({ points: z.int(), lastDay: dateSchema }).nullable(),
});
export type AccountView = z.infer<typeof accountViewSchema>;

/** A line of a person list, masked on the server (`陈*`, `138****1234`). */
export const personLineSchema = z.object({
  personId: idSchema,
  accountId: idSchema,
  kind: subjectKindSchema,
  maskedName: z.string(),
  maskedPhone: z.string().nullable(),
  unitId: unitIdSchema,
  unitName: z.string(),
  status: personStatusSchema,
  available: z.int(),
  minutes: z.int(),
  stars: z.int(),
  joinedAt: instantSchema,
});
export type PersonLine = z.infer<typeof personLineSchema>;

/** A credit approved but not yet posted (待入账). */
export const pendingCreditSchema = z.object({
  creditId: idSchema,
  title: z.string(),
  category: z.string(),
  points: z.int(),
  minutes: z.int(),
  effectiveAt: instantSchema,
  publicUntil: instantSchema.nullable(),
  state: z.enum(['in_publicity', 'objected', 'waiting_review']),
});

export const statementSchema = z.object({
  account: accountViewSchema,
  pending: z.array(pendingCreditSchema),
  items: z.array(statementLineSchema),
  nextCursor: z.string().nullable(),
});

/** Which entries of a statement are listed. */
export const statementShowSchema = z.enum(['all', 'earned', 'redeemed', 'corrected']);

const statementQuery = z.object({ ...pageQuery, show: statementShowSchema.default('all') });

export const personDetailSchema = personLineSchema.extend({
  account: accountViewSchema,
  serveUnitId: unitIdSchema.nullable(),
  /** Building without the room; masked. */
  maskedAddress: z.string().nullable(),
  ageBand: z.enum(['under14', 'from14to17', 'adult', 'unknown']),
  verifiedAt: instantSchema.nullable(),
  /** The household whose account is credited for what this person does now, with what it holds; null for their own. */
  creditedHousehold: z.object({ personId: idSchema, maskedName: z.string(), available: z.int() }).nullable(),
  /** Whom this record was found to be: the account was joined into theirs. */
  joinedInto: z.object({ personId: idSchema, maskedName: z.string() }).nullable(),
  /** Records that were joined into this one; their accounts stay readable. */
  joinedFrom: z.array(z.object({ personId: idSchema, maskedName: z.string() })),
});

export type PersonDetail = z.infer<typeof personDetailSchema>;

/** The account that a resident earns into and spends from now, with what is their own beside it. */
export const ownAccountSchema = accountViewSchema.extend({
  /** The household whose account it is; null for the person's own. */
  household: z.object({ householdId: idSchema, name: z.string() }).nullable(),
  /** What is left in the person's own account, where the household's counts; else 0. */
  ownAvailable: z.int(),
});

const newPersonFields = {
  name: nameSchema,
  unitId: unitIdSchema,
  /** Where they serve, when that is another unit (riders, couriers). */
  serveUnitId: unitIdSchema.nullable().default(null),
  birthDate: dateSchema.nullable().default(null),
  address: z.string().trim().max(100).nullable().default(null),
};

export const people = {
  registerSelf: defineEndpoint({
    id: 'people.registerSelf',
    method: 'POST',
    path: '/people/self',
    summary: 'A resident registers with the phone they signed in with',
    access: 'signed_in',
    body: z.object({ ...newPersonFields, consentVersion: z.string().min(1).max(20) }),
    response: z.object({ personId: idSchema }),
    status: 201,
  }),
  enter: defineEndpoint({
    id: 'people.enter',
    method: 'POST',
    path: '/people',
    summary: 'An officer enters a resident, household or organisation',
    access: 'people.enter',
    body: z.object({
      ...newPersonFields,
      kind: subjectKindSchema.default('person'),
      phone: phoneSchema.nullable().default(null),
      /** The phone belongs to somebody else who is known too, and both may use it. */
      sharedPhone: z.boolean().default(false),
    }),
    response: z.object({ personId: idSchema, accountId: idSchema }),
    status: 201,
  }),
  list: defineEndpoint({
    id: 'people.list',
    method: 'GET',
    path: '/people',
    summary: 'People of a unit and below, masked',
    access: 'people.read',
    query: z.object({
      ...pageQuery,
      unitId: unitIdSchema.optional(),
      kind: subjectKindSchema.optional(),
      status: personStatusSchema.optional(),
      /** A whole name, or the last four digits of a phone. */
      search: z.string().trim().max(50).optional(),
    }),
    response: pageOf(personLineSchema).extend({ total: z.int() }),
  }),
  get: defineEndpoint({
    id: 'people.get',
    method: 'GET',
    path: '/people/:personId',
    summary: 'One person, masked, with the account',
    access: 'people.read',
    params: z.object({ personId: idSchema }),
    response: personDetailSchema,
  }),
  statement: defineEndpoint({
    id: 'people.statement',
    method: 'GET',
    path: '/people/:personId/statement',
    summary: 'The point statement of a person, for staff',
    access: 'people.read',
    params: z.object({ personId: idSchema }),
    query: statementQuery,
    response: statementSchema,
  }),
  verify: defineEndpoint({
    id: 'people.verify',
    method: 'POST',
    path: '/people/:personId/verification',
    summary: 'An officer verifies that this is the person; from then on points can be spent',
    access: 'people.verify',
    params: z.object({ personId: idSchema }),
    response: personDetailSchema,
  }),
  verifyMany: defineEndpoint({
    id: 'people.verifyMany',
    method: 'POST',
    path: '/people/verifications',
    summary: 'Verify people of a list that was checked; each has a result of their own',
    access: 'people.verify',
    body: z.object({ personIds: z.array(idSchema).min(1).max(200) }),
    response: z.object({
      items: z.array(
        z.object({
          personId: idSchema,
          /** Why not: a problem code; null where it was done. */
          refused: z.string().nullable(),
        }),
      ),
    }),
  }),
  unmask: defineEndpoint({
    id: 'people.unmask',
    method: 'POST',
    path: '/people/:personId/unmask',
    summary: 'See the full profile; logged with the reason',
    access: 'people.unmask',
    params: z.object({ personId: idSchema }),
    body: z.object({ reason: reasonSchema }),
    response: z.object({
      name: nameSchema,
      phone: z.string().nullable(),
      address: z.string().nullable(),
      birthDate: dateSchema.nullable(),
    }),
  }),
  viewLog: defineEndpoint({
    id: 'people.viewLog',
    method: 'GET',
    path: '/people/:personId/views',
    summary: 'Who saw the full profile, when and why',
    access: 'people.read',
    params: z.object({ personId: idSchema }),
    response: z.object({ items: z.array(z.object({ at: instantSchema, by: z.string(), reason: z.string() })) }),
  }),
  ownAccount: defineEndpoint({
    id: 'people.ownAccount',
    method: 'GET',
    path: '/me/account',
    summary: 'The account of the person this session acts for',
    access: 'account.read_own',
    response: ownAccountSchema,
  }),
  ownStatement: defineEndpoint({
    id: 'people.ownStatement',
    method: 'GET',
    path: '/me/statement',
    summary: 'The point statement of the account that counts for this person, or of another that they may look into',
    access: 'account.read_own',
    query: statementQuery.extend({ accountId: idSchema.optional() }),
    response: statementSchema,
  }),
};
