import type { SETTLEMENT_DISPUTE_STATES } from '@red-points/shared/contracts';
import type {
  Payer,
  SettlementLineKind,
  SettlementState,
  SettlementTotals,
  Signature,
} from '@red-points/shared/domain/settlements';
import type { Collection, Db } from 'mongodb';
import { type RequestIdentity, requestIdentityIndex } from '../http/idempotency.ts';
import { dueIndex, ensureCollection } from '../platform/database.ts';

/**
 * One thing that a shop is owed or owes back. What it says never changes; which statement it is in does, in one
 * transaction with the sums of that statement.
 */
export interface SettlementLineRecord {
  /** `c:<redemption>`, `r:<redemption>:<refund>`, `k:<dispute>`: a thing is owed once. */
  _id: string;
  kind: SettlementLineKind;
  redemptionId: string;
  /** 0 for the capture, else the number of the refund; null for corrections. */
  number: number | null;
  shopId: string;
  payerKey: string;
  /** Of the payer's unit. */
  unitPath: string[];
  /** When the ledger captured or gave back, or the correction was decided. */
  at: Date;
  month: string;
  /** Signed. */
  points: number;
  fen: number;
  /** What of a refund's fen is its share of corrections that were decided before; missing where there were none. */
  correctionFen?: number;
  /** On a capture's line: how often its redemption's lines were counted on; see `touch`. */
  touched?: number;
  quantity: number;
  title: string;
  personId: string;
  /** Where the capture stands in the ledger. */
  accountId: string;
  captureSeq: number | null;
  /** Communities of the shop, and of the account's owner when it was spent. */
  redeemedIn: string;
  issuedIn: string;
  statementId: string | null;
  /** In no statement and held by no dispute: the next draft takes it. */
  free: boolean;
  /** The open dispute that keeps it out. */
  heldBy: string | null;
}

export interface SignatureRecord extends Signature {
  readonly at: Date;
  readonly request: RequestIdentity;
}

interface Act {
  readonly by: string;
  readonly at: Date;
  readonly request: RequestIdentity;
}

export interface PayoutRecord extends Act {
  readonly method: string;
  readonly reference: string;
  readonly invoice: string;
  readonly paidOn: string;
  readonly amountFen: number;
}

/** What a payer owes a shop up to a cut. */
export interface StatementRecord {
  _id: string;
  request: RequestIdentity;
  number: string;
  shopId: string;
  shopName: string;
  payer: Payer;
  payerKey: string;
  unitPath: string[];
  /** Last business day. */
  until: string;
  month: string;
  cutAt: Date;
  state: SettlementState;
  /** Neither closed nor cancelled: a shop and payer have one such at a time. */
  open: boolean;
  totals: SettlementTotals;
  signatures: SignatureRecord[];
  /** Who had signed before a change of the lines made it void. */
  voided: { readonly at: Date; readonly signatures: readonly SignatureRecord[] }[];
  closing: Act | null;
  closed: Act | null;
  fingerprint: string | null;
  cancelled: (Act & { readonly reason: string }) | null;
  payout: PayoutRecord | null;
  draftedBy: string;
  draftedAt: Date;
  /** Goes up with every change of the lines. */
  version: number;
  /** When the job goes on with it; null where nothing is left to do. */
  nextCheckAt: Date | null;
}

export interface SettlementDisputeRecord {
  _id: string;
  request: RequestIdentity;
  state: (typeof SETTLEMENT_DISPUTE_STATES)[number];
  open: boolean;
  settlementId: string;
  settlementNumber: string;
  lineId: string;
  shopId: string;
  shopName: string;
  payerKey: string;
  unitPath: string[];
  side: 'shop' | 'office';
  /** The line was taken out of a draft, and goes back with the decision. */
  held: boolean;
  reason: string;
  filedBy: string;
  filedAt: Date;
  answer: string | null;
  correctionFen: number | null;
  decidedBy: string | null;
  decidedAt: Date | null;
  decideRequest: RequestIdentity | null;
}

/** What a payer may spend on shops in a year. */
export interface FundingRecord {
  /** `<payer>:<year>` */
  _id: string;
  payerKey: string;
  unitId: string;
  unitPath: string[];
  year: string;
  limitFen: number | null;
  /** Of closed statements: each closing adds its total in its own transaction. */
  settledFen: number;
  version: number;
}

export interface FundingChangeRecord {
  /** `<funding>@<version>` */
  _id: string;
  fundingId: string;
  version: number;
  limitFenBefore: number | null;
  limitFen: number | null;
  reason: string;
  by: string;
  at: Date;
}

/** How far redemptions from before there were settlements have been marked. */
export interface SettlementPlaceRecord {
  _id: 'marked';
  after: string;
  done: boolean;
}

export interface SettlementStore {
  readonly lines: Collection<SettlementLineRecord>;
  readonly statements: Collection<StatementRecord>;
  readonly disputes: Collection<SettlementDisputeRecord>;
  readonly funding: Collection<FundingRecord>;
  readonly fundingChanges: Collection<FundingChangeRecord>;
  readonly place: Collection<SettlementPlaceRecord>;
}

export function settlementStore(db: Db): SettlementStore {
  return {
    lines: db.collection<SettlementLineRecord>('settlement_lines'),
    statements: db.collection<StatementRecord>('settlement_statements'),
    disputes: db.collection<SettlementDisputeRecord>('settlement_disputes'),
    funding: db.collection<FundingRecord>('settlement_funding'),
    fundingChanges: db.collection<FundingChangeRecord>('settlement_funding_changes'),
    place: db.collection<SettlementPlaceRecord>('settlement_place'),
  };
}

export const captureLineId = (redemptionId: string): string => `c:${redemptionId}`;
export const refundLineId = (redemptionId: string, number: number): string => `r:${redemptionId}:${number}`;
export const correctionLineId = (disputeId: string): string => `k:${disputeId}`;

/** Makes the collections of settlements. */
export async function ensureSettlements(db: Db): Promise<void> {
  const free = { partialFilterExpression: { free: true } };
  await ensureCollection(db, {
    name: 'settlement_lines',
    indexes: [
      { name: 'of_redemption', key: { redemptionId: 1 } },
      // What the next draft takes, in its order, with the sums that are owed.
      { name: 'free', key: { shopId: 1, payerKey: 1, at: 1, _id: 1, fen: 1, points: 1 }, ...free },
      { name: 'free_by_unit', key: { unitPath: 1, shopId: 1, payerKey: 1 }, ...free },
      {
        name: 'of_statement',
        key: { statementId: 1, at: 1, _id: 1 },
        partialFilterExpression: { statementId: { $gt: '' } },
      },
      // Covers the matrix.
      { name: 'by_month', key: { redeemedIn: 1, month: 1, issuedIn: 1, fen: 1, points: 1 } },
    ],
  });
  await ensureCollection(db, {
    name: 'settlement_statements',
    indexes: [
      requestIdentityIndex,
      {
        name: 'one_at_a_time',
        key: { shopId: 1, payerKey: 1 },
        unique: true,
        partialFilterExpression: { open: true },
      },
      { name: 'of_shop', key: { shopId: 1, draftedAt: -1, _id: -1 } },
      { name: 'by_unit', key: { unitPath: 1, draftedAt: -1, _id: -1 } },
      { name: 'open_by_unit', key: { unitPath: 1, draftedAt: -1, _id: -1 }, partialFilterExpression: { open: true } },
      {
        name: 'unpaid_by_unit',
        key: { unitPath: 1, draftedAt: -1, _id: -1 },
        partialFilterExpression: { state: 'closed' },
      },
      { name: 'cuts', key: { shopId: 1, payerKey: 1, cutAt: -1 } },
      dueIndex('to_check', 'nextCheckAt'),
    ],
  });
  const open = { partialFilterExpression: { open: true } };
  await ensureCollection(db, {
    name: 'settlement_disputes',
    indexes: [
      requestIdentityIndex,
      { name: 'one_at_a_time', key: { lineId: 1 }, unique: true, ...open },
      { name: 'of_line', key: { lineId: 1 } },
      { name: 'of_statement', key: { settlementId: 1, filedAt: -1, _id: -1 } },
      { name: 'of_shop', key: { shopId: 1, filedAt: -1, _id: -1 } },
      { name: 'by_unit', key: { unitPath: 1, filedAt: -1, _id: -1 } },
      { name: 'open_by_unit', key: { unitPath: 1, filedAt: 1, _id: 1 }, ...open },
    ],
  });
  await ensureCollection(db, {
    name: 'settlement_funding',
    indexes: [{ name: 'by_unit', key: { unitPath: 1, year: 1 } }],
  });
  await ensureCollection(db, {
    name: 'settlement_funding_changes',
    indexes: [{ key: { fundingId: 1, version: -1 } }],
  });
  await ensureCollection(db, { name: 'settlement_place' });
}
