import { owedFen } from '../redemptions/index.ts';
import { NO_TOTALS, type SettlementLineKind, type SettlementTotals } from './types.ts';

/** A redemption as its lines are made of it: prices are those that were fixed on it. */
export interface SettledRedemption {
  /** What is owed for one piece; 0 where the shop pays itself. */
  readonly settlementFen: number;
  readonly quantity: number;
  readonly points: number;
  readonly capturedAtMs: number;
  /** Refunds in the order in which they were asked for; only posted ones make a line, of the moment the ledger posted them. */
  readonly refunds: readonly { readonly points: number; readonly atMs: number; readonly isPosted: boolean }[];
}

/** A line that a redemption has already: `0` is the capture, others the numbers of refunds. */
export interface KnownLine {
  readonly number: number;
  readonly points: number;
  /** The share of corrections in its fen. */
  readonly correctionFen?: number;
}

export interface NewLine {
  readonly number: number;
  readonly kind: SettlementLineKind;
  readonly atMs: number;
  /** Signed: a refund takes off. */
  readonly points: number;
  /** With the share of corrections. */
  readonly fen: number;
  /** What of the fen goes back to corrections decided before; 0 where there were none. */
  readonly correctionFen: number;
}

/**
 * The lines that are missing of a redemption. A refund takes off what is owed less after it than before it, so that all lines
 * of a redemption come to what is owed for it, to the fen, in whatever order refunds were posted. What disputes added or took
 * is given back in the same share: a redemption that is refunded whole is owed nothing, and none is ever owed less.
 * @param known lines that exist already; they stay as they are
 * @param correctedFen what corrections come to so far, without the shares that known refunds gave back
 */
export function missingLines(
  redemption: SettledRedemption,
  known: readonly KnownLine[],
  correctedFen: number,
): NewLine[] {
  const { settlementFen, quantity, points, capturedAtMs, refunds } = redemption;
  const numbers = new Set(known.map(({ number }) => number));
  const lines: NewLine[] = [];
  if (!numbers.has(0)) {
    const fen = owedFen(settlementFen, quantity, points, 0);
    lines.push({ number: 0, kind: 'redemption', atMs: capturedAtMs, points, fen, correctionFen: 0 });
  }
  let refunded = 0;
  let correctionsLeft = correctedFen;
  for (const line of known) {
    if (line.number > 0) refunded -= line.points;
    correctionsLeft += line.correctionFen ?? 0;
  }
  for (const [index, refund] of refunds.entries()) {
    const number = index + 1;
    if (!refund.isPosted || numbers.has(number)) continue;
    const before = owedFen(settlementFen, quantity, points, refunded);
    const correctionFen = 0 - shareOfRefund(correctionsLeft, refund.points, points - refunded);
    correctionsLeft += correctionFen;
    refunded += refund.points;
    const fen = owedFen(settlementFen, quantity, points, refunded) - before + correctionFen;
    lines.push({ number, kind: 'refund', atMs: refund.atMs, points: 0 - refund.points, fen, correctionFen });
  }
  return lines;
}

/** The part of corrections that goes with a refund of what is left, rounded so that the rest is never owed less than nothing. */
function shareOfRefund(correctionsFen: number, points: number, pointsLeft: number): number {
  return Math.floor((correctionsFen * points) / pointsLeft);
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
