import type { TreePage } from '@red-points/shared/domain/digests';

/** A page of a tree with its hashes one behind the other, as it is kept and passed between threads. */
export interface PackedPage extends Pick<TreePage, 'level' | 'index'> {
  readonly bytes: Uint8Array;
}

const HASH_BYTES = 32;

/** Hashes one behind the other, in memory of their own: what is posted to a thread is copied with all that it lies in. */
export function joinHashes(hashes: readonly Uint8Array[]): Uint8Array {
  const bytes = new Uint8Array(hashes.length * HASH_BYTES);
  for (const [at, hash] of hashes.entries()) bytes.set(hash, at * HASH_BYTES);
  return bytes;
}

/** The hashes that lie one behind the other in bytes. */
export function splitHashes(bytes: Uint8Array): Uint8Array[] {
  const count = Math.floor(bytes.length / HASH_BYTES);
  return Array.from({ length: count }, (_none, at) => bytes.subarray(at * HASH_BYTES, (at + 1) * HASH_BYTES));
}
