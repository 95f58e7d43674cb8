import { z } from 'zod';
import { CONTEST_OUTCOMES, CONTEST_STATES } from '../domain/contests/index.ts';
import { idSchema, instantSchema, pageOf, pageQuery, reasonSchema, unitIdSchema } from './common.ts';
import { defineEndpoint } from './endpoint.ts';
import { statementLineSchema } from './people.ts';

const entryIdSchema = z.string().min(1).max(80);

const contestFacts = z.object({
  contestId: idSchema,
  state: z.enum(CONTEST_STATES),
  /** The entry that is doubted, as its reader sees it. */
  entry: statementLineSchema,
  reason: z.string(),
  filedAt: instantSchema,
  outcome: z.enum(CONTEST_OUTCOMES).nullable(),
  answer: z.string().nullable(),
  answeredAt: instantSchema.nullable(),
  /** The linked entries that put it right. */
  correctingEntryIds: z.array(entryIdSchema),
});

/** As the person reads it: the office answers, not somebody by name. */
export const ownContestSchema = contestFacts.extend({ officeName: z.string() });
export type OwnContest = z.infer<typeof ownContestSchema>;

export const contestSchema = contestFacts.extend({
  personId: idSchema,
  maskedName: z.string(),
  unitName: z.string(),
  filedByName: z.string(),
  answeredByName: z.string().nullable(),
  /** Whether the caller may answer: without a part in the entry, the doubt or the household. */
  mayAnswer: z.boolean(),
});
export type Contest = z.infer<typeof contestSchema>;

const ofContest = z.object({ contestId: idSchema });
const ofEntry = z.object({ entryId: entryIdSchema });

export const contests = {
  fileOwn: defineEndpoint({
    id: 'contests.fileOwn',
    method: 'POST',
    path: '/me/contests',
    summary: 'Doubt an entry of an account that one may look into: its points or its hours',
    access: 'contests.file_own',
    body: z.object({ entryId: entryIdSchema, reason: reasonSchema }),
    response: ownContestSchema,
    status: 201,
    idempotent: true,
  }),
  listOwn: defineEndpoint({
    id: 'contests.listOwn',
    method: 'GET',
    path: '/me/contests',
    summary: 'What one doubted, newest first, with the answers',
    access: 'contests.file_own',
    query: z.object({ ...pageQuery, entryId: entryIdSchema.optional() }),
    response: pageOf(ownContestSchema),
  }),
  withdraw: defineEndpoint({
    id: 'contests.withdraw',
    method: 'POST',
    path: '/me/contests/:contestId/withdrawal',
    summary: 'Take a doubt back that was not answered yet',
    access: 'contests.file_own',
    params: ofContest,
    response: ownContestSchema,
  }),
  file: defineEndpoint({
    id: 'contests.file',
    method: 'POST',
    path: '/transactions/:entryId/contests',
    summary: 'Write a doubt down for a resident who came to the office; somebody else answers',
    access: 'contests.file',
    params: ofEntry,
    body: z.object({ reason: reasonSchema }),
    response: contestSchema,
    status: 201,
    idempotent: true,
  }),
  ofEntry: defineEndpoint({
    id: 'contests.ofEntry',
    method: 'GET',
    path: '/transactions/:entryId/contests',
    summary: 'Doubts about one entry, the newest fifty, newest first',
    access: 'contests.read',
    params: ofEntry,
    response: z.object({ items: z.array(contestSchema) }),
  }),
  list: defineEndpoint({
    id: 'contests.list',
    method: 'GET',
    path: '/contests',
    summary: 'Doubts of a unit and below; those that wait oldest first, all of them newest first',
    access: 'contests.read',
    query: z.object({
      ...pageQuery,
      unitId: unitIdSchema.optional(),
      show: z.enum(['waiting', 'all']).default('waiting'),
    }),
    response: pageOf(contestSchema),
  }),
  answer: defineEndpoint({
    id: 'contests.answer',
    method: 'POST',
    path: '/contests/:contestId/answer',
    summary: 'Answer a doubt: the entry stands, or a linked entry has put it right already',
    access: 'contests.answer',
    params: ofContest,
    body: z.object({ outcome: z.enum(CONTEST_OUTCOMES), answer: reasonSchema }),
    response: contestSchema,
    idempotent: true,
  }),
};
