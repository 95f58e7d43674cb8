import {
  applyEntry,
  assertState,
  canonicalState,
  chainHash,
  contentHashOf,
  entryId,
  type Touched,
  touchedBy,
  UNTOUCHED,
} from '@red-points/shared/domain/ledger';
import type { BadCode } from '@red-points/shared/domain/verification';
import { hashBytes, type StoredEntry, sha256 } from './collection.ts';
import { blankHead, type Head } from './heads.ts';
import { lotsFault, type Original, originalFault, signFault } from './replay-laws.ts';

/**
 * Replays one account's history from its first entry and says of each entry whether it holds. Memory grows with the
 * entries that refunds, reversals and corrections refer to, not with the history.
 */
export class Replay {
  head: Head = blankHead;
  private readonly used = new Map<number, Touched>();

  constructor(readonly account: string) {}

  /**
   * Null where the entry holds; the replay goes on from it only then.
   *
   * @param stored an entry of a known shape
   * @param original the stored entry that it refers to; undefined where there is none
   */
  check(stored: StoredEntry, original: StoredEntry | undefined): BadCode | null {
    if (stored._id !== entryId(stored.account, stored.seq)) return 'id_mismatch';
    if (stored.seq !== this.head.seq + 1) return 'seq_gap';
    if (stored.recordedAtMs < this.head.recordedAtMs) return 'recorded_before_previous';
    const hash = chainHash(this.head.hash, contentHashOf(stored, sha256), sha256);
    if (!Buffer.from(hash).equals(hashBytes(stored))) return 'hash_mismatch';
    const facts = this.factsOf(stored, original);
    const bad =
      signFault(stored) ??
      stateFault(this.head, stored) ??
      originalFault(stored, facts) ??
      lotsFault(this.head.state, stored, facts);
    if (bad !== null) return bad;
    this.accept(stored, hash);
    return null;
  }

  private factsOf(stored: StoredEntry, original: StoredEntry | undefined): Original | undefined {
    if (original === undefined || stored.refersTo === undefined || stored.refersTo >= stored.seq) return undefined;
    return { entry: original, ...(this.used.get(stored.refersTo) ?? UNTOUCHED) };
  }

  private accept(stored: StoredEntry, hash: Uint8Array): void {
    const { refersTo } = stored;
    if (refersTo !== undefined) this.used.set(refersTo, touchedBy(this.used.get(refersTo) ?? UNTOUCHED, stored));
    this.head = { seq: stored.seq, recordedAtMs: stored.recordedAtMs, hash, state: stored.state };
  }
}

function stateFault(before: Head, stored: StoredEntry): BadCode | null {
  try {
    const after = applyEntry(before.state, stored);
    assertState(after, stored.recordedAtMs);
    return canonicalState(after) === canonicalState(stored.state) ? null : 'state_mismatch';
  } catch {
    return 'state_mismatch';
  }
}
