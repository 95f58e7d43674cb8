/** Side of the grid of grey values that a picture's hash is made of. */
export const PICTURE_GRID_SIDE = 9;
const SIDE = PICTURE_GRID_SIDE - 1;
const BITS = SIDE * SIDE;

/**
 * Perceptual hash of a picture ("difference hash"): of each cell of a small grey copy, whether the next one to the right
 * (`across`) and the next one below (`down`) is darker; 64 bits each as 16 hexadecimal digits. The same photo saved again,
 * made smaller or brighter keeps almost all of them.
 */
export interface PictureHash {
  readonly across: string;
  readonly down: string;
}

/** @param grid grey values of a 9 × 9 copy, row by row */
export function pictureHashOf(grid: Uint8Array): PictureHash {
  if (grid.length !== PICTURE_GRID_SIDE ** 2) throw new RangeError('the grid is not 9 × 9');
  let across = 0n;
  let down = 0n;
  for (let row = 0; row < SIDE; row += 1) {
    for (let column = 0; column < SIDE; column += 1) {
      const at = row * PICTURE_GRID_SIDE + column;
      const here = grid[at] ?? 0;
      across = (across << 1n) | (here > (grid[at + 1] ?? 0) ? 1n : 0n);
      down = (down << 1n) | (here > (grid[at + PICTURE_GRID_SIDE] ?? 0) ? 1n : 0n);
    }
  }
  return { across: hexOf(across), down: hexOf(down) };
}

/** Most bits of 128 in which two hashes may differ and still be of the same photo. */
export const SAME_PICTURE_BITS_MAX = 12;
/** Of the bits of `across`, those that may differ where `pictureBands` and `bandsNear` still meet. */
export const BANDED_BITS_MAX = 7;

/** In how many of 128 bits two hashes differ. */
export function pictureDistance(left: PictureHash, right: PictureHash): number {
  return distance(left.across, right.across) + distance(left.down, right.down);
}

/** Whether two hashes are of the same photo, saved anew, shrunk or made brighter. */
export function isSamePicture(left: PictureHash, right: PictureHash): boolean {
  return (
    distance(left.across, right.across) <= BANDED_BITS_MAX && pictureDistance(left, right) <= SAME_PICTURE_BITS_MAX
  );
}

/** A picture without features (a wall, the dark): its hash is like that of any other, and proves nothing. */
export function isFeatureless({ across, down }: PictureHash): boolean {
  const set = ones(BigInt(`0x${across}`)) + ones(BigInt(`0x${down}`));
  return set < 16 || set > 2 * BITS - 16;
}

/** The four quarters of `across`, each with its place: what an index is made of. */
export function pictureBands({ across }: PictureHash): number[] {
  return [0, 1, 2, 3].map((place) => bandAt(across, place));
}

/**
 * Every quarter that a picture of the same photo may have: of 7 differing bits at most, some quarter has one or none
 * (pigeonhole), so the quarters themselves and those with one bit turned are enough: 68 numbers.
 */
export function bandsNear(hash: PictureHash): number[] {
  return pictureBands(hash).flatMap((band) => [band, ...Array.from({ length: 16 }, (_, bit) => band ^ (1 << bit))]);
}

function bandAt(across: string, place: number): number {
  return (place << 16) | Number.parseInt(across.slice(place * 4, place * 4 + 4), 16);
}

function distance(left: string, right: string): number {
  return ones(BigInt(`0x${left}`) ^ BigInt(`0x${right}`));
}

function ones(bits: bigint): number {
  let count = 0;
  for (let rest = bits; rest > 0n; rest &= rest - 1n) count += 1;
  return count;
}

function hexOf(bits: bigint): string {
  return bits.toString(16).padStart(BITS / 4, '0');
}
