import { shareExactly } from '@red-points/shared/domain/mediation';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

const weights = fc
  .uniqueArray(fc.string({ minLength: 1, maxLength: 6 }), { minLength: 1, maxLength: 6 })
  .chain((keys) => fc.tuple(...keys.map((key) => fc.tuple(fc.constant(key), fc.integer({ min: 1, max: 10_000 })))));
const totals = fc.integer({ min: 0, max: 1_000_000 });

describe('sharing a case', () => {
  it('gives exactly the total, to nobody a point more than their quota rounded up, whatever the order', () => {
    fc.assert(
      fc.property(totals, weights, (total, entries) => {
        const shared = shareExactly(total, new Map(entries));
        const sum = entries.reduce((all, [, weight]) => all + weight, 0);
        let all = 0;
        for (const [key, weight] of entries) {
          const part = shared.get(key) ?? Number.NaN;
          const quota = (total * weight) / sum;
          expect(Number.isInteger(part)).toBe(true);
          expect(part).toBeGreaterThanOrEqual(Math.floor(quota));
          expect(part).toBeLessThanOrEqual(Math.ceil(quota));
          all += part;
        }
        expect(all).toBe(total);
        const turned = shareExactly(total, new Map([...entries].reverse()));
        for (const [key] of entries) expect(turned.get(key)).toBe(shared.get(key));
      }),
    );
  });
  it('gives who did more never less', () => {
    fc.assert(
      fc.property(totals, weights, (total, entries) => {
        const shared = shareExactly(total, new Map(entries));
        const ordered = [...entries].sort((one, other) => one[1] - other[1]);
        ordered.reduce((less, more) => {
          if (more[1] > less[1]) expect(shared.get(more[0]) ?? 0).toBeGreaterThanOrEqual(shared.get(less[0]) ?? 0);
          return more;
        });
      }),
    );
  });
  it('refuses what is no whole number', () => {
    expect(() => shareExactly(1.5, new Map([['a', 1]]))).toThrow(RangeError);
    expect(() => shareExactly(5, new Map())).toThrow(RangeError);
    expect(() => shareExactly(5, new Map([['a', 0]]))).toThrow(RangeError);
  });
});
