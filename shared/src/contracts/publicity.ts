import { z } from 'zod';
import { PUBLICITY_CHOICES } from '../domain/publicity/index.ts';
import { categorySchema, dateSchema, idSchema, instantSchema, pageOf, pageQuery, unitIdSchema } from './common.ts';
import { defineEndpoint } from './endpoint.ts';

export const publicityLineSchema = z.object({
  creditId: idSchema,
  maskedName: z.string(),
  gridName: z.string(),
  title: z.string(),
  category: categorySchema,
  date: dateSchema,
  minutes: z.int(),
  points: z.int(),
  /** `refused`: an objection was upheld, or the ledger granted nothing. */
  state: z.enum(['in_publicity', 'objected', 'posted', 'refused']),
  /** When its window closes. */
  windowUntil: instantSchema,
});

/** What a community publishes together: approved on one day, open to objections until the same moment. */
export const publicityBatchSchema = z.object({
  batchId: idSchema,
  unitId: unitIdSchema,
  unitName: z.string(),
  /** `<unit>公示〔<year>〕<number> 号` */
  year: z.int(),
  number: z.int(),
  publishedOn: dateSchema,
  windowFrom: instantSchema,
  windowUntil: instantSchema,
  /** The last day on which an objection is taken. */
  lastDay: dateSchema,
  /** Whether objections are still taken. */
  isOpen: z.boolean(),
  /** Of those on the list: children and who chose to be left out are not. */
  total: z.int(),
  people: z.int(),
  points: z.int(),
  /** Entries that wait for a decision. */
  objected: z.int(),
});
export type PublicityBatch = z.infer<typeof publicityBatchSchema>;

const listQuery = { ...pageQuery, unitId: unitIdSchema, batchId: idSchema.optional() };

const totals = {
  unitName: z.string(),
  total: z.int(),
  people: z.int(),
  points: z.int(),
  windowFrom: instantSchema.nullable(),
  windowUntil: instantSchema.nullable(),
  /** The one that was asked for. */
  batch: publicityBatchSchema.nullable(),
};

/** A line as a neighbour reads it who signed in. */
export const neighbourLineSchema = publicityLineSchema.extend({
  /** The whole name of who agreed to it, for verified residents of the same community; null for others. */
  fullName: z.string().nullable(),
  /** The caller's own entry, or one of their household. */
  isOwn: z.boolean(),
  /** Whether the caller's objection to it waits. */
  objectedByMe: z.boolean(),
});

const choiceBody = z.object({ choice: z.enum(PUBLICITY_CHOICES) });
const choiceAnswer = z.object({
  choice: z.enum(PUBLICITY_CHOICES),
  /** What is shown of it: children are never on the list, and nobody under 18 is named in full. */
  shownAs: z.enum(PUBLICITY_CHOICES),
  version: z.string(),
  /** Null where nothing was chosen yet. */
  chosenAt: instantSchema.nullable(),
});

export const publicity = {
  list: defineEndpoint({
    id: 'publicity.list',
    method: 'GET',
    path: '/public/publicity',
    summary: 'The masked list of credits in publicity in a unit and below, or of one batch in the order of its numbers',
    access: 'public',
    query: z.object(listQuery),
    response: pageOf(publicityLineSchema).extend(totals),
  }),
  batches: defineEndpoint({
    id: 'publicity.batches',
    method: 'GET',
    path: '/public/publicity-batches',
    summary: 'What a unit and below published together, newest first, as long as it can be read',
    access: 'public',
    query: z.object({ ...pageQuery, unitId: unitIdSchema }),
    response: pageOf(publicityBatchSchema),
  }),
  neighbours: defineEndpoint({
    id: 'publicity.neighbours',
    method: 'GET',
    path: '/me/publicity',
    summary:
      'The same list for a resident who signed in: whole names of neighbours who agreed, and which lines are their own',
    access: 'publicity.read_own',
    query: z.object(listQuery),
    response: pageOf(neighbourLineSchema).extend(totals),
  }),
  ownChoice: defineEndpoint({
    id: 'publicity.ownChoice',
    method: 'GET',
    path: '/me/publicity-choice',
    summary: 'What one lets the public list say of oneself',
    access: 'publicity.read_own',
    response: choiceAnswer,
  }),
  chooseOwn: defineEndpoint({
    id: 'publicity.chooseOwn',
    method: 'PUT',
    path: '/me/publicity-choice',
    summary: 'Choose what the public list says of oneself: nothing, the surname, or for neighbours the whole name',
    access: 'publicity.read_own',
    body: choiceBody,
    response: choiceAnswer,
  }),
  choiceOf: defineEndpoint({
    id: 'publicity.choiceOf',
    method: 'GET',
    path: '/people/:personId/publicity-choice',
    summary: 'What a resident lets the public list say of them',
    access: 'publicity.choose',
    params: z.object({ personId: idSchema }),
    response: choiceAnswer,
  }),
  chooseFor: defineEndpoint({
    id: 'publicity.chooseFor',
    method: 'PUT',
    path: '/people/:personId/publicity-choice',
    summary: 'Write down what a resident chose on paper',
    access: 'publicity.choose',
    params: z.object({ personId: idSchema }),
    body: choiceBody,
    response: choiceAnswer,
  }),
  staffBatches: defineEndpoint({
    id: 'publicity.staffBatches',
    method: 'GET',
    path: '/publicity-batches',
    summary: 'Everything that a unit and below published, newest first, with how often it was opened',
    access: 'publicity.read',
    query: z.object({ ...pageQuery, unitId: unitIdSchema.optional() }),
    response: pageOf(publicityBatchSchema.extend({ views: z.int() })),
  }),
  staffLines: defineEndpoint({
    id: 'publicity.staffLines',
    method: 'GET',
    path: '/publicity-batches/:batchId/lines',
    summary: 'The lines of one batch for staff, masked, those that are not on the public list too',
    access: 'publicity.read',
    params: z.object({ batchId: idSchema }),
    query: z.object(pageQuery),
    response: pageOf(publicityLineSchema.extend({ listed: z.boolean() })).extend({ batch: publicityBatchSchema }),
  }),
  views: defineEndpoint({
    id: 'publicity.views',
    method: 'GET',
    path: '/publicity-views',
    summary: 'How often the public lists of a unit were opened, day by day; nobody is named, for nobody is recorded',
    access: 'publicity.read',
    query: z.object({ unitId: unitIdSchema.optional(), from: dateSchema, until: dateSchema }),
    response: z.object({ days: z.array(z.object({ day: dateSchema, openly: z.int(), signedIn: z.int() })) }),
  }),
};
