import { expect, it } from 'vitest';
import { PAGE_PIXELS_MAX, scaleFor } from './page-scale.ts';

it('draws a page as wide as wanted where memory allows, and never larger than that', () => {
  expect(scaleFor(600, 800, 1200)).toBe(2);
  const sides = [0.001, 1, 37, 600, 14_400, 10_000_000];
  for (const width of sides) {
    for (const height of sides) {
      for (const wanted of [1, 390, 2_400, 40_000]) {
        const scale = scaleFor(width, height, wanted) ?? Number.NaN;
        expect(scale).toBeGreaterThan(0);
        expect(width * scale).toBeLessThanOrEqual(Math.min(wanted, 8_192) * 1.000001);
        expect(height * scale).toBeLessThanOrEqual(8_192 * 1.000001);
        expect(width * scale * height * scale).toBeLessThanOrEqual(PAGE_PIXELS_MAX * 1.000001);
      }
    }
  }
});

it('does not draw a page without a size', () => {
  for (const bad of [0, -1, Number.NaN, Number.POSITIVE_INFINITY]) expect(scaleFor(bad, 800, 600)).toBeNull();
});
