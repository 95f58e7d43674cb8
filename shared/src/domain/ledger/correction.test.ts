import { describe, expect, it } from 'vitest';
import type { EntryKind } from './index.ts';
import { givesBackTooMuch, refundablePoints, refusalOfCorrection, touchedBy, UNTOUCHED } from './index.ts';

const later = (kind: EntryKind, points: number, minutes = 0) => ({ kind, points, minutes });
const original = (kind: EntryKind, points: number, minutes: number, ...after: ReturnType<typeof later>[]) => ({
  entry: { kind, points, minutes },
  ...after.reduce(touchedBy, UNTOUCHED),
});
const codeOf = (of: ReturnType<typeof original>, points: number, minutes = 0) =>
  refusalOfCorrection(of, { points, minutes })?.code ?? null;

describe('what a debit took', () => {
  it('is given back once, by refunds and corrections together, whichever came first', () => {
    expect(refundablePoints(original('capture', -40, 0))).toBe(40);
    expect(refundablePoints(original('capture', -40, 0, later('adjust', 30)))).toBe(10);
    expect(refundablePoints(original('capture', -40, 0, later('adjust', 30), later('refund', 10)))).toBe(0);
    // What a correction took besides is for another correction to give back.
    expect(refundablePoints(original('capture', -40, 0, later('adjust', -5)))).toBe(40);
    expect(codeOf(original('capture', -40, 0, later('refund', 25)), 15)).toBeNull();
    expect(codeOf(original('capture', -40, 0, later('refund', 25)), 16)).toBe('correction_exceeds_original');
    expect(codeOf(original('spend', -40, 0, later('refund', 40), later('adjust', -5)), 5)).toBeNull();
    for (const kind of ['spend', 'donate', 'expire'] as const) {
      expect(givesBackTooMuch(original(kind, -40, 0), 41)).toBe(true);
    }
  });

  it('bounds neither credits nor reversals: what would have been right is another number', () => {
    expect(codeOf(original('earn', 10, 60), 500)).toBeNull();
    expect(codeOf(original('reverse', -10, -60), 15, 90)).toBeNull();
  });
});

describe('hours of an entry with its corrections', () => {
  it('are between none and a day; what was above before may come down', () => {
    expect(codeOf(original('earn', 0, 600), 0, 840)).toBeNull();
    expect(codeOf(original('earn', 0, 600, later('adjust', 0, 800)), 0, 41)).toBe('correction_minutes');
    expect(codeOf(original('earn', 0, 600, later('adjust', 0, -500)), 0, -101)).toBe('correction_minutes');
    expect(codeOf(original('earn', 0, 6_000), 0, -100)).toBeNull();
    expect(codeOf(original('spend', -4, 0), 0, -1)).toBe('correction_minutes');
  });
});

it('a correction of a correction takes back what that one changed, and no more', () => {
  const more = original('adjust', 30, 60, later('adjust', -20));
  expect([1, -10, -11].map((points) => codeOf(more, points))).toEqual([null, null, 'correction_exceeds_original']);
  expect(codeOf(original('adjust', 30, 60), 1)).toBe('correction_exceeds_original');
  expect(codeOf(original('adjust', 30, 60), 0, 1)).toBe('correction_minutes');
  const less = original('adjust', -90, -60);
  expect([90, 91, -1].map((points) => codeOf(less, points) === null)).toEqual([true, false, false]);
});
