import { z } from 'zod';
import { PAYER_KINDS, SETTLEMENT_LINE_KINDS, SETTLEMENT_STATES, SIGNATURE_PARTS } from '../domain/settlements/index.ts';
import { dateSchema, idSchema, instantSchema, pageOf, pageQuery, reasonSchema, unitIdSchema } from './common.ts';
import { defineEndpoint } from './endpoint.ts';

/** Yuan cents, below zero where more was given back than taken. */
const signedFen = z.int();
const monthSchema = z.string().regex(/^\d{4}-(?:0[1-9]|1[0-2])$/);
const yearSchema = z.string().regex(/^20\d\d$/);

/** The most that a correction or a funding budget can be: a hundred million yuan. */
const FEN_MAX = 10_000_000_000;

export const payerSchema = z.object({
  kind: z.enum(PAYER_KINDS),
  unitId: unitIdSchema,
  unitName: z.string(),
});

export const settlementTotalsSchema = z.object({
  lines: z.int(),
  redemptions: z.int(),
  refunds: z.int(),
  corrections: z.int(),
  /** Less what was given back. */
  points: z.int(),
  fen: signedFen,
});

const signatureSchema = z.object({ part: z.enum(SIGNATURE_PARTS), byName: z.string(), at: instantSchema });

export const payoutSchema = z.object({
  /** Bank transfer, cash, or set off otherwise: in the office's words. */
  method: z.string().trim().min(1).max(30),
  /** Number of the payment, as the bank or the cash book has it. */
  reference: z.string().trim().min(1).max(60),
  /** Number of the shop's invoice or receipt. */
  invoice: z.string().trim().max(60),
  paidOn: dateSchema,
  /** As the statement; below zero where the shop pays back. */
  amountFen: signedFen,
});

/** 结算单: what a payer owes a shop, line by line, up to a cut. */
export const settlementSchema = z.object({
  settlementId: idSchema,
  /** What it is called on paper. */
  number: z.string(),
  state: z.enum(SETTLEMENT_STATES),
  shopId: idSchema,
  shopName: z.string(),
  payer: payerSchema,
  /** Business month of its last day. */
  month: monthSchema,
  /** Last day that it covers. */
  until: dateSchema,
  /** Its lines happened before this instant and were in no statement when it was drafted. */
  cutAt: instantSchema,
  totals: settlementTotalsSchema,
  signatures: z.array(signatureSchema),
  /** Sets of signatures that a change of its lines made void. */
  signaturesVoided: z.int(),
  closingProposed: z.object({ byName: z.string(), at: instantSchema }).nullable(),
  closed: z.object({ byName: z.string(), at: instantSchema }).nullable(),
  /** SHA-256 over its lines, fixed when it was closed. */
  fingerprint: z.string().nullable(),
  payout: payoutSchema.extend({ byName: z.string(), at: instantSchema }).nullable(),
  disputesOpen: z.int(),
  draftedByName: z.string(),
  draftedAt: instantSchema,
  version: z.int(),
  /** What the caller may do now. */
  may: z.object({
    sign: z.enum(SIGNATURE_PARTS).nullable(),
    cancel: z.boolean(),
    proposeClosing: z.boolean(),
    close: z.boolean(),
    pay: z.boolean(),
    dispute: z.boolean(),
  }),
});
export type Settlement = z.infer<typeof settlementSchema>;

export const settlementLineSchema = z.object({
  lineId: idSchema,
  kind: z.enum(SETTLEMENT_LINE_KINDS),
  at: instantSchema,
  redemptionId: idSchema,
  offerTitle: z.string(),
  quantity: z.int(),
  maskedName: z.string(),
  points: z.int(),
  fen: signedFen,
  /** The ledger's entry of the capture, for staff who may read it. */
  entryId: z.string().nullable(),
  /** A dispute of it that waits for its decision. */
  disputeId: idSchema.nullable(),
});
export type SettlementLine = z.infer<typeof settlementLineSchema>;

export const SETTLEMENT_DISPUTE_STATES = ['open', 'kept', 'corrected', 'withdrawn'] as const;
export const settlementDisputeSchema = z.object({
  disputeId: idSchema,
  state: z.enum(SETTLEMENT_DISPUTE_STATES),
  settlementId: idSchema,
  settlementNumber: z.string(),
  shopId: idSchema,
  shopName: z.string(),
  side: z.enum(['shop', 'office']),
  line: settlementLineSchema,
  reason: z.string(),
  filedAt: instantSchema,
  filedByName: z.string(),
  answer: z.string().nullable(),
  /** What the decision adds or takes. */
  correctionFen: signedFen.nullable(),
  decidedAt: instantSchema.nullable(),
  decidedByName: z.string().nullable(),
  mayDecide: z.boolean(),
  mayWithdraw: z.boolean(),
});
export type SettlementDispute = z.infer<typeof settlementDisputeSchema>;

export const settlementFundingSchema = z.object({
  payer: payerSchema,
  year: yearSchema,
  /** Null: nobody set a limit. */
  limitFen: z.int().nullable(),
  /** Of statements closed in that year's months. */
  settledFen: signedFen,
  /** Owed already, in statements that are not closed and lines that are in none. */
  owedFen: signedFen,
  /** What is left when all that is owed was settled. */
  leftFen: signedFen.nullable(),
  version: z.int(),
  changes: z.array(
    z.object({
      at: instantSchema,
      byName: z.string(),
      limitFenBefore: z.int().nullable(),
      limitFen: z.int().nullable(),
      reason: z.string(),
    }),
  ),
  mayChange: z.boolean(),
});
export type SettlementFunding = z.infer<typeof settlementFundingSchema>;

export const settlementDueSchema = z.object({
  shopId: idSchema,
  shopName: z.string(),
  payer: payerSchema,
  lines: z.int(),
  points: z.int(),
  fen: signedFen,
  firstAt: instantSchema,
  lastAt: instantSchema,
  /** The statement that has to be closed or cancelled first. */
  openSettlementId: idSchema.nullable(),
});
export type SettlementDue = z.infer<typeof settlementDueSchema>;

const matrixCellSchema = z.object({
  /** Community whose residents spent: where their points come from. */
  issuedIn: unitIdSchema,
  /** Community of the shop. */
  redeemedIn: unitIdSchema,
  lines: z.int(),
  points: z.int(),
  fen: signedFen,
});
export const settlementMatrixSchema = z.object({
  from: monthSchema,
  until: monthSchema,
  units: z.array(z.object({ unitId: unitIdSchema, unitName: z.string() })),
  cells: z.array(matrixCellSchema),
});
export type SettlementMatrix = z.infer<typeof settlementMatrixSchema>;

/** Lines of one workbook; a longer statement is several. */
export const WORKBOOK_LINES = 20_000;

const ofSettlement = z.object({ settlementId: idSchema });
const ofLine = z.object({ settlementId: idSchema, lineId: idSchema });
const ofDispute = z.object({ disputeId: idSchema });
/** The version that was read: a statement that changed since is not signed or closed. */
const seen = { version: z.int().min(1) };

export const settlements = {
  dues: defineEndpoint({
    id: 'settlements.dues',
    method: 'GET',
    path: '/settlement-dues',
    summary: 'What is owed and in no statement yet, by shop and payer',
    access: 'settlements.read',
    query: z.object({ unitId: unitIdSchema.optional(), shopId: idSchema.optional() }),
    response: z.object({ items: z.array(settlementDueSchema) }),
  }),
  list: defineEndpoint({
    id: 'settlements.list',
    method: 'GET',
    path: '/settlements',
    summary: 'Statements of a unit and below, or of one shop, newest first',
    access: 'settlements.read',
    query: z.object({
      ...pageQuery,
      unitId: unitIdSchema.optional(),
      shopId: idSchema.optional(),
      show: z.enum(['all', 'open', 'unpaid']).default('all'),
    }),
    response: pageOf(settlementSchema),
  }),
  draft: defineEndpoint({
    id: 'settlements.draft',
    method: 'POST',
    path: '/settlements',
    summary: 'Draft a statement of everything that a payer owes a shop up to a day, and that is in no statement yet',
    access: 'settlements.handle',
    body: z.object({
      shopId: idSchema,
      payer: payerSchema.omit({ unitName: true }),
      /** Last day that it covers; today up to now. */
      until: dateSchema,
    }),
    response: settlementSchema,
    status: 201,
    idempotent: true,
  }),
  get: defineEndpoint({
    id: 'settlements.get',
    method: 'GET',
    path: '/settlements/:settlementId',
    summary: 'One statement',
    access: 'settlements.read',
    params: ofSettlement,
    response: settlementSchema,
  }),
  lines: defineEndpoint({
    id: 'settlements.lines',
    method: 'GET',
    path: '/settlements/:settlementId/lines',
    summary: 'The lines of a statement, oldest first',
    access: 'settlements.read',
    params: ofSettlement,
    query: z.object(pageQuery),
    response: pageOf(settlementLineSchema),
  }),
  sign: defineEndpoint({
    id: 'settlements.sign',
    method: 'POST',
    path: '/settlements/:settlementId/signatures',
    summary: 'Sign as 经手, 证明 or 审批, in this order: three different people',
    access: 'settlements.witness',
    params: ofSettlement,
    body: z.object({ part: z.enum(SIGNATURE_PARTS), ...seen }),
    response: settlementSchema,
    idempotent: true,
  }),
  cancel: defineEndpoint({
    id: 'settlements.cancel',
    method: 'POST',
    path: '/settlements/:settlementId/cancellation',
    summary: 'Give a draft up: its lines are in no statement again',
    access: 'settlements.handle',
    params: ofSettlement,
    body: z.object({ reason: reasonSchema }),
    response: settlementSchema,
    idempotent: true,
  }),
  proposeClosing: defineEndpoint({
    id: 'settlements.proposeClosing',
    method: 'POST',
    path: '/settlements/:settlementId/closing',
    summary: 'Propose to close a signed statement',
    access: 'settlements.handle',
    params: ofSettlement,
    body: z.object(seen),
    response: settlementSchema,
    idempotent: true,
  }),
  close: defineEndpoint({
    id: 'settlements.close',
    method: 'POST',
    path: '/settlements/:settlementId/closing/confirmation',
    summary: 'Close a statement that another person proposed to close; it weighs on the funding budget from then on',
    access: 'settlements.approve',
    params: ofSettlement,
    body: z.object(seen),
    response: settlementSchema,
    idempotent: true,
  }),
  pay: defineEndpoint({
    id: 'settlements.pay',
    method: 'POST',
    path: '/settlements/:settlementId/payout',
    summary: 'Write down how a closed statement was paid, with the number of the invoice',
    access: 'settlements.handle',
    params: ofSettlement,
    body: payoutSchema,
    response: settlementSchema,
    idempotent: true,
  }),
  dispute: defineEndpoint({
    id: 'settlements.dispute',
    method: 'POST',
    path: '/settlements/:settlementId/lines/:lineId/disputes',
    summary: 'Dispute a line: of a draft it is taken out until it is decided; of a closed one a correction comes later',
    access: 'settlements.dispute',
    params: ofLine,
    body: z.object({ reason: reasonSchema }),
    response: settlementDisputeSchema,
    status: 201,
    idempotent: true,
  }),
  disputes: defineEndpoint({
    id: 'settlements.disputes',
    method: 'GET',
    path: '/settlement-disputes',
    summary: 'Disputes of a unit and below, of a shop or of a statement; open ones oldest first, all newest first',
    access: 'settlements.read',
    query: z.object({
      ...pageQuery,
      unitId: unitIdSchema.optional(),
      shopId: idSchema.optional(),
      settlementId: idSchema.optional(),
      show: z.enum(['open', 'all']).default('open'),
    }),
    response: pageOf(settlementDisputeSchema),
  }),
  decideDispute: defineEndpoint({
    id: 'settlements.decideDispute',
    method: 'POST',
    path: '/settlement-disputes/:disputeId/decision',
    summary: 'Keep a disputed line, or correct it by a line of its own; not by who filed the dispute',
    access: 'settlements.handle',
    params: ofDispute,
    body: z.object({
      outcome: z.enum(['kept', 'corrected']),
      /** What a correction adds (or takes, below zero). */
      correctionFen: signedFen.min(-FEN_MAX).max(FEN_MAX).nullable().default(null),
      answer: reasonSchema,
    }),
    response: settlementDisputeSchema,
    idempotent: true,
  }),
  withdrawDispute: defineEndpoint({
    id: 'settlements.withdrawDispute',
    method: 'POST',
    path: '/settlement-disputes/:disputeId/withdrawal',
    summary: 'Take a dispute back; its line is settled as it was',
    access: 'settlements.dispute',
    params: ofDispute,
    response: settlementDisputeSchema,
    idempotent: true,
  }),
  workbook: defineEndpoint({
    id: 'settlements.workbook',
    method: 'GET',
    path: '/settlements/:settlementId/workbook',
    summary: `A statement with its lines as an Excel workbook; a part of them where there are more than ${WORKBOOK_LINES}`,
    access: 'settlements.read',
    params: ofSettlement,
    query: z.object({ part: z.coerce.number().int().min(1).max(1_000).default(1) }),
    raw: 'file',
  }),
  matrix: defineEndpoint({
    id: 'settlements.matrix',
    method: 'GET',
    path: '/settlement-matrix',
    summary: 'Which community issued and which redeemed, by the months in which lines happened',
    access: 'settlements.read',
    query: z.object({ unitId: unitIdSchema.optional(), from: monthSchema, until: monthSchema }),
    response: settlementMatrixSchema,
  }),
  funding: defineEndpoint({
    id: 'settlements.funding',
    method: 'GET',
    path: '/settlement-funding',
    summary: 'The funding budgets of a unit and below in a year, in fen',
    access: 'settlements.read',
    query: z.object({ unitId: unitIdSchema.optional(), year: yearSchema }),
    response: z.object({ items: z.array(settlementFundingSchema) }),
  }),
  setFunding: defineEndpoint({
    id: 'settlements.setFunding',
    method: 'PUT',
    path: '/settlement-funding/:unitId/:year',
    summary: 'Set or lift the funding budget of a unit that pays shops',
    access: 'settlements.fund',
    params: z.object({ unitId: unitIdSchema, year: yearSchema }),
    body: z.object({
      kind: z.enum(PAYER_KINDS).exclude(['shop']),
      limitFen: z.int().min(0).max(FEN_MAX).nullable(),
      version: z.int().min(0),
      reason: reasonSchema,
    }),
    response: settlementFundingSchema,
  }),
};
