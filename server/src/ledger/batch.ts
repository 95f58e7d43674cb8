import {
  decide,
  type LedgerEntry,
  type LedgerRefusal,
  recordedAfter,
  sealEntry,
} from '@red-points/shared/domain/ledger';
import { sha256 } from './collection.ts';
import { newExpiries } from './due-lots.ts';
import { blankHead, type Head } from './heads.ts';
import type { WriteResult } from './insert.ts';
import { type Originals, originalSeqOf } from './originals.ts';
import type { Pending } from './pending.ts';

/** An entry that was decided and waits to be written. */
export interface Decided {
  readonly pending: Pending;
  readonly entry: LedgerEntry;
  /** The account after it. */
  readonly head: Head;
  /** Null until the database has answered. */
  result: WriteResult | null;
}

interface Refused {
  readonly pending: Pending;
  readonly refusal: LedgerRefusal;
}

const NOTHING: readonly never[] = Object.freeze([]);

/** The commands of one account that one flush works on. Most have one command that is written: the rest is made when needed. */
export class Batch {
  /** What the first command is decided on, and whether it was read just now. */
  start: Head = blankHead;
  fresh = true;
  /** The number of the head in memory, where there was one. */
  known: number | null = null;
  /** Expiries that the account had no free lot of before: the expiry job must know of them. */
  expiries: readonly number[] = NOTHING;
  private written: Decided[] | null = null;
  private refusals: Refused[] | null = null;
  private open: Set<Pending> | null = null;
  private failed = false;

  constructor(
    readonly account: string,
    readonly pendings: readonly Pending[],
  ) {}

  /** Each stands on the one before. */
  get decided(): readonly Decided[] {
    return this.written ?? NOTHING;
  }

  /** Refused on a state just read: final unless the key turns out to have an entry. */
  get refused(): readonly Refused[] {
    return this.refusals ?? NOTHING;
  }

  /** Whether some commands have to be decided again by a later flush. */
  get hasOpen(): boolean {
    return this.open !== null && this.open.size > 0;
  }

  isOpen(pending: Pending): boolean {
    return this.open?.has(pending) ?? false;
  }

  decideAgain(pending: Pending): void {
    this.open ??= new Set();
    this.open.add(pending);
  }

  /** Nothing can be decided on this account: its commands end with why. */
  fail(error: Error): void {
    this.failed = true;
    for (const pending of this.pendings) pending.reject(error);
  }

  /** The command got its answer after all. */
  answered(pending: Pending): void {
    this.open?.delete(pending);
  }

  /**
   * Decides the commands, each on the state that the one before would leave.
   * A refusal counts only on a state that was just read, not on one from memory or one that is yet to be written.
   */
  decide(originals: Originals, nowMs: number): void {
    if (this.failed) return;
    // Later commands may refer to the entries of earlier ones, or to what those refer to.
    const refers = this.pendings.length > 1 && this.pendings.some(({ command }) => originalSeqOf(command) !== null);
    let head = this.start;
    for (const pending of this.pendings) {
      try {
        const one = this.decideOne(pending, head, originals, nowMs);
        if (one === null) continue;
        head = one.head;
        if (refers) noteForLater(originals, one.entry);
      } catch (error) {
        pending.reject(error instanceof Error ? error : new Error(String(error)));
      }
    }
  }

  private decideOne(pending: Pending, head: Head, originals: Originals, nowMs: number): Decided | null {
    const { command } = pending;
    const originalSeq = originalSeqOf(command);
    // An original that came after the state decided on is not part of it yet: to undo it there would break the account.
    const isInState = originalSeq !== null && originalSeq <= head.seq;
    const original = isInState ? originals.get(command.account, originalSeq) : undefined;
    const decision = decide(head.state, command, recordedAfter(nowMs, head.recordedAtMs), original);
    if (decision.kind === 'refused') {
      this.refuse(pending, decision.refusal);
      return null;
    }
    const { entry, hash } = sealEntry(decision.draft, head.seq + 1, head.hash, sha256);
    const next: Head = { seq: entry.seq, recordedAtMs: entry.recordedAtMs, hash, state: entry.state };
    const expiries = newExpiries(head.state, next.state);
    if (expiries.length > 0) this.expiries = [...this.expiries, ...expiries];
    const one: Decided = { pending, entry, head: next, result: null };
    // A list of one is made as such: pushing to an empty one makes room for many.
    if (this.written === null) this.written = [one];
    else this.written.push(one);
    return one;
  }

  private refuse(pending: Pending, refusal: LedgerRefusal): void {
    if (this.fresh && this.decided.length === 0) {
      this.refusals ??= [];
      this.refusals.push({ pending, refusal });
    } else {
      pending.wantsFreshState = true;
      this.decideAgain(pending);
    }
  }
}

function noteForLater(originals: Originals, entry: LedgerEntry): void {
  originals.addOriginal(entry);
  originals.addReferring(entry);
}
