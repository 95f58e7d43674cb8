/**
 * Who pays a shop for what it gave: the community's fund, its district, or the shop itself, which then is owed nothing.
 * Fixed on the redemption by its offer.
 */
export const PAYER_KINDS = ['community', 'district', 'shop'] as const;
export type PayerKind = (typeof PAYER_KINDS)[number];

/** One payer: a unit's money, or a shop's own. */
export interface Payer {
  readonly kind: PayerKind;
  /** The unit that pays; for a shop's own offers the community that it serves. */
  readonly unitId: string;
}

/** What a payer is counted under; a shop's own belongs to that shop alone. */
export function payerKeyOf({ kind, unitId }: Payer): string {
  return `${kind}:${unitId}`;
}

/** The payer that a key names. */
export function payerOf(payerKey: string): Payer {
  const [kind, unitId] = payerKey.split(':');
  const known = PAYER_KINDS.find((one) => one === kind);
  if (known === undefined || unitId === undefined) throw new RangeError('no payer has such a key');
  return { kind: known, unitId };
}

/**
 * - `redemption`: points captured, a price owed
 * - `refund`: points given back, their share of the price taken off
 * - `correction`: what a decided dispute adds or takes
 */
export const SETTLEMENT_LINE_KINDS = ['redemption', 'refund', 'correction'] as const;
export type SettlementLineKind = (typeof SETTLEMENT_LINE_KINDS)[number];

/**
 * - `gathering`: its lines are being put into it
 * - `draft`: to be looked at, disputed and signed
 * - `cancelling`, `cancelled`: its lines go back
 * - `closed`: nothing of it changes any more; to be paid
 * - `paid`: paid, or there is nothing to pay
 */
export const SETTLEMENT_STATES = ['gathering', 'draft', 'cancelling', 'cancelled', 'closed', 'paid'] as const;
export type SettlementState = (typeof SETTLEMENT_STATES)[number];

/** 经手, 证明, 审批: in this order, three different people. */
export const SIGNATURE_PARTS = ['handler', 'witness', 'approver'] as const;
export type SignaturePart = (typeof SIGNATURE_PARTS)[number];

export interface Signature {
  readonly part: SignaturePart;
  readonly userId: string;
}

/** Sums over the lines of a statement. Points and fen less what was given back. */
export interface SettlementTotals {
  readonly lines: number;
  readonly redemptions: number;
  readonly refunds: number;
  readonly corrections: number;
  readonly points: number;
  readonly fen: number;
}

export const NO_TOTALS: SettlementTotals = {
  lines: 0,
  redemptions: 0,
  refunds: 0,
  corrections: 0,
  points: 0,
  fen: 0,
};
