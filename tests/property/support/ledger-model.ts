import type { AccountState } from '@red-points/shared/domain/ledger';

/** One single point: where it lies and when it is gone. */
interface Point {
  readonly expiresAtMs: number;
  readonly holdId: string | null;
}

/** What an entry did, for entries that refer to it later. */
interface Done {
  readonly kind: 'credit' | 'debit';
  readonly points: number;
  /** Expiries of the points that went or came, one each, oldest first. */
  readonly expiries: readonly number[];
  refunded: number;
  reversed: boolean;
}

const NEVER = Number.POSITIVE_INFINITY;

/**
 * The ledger's rules as plainly as they can be said: an account is a bag of single points. Slow, and sharing no code
 * with the ledger, so that the two can be compared.
 */
export class AccountModel {
  owed = 0;
  private points: Point[] = [];
  readonly done = new Map<number, Done>();

  credit(seq: number, points: number, expiresAtMs: number | null, nowMs: number): void {
    const expiries = this.give(
      Array.from({ length: points }, () => expiresAtMs ?? NEVER),
      nowMs,
    );
    this.done.set(seq, { kind: 'credit', points, expiries, refunded: 0, reversed: false });
  }

  spend(seq: number, points: number, nowMs: number): void {
    this.debit(seq, this.oldestFree(nowMs).slice(0, points));
  }

  hold(holdId: string, points: number, nowMs: number): void {
    const taken = new Set(this.oldestFree(nowMs).slice(0, points));
    this.points = this.points.map((point) => (taken.has(point) ? { ...point, holdId } : point));
  }

  capture(seq: number, holdId: string): void {
    this.debit(seq, sorted(this.points.filter((point) => point.holdId === holdId)));
  }

  release(holdId: string, nowMs: number): void {
    const held = sorted(this.points.filter((point) => point.holdId === holdId));
    this.points = this.points.filter((point) => point.holdId !== holdId);
    this.give(
      held.map((point) => point.expiresAtMs),
      nowMs,
    );
  }

  refund(originalSeq: number, points: number, nowMs: number): void {
    const original = this.doneAt(originalSeq);
    const left = original.expiries.slice(0, original.expiries.length - original.refunded);
    original.refunded += points;
    this.give(left.slice(left.length - points), nowMs);
  }

  reverse(originalSeq: number, nowMs: number): void {
    const original = this.doneAt(originalSeq);
    original.reversed = true;
    if (original.kind === 'debit') {
      this.give(original.expiries.slice(0, original.expiries.length - original.refunded), nowMs);
      return;
    }
    const own: Point[] = [];
    for (const expiresAtMs of original.expiries) {
      const same = this.oldestFree(nowMs).find((point) => point.expiresAtMs === expiresAtMs && !own.includes(point));
      if (same !== undefined) own.push(same);
    }
    const others = this.oldestFree(nowMs).filter((point) => !own.includes(point));
    const taken = new Set([...own, ...others].slice(0, original.points));
    this.points = this.points.filter((point) => !taken.has(point));
    this.owed += original.points - taken.size;
  }

  expire(nowMs: number): void {
    this.points = this.points.filter((point) => point.holdId !== null || point.expiresAtMs > nowMs);
  }

  /** Takes up to so many free points out, oldest first. @returns their expiries */
  take(points: number, nowMs: number): number[] {
    const taken = this.oldestFree(nowMs).slice(0, points);
    this.points = this.points.filter((point) => !taken.includes(point));
    return taken.map((point) => point.expiresAtMs);
  }

  /** Points with these expiries come in. */
  receive(expiries: readonly number[], nowMs: number): void {
    this.give(expiries, nowMs);
  }

  /** Expiries of the free points that are due, one each: what an expiry takes. */
  due(nowMs: number): number[] {
    const due = this.points.filter((point) => point.holdId === null && point.expiresAtMs <= nowMs);
    return due.map((point) => point.expiresAtMs);
  }

  /** All points, free or held, due or not. */
  get balance(): number {
    return this.points.length;
  }

  clone(): AccountModel {
    const copy = new AccountModel();
    copy.owed = this.owed;
    copy.points = [...this.points];
    for (const [seq, done] of this.done) copy.done.set(seq, { ...done });
    return copy;
  }

  free(nowMs: number): number {
    return this.oldestFree(nowMs).length;
  }

  heldBy(holdId: string): number {
    return this.points.filter((point) => point.holdId === holdId).length;
  }

  /** What of a state this model knows, in a form to compare. */
  picture(): object {
    return pictureOf(this.points, this.owed);
  }

  private debit(seq: number, taken: readonly Point[]): void {
    this.points = this.points.filter((point) => !taken.includes(point));
    const expiries = taken.map((point) => point.expiresAtMs);
    this.done.set(seq, { kind: 'debit', points: taken.length, expiries, refunded: 0, reversed: false });
  }

  /** Points that come in pay a debt one by one, oldest first, unless they are due; gives those that stayed. */
  private give(expiries: readonly number[], nowMs: number): number[] {
    const stayed: number[] = [];
    for (const expiresAtMs of expiries) {
      if (this.owed > 0 && expiresAtMs > nowMs) this.owed -= 1;
      else stayed.push(expiresAtMs);
    }
    this.points.push(...stayed.map((expiresAtMs) => ({ expiresAtMs, holdId: null })));
    return stayed;
  }

  private oldestFree(nowMs: number): Point[] {
    return sorted(this.points.filter((point) => point.holdId === null && point.expiresAtMs > nowMs));
  }

  private doneAt(seq: number): Done {
    const done = this.done.get(seq);
    if (done === undefined) throw new Error(`the model knows no entry ${seq}`);
    return done;
  }
}

/** The same form made of a ledger's state. */
export function pictureOfState(state: AccountState): object {
  const points: Point[] = [];
  const add = (lots: AccountState['lots'], holdId: string | null): void => {
    for (const lot of lots) {
      for (let n = 0; n < lot.points; n += 1) points.push({ expiresAtMs: lot.expiresAtMs ?? NEVER, holdId });
    }
  };
  add(state.lots, null);
  for (const hold of state.holds) add(hold.lots, hold.id);
  return pictureOf(points, state.owed);
}

function pictureOf(points: readonly Point[], owed: number): object {
  const names = points.map(({ expiresAtMs, holdId }) => `${holdId ?? 'free'} ${expiresAtMs}`);
  return { owed, points: names.sort() };
}

function sorted(points: readonly Point[]): Point[] {
  return points.toSorted((one, other) =>
    one.expiresAtMs === other.expiresAtMs ? 0 : one.expiresAtMs - other.expiresAtMs,
  );
}
