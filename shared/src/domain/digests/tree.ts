import { entryId, type Sha256 } from '../ledger/index.ts';
import { asciiBytes, joinBytes } from './bytes.ts';

/**
 * The Merkle tree of RFC 6962, section 2.1: leaves and nodes are hashed under different first bytes, so that neither
 * passes for the other; a tree splits at the largest power of two below its size.
 */
const LEAF = Uint8Array.of(0x00);
const NODE = Uint8Array.of(0x01);

/** How far an account's history goes in a digest: the hash covers its entries 1 to `seq`. */
export interface Leaf {
  readonly account: string;
  readonly seq: number;
  /** The entry's chain hash, 32 bytes. */
  readonly hash: Uint8Array;
}

/** SHA-256 of 0x00, the entry's id in ASCII (account, colon, number in ten digits), and its hash's 32 bytes. */
export function leafHash({ account, seq, hash }: Leaf, sha256: Sha256): Uint8Array {
  return leafHashOf(entryId(account, seq), hash, sha256);
}

/** The same, where the entry's id is at hand. */
export function leafHashOf(id: string, hash: Uint8Array, sha256: Sha256): Uint8Array {
  if (hash.length !== 32) throw new TypeError('a hash has 32 bytes');
  return sha256(joinBytes(LEAF, asciiBytes(id), hash));
}

/** SHA-256 of 0x01 and both children. */
export function nodeHash(left: Uint8Array, right: Uint8Array, sha256: Sha256): Uint8Array {
  return sha256(joinBytes(NODE, left, right));
}

/** The root over hashes of leaves, or of equally large full subtrees and one smaller one at the end. */
export function rootOf(hashes: readonly Uint8Array[], sha256: Sha256): Uint8Array {
  const [first] = hashes;
  if (first === undefined) return sha256(new Uint8Array());
  if (hashes.length === 1) return first;
  const split = splitOf(hashes.length);
  return nodeHash(rootOf(hashes.slice(0, split), sha256), rootOf(hashes.slice(split), sha256), sha256);
}

/** The siblings on the way from the hash at `position` up to the root over `hashes`, the lowest first. */
export function pathIn(hashes: readonly Uint8Array[], position: number, sha256: Sha256): Uint8Array[] {
  if (position < 0 || position >= hashes.length) throw new RangeError('no such position in the tree');
  if (hashes.length === 1) return [];
  const split = splitOf(hashes.length);
  const [left, right] = [hashes.slice(0, split), hashes.slice(split)];
  return position < split
    ? [...pathIn(left, position, sha256), rootOf(right, sha256)]
    : [...pathIn(right, position - split, sha256), rootOf(left, sha256)];
}

/**
 * The root that a leaf and its path lead to in a tree of `size` leaves; null where the path has not the length that
 * its position wants, so that one tree has one path for each leaf.
 */
export function rootOfPath(
  leaf: Uint8Array,
  position: number,
  size: number,
  path: readonly Uint8Array[],
  sha256: Sha256,
): Uint8Array | null {
  if (position < 0 || position >= size) return null;
  const sides = sidesOf(position, size);
  if (sides.length !== path.length) return null;
  // Sides are told from the root down, a path from the leaf up.
  return path.reduce((below, sibling, at) => {
    const isLeft = sides[sides.length - 1 - at] === 'left';
    return isLeft ? nodeHash(below, sibling, sha256) : nodeHash(sibling, below, sha256);
  }, leaf);
}

function sidesOf(position: number, size: number): ('left' | 'right')[] {
  const sides: ('left' | 'right')[] = [];
  let [at, left] = [position, size];
  while (left > 1) {
    const split = splitOf(left);
    if (at < split) {
      sides.push('left');
      left = split;
    } else {
      sides.push('right');
      at -= split;
      left -= split;
    }
  }
  return sides;
}

/** The largest power of two below `size`. */
function splitOf(size: number): number {
  let split = 1;
  while (split * 2 < size) split *= 2;
  return split;
}

/** Finds a root leaf by leaf; keeps one hash for each power of two in the number of leaves so far. */
export class TreeRoot {
  size = 0;
  /** Roots of full subtrees, the largest first. */
  private readonly full: Uint8Array[] = [];

  constructor(private readonly sha256: Sha256) {}

  add(hash: Uint8Array): void {
    let subtree = hash;
    // As in counting: each trailing one of the size is a subtree as large as the one that is carried.
    for (let carried = this.size; carried % 2 === 1; carried = (carried - 1) / 2) {
      const left = this.full.pop();
      if (left === undefined) throw new Error('the tree lost a subtree');
      subtree = nodeHash(left, subtree, this.sha256);
    }
    this.full.push(subtree);
    this.size += 1;
  }

  root(): Uint8Array {
    const [smallest, ...others] = this.full.toReversed();
    if (smallest === undefined) return this.sha256(new Uint8Array());
    return others.reduce((right, left) => nodeHash(left, right, this.sha256), smallest);
  }
}
