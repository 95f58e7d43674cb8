import { expect, it } from 'vitest';
import { inTreeOrder, isWithin, mayHangBelow, pathBelow, type UnitNode } from './index.ts';

const city: UnitNode = { id: 'c', kind: 'city', parentId: null, ancestorIds: ['c'] };
const street: UnitNode = { id: 's', kind: 'street', parentId: 'c', ancestorIds: ['c', 's'] };

it('lets a unit hang only below a higher kind', () => {
  expect(mayHangBelow('grid', street)).toBe(true);
  expect(mayHangBelow('street', street)).toBe(false);
  expect(mayHangBelow('city', street)).toBe(false);
  expect(mayHangBelow('grid', null)).toBe(false);
  expect(mayHangBelow('district', null)).toBe(true);
});

it('writes the path root first and lists parents before children', () => {
  const grid: UnitNode = { id: 'g', kind: 'grid', parentId: 's', ancestorIds: pathBelow('g', street) };
  expect(grid.ancestorIds).toEqual(['c', 's', 'g']);
  expect(inTreeOrder([grid, city, street]).map((unit) => unit.id)).toEqual(['c', 's', 'g']);
  expect(isWithin(grid.ancestorIds, 'c')).toBe(true);
  expect(isWithin(street.ancestorIds, 'g')).toBe(false);
});
