import { describe, expect, it } from 'vitest';
import { squarify } from './treemap.ts';

describe('tree map', () => {
  const weights = [5240, 4815, 4412, 3986, 3570, 3204, 3015, 2600];

  it('gives each item an area in proportion to its weight', () => {
    const tiles = squarify(weights, (weight) => weight, 3);
    const total = weights.reduce((sum, weight) => sum + weight, 0);
    expect(tiles).toHaveLength(weights.length);
    for (const tile of tiles) expect(tile.width * tile.height).toBeCloseTo(tile.item / total, 10);
  });

  it('fills the box without overlap', () => {
    const tiles = squarify(weights, (weight) => weight, 2.4);
    for (const tile of tiles) {
      expect(tile.x).toBeGreaterThanOrEqual(-1e-9);
      expect(tile.y).toBeGreaterThanOrEqual(-1e-9);
      expect(tile.x + tile.width).toBeLessThanOrEqual(1 + 1e-9);
      expect(tile.y + tile.height).toBeLessThanOrEqual(1 + 1e-9);
      for (const other of tiles) {
        if (other === tile) continue;
        const apart =
          tile.x + tile.width <= other.x + 1e-9 ||
          other.x + other.width <= tile.x + 1e-9 ||
          tile.y + tile.height <= other.y + 1e-9 ||
          other.y + other.height <= tile.y + 1e-9;
        expect(apart).toBe(true);
      }
    }
  });

  it('leaves out items without weight and draws nothing where all are zero', () => {
    expect(squarify([3, 0, 1], (weight) => weight, 1)).toHaveLength(2);
    expect(squarify([0, 0], (weight) => weight, 1)).toEqual([]);
  });
});
