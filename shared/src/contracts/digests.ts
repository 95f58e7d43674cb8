import { z } from 'zod';
import { DIGEST_KINDS, DIGEST_VERSION, RECEIPT_VERSION, type Receipt } from '../domain/digests/index.ts';
import { SEQ_MAX } from '../domain/ledger/index.ts';
import { dateSchema, instantSchema, pageOf, pageQuery } from './common.ts';
import { defineEndpoint } from './endpoint.ts';

/** 32 bytes in lower-case hexadecimal. */
export const hashSchema = z.string().regex(/^[0-9a-f]{64}$/);

const countSchema = z.int().min(0);

/** What a digest covers, as it is hashed, and the digest itself. Nothing else: whoever has this can check it. */
const digestFields = {
  version: z.literal(DIGEST_VERSION),
  number: z.int().min(1),
  day: dateSchema,
  kind: z.enum(DIGEST_KINDS),
  previous: hashSchema.nullable(),
  root: hashSchema,
  leaves: countSchema,
  accounts: countSchema,
  entries: countSchema,
  digest: hashSchema,
};

/** 每日账本指纹 as it is published. */
export const digestSchema = z.object({
  ...digestFields,
  /** `2026-11-22`, `2026-11-30-full`: its name in addresses. */
  digestId: z.string(),
});
export type PublishedDigest = z.infer<typeof digestSchema>;

/** The most a receipt's text can have in characters: more than any that the server makes. */
export const RECEIPT_CHARACTERS_MAX = 200_000;

/** A receipt as it is saved, handed on and checked. A field that it does not know makes it another thing. */
export const receiptSchema = z.strictObject({
  receipt: z.literal(RECEIPT_VERSION),
  code: z.string().max(20),
  content: z.string().max(100_000),
  previousHash: hashSchema,
  hash: hashSchema,
  laterContentHashes: z.array(hashSchema).max(1_000).readonly(),
  leaf: z.strictObject({ seq: z.int().min(1).max(SEQ_MAX), hash: hashSchema, position: countSchema }),
  path: z.array(hashSchema).max(64).readonly(),
  digest: z.strictObject(digestFields),
}) satisfies z.ZodType<Receipt>;

/** Reads the text of a receipt file; null where it is none. */
export function readReceipt(text: string): Receipt | null {
  if (text.length > RECEIPT_CHARACTERS_MAX) return null;
  try {
    return receiptSchema.safeParse(JSON.parse(text)).data ?? null;
  } catch {
    return null;
  }
}

/** A receipt, or when there will be one: it needs the digest of the day in which the entry was recorded. */
const receiptAnswer = z.discriminatedUnion('state', [
  z.object({ state: z.literal('ready'), receipt: receiptSchema }),
  z.object({ state: z.literal('waiting'), code: z.string(), day: dateSchema, dueAt: instantSchema }),
]);

const entryParams = z.object({ entryId: z.string().min(1).max(80) });

export const digests = {
  list: defineEndpoint({
    id: 'digests.list',
    method: 'GET',
    path: '/digests',
    summary: 'The daily digests of the ledger, newest first',
    access: 'public',
    query: z.object(pageQuery),
    response: pageOf(digestSchema).extend({
      /** The next daily digest; null before the first one. */
      next: z.object({ day: dateSchema, dueAt: instantSchema }).nullable(),
    }),
  }),
  get: defineEndpoint({
    id: 'digests.get',
    method: 'GET',
    path: '/digests/:digestId',
    summary: 'One digest, by its day; `-full` behind it for the one over all accounts at the end of a month',
    access: 'public',
    params: z.object({ digestId: z.string().max(20) }),
    response: digestSchema,
  }),
  ownReceipt: defineEndpoint({
    id: 'digests.ownReceipt',
    method: 'GET',
    path: '/me/entries/:entryId/receipt',
    summary: 'The receipt of an entry that the caller may look into: proof that a published digest covers it',
    access: 'account.read_own',
    params: entryParams,
    response: receiptAnswer,
  }),
  receipt: defineEndpoint({
    id: 'digests.receipt',
    method: 'GET',
    path: '/transactions/:entryId/receipt',
    summary: 'The receipt of an entry, for staff and auditors who may read it',
    access: 'transactions.read',
    params: entryParams,
    response: receiptAnswer,
  }),
};
