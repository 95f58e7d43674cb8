import { z } from 'zod';
import { ABOUT_KINDS, BAD_CODES } from '../domain/verification/index.ts';
import { idSchema, instantSchema, pageOf, pageQuery } from './common.ts';
import { defineEndpoint } from './endpoint.ts';

export const VERIFICATION_STATES = ['waiting', 'running', 'finished', 'failed'] as const;

const countSchema = z.int().min(0);

/** One verification of the whole ledger. */
export const verificationSchema = z.object({
  verificationId: idSchema,
  state: z.enum(VERIFICATION_STATES),
  /** Who asked for it; null where the installation verifies by itself at night. */
  requestedByName: z.string().nullable(),
  requestedAt: instantSchema,
  startedAt: instantSchema.nullable(),
  finishedAt: instantSchema.nullable(),
  /** `step` is `replay` while entries are read, then what they are compared with. */
  progress: z.object({
    step: z.string(),
    done: countSchema,
    total: countSchema,
    /** How long reading entries will take, at the pace so far; null where there is nothing to go by. */
    secondsLeft: countSchema.nullable(),
  }),
  /** Null until it is finished. */
  result: z
    .object({
      accounts: countSchema,
      transactions: countSchema,
      /** How many rows are bad: one for each account, and for each thing that is no account's. */
      bad: countSchema,
      /** Fingerprint over every account's newest entry, as `ledger:verify` prints it. */
      digest: z.string(),
    })
    .nullable(),
});
export type Verification = z.infer<typeof verificationSchema>;

export const badRowSchema = z.object({
  /** 1, 2, 3 … in the result. */
  position: z.int().min(1),
  /** Empty where it is about something that is no account's. */
  account: z.string(),
  /** 0 where there is no entry to name. */
  seq: countSchema,
  code: z.enum(BAD_CODES),
  about: z.object({ kind: z.enum(ABOUT_KINDS), id: z.string() }).nullable(),
  /** The entry's id, where there is one to open. */
  entryId: z.string().nullable(),
  /** The account's owner, where the caller may read who lives there. */
  maskedName: z.string().nullable(),
});
export type BadRow = z.infer<typeof badRowSchema>;

const verificationParams = z.object({ verificationId: idSchema });

export const verifications = {
  start: defineEndpoint({
    id: 'verifications.start',
    method: 'POST',
    path: '/verifications',
    summary: 'Verify the whole ledger in the background; while one is under way, this answers with that one',
    access: 'ledger.verify',
    response: verificationSchema,
    status: 202,
  }),
  list: defineEndpoint({
    id: 'verifications.list',
    method: 'GET',
    path: '/verifications',
    summary: 'Verifications, newest first',
    access: 'ledger.verify',
    query: z.object(pageQuery),
    response: pageOf(verificationSchema),
  }),
  get: defineEndpoint({
    id: 'verifications.get',
    method: 'GET',
    path: '/verifications/:verificationId',
    summary: 'One verification, with how far it is',
    access: 'ledger.verify',
    params: verificationParams,
    response: verificationSchema,
  }),
  badRows: defineEndpoint({
    id: 'verifications.badRows',
    method: 'GET',
    path: '/verifications/:verificationId/bad-rows',
    summary: 'What does not hold: the first bad entry of every bad account, by account',
    access: 'ledger.verify',
    params: verificationParams,
    query: z.object(pageQuery),
    response: pageOf(badRowSchema),
  }),
  result: defineEndpoint({
    id: 'verifications.result',
    method: 'GET',
    path: '/verifications/:verificationId/result.xlsx',
    summary: 'The result as a workbook, in words: to be kept with the files of the audit',
    access: 'ledger.verify',
    params: verificationParams,
    raw: 'file',
  }),
};
