import { z } from 'zod';
import { dateSchema, idSchema, instantSchema, pageOf, pageQuery, reasonSchema, unitIdSchema } from './common.ts';
import { defineEndpoint } from './endpoint.ts';

export const DELEGATION_STATES = ['ahead', 'in_force', 'over', 'revoked'] as const;

/** A right to review, lent for some days (代审授权). */
export const delegationSchema = z.object({
  delegationId: idSchema,
  unitId: unitIdSchema,
  unitName: z.string(),
  /** Who lent it. */
  byName: z.string(),
  deputyUserId: idSchema,
  deputyName: z.string(),
  from: dateSchema,
  until: dateSchema,
  reason: z.string(),
  state: z.enum(DELEGATION_STATES),
  grantedAt: instantSchema,
  revokedAt: instantSchema.nullable(),
  revokedByName: z.string().nullable(),
  /** Whether the asking person may take it back. */
  mayRevoke: z.boolean(),
});
export type Delegation = z.infer<typeof delegationSchema>;

export const delegations = {
  grant: defineEndpoint({
    id: 'delegations.grant',
    method: 'POST',
    path: '/delegations',
    summary:
      'Lend the right to review in a unit to a deputy for some days; never over what benefits, was filed or organised by the deputy',
    access: 'delegations.manage',
    body: z.object({
      unitId: unitIdSchema,
      deputyUserId: idSchema,
      from: dateSchema,
      until: dateSchema,
      reason: reasonSchema,
    }),
    response: delegationSchema,
    status: 201,
    idempotent: true,
  }),
  revoke: defineEndpoint({
    id: 'delegations.revoke',
    method: 'POST',
    path: '/delegations/:delegationId/revocation',
    summary: 'Take a lent right back before its last day',
    access: 'delegations.manage',
    params: z.object({ delegationId: idSchema }),
    response: delegationSchema,
  }),
  own: defineEndpoint({
    id: 'delegations.own',
    method: 'GET',
    path: '/me/delegations',
    summary: 'The units in which the caller may review as a deputy today',
    access: 'reviews.decide_lent',
    response: z.object({
      items: z.array(z.object({ unitId: unitIdSchema, unitName: z.string(), byName: z.string(), until: dateSchema })),
    }),
  }),
  list: defineEndpoint({
    id: 'delegations.list',
    method: 'GET',
    path: '/delegations',
    summary: 'Rights lent in a unit and below, newest first',
    access: 'delegations.read',
    query: z.object({ ...pageQuery, unitId: unitIdSchema.optional() }),
    response: pageOf(delegationSchema),
  }),
  candidates: defineEndpoint({
    id: 'delegations.candidates',
    method: 'GET',
    path: '/delegations/candidates',
    summary:
      'Who could be a deputy in a unit: staff of the unit, of its neighbours below the same unit, and of the unit above',
    access: 'delegations.manage',
    query: z.object({ unitId: unitIdSchema }),
    response: z.object({
      items: z.array(z.object({ userId: idSchema, name: z.string(), role: z.string(), unitName: z.string() })),
    }),
  }),
};
