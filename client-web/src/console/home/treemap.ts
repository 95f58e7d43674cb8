/** A rectangle in shares (0 to 1) of the box. */
export interface Tile<Item> {
  item: Item;
  x: number;
  y: number;
  width: number;
  height: number;
}

interface Box {
  x: number;
  y: number;
  width: number;
  height: number;
}

/** The worst relation of sides in a row of areas laid along a side. */
function worstRatio(areas: readonly number[], side: number): number {
  const sum = areas.reduce((total, area) => total + area, 0);
  const thickness = sum / side;
  return Math.max(...areas.map((area) => Math.max(thickness / (area / thickness), area / thickness / thickness)));
}

/**
 * Squarified tree map (Bruls, Huizing, van Wijk 2000): areas as the weights, largest first, sides as even as possible.
 * `aspect` is width ÷ height of the box on screen. Items without weight get no tile.
 */
export function squarify<Item>(items: readonly Item[], weightOf: (item: Item) => number, aspect: number): Tile<Item>[] {
  const weighed = items.filter((item) => weightOf(item) > 0).sort((a, b) => weightOf(b) - weightOf(a));
  const total = weighed.reduce((sum, item) => sum + weightOf(item), 0);
  if (total === 0) return [];
  const areaOf = (item: Item): number => (weightOf(item) / total) * aspect;
  const tiles: Tile<Item>[] = [];
  let box: Box = { x: 0, y: 0, width: aspect, height: 1 };
  let next = 0;
  while (next < weighed.length) {
    const side = Math.min(box.width, box.height);
    const row: Item[] = [];
    for (let index = next; index < weighed.length; index += 1) {
      const candidate = weighed[index];
      if (candidate === undefined) break;
      const longer = [...row, candidate].map(areaOf);
      if (row.length > 0 && worstRatio(longer, side) > worstRatio(row.map(areaOf), side)) break;
      row.push(candidate);
    }
    box = layRow(row, areaOf, box, tiles);
    next += row.length;
  }
  return tiles.map((tile) => ({ ...tile, x: tile.x / aspect, width: tile.width / aspect }));
}

/** Lays one row along the shorter side and gives what is left of the box. */
function layRow<Item>(row: readonly Item[], areaOf: (item: Item) => number, box: Box, tiles: Tile<Item>[]): Box {
  const area = row.reduce((sum, item) => sum + areaOf(item), 0);
  const upright = box.width >= box.height;
  const thickness = area / (upright ? box.height : box.width);
  let along = upright ? box.y : box.x;
  for (const item of row) {
    const length = areaOf(item) / thickness;
    tiles.push(
      upright
        ? { item, x: box.x, y: along, width: thickness, height: length }
        : { item, x: along, y: box.y, width: length, height: thickness },
    );
    along += length;
  }
  return upright
    ? { ...box, x: box.x + thickness, width: box.width - thickness }
    : { ...box, y: box.y + thickness, height: box.height - thickness };
}
