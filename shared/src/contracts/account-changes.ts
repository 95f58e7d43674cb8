import { z } from 'zod';
import { ACCOUNT_CHANGE_KINDS, ACCOUNT_CHANGE_STATES } from '../domain/accounts/index.ts';
import { idSchema, instantSchema, pageOf, pageQuery, reasonSchema, unitIdSchema } from './common.ts';
import { defineEndpoint } from './endpoint.ts';
import { subjectKindSchema } from './people.ts';

/** Somebody whose account it is about, masked. */
const partySchema = z.object({
  personId: idSchema,
  maskedName: z.string(),
  maskedPhone: z.string().nullable(),
  unitName: z.string(),
  available: z.int(),
  owed: z.int(),
  minutes: z.int(),
});

export const accountChangeSchema = z.object({
  changeId: idSchema,
  kind: z.enum(ACCOUNT_CHANGE_KINDS),
  state: z.enum(ACCOUNT_CHANGE_STATES),
  subjectKind: subjectKindSchema,
  /** Whose account is closed, or joined into the other. */
  subject: partySchema,
  /** Whose account stays, where two are joined. */
  kept: partySchema.nullable(),
  /** For closing: the holder agreed that what is left goes to the fund. */
  donateRest: z.boolean(),
  reason: z.string(),
  proposedByName: z.string(),
  proposedAt: instantSchema,
  decidedByName: z.string().nullable(),
  decidedAt: instantSchema.nullable(),
  finishedAt: instantSchema.nullable(),
  /** Points that went to the fund, or into the other account. */
  movedPoints: z.int().nullable(),
  /** Why it cannot be done now, or was refused: a problem code and its words. */
  block: z.object({ code: z.string(), words: z.string() }).nullable(),
  /** Whether the caller may confirm it: somebody else than who proposed it, without a part in it. */
  mayConfirm: z.boolean(),
  mayWithdraw: z.boolean(),
});
export type AccountChange = z.infer<typeof accountChangeSchema>;

const ofPerson = z.object({ personId: idSchema });
const ofChange = z.object({ changeId: idSchema });

export const accountChanges = {
  proposeClosing: defineEndpoint({
    id: 'accountChanges.proposeClosing',
    method: 'POST',
    path: '/people/:personId/closing',
    summary: 'Propose to close an account. The reason is kept apart from the ledger.',
    access: 'accounts.propose',
    params: ofPerson,
    body: z.object({ reason: reasonSchema, donateRest: z.boolean().default(false) }),
    response: accountChangeSchema,
    status: 201,
    idempotent: true,
  }),
  proposeJoining: defineEndpoint({
    id: 'accountChanges.proposeJoining',
    method: 'POST',
    path: '/people/:personId/joining',
    summary: 'Propose to join an account into another one of the same person, who was entered twice',
    access: 'accounts.propose',
    params: ofPerson,
    body: z.object({ keptPersonId: idSchema, reason: reasonSchema }),
    response: accountChangeSchema,
    status: 201,
    idempotent: true,
  }),
  list: defineEndpoint({
    id: 'accountChanges.list',
    method: 'GET',
    path: '/account-changes',
    summary: 'Closings and joinings of a unit and below, newest first',
    access: 'accounts.read',
    query: z.object({
      ...pageQuery,
      unitId: unitIdSchema.optional(),
      /** `waiting`: proposed or under way. */
      show: z.enum(['waiting', 'all']).default('waiting'),
    }),
    response: pageOf(accountChangeSchema),
  }),
  get: defineEndpoint({
    id: 'accountChanges.get',
    method: 'GET',
    path: '/account-changes/:changeId',
    summary: 'One closing or joining',
    access: 'accounts.read',
    params: ofChange,
    response: accountChangeSchema,
  }),
  confirm: defineEndpoint({
    id: 'accountChanges.confirm',
    method: 'POST',
    path: '/account-changes/:changeId/confirmation',
    summary: 'Confirm what a colleague proposed: it is done at once',
    access: 'accounts.confirm',
    params: ofChange,
    response: accountChangeSchema,
    idempotent: true,
  }),
  withdraw: defineEndpoint({
    id: 'accountChanges.withdraw',
    method: 'POST',
    path: '/account-changes/:changeId/withdrawal',
    summary: 'Take a proposal back, or turn down that of a colleague',
    access: 'accounts.propose',
    params: ofChange,
    response: accountChangeSchema,
  }),
};
