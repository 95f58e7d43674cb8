import {
  decide,
  type LedgerEntry,
  type LedgerRefusal,
  recordedAfter,
  sealEntry,
} from '@red-points/shared/domain/ledger';
import { Binary } from 'mongodb';
import { type StoredEntry, sha256 } from './collection.ts';
import { newExpiries } from './due-lots.ts';
import type { Head } from './heads.ts';
import { type Originals, originalSeqOf } from './originals.ts';
import type { Pending } from './pending.ts';

/** An entry that was decided and waits to be written. */
export interface Decided {
  readonly pending: Pending;
  readonly document: StoredEntry;
  readonly head: Head;
}

/** The commands of one account that one flush works on. */
export interface Batch {
  readonly account: string;
  readonly pendings: readonly Pending[];
  /** Each stands on the one before. */
  readonly decided: Decided[];
  /** Refused on a state just read: final unless the key turns out to have an entry. */
  readonly refused: { readonly pending: Pending; readonly refusal: LedgerRefusal }[];
  /** To be decided again by a later flush. */
  readonly again: Set<Pending>;
  /** Expiries that the account had no free lot of before: the expiry job must know of them. */
  readonly expiries: number[];
}

export function batchOf(account: string, pendings: readonly Pending[]): Batch {
  return { account, pendings, decided: [], refused: [], again: new Set(), expiries: [] };
}

/**
 * Decides the commands of one account, each on the state that the one before would leave.
 * A refusal counts only on a state that was just read, not on one from memory or one that is yet to be written.
 */
export function decideBatch(batch: Batch, start: Head, fresh: boolean, originals: Originals, nowMs: number): void {
  let head = start;
  for (const pending of batch.pendings) {
    try {
      head = decideOne(batch, pending, head, fresh, originals, nowMs);
    } catch (error) {
      pending.reject(error instanceof Error ? error : new Error(String(error)));
    }
  }
}

function decideOne(
  batch: Batch,
  pending: Pending,
  head: Head,
  fresh: boolean,
  originals: Originals,
  nowMs: number,
): Head {
  const { command } = pending;
  const originalSeq = originalSeqOf(command);
  // An original that came after the state decided on is not part of it yet: to undo it there would break the account.
  const isInState = originalSeq !== null && originalSeq <= head.seq;
  const original = isInState ? originals.get(command.account, originalSeq) : undefined;
  const decision = decide(head.state, command, recordedAfter(nowMs, head.recordedAtMs), original);
  if (decision.kind === 'refused') {
    if (fresh && batch.decided.length === 0) {
      batch.refused.push({ pending, refusal: decision.refusal });
    } else {
      pending.wantsFreshState = true;
      batch.again.add(pending);
    }
    return head;
  }
  const { entry, hash } = sealEntry(decision.draft, head.seq + 1, head.hash, sha256);
  const next: Head = { seq: entry.seq, recordedAtMs: entry.recordedAtMs, hash, state: entry.state };
  batch.expiries.push(...newExpiries(head.state, next.state));
  batch.decided.push({ pending, document: { ...entry, hash: new Binary(hash) }, head: next });
  if (batch.pendings.length > 1) noteForLater(originals, { ...entry, hash: '' });
  return next;
}

/** Later commands of the same batch may refer to this entry, or to the one that it refers to. */
function noteForLater(originals: Originals, entry: LedgerEntry): void {
  originals.addOriginal(entry);
  originals.addReferring(entry);
}
