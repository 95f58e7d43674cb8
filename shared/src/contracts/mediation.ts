import { z } from 'zod';
import { MEDIATION_OUTCOMES, MEDIATORS_MAX, VISIT_FINDINGS } from '../domain/mediation/index.ts';
import { claimFieldsSchema, claimSchema } from './claims.ts';
import { dateSchema, idSchema, instantSchema, pageOf, pageQuery, unitIdSchema } from './common.ts';
import { defineEndpoint } from './endpoint.ts';
import { declarationsSchema } from './rules.ts';

/** One side of a dispute. Sealed: only who filed the case and who may review it read this. */
export const partySchema = z.object({
  name: z.string().trim().min(1).max(50),
  contact: z.string().trim().max(100).default(''),
});
/** What was the matter and between whom (当事人信息). */
export const sealedDetailsSchema = z.object({
  parties: z.array(partySchema).min(1).max(6),
  dispute: z.string().trim().max(1000).default(''),
});
export type SealedDetails = z.infer<typeof sealedDetailsSchema>;

const mediatorSchema = z.object({
  personId: idSchema,
  /** What the rule asks about pay: whoever is paid per case earns nothing by it. */
  declarations: declarationsSchema.default({}),
});

const { declarations: _each, activityId: _none, ...caseClaimFields } = claimFieldsSchema.shape;
const caseFields = {
  ...caseClaimFields,
  outcome: z.enum(MEDIATION_OUTCOMES),
  sealed: sealedDetailsSchema,
};

export const mediationCaseSchema = z.object({
  caseId: idSchema,
  occurredOn: dateSchema,
  title: z.string(),
  unitName: z.string(),
  outcome: z.enum(MEDIATION_OUTCOMES),
  /** What the case earns in all; the mediators' parts are exactly that together. */
  points: z.int(),
  mediators: z.array(
    z.object({
      personId: idSchema,
      maskedName: z.string(),
      points: z.int(),
      claimId: idSchema,
      state: claimSchema.shape.state,
    }),
  ),
  /** Business day from which the follow-up visit (回访) is due; null where none is, or it was made. */
  visitDueOn: dateSchema.nullable(),
  visits: z.array(
    z.object({
      at: instantSchema,
      byName: z.string(),
      finding: z.enum(VISIT_FINDINGS),
      nextDueOn: dateSchema.nullable(),
    }),
  ),
  /** Whether the caller may read who the parties are. */
  mayOpen: z.boolean(),
  /** Whether the details were erased at the end of their time. */
  erased: z.boolean(),
  /** Whether it was taken back; parts that were decided before stand all the same. */
  withdrawn: z.boolean(),
  version: z.int(),
});
export type MediationCase = z.infer<typeof mediationCaseSchema>;

const caseParams = z.object({ caseId: idSchema });

/** Cases of mediation (矛盾调解). */
export const mediation = {
  file: defineEndpoint({
    id: 'mediation.file',
    method: 'POST',
    path: '/mediation-cases',
    summary: 'An officer files one case for its mediators, who share exactly what it earns',
    access: 'claims.file',
    body: z.object({ mediators: z.array(mediatorSchema).min(1).max(MEDIATORS_MAX), ...caseFields }),
    response: mediationCaseSchema,
    status: 201,
    idempotent: true,
  }),
  fileOwn: defineEndpoint({
    id: 'mediation.fileOwn',
    method: 'POST',
    path: '/me/mediation-cases',
    summary: 'A resident files a case that they mediated alone; several mediators are filed by an officer',
    access: 'claims.file_own',
    body: z.object({ declarations: declarationsSchema.default({}), ...caseFields }),
    response: mediationCaseSchema,
    status: 201,
    idempotent: true,
  }),
  refile: defineEndpoint({
    id: 'mediation.refile',
    method: 'PUT',
    path: '/mediation-cases/:caseId',
    summary: 'Correct a returned case and file it again',
    access: 'signed_in',
    params: caseParams,
    body: z.object({
      version: z.int(),
      mediators: z.array(mediatorSchema).min(1).max(MEDIATORS_MAX),
      ...caseFields,
    }),
    response: mediationCaseSchema,
  }),
  withdraw: defineEndpoint({
    id: 'mediation.withdraw',
    method: 'POST',
    path: '/mediation-cases/:caseId/withdrawal',
    summary:
      'Take a case back whole: every part that waits (its filer) or was returned (whoever may correct it); asked again it answers the same',
    access: 'signed_in',
    params: caseParams,
    response: mediationCaseSchema,
  }),
  get: defineEndpoint({
    id: 'mediation.get',
    method: 'GET',
    path: '/mediation-cases/:caseId',
    summary: 'A case without its parties, for its mediators and for staff of the unit',
    access: 'signed_in',
    params: caseParams,
    response: mediationCaseSchema,
  }),
  open: defineEndpoint({
    id: 'mediation.open',
    method: 'POST',
    path: '/mediation-cases/:caseId/opening',
    summary: 'Read who the parties are: for who filed it and who may review it; a logged act',
    access: 'signed_in',
    params: caseParams,
    response: sealedDetailsSchema.extend({
      /** What was written at follow-up visits, the first first; visits without a note are left out. */
      notes: z.array(z.object({ at: instantSchema, note: z.string() })),
      /** What each mediator answered about pay, so that a correction does not answer for them. */
      declared: z.array(mediatorSchema),
    }),
  }),
  visits: defineEndpoint({
    id: 'mediation.visits',
    method: 'GET',
    path: '/mediation-visits',
    summary: 'Cases whose follow-up visit is due in a unit and below, longest due first',
    access: 'claims.file',
    query: z.object({ ...pageQuery, unitId: unitIdSchema.optional() }),
    response: pageOf(mediationCaseSchema),
  }),
  visit: defineEndpoint({
    id: 'mediation.visit',
    method: 'POST',
    path: '/mediation-cases/:caseId/visits',
    summary: 'Record a follow-up visit (回访) and whether another one is wanted',
    access: 'claims.file',
    params: caseParams,
    body: z.object({
      finding: z.enum(VISIT_FINDINGS),
      /** Sealed like the parties. */
      note: z.string().trim().max(500).default(''),
      another: z.boolean().default(false),
    }),
    response: mediationCaseSchema,
    status: 201,
    idempotent: true,
  }),
};
