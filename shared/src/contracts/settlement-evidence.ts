import { z } from 'zod';
import { MOVEMENT_KINDS } from '../domain/offers/index.ts';
import { ASSURANCES } from '../domain/redemptions/index.ts';
import { dateSchema, idSchema, instantSchema } from './common.ts';
import { hashSchema } from './digests.ts';
import { defineEndpoint } from './endpoint.ts';
import { REDEMPTION_STATES, REDEMPTION_VIAS } from './redemptions.ts';
import { SETTLEMENT_DISPUTE_STATES, settlementLineSchema, settlementSchema } from './settlements.ts';

/** Lines of one sample: what somebody can look at in a day, and what one answer can hold. */
export const EVIDENCE_LINES_MAX = 50;

/** How an entry stands to the published digests; `broken` where it does not agree with them. */
const proofSchema = z.object({
  state: z.enum(['covered', 'waiting', 'broken']),
  /** The short code of its receipt. */
  code: z.string(),
  /** The day whose digest covers it, or will. */
  day: dateSchema.nullable(),
});

const evidenceEntrySchema = z.object({
  entryId: z.string(),
  kind: z.string(),
  points: z.int(),
  recordedAt: instantSchema,
  hash: hashSchema,
  proof: proofSchema,
});

/** Who did something: staff by name; residents, whose names stay masked, by their part alone. */
const doneBySchema = z.object({
  part: z.enum(['resident', 'cashier', 'officer', 'job', 'other']),
  byName: z.string().nullable(),
});

export const evidenceLineSchema = z.object({
  /** Its place in the draw, from 1: a larger sample begins with the same lines. */
  number: z.int().min(1),
  line: settlementLineSchema,
  redemption: z.object({
    shortCode: z.string(),
    via: z.enum(REDEMPTION_VIAS),
    state: z.enum(REDEMPTION_STATES),
    /** How sure one was of who spends; redemptions from before there were caps have none. */
    assurance: z.enum(ASSURANCES).nullable(),
    points: z.int(),
    refundedPoints: z.int(),
    /** Paid at the till beside the points, for all pieces. */
    remainderFen: z.int(),
    /** What was agreed for one piece when it was redeemed. */
    settlementFen: z.int(),
    startedAt: instantSchema,
    startedBy: doneBySchema,
    capturedAt: instantSchema.nullable(),
    /** By whose word the points were spent, as the ledger has it. */
    confirmedBy: z.array(doneBySchema),
  }),
  /** The capture, and each refund that was posted. */
  entries: z.array(evidenceEntrySchema),
  refunds: z.array(
    z.object({
      number: z.int(),
      points: z.int(),
      state: z.enum(['proposed', 'withdrawn', 'lapsed', 'asked', 'posted', 'refused']),
      reason: z.string(),
      byName: z.string(),
      at: instantSchema,
      decidedByName: z.string().nullable(),
      decidedAt: instantSchema.nullable(),
    }),
  ),
  disputes: z.array(
    z.object({
      state: z.enum(SETTLEMENT_DISPUTE_STATES),
      side: z.enum(['shop', 'office']),
      reason: z.string(),
      filedByName: z.string(),
      filedAt: instantSchema,
      answer: z.string().nullable(),
      correctionFen: z.int().nullable(),
      decidedByName: z.string().nullable(),
      decidedAt: instantSchema.nullable(),
    }),
  ),
  /** What else is owed or owed back for the same redemption, and in which statement. */
  otherLines: z.array(
    settlementLineSchema
      .pick({ lineId: true, kind: true, at: true, points: true, fen: true })
      .extend({ settlementNumber: z.string().nullable() }),
  ),
  /** What left the shelf, and what came back to it. */
  movements: z.array(z.object({ kind: z.enum(MOVEMENT_KINDS), change: z.int(), at: instantSchema })),
  /** Whether the offer's stock was counted: if not, nothing had to move. */
  stockCounted: z.boolean(),
});
export type EvidenceLine = z.infer<typeof evidenceLineSchema>;

export const settlementEvidenceSchema = z.object({
  settlement: settlementSchema,
  sample: z.object({
    /** Lines of the statement that were drawn from. */
    population: z.int(),
    size: z.int(),
    /** What the unit's rule for spot checks asks for. */
    suggested: z.int(),
    sizeMax: z.int(),
    fingerprint: hashSchema,
    /** Whether the lines still are what was closed. */
    fingerprintHolds: z.boolean(),
    /** The day of closing, whose digest nobody knew then. */
    seedDay: dateSchema,
    digest: hashSchema,
    seed: hashSchema,
  }),
  lines: z.array(evidenceLineSchema),
  /** Who looked at evidence of this statement, newest first. */
  looks: z.array(z.object({ byName: z.string(), at: instantSchema })),
});
export type SettlementEvidence = z.infer<typeof settlementEvidenceSchema>;

const asked = {
  params: z.object({ settlementId: idSchema }),
  query: z.object({
    /** What the rule for spot checks asks for where it is missing. */
    size: z.coerce.number().int().min(1).max(EVIDENCE_LINES_MAX).optional(),
  }),
};

/** 抽样核查: a sample of a closed statement with everything behind each line. Looking at it is on record. */
export const settlementEvidence = {
  get: defineEndpoint({
    id: 'settlementEvidence.get',
    method: 'GET',
    path: '/settlements/:settlementId/evidence',
    summary: 'A sample of a closed statement, drawn by the published digest of the day of closing, with its evidence',
    access: 'settlements.audit',
    ...asked,
    response: settlementEvidenceSchema,
  }),
  file: defineEndpoint({
    id: 'settlementEvidence.file',
    method: 'GET',
    path: '/settlements/:settlementId/evidence/file',
    summary: 'The same as one file: a workbook, the receipts of the entries, and what the draw was made of',
    access: 'settlements.audit',
    ...asked,
    raw: 'file',
  }),
};
