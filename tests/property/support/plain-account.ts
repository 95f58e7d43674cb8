import type { AccountState, Cap, LedgerCommand } from '@red-points/shared/domain/ledger';
import { capClosesAt, goneAt } from './calendar.ts';
import { AccountModel, pictureOfState } from './ledger-model.ts';

/** What the plain account says to a command, and what the ledger has to say too. */
export type Answer =
  | { readonly status: 'posted'; readonly entry: PlainEntry }
  | { readonly status: 'repeated'; readonly entry: PlainEntry }
  | { readonly status: 'refused'; readonly code: string };

/** What is written down of a command that was done. */
export interface PlainEntry {
  readonly seq: number;
  readonly command: LedgerCommand;
  readonly recordedAtMs: number;
  readonly points: number;
  readonly minutes: number;
  readonly owedChange: number;
  /** Caps that counted it. */
  readonly caps: readonly string[];
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

  clone(): PlainAccount {
    const copy = new PlainAccount();
    copy.bag = this.bag.clone();
    copy.entries.push(...this.entries);
    copy.minutes = this.minutes;
    copy.closed = this.closed;
    copy.recordedAtMs = this.recordedAtMs;
    for (const [id, expiresAtMs] of this.holds) copy.holds.set(id, expiresAtMs);
    for (const seq of this.undone) copy.undone.add(seq);
    return copy;
  }

  /** Answers a command and, where it is posted, does it. */
  answer(command: LedgerCommand, clockMs: number): Answer {
    const first = this.entries.find((entry) => entry.command.key === command.key);
    if (first !== undefined) {
      const same = contentOf(first.command) === contentOf(command);
      return same ? { status: 'repeated', entry: first } : { status: 'refused', code: 'key_reused' };
    }
    const nowMs = Math.max(clockMs, this.recordedAtMs);
    const objection = this.closed ? 'account_closed' : this.objectionTo(command, nowMs);
    if (objection !== null) return { status: 'refused', code: objection };
    return { status: 'posted', entry: this.do(command, nowMs) };
  }

  /** Points that the caps leave of a credit. */
  private granted(points: number, caps: readonly Cap[]): number {
    const left = caps.map(({ key, pointsMax }) => pointsMax - (this.counted().get(key) ?? 0));
    return Math.max(0, Math.min(points, ...left));
  }

  /** Caps' counts: credits that stand, one by one. */
  counted(): Map<string, number> {
    const counts = new Map<string, number>();
    for (const { seq, points, caps } of this.standing()) {
      for (const cap of this.undone.has(seq) ? [] : caps) counts.set(cap, (counts.get(cap) ?? 0) + points);
    }
    return counts;
  }

  /** Credits that were not reversed. */
  standing(): PlainEntry[] {
    return this.entries.filter(({ seq, command }) => command.kind === 'earn' && !this.undone.has(seq));
  }

  private objectionTo(command: LedgerCommand, nowMs: number): string | null {
    switch (command.kind) {
      case 'earn':
        return this.objectionToCredit(command.points, command.minutes, command.caps, nowMs);
      case 'adjust':
        return this.objectionToAdjustment(command.points, command.minutes, nowMs);
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
    if (caps.some(({ key }) => capClosesAt(key) <= nowMs)) return 'cap_period_closed';
    return minutes === 0 && this.granted(points, caps) === 0 ? 'cap_reached' : null;
  }

  private objectionToAdjustment(points: number, minutes: number, nowMs: number): string | null {
    const wrong = amountObjection(Math.abs(points)) ?? amountObjection(Math.abs(minutes));
    if (wrong !== null) return wrong;
    if (points === 0 && minutes === 0) return 'nothing_to_post';
    if (this.minutes + minutes < 0) return 'points_out_of_range';
    return points > 0 ? null : this.objectionToTaking(0 - points, minutes, nowMs);
  }

  private objectionToTaking(points: number, minutes: number, nowMs: number): string | null {
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
    if (original.command.kind !== 'spend' && original.command.kind !== 'capture') return 'not_refundable';
    if (this.undone.has(originalSeq)) return 'already_reversed';
    return points > 0 - original.points - this.refundedOf(originalSeq) ? 'refund_exceeds_original' : null;
  }

  private objectionToReversal(originalSeq: number): string | null {
    const original = this.entries[originalSeq - 1];
    if (original === undefined) return 'original_unknown';
    const { kind } = original.command;
    if (kind === 'reverse') return 'reversal_not_reversible';
    if (!['earn', 'spend', 'capture', 'adjust', 'donate'].includes(kind)) return 'not_reversible';
    if (this.undone.has(originalSeq)) return 'already_reversed';
    if (this.minutes < original.minutes) return 'not_reversible';
    const refunded = this.refundedOf(originalSeq);
    return refunded > 0 && refunded === 0 - original.points ? 'refund_exceeds_original' : null;
  }

  private refundedOf(seq: number): number {
    const refunds = this.entries.filter(({ command }) => command.kind === 'refund' && command.originalSeq === seq);
    return refunds.reduce((sum, refund) => sum + refund.points, 0);
  }

  private do(command: LedgerCommand, nowMs: number): PlainEntry {
    const { bag } = this;
    const seq = this.entries.length + 1;
    const owedBefore = bag.owed;
    const balanceBefore = bag.balance;
    let minutes = 0;
    let caps: readonly string[] = [];
    switch (command.kind) {
      case 'earn': {
        const points = this.granted(command.points, command.caps);
        bag.credit(seq, points, goneAt(command.expiry, command.effectiveAtMs, nowMs), nowMs);
        minutes = command.minutes;
        if (points > 0) caps = command.caps.map(({ key }) => key);
        break;
      }
      case 'adjust':
        if (command.points < 0) bag.spend(seq, 0 - command.points, nowMs);
        else bag.credit(seq, command.points, goneAt(command.expiry, command.effectiveAtMs, nowMs), nowMs);
        minutes = command.minutes;
        break;
      case 'spend':
      case 'donate':
        bag.spend(seq, command.points, nowMs);
        break;
      case 'hold':
        bag.hold(command.holdId, command.points, nowMs);
        this.holds.set(command.holdId, command.holdExpiresAtMs);
        break;
      case 'capture':
        bag.capture(seq, command.holdId);
        this.holds.delete(command.holdId);
        break;
      case 'release':
        bag.release(command.holdId, nowMs);
        this.holds.delete(command.holdId);
        break;
      case 'refund':
        bag.refund(command.originalSeq, command.points, nowMs);
        break;
      case 'reverse':
        bag.reverse(command.originalSeq, nowMs);
        minutes = 0 - (this.entries[command.originalSeq - 1]?.minutes ?? 0);
        this.undone.add(command.originalSeq);
        break;
      case 'expire':
        bag.expire(nowMs);
        break;
      case 'close':
        this.closed = true;
        break;
      default:
        throw new TypeError('unknown command');
    }
    this.minutes += minutes;
    this.recordedAtMs = nowMs;
    const owedChange = bag.owed - owedBefore;
    const points = bag.balance - balanceBefore - owedChange;
    const entry = { seq, command, recordedAtMs: nowMs, points, minutes, owedChange, caps };
    this.entries.push(entry);
    return entry;
  }

  /** All that is to be compared with the ledger's state; `nowMs` is the reader's clock. */
  picture(nowMs: number): object {
    const standing = this.standing();
    return {
      seq: this.entries.length,
      balance: this.bag.balance,
      minutes: this.minutes,
      available: this.bag.free(Math.max(nowMs, this.recordedAtMs)),
      held: [...this.holds.keys()].reduce((sum, id) => sum + this.bag.heldBy(id), 0),
      holds: Object.fromEntries(this.holds),
      counters: keptCounters(this.counted(), this.recordedAtMs),
      items: standing.length,
      earned: standing.reduce((sum, { points }) => sum + points, 0),
      closed: this.closed,
      ...this.bag.picture(),
    };
  }
}

/** The same form made of what the ledger shows of an account. */
export function pictureOfView(
  view: { seq: number; state: AccountState; available: number; held: number },
  recordedAtMs: number,
): object {
  const { seq, state, available, held } = view;
  return {
    seq,
    balance: state.balance,
    minutes: state.minutes,
    available,
    held,
    holds: Object.fromEntries(state.holds.map((hold) => [hold.id, hold.expiresAtMs])),
    counters: keptCounters(new Map(Object.entries(state.counters)), recordedAtMs),
    items: state.items,
    earned: state.earned,
    closed: state.closed,
    ...pictureOfState(state),
  };
}

/** Counters of periods that closed may be gone, at the latest when the next one is counted. */
function keptCounters(counters: ReadonlyMap<string, number>, recordedAtMs: number): object {
  const kept = [...counters].filter(([key, points]) => points > 0 && capClosesAt(key) > recordedAtMs);
  return Object.fromEntries(kept.sort(([one], [other]) => (one < other ? -1 : 1)));
}

function amountObjection(amount: number): string | null {
  if (!Number.isInteger(amount)) return 'points_not_whole';
  return amount < 0 || amount > POINTS_MAX ? 'points_out_of_range' : null;
}

/** What makes two requests under one key the same: kind, amounts, hold or original, source and other side. */
function contentOf(command: LedgerCommand): string {
  const asked = { points: null, minutes: null, holdId: null, originalSeq: null, ...command };
  const { kind, source, counterparty, points, minutes, holdId, originalSeq } = asked;
  return JSON.stringify([kind, source.kind, source.id, counterparty, points, minutes, holdId, originalSeq]);
}
