import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { owedFen } from '../redemptions/index.ts';
import { type KnownLine, missingLines, type SettledRedemption } from './lines.ts';

const CAPTURED_MS = Date.parse('2026-11-23T04:00:00Z');

const redemptionOf = (points: number, refunds: readonly number[], settlementFen = 850): SettledRedemption => ({
  settlementFen,
  quantity: 1,
  points,
  capturedAtMs: CAPTURED_MS,
  refunds: refunds.map((refund, index) => ({ points: refund, atMs: CAPTURED_MS + index + 1, isPosted: true })),
});

/** A book of one redemption: refunds and corrections come one after the other, each line is written when it comes. */
function written(points: number, settlementFen: number, steps: readonly ({ refund: number } | { correct: number })[]) {
  const known: (KnownLine & { fen: number })[] = [];
  const refunds: number[] = [];
  let corrected = 0;
  const sum = () => known.reduce((total, { fen }) => total + fen, 0) + corrected;
  const write = () => known.push(...missingLines(redemptionOf(points, refunds, settlementFen), known, corrected));
  write();
  for (const step of steps) {
    const left = points - refunds.reduce((total, one) => total + one, 0);
    if ('refund' in step) {
      if (left === 0) continue;
      refunds.push(Math.min(left, step.refund));
      write();
    } else corrected += Math.max(step.correct, 0 - sum());
    expect(sum()).toBeGreaterThanOrEqual(0);
  }
  const refunded = refunds.reduce((total, one) => total + one, 0);
  const shares = known.reduce((total, { correctionFen = 0 }) => total + correctionFen, 0);
  return { known, refunded, corrected, shares, fen: sum() };
}

describe('the lines of a redemption', () => {
  it('give the share of a correction back with each refund, and all of it with the last point', () => {
    expect(written(10, 1000, [{ correct: -500 }, { refund: 10 }]).fen).toBe(0);
    expect(written(10, 1000, [{ correct: 500 }, { refund: 4 }]).fen).toBe(900);
    expect(written(10, 1000, [{ correct: 500 }, { refund: 4 }, { refund: 6 }]).fen).toBe(0);
    expect(written(10, 1000, [{ refund: 5 }, { correct: -300 }, { refund: 5 }]).fen).toBe(0);
    // Decided when nothing was left of it: it stands.
    expect(written(10, 1000, [{ refund: 10 }, { correct: 200 }]).fen).toBe(200);
  });

  it('are what is owed, and the corrections’ part of it; never less than nothing, whatever comes in whatever order', () => {
    const step = fc.oneof(
      fc.record({ refund: fc.integer({ min: 1, max: 400 }) }),
      fc.record({ correct: fc.integer({ min: -100_000, max: 100_000 }) }),
    );
    const whole = fc.record({
      points: fc.integer({ min: 1, max: 1_000 }),
      settlementFen: fc.integer({ min: 0, max: 100_000 }),
      steps: fc.array(step, { maxLength: 12 }),
    });
    fc.assert(
      fc.property(whole, ({ points, settlementFen, steps }) => {
        const { known, refunded, corrected, shares, fen } = written(points, settlementFen, steps);
        const base = known.reduce((total, line) => total + line.fen - (line.correctionFen ?? 0), 0);
        expect(base).toBe(owedFen(settlementFen, 1, points, refunded));
        expect(fen).toBe(base + corrected + shares);
        const isLastARefund = steps.length > 0 && 'refund' in (steps.at(-1) as object);
        if (refunded === points && isLastARefund && !steps.slice(0, -1).some((one) => 'correct' in one))
          expect(fen).toBe(0);
      }),
    );
  });

  it('are nobody’s twice: what is known is left as it is', () => {
    const redemption = redemptionOf(12, [5]);
    const lines = missingLines(redemption, [], 0);
    expect(lines).toMatchObject([
      { number: 0, fen: 850, correctionFen: 0 },
      { number: 1, points: -5, fen: -354, correctionFen: 0 },
    ]);
    expect(missingLines(redemption, lines, 0)).toEqual([]);
  });
});
