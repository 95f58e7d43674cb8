import { describe, expect, it } from 'vitest';
import { bandsNear, isFeatureless, isSamePicture, pictureBands, pictureDistance, pictureHashOf } from './index.ts';

const gridOf = (grey: (row: number, column: number) => number): Uint8Array =>
  Uint8Array.from({ length: 81 }, (_, at) => grey(Math.floor(at / 9), at % 9));
const scene = gridOf((row, column) => (row * 37 + column * column * 11 + row * column * 5) % 256);
const flip = (hex: string, bits: readonly number[]): string =>
  bits
    .reduce((value, bit) => value ^ (1n << BigInt(bit)), BigInt(`0x${hex}`))
    .toString(16)
    .padStart(16, '0');

describe('hash of a picture', () => {
  it('keeps what is darker than what, and so is the same when everything is brighter', () => {
    const half = gridOf((row, column) => ((scene[row * 9 + column] ?? 0) >> 1) + 60);
    expect(pictureDistance(pictureHashOf(scene), pictureHashOf(half))).toBeLessThan(6);
    const other = gridOf((row, column) => (row * 91 + column * 53 + row * row * 7) % 256);
    expect(isSamePicture(pictureHashOf(scene), pictureHashOf(other))).toBe(false);
    expect(() => pictureHashOf(new Uint8Array(80))).toThrow(RangeError);
  });
  it('says of a wall or of the dark that it proves nothing', () => {
    expect(isFeatureless(pictureHashOf(gridOf(() => 7)))).toBe(true);
    expect(isFeatureless(pictureHashOf(scene))).toBe(false);
  });
  it('meets by an index what differs in up to seven bits, wherever they lie', () => {
    const hash = pictureHashOf(scene);
    for (let seed = 1; seed < 400; seed += 1) {
      const bits = Array.from({ length: 7 }, (_, index) => (seed * (index + 3) * 29 + index * index * 17) % 64);
      const near = { ...hash, across: flip(hash.across, [...new Set(bits)]) };
      const wanted = new Set(bandsNear(hash));
      expect(pictureBands(near).some((band) => wanted.has(band))).toBe(true);
      expect(isSamePicture(hash, near)).toBe(true);
    }
    expect(bandsNear(hash)).toHaveLength(68);
  });
});
