import { owedFen } from '../redemptions/index.ts';
import { NO_TOTALS, type SettlementLineKind, type SettlementTotals } from './types.ts';

/** A redemption as its lines are made of it: prices are those that were fixed on it. */
export interface SettledRedemption {
  /** What is owed for one piece; 0 where the shop pays itself. */
  readonly settlementFen: number;
  readonly quantity: number;
  readonly points: number;
  readonly capturedAtMs: number;
  /** Refunds in the order in which they were asked for; only posted ones make a line. */
  readonly refunds: readonly { readonly points: number; readonly atMs: number; readonly isPosted: boolean }[];
}

/** A line that a redemption has already: `0` is the capture, others the numbers of refunds. */
export interface KnownLine {
  readonly number: number;
  readonly points: number;
}

export interface NewLine {
  readonly number: number;
  readonly kind: SettlementLineKind;
  readonly atMs: number;
  /** Signed: a refund takes off. */
  readonly points: number;
  readonly fen: number;
}

/**
 * The lines that are missing of a redemption. A refund takes off what is owed less after it than before it, so that all lines
 * of a redemption come to what is owed for it, to the fen, in whatever order refunds were posted.
 * @param known lines that exist already; they stay as they are
 */
export function missingLines(redemption: SettledRedemption, known: readonly KnownLine[]): NewLine[] {
  const { settlementFen, quantity, points, capturedAtMs, refunds } = redemption;
  const numbers = new Set(known.map(({ number }) => number));
  const lines: NewLine[] = [];
  if (!numbers.has(0)) {
    const fen = owedFen(settlementFen, quantity, points, 0);
    lines.push({ number: 0, kind: 'redemption', atMs: capturedAtMs, points, fen });
  }
  let refunded = 0;
  for (const line of known) if (line.number > 0) refunded -= line.points;
  for (const [index, refund] of refunds.entries()) {
    const number = index + 1;
    if (!refund.isPosted || numbers.has(number)) continue;
    const before = owedFen(settlementFen, quantity, points, refunded);
    refunded += refund.points;
    const fen = owedFen(settlementFen, quantity, points, refunded) - before;
    lines.push({ number, kind: 'refund', atMs: refund.atMs, points: 0 - refund.points, fen });
  }
  return lines;
}

/** Sums of lines; `sign` -1 for lines that leave. */
export function totalsOf(
  lines: Iterable<{ readonly kind: SettlementLineKind; readonly points: number; readonly fen: number }>,
  sign: 1 | -1 = 1,
): SettlementTotals {
  const sums = { ...NO_TOTALS } as { -readonly [K in keyof SettlementTotals]: number };
  for (const { kind, points, fen } of lines) {
    sums.lines += sign;
    sums.points += sign * points;
    sums.fen += sign * fen;
    if (kind === 'redemption') sums.redemptions += sign;
    else if (kind === 'refund') sums.refunds += sign;
    else sums.corrections += sign;
  }
  return sums;
}

/** Fen in yuan as people write it, `-12.05`; without the unit. */
export function yuanText(fen: number): string {
  const all = Math.abs(fen);
  return `${fen < 0 ? '-' : ''}${Math.floor(all / 100)}.${String(all % 100).padStart(2, '0')}`;
}
