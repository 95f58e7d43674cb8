import fc from 'fast-check';
import { expect, it } from 'vitest';
import { PAGE_PIXELS_MAX, scaleFor } from './page-scale.ts';

const side = fc.double({ min: 1e-3, max: 1e7, noNaN: true });

it('draws a page as wide as wanted where memory allows, and never larger than that', () => {
  expect(scaleFor(600, 800, 1200)).toBe(2);
  fc.assert(
    fc.property(side, side, fc.integer({ min: 1, max: 40_000 }), (width, height, wanted) => {
      const scale = scaleFor(width, height, wanted) ?? Number.NaN;
      expect(scale).toBeGreaterThan(0);
      expect(width * scale).toBeLessThanOrEqual(Math.min(wanted, 8_192) * 1.000001);
      expect(height * scale).toBeLessThanOrEqual(8_192 * 1.000001);
      expect(width * scale * height * scale).toBeLessThanOrEqual(PAGE_PIXELS_MAX * 1.000001);
    }),
  );
});

it('does not draw a page without a size', () => {
  for (const bad of [0, -1, Number.NaN, Number.POSITIVE_INFINITY]) expect(scaleFor(bad, 800, 600)).toBeNull();
});
