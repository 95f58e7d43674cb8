import { z } from 'zod';
import { MEDIATION_OUTCOMES, MEDIATORS_MAX } from '../domain/mediation/index.ts';
import { timeOfDaySchema } from './claims.ts';
import { dateSchema, idSchema, instantSchema, minutesSchema } from './common.ts';
import { defineEndpoint } from './endpoint.ts';
import { declarationsSchema } from './rules.ts';

/** A case of mediation as far as it was filled in. */
export const mediationDraftSchema = z.object({
  outcome: z.enum(MEDIATION_OUTCOMES).nullable().default(null),
  mediatorIds: z.array(idSchema).max(MEDIATORS_MAX).default([]),
  parties: z
    .array(z.object({ name: z.string().max(50).default(''), contact: z.string().max(100).default('') }))
    .max(6)
    .default([]),
  dispute: z.string().max(1000).default(''),
});

/** What was filled in so far of a claim: anything may still be missing. */
export const draftContentSchema = z.object({
  /** For whom, where an officer files. */
  personId: idSchema.nullable().default(null),
  ruleCode: z.string().max(40).default(''),
  occurredOn: dateSchema.nullable().default(null),
  startTime: timeOfDaySchema.nullable().default(null),
  minutes: minutesSchema.default(0),
  description: z.string().max(500).default(''),
  evidenceIds: z.array(idSchema).max(9).default([]),
  activityId: idSchema.nullable().default(null),
  declarations: declarationsSchema.default({}),
  /** Of a case of mediation; null for other claims. */
  mediation: mediationDraftSchema.nullable().default(null),
});
export type DraftContent = z.infer<typeof draftContentSchema>;

export const claimDraftSchema = z.object({
  draftId: idSchema,
  content: draftContentSchema,
  savedAt: instantSchema,
  /** Last business day on which it can be gone on with. */
  keptUntil: dateSchema,
  version: z.int(),
});
export type ClaimDraft = z.infer<typeof claimDraftSchema>;

const draftParams = z.object({ draftId: idSchema });

/** Drafts of claims (草稿): kept on the server, sealed, for whoever wrote them, on any of their phones. */
export const claimDrafts = {
  list: defineEndpoint({
    id: 'claimDrafts.list',
    method: 'GET',
    path: '/claim-drafts',
    summary: 'Own drafts of claims, last saved first',
    access: 'signed_in',
    response: z.object({ items: z.array(claimDraftSchema) }),
  }),
  save: defineEndpoint({
    id: 'claimDrafts.save',
    method: 'PUT',
    path: '/claim-drafts/:draftId',
    summary: 'Save a draft under an id that the client made; on the version read last, 0 for a new one',
    access: 'signed_in',
    params: draftParams,
    body: z.object({ content: draftContentSchema, version: z.int().min(0) }),
    response: claimDraftSchema,
  }),
  remove: defineEndpoint({
    id: 'claimDrafts.remove',
    method: 'DELETE',
    path: '/claim-drafts/:draftId',
    summary: 'Throw a draft away (no effect when repeated)',
    access: 'signed_in',
    params: draftParams,
    status: 204,
  }),
};
