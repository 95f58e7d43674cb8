import type { PublishedDigest } from '@red-points/shared/contracts';
import { digestOf } from '@red-points/shared/domain/digests';
import { sha256 } from '../features/receipts/sha256.ts';

/**
 * Whether a digest joins on the one before it: `first` has none, `unknown` is the oldest that was read, `no` is one that is
 * not the hash of what it says, or names another one before it.
 */
export type Joins = 'yes' | 'no' | 'first' | 'unknown';

/** Computed where the page is read: nobody has to believe the list. Newest first. */
export function joinsOf(digests: readonly PublishedDigest[]): Joins[] {
  return digests.map((one, at) => {
    if (digestOf(one, sha256) !== one.digest) return 'no';
    const before = digests[at + 1];
    if (one.previous === null) return before === undefined ? 'first' : 'no';
    if (before === undefined) return 'unknown';
    return before.digest === one.previous && before.number === one.number - 1 ? 'yes' : 'no';
  });
}
