import { z } from 'zod';
import {
  OBJECTION_CHANNELS,
  OBJECTION_OUTCOMES,
  OBJECTION_STATES,
  OBJECTOR_RELATIONS,
} from '../domain/objections/index.ts';
import {
  dateSchema,
  idSchema,
  instantSchema,
  minutesSchema,
  pageOf,
  pageQuery,
  pointsSchema,
  reasonSchema,
  unitIdSchema,
} from './common.ts';
import { defineEndpoint } from './endpoint.ts';
import { publicityLineSchema } from './publicity.ts';

const worth = z.object({ points: z.int(), minutes: z.int() });

const objectionFacts = z.object({
  objectionId: idSchema,
  state: z.enum(OBJECTION_STATES),
  /** The entry as it is on the public list now. */
  line: publicityLineSchema,
  batchId: idSchema.nullable(),
  unitName: z.string(),
  filedAt: instantSchema,
  /** When a decision is due. */
  dueAt: instantSchema,
  decidedAt: instantSchema.nullable(),
  /** Why it was decided so; for both sides. */
  answer: z.string().nullable(),
  /** What the entry was worth before and after, where a correction was decided. */
  correction: z.object({ from: worth, to: worth }).nullable(),
});

/** What one objected to oneself. */
export const ownObjectionSchema = objectionFacts.extend({ reason: z.string() });
export type OwnObjection = z.infer<typeof ownObjectionSchema>;

/** An objection to one's own entry: who objected, and in which words, is not told. */
export const concerningObjectionSchema = objectionFacts;

export const objectionSchema = objectionFacts.extend({
  reason: z.string(),
  channel: z.enum(OBJECTION_CHANNELS),
  objectorPersonId: idSchema,
  objectorMaskedName: z.string(),
  /** What whoever objects has to do with the entry. */
  relation: z.enum(OBJECTOR_RELATIONS),
  beneficiaryPersonId: idSchema,
  /** The record that was approved, for the review page. */
  source: z.object({ kind: z.enum(['claim', 'attendance']), id: idSchema }),
  filedByName: z.string(),
  decidedByName: z.string().nullable(),
  /** Decided as a deputy: who lent the right; null where not. */
  decidedForName: z.string().nullable(),
  /** The unit above that is asked too since the time to decide ran out; null before. */
  escalatedToName: z.string().nullable(),
  escalatedAt: instantSchema.nullable(),
  isLate: z.boolean(),
  /** How many others of the same entry wait. */
  othersOpen: z.int(),
  /** Whether the caller may decide: without a part in the entry, the objection or either household. */
  mayDecide: z.boolean(),
});
export type Objection = z.infer<typeof objectionSchema>;

const figures = z.object({
  /** Filed in the period. */
  filed: z.int(),
  /** Decided in it, whenever they were filed. */
  upheld: z.int(),
  corrected: z.int(),
  dismissed: z.int(),
  withdrawn: z.int(),
  /** Decided in it after they were due. */
  late: z.int(),
  /** Waiting at its end. */
  open: z.int(),
});
export type ObjectionFigures = z.infer<typeof figures>;

const ofObjection = z.object({ objectionId: idSchema });

export const objections = {
  fileOwn: defineEndpoint({
    id: 'objections.fileOwn',
    method: 'POST',
    path: '/me/objections',
    summary: 'Object to an entry in publicity: it alone is frozen until somebody independent decides',
    access: 'objections.file_own',
    body: z.object({ creditId: idSchema, reason: reasonSchema }),
    response: ownObjectionSchema,
    status: 201,
    idempotent: true,
  }),
  listOwn: defineEndpoint({
    id: 'objections.listOwn',
    method: 'GET',
    path: '/me/objections',
    summary: 'What one objected to, newest first, with the answers',
    access: 'objections.file_own',
    query: z.object(pageQuery),
    response: pageOf(ownObjectionSchema),
  }),
  concerning: defineEndpoint({
    id: 'objections.concerning',
    method: 'GET',
    path: '/me/objections-received',
    summary: 'Objections to one’s own entries, newest first; whoever objected is not named',
    access: 'objections.file_own',
    query: z.object(pageQuery),
    response: pageOf(concerningObjectionSchema),
  }),
  withdraw: defineEndpoint({
    id: 'objections.withdraw',
    method: 'POST',
    path: '/me/objections/:objectionId/withdrawal',
    summary: 'Take an objection back that was not decided yet',
    access: 'objections.file_own',
    params: ofObjection,
    response: ownObjectionSchema,
  }),
  file: defineEndpoint({
    id: 'objections.file',
    method: 'POST',
    path: '/objections',
    summary: 'Write an objection down for a resident who came to the office; both are recorded, somebody else decides',
    access: 'objections.file',
    body: z.object({ creditId: idSchema, personId: idSchema, reason: reasonSchema }),
    response: objectionSchema,
    status: 201,
    idempotent: true,
  }),
  withdrawFor: defineEndpoint({
    id: 'objections.withdrawFor',
    method: 'POST',
    path: '/objections/:objectionId/withdrawal',
    summary: 'Take back, for whoever came to the office, an objection that was written down there',
    access: 'objections.file',
    params: ofObjection,
    response: objectionSchema,
  }),
  list: defineEndpoint({
    id: 'objections.list',
    method: 'GET',
    path: '/objections',
    summary: 'Objections in a unit and below; those that wait oldest first, all of them newest first',
    access: 'objections.read',
    query: z.object({
      ...pageQuery,
      unitId: unitIdSchema.optional(),
      show: z.enum(['waiting', 'all']).default('waiting'),
    }),
    response: pageOf(objectionSchema).extend({ waiting: z.int(), late: z.int() }),
  }),
  figures: defineEndpoint({
    id: 'objections.figures',
    method: 'GET',
    path: '/reports/objections',
    summary: 'Objections of a unit and below in a period and at its end; the communities in it add up to the total',
    access: 'reports.read',
    query: z.object({ unitId: unitIdSchema.optional(), from: dateSchema, until: dateSchema }),
    response: z.object({ total: figures, rows: z.array(figures.extend({ unitId: unitIdSchema, name: z.string() })) }),
  }),
  decide: defineEndpoint({
    id: 'objections.decide',
    method: 'POST',
    path: '/objections/:objectionId/decision',
    summary: 'Uphold it (the entry is not posted), correct the entry before it is posted, or dismiss it',
    access: 'objections.decide_lent',
    params: ofObjection,
    body: z.object({
      outcome: z.enum(OBJECTION_OUTCOMES),
      reason: reasonSchema,
      /** What is left of the entry, where it is corrected; what is not given stays. */
      points: pointsSchema.optional(),
      minutes: minutesSchema.optional(),
    }),
    response: objectionSchema,
    idempotent: true,
  }),
};
