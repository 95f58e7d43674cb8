import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ASSURANCES, capsInOrder } from './assurance.ts';
import { isLooser, strictestOf } from './strictness.ts';
import { REDEMPTION_SETTINGS_DEFAULT, type RedemptionSettings } from './terms.ts';

const figure = fc.integer({ min: 0, max: 1_000 });
const cap = fc.option(figure);
const settings: fc.Arbitrary<RedemptionSettings> = fc
  .record({
    smallAmountPoints: figure,
    refundAlonePoints: figure,
    refundAnswerDays: fc.integer({ min: 1, max: 60 }),
    caps: fc.record({
      card: fc.record({ day: cap, month: cap }),
      poster: fc.record({ day: cap, month: cap }),
      code: fc.record({ day: cap, month: cap }),
      pin: fc.record({ day: cap, month: cap }),
    }),
    shopCaps: fc.record({
      points: fc.record({ day: cap, month: cap }),
      count: fc.record({ day: cap, month: cap }),
    }),
  })
  // Sorted into order: days and months grow with the assurance, and no day is above its month.
  .map((drawn) => {
    const high = (one: number | null) => one ?? Number.POSITIVE_INFINITY;
    const sorted = (period: 'day' | 'month') =>
      ASSURANCES.map((assurance) => high(drawn.caps[assurance][period])).sort((one, other) => one - other);
    const [days, months] = [sorted('day'), sorted('month')];
    const cell = (one: number | undefined) => (one === undefined || one === Number.POSITIVE_INFINITY ? null : one);
    const caps = ASSURANCES.map((assurance, at) => {
      const month = months[at] ?? 0;
      return [assurance, { day: cell(Math.min(days[at] ?? 0, month)), month: cell(month) }];
    });
    return { ...drawn, caps: Object.fromEntries(caps) } as RedemptionSettings;
  });

describe('what several units have set', () => {
  it('is never looser than any of them, in order, and what one of them says of each limit', () => {
    fc.assert(
      fc.property(fc.array(settings, { minLength: 1, maxLength: 4 }), (set) => {
        const counts = strictestOf(set);
        expect(capsInOrder(counts.caps)).toBe(true);
        for (const one of set) expect(isLooser(counts, one)).toBe(false);
        expect(set.map(({ refundAlonePoints }) => refundAlonePoints)).toContain(counts.refundAlonePoints);
        for (const assurance of ASSURANCES) {
          expect(set.map(({ caps }) => caps[assurance].day)).toContain(counts.caps[assurance].day);
        }
        for (const period of ['day', 'month'] as const) {
          expect(set.map(({ shopCaps }) => shopCaps?.points[period])).toContain(counts.shopCaps?.points[period]);
        }
        // A deadline bounds nobody: the nearest one's counts.
        expect(counts.refundAnswerDays).toBe(set.at(-1)?.refundAnswerDays);
      }),
    );
  });

  it('is looser by any one limit', () => {
    const usual = REDEMPTION_SETTINGS_DEFAULT;
    expect(isLooser(usual, usual)).toBe(false);
    expect(isLooser({ ...usual, refundAlonePoints: 199, smallAmountPoints: 31 }, usual)).toBe(true);
    expect(isLooser({ ...usual, caps: { ...usual.caps, card: { day: 100, month: null } } }, usual)).toBe(true);
    expect(isLooser(usual, { ...usual, caps: { ...usual.caps, pin: { day: null, month: 9 } } })).toBe(true);
    const bounded = { points: { day: 10, month: null }, count: { day: null, month: null } };
    expect(isLooser(usual, { ...usual, shopCaps: bounded })).toBe(true);
    expect(isLooser({ ...usual, shopCaps: bounded }, usual)).toBe(false);
    // What was set before there were limits of shops bounds none.
    const { shopCaps: _none, ...before } = usual;
    expect([isLooser(before, usual), isLooser(before, { ...usual, shopCaps: bounded })]).toEqual([false, true]);
    expect(strictestOf([before, { ...usual, shopCaps: bounded }]).shopCaps).toEqual(bounded);
    expect(() => strictestOf([])).toThrow(RangeError);
  });
});
