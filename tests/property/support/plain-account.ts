import type { AdjustCommand, Cap, EntryContext, EntryKind, LedgerCommand } from '@red-points/shared/domain/ledger';
import { capClosesAt, goneAt } from './calendar.ts';
import { AccountModel } from './ledger-model.ts';
import { objectionToCorrection } from './plain-corrections.ts';

/** What the model says to a request, and what the ledger has to say too. A pair has two entries, the giver's first. */
export type Answer =
  | { readonly status: 'posted' | 'repeated'; readonly entries: readonly PlainEntry[] }
  | { readonly status: 'refused'; readonly code: string };

/** What was asked of one account. */
export type Asked = Pick<EntryContext, 'key' | 'source' | 'counterparty' | 'actors' | 'effectiveAtMs'> & {
  readonly kind: EntryKind;
  readonly points?: number;
  readonly minutes?: number;
  readonly holdId?: string;
  readonly originalSeq?: number;
};

/** What is written down of a request that was done. */
export interface PlainEntry {
  readonly seq: number;
  readonly asked: Asked;
  readonly recordedAtMs: number;
  readonly points: number;
  readonly minutes: number;
  readonly owedChange: number;
  /** Caps that counted it. */
  readonly caps: readonly string[];
}

/** What an account that was joined to this one had beside its points. */
interface Carried {
  readonly items: number;
  readonly earned: number;
  readonly counted: ReadonlyMap<string, number>;
}

const POINTS_MAX = 1_000_000;
const HOLDS_MAX = 20;

/**
 * One account by the rules as people would say them, on a bag of single points. It shares no code with the ledger:
 * no lots, no states that follow from states, no hashes, no database.
 */
export class PlainAccount {
  bag = new AccountModel();
  readonly entries: PlainEntry[] = [];
  minutes = 0;
  closed = false;
  recordedAtMs = 0;
  readonly holds = new Map<string, number>();
  private readonly undone = new Set<number>();
  private readonly carried: Carried[] = [];

  clone(): PlainAccount {
    const copy = new PlainAccount();
    copy.bag = this.bag.clone();
    copy.entries.push(...this.entries);
    copy.minutes = this.minutes;
    copy.closed = this.closed;
    copy.recordedAtMs = this.recordedAtMs;
    for (const [id, expiresAtMs] of this.holds) copy.holds.set(id, expiresAtMs);
    for (const seq of this.undone) copy.undone.add(seq);
    copy.carried.push(...this.carried);
    return copy;
  }

  /** Answers a command and, where it is posted, does it. */
  answer(command: LedgerCommand, clockMs: number): Answer {
    const first = this.entryOf(command.key);
    if (first !== undefined) return repeatedOrReused([first], [command]);
    const nowMs = Math.max(clockMs, this.recordedAtMs);
    const objection = this.closed ? 'account_closed' : this.objectionTo(command, nowMs);
    if (objection !== null) return { status: 'refused', code: objection };
    return { status: 'posted', entries: [this.do(command, nowMs)] };
  }

  entryOf(key: string): PlainEntry | undefined {
    return this.entries.find(({ asked }) => asked.key === key);
  }

  /** Points that the caps leave of a credit. */
  private granted(points: number, caps: readonly Cap[]): number {
    const left = caps.map(({ key, pointsMax }) => pointsMax - (this.counted().get(key) ?? 0));
    return Math.max(0, Math.min(points, ...left));
  }

  /** Caps' counts: credits that stand, one by one, and what joined accounts had counted. */
  counted(): Map<string, number> {
    const counts = new Map<string, number>();
    const count = (cap: string, points: number) => counts.set(cap, (counts.get(cap) ?? 0) + points);
    for (const { points, caps } of this.standing()) for (const cap of caps) count(cap, points);
    for (const { counted } of this.carried) for (const [cap, points] of counted) count(cap, points);
    return counts;
  }

  /** Credits that were not reversed. */
  private standing(): PlainEntry[] {
    return this.entries.filter(({ seq, asked }) => asked.kind === 'earn' && !this.undone.has(seq));
  }

  get items(): number {
    return this.standing().length + sum(this.carried.map(({ items }) => items));
  }

  get earned(): number {
    return sum(this.standing().map(({ points }) => points)) + sum(this.carried.map(({ earned }) => earned));
  }

  private objectionTo(command: LedgerCommand, nowMs: number): string | null {
    switch (command.kind) {
      case 'earn':
        return this.objectionToCredit(command.points, command.minutes, command.caps, nowMs);
      case 'adjust':
        return this.objectionToCorrecting(command.originalSeq) ?? this.objectionToAdjustment(command, nowMs);
      case 'hold':
        if (this.holds.has(command.holdId)) return 'hold_exists';
        if (this.holds.size === HOLDS_MAX) return 'holds_too_many';
        return this.objectionToTaking(command.points, 0, nowMs);
      case 'capture':
      case 'release':
        return this.holds.has(command.holdId) ? null : 'hold_unknown';
      case 'spend':
      case 'donate':
        return this.objectionToTaking(command.points, 0, nowMs);
      case 'refund':
        return this.objectionToRefund(command.originalSeq, command.points);
      case 'reverse':
        return this.objectionToReversal(command.originalSeq);
      case 'expire':
        return this.bag.due(nowMs).length === 0 ? 'nothing_due' : null;
      case 'close':
        return this.bag.balance > 0 || this.bag.owed > 0 ? 'account_not_empty' : null;
      default:
        throw new TypeError('unknown command');
    }
  }

  private objectionToCredit(points: number, minutes: number, caps: readonly Cap[], nowMs: number): string | null {
    const wrong = amountObjection(points) ?? amountObjection(minutes);
    if (wrong !== null) return wrong;
    if (points === 0 && minutes === 0) return 'nothing_to_post';
    if (points > 0 && caps.some(({ key }) => capClosesAt(key) <= nowMs)) return 'cap_period_closed';
    return minutes === 0 && this.granted(points, caps) === 0 ? 'cap_reached' : null;
  }

  private objectionToCorrecting(originalSeq: number | undefined): string | null {
    if (originalSeq === undefined) return null;
    if (this.entries[originalSeq - 1] === undefined) return 'original_unknown';
    return this.undone.has(originalSeq) ? 'already_reversed' : null;
  }

  private objectionToAdjustment({ points, minutes, originalSeq }: AdjustCommand, nowMs: number): string | null {
    const wrong = amountObjection(Math.abs(points)) ?? amountObjection(Math.abs(minutes));
    if (wrong !== null) return wrong;
    if (points === 0 && minutes === 0) return 'nothing_to_post';
    const beyond = originalSeq === undefined ? null : this.objectionToAmounts(originalSeq, points, minutes);
    if (beyond !== null) return beyond;
    if (this.minutes + minutes < 0) return 'points_out_of_range';
    return points > 0 ? null : this.objectionToTaking(0 - points, minutes, nowMs);
  }

  private objectionToAmounts(seq: number, points: number, minutes: number): string | null {
    const original = this.entries[seq - 1];
    if (original === undefined) return null;
    const hours = sum(this.correctionsOf(seq).map((correction) => correction.minutes));
    const before = {
      points: original.points + this.refundedOf(seq) + this.correctedOf(seq),
      hours: original.minutes + hours,
    };
    return objectionToCorrection(original, before, { points, minutes });
  }

  objectionToTaking(points: number, minutes: number, nowMs: number): string | null {
    const wrong = amountObjection(points);
    if (wrong !== null) return wrong;
    if (points === 0 && minutes === 0) return 'nothing_to_post';
    return points > this.bag.free(nowMs) ? 'insufficient_points' : null;
  }

  private objectionToRefund(originalSeq: number, points: number): string | null {
    const wrong = amountObjection(points);
    if (wrong !== null) return wrong;
    if (points === 0) return 'nothing_to_post';
    const original = this.entries[originalSeq - 1];
    if (original === undefined) return 'original_unknown';
    if (original.asked.kind !== 'spend' && original.asked.kind !== 'capture') return 'not_refundable';
    if (this.undone.has(originalSeq)) return 'already_reversed';
    const given = this.refundedOf(originalSeq) + Math.max(0, this.correctedOf(originalSeq));
    return points > Math.max(0, 0 - original.points - given) ? 'refund_exceeds_original' : null;
  }

  private objectionToReversal(originalSeq: number): string | null {
    const original = this.entries[originalSeq - 1];
    if (original === undefined) return 'original_unknown';
    const { kind, counterparty } = original.asked;
    if (kind === 'reverse') return 'reversal_not_reversible';
    if (!['earn', 'spend', 'capture', 'adjust', 'donate'].includes(kind)) return 'not_reversible';
    if (counterparty.kind === 'account') return 'not_reversible';
    if (this.undone.has(originalSeq)) return 'already_reversed';
    const corrected = this.entries.some(({ asked }) => asked.kind === 'adjust' && asked.originalSeq === originalSeq);
    if (corrected) return 'corrected';
    if (this.minutes < original.minutes) return 'not_reversible';
    const refunded = this.refundedOf(originalSeq);
    return refunded > 0 && refunded === 0 - original.points ? 'refund_exceeds_original' : null;
  }

  private correctionsOf(seq: number): PlainEntry[] {
    return this.entries.filter(({ asked }) => asked.kind === 'adjust' && asked.originalSeq === seq);
  }

  private correctedOf(seq: number): number {
    return sum(this.correctionsOf(seq).map(({ points }) => points));
  }

  private refundedOf(seq: number): number {
    const refunds = this.entries.filter(({ asked }) => asked.kind === 'refund' && asked.originalSeq === seq);
    return sum(refunds.map(({ points }) => points));
  }

  private do(command: LedgerCommand, nowMs: number): PlainEntry {
    const seq = this.entries.length + 1;
    let caps: readonly string[] = [];
    if (command.kind === 'earn' && this.granted(command.points, command.caps) > 0) {
      caps = command.caps.map(({ key }) => key);
    }
    return this.write(command, nowMs, () => this.act(command, seq, nowMs), caps);
  }

  /** Does something to the account, and writes down what it changed. @param act returns the change in minutes */
  write(asked: Asked, nowMs: number, act: () => number, caps: readonly string[] = []): PlainEntry {
    const { owed, balance } = this.bag;
    const minutes = act();
    this.minutes += minutes;
    this.recordedAtMs = nowMs;
    const owedChange = this.bag.owed - owed;
    const points = this.bag.balance - balance - owedChange;
    const entry = { seq: this.entries.length + 1, asked, recordedAtMs: nowMs, points, minutes, owedChange, caps };
    this.entries.push(entry);
    return entry;
  }

  private act(command: LedgerCommand, seq: number, nowMs: number): number {
    const { bag } = this;
    switch (command.kind) {
      case 'earn': {
        const points = this.granted(command.points, command.caps);
        bag.credit(seq, points, goneAt(command.expiry, command.effectiveAtMs, nowMs), nowMs);
        return command.minutes;
      }
      case 'adjust':
        if (command.points < 0) bag.spend(seq, 0 - command.points, nowMs);
        else bag.credit(seq, command.points, goneAt(command.expiry, command.effectiveAtMs, nowMs), nowMs);
        return command.minutes;
      case 'spend':
      case 'donate':
        bag.spend(seq, command.points, nowMs);
        return 0;
      case 'hold':
        bag.hold(command.holdId, command.points, nowMs);
        this.holds.set(command.holdId, command.holdExpiresAtMs);
        return 0;
      case 'capture':
        bag.capture(seq, command.holdId);
        this.holds.delete(command.holdId);
        return 0;
      case 'release':
        bag.release(command.holdId, nowMs);
        this.holds.delete(command.holdId);
        return 0;
      case 'refund':
        bag.refund(command.originalSeq, command.points, nowMs);
        return 0;
      case 'reverse':
        bag.reverse(command.originalSeq, nowMs);
        this.undone.add(command.originalSeq);
        return 0 - (this.entries[command.originalSeq - 1]?.minutes ?? 0);
      case 'expire':
        bag.expire(nowMs);
        return 0;
      case 'close':
        this.closed = true;
        return 0;
      default:
        throw new TypeError('unknown command');
    }
  }

  /** What comes along from an account that is joined to this one; negative for what leaves. */
  carry(carried: Carried): void {
    this.carried.push(carried);
  }
}

function amountObjection(amount: number): string | null {
  if (!Number.isInteger(amount)) return 'points_not_whole';
  return amount < 0 || amount > POINTS_MAX ? 'points_out_of_range' : null;
}

/** What makes two requests under one key the same: kind, amounts, hold or original, source and other side. */
function contentOf(one: Asked): string {
  const { kind, source, counterparty, points = null, minutes = null, holdId = null, originalSeq = null } = one;
  return JSON.stringify([kind, source, counterparty.kind, counterparty.id, points, minutes, holdId, originalSeq]);
}

/** What is said to a key that has its entries already. */
export function repeatedOrReused(first: readonly PlainEntry[], asked: readonly Asked[]): Answer {
  const same = first.every((entry, index) => {
    const again = asked[index];
    return again !== undefined && contentOf(entry.asked) === contentOf(again);
  });
  return same ? { status: 'repeated', entries: first } : { status: 'refused', code: 'key_reused' };
}

function sum(amounts: readonly number[]): number {
  return amounts.reduce((total, amount) => total + amount, 0);
}
