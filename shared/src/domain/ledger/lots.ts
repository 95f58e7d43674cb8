import type { AccountState, Lot } from './types.ts';

/** True once a lot's points are gone, whether or not the expiry job has run. */
export function isDue(lot: Lot, nowMs: number): boolean {
  return lot.expiresAtMs !== null && lot.expiresAtMs <= nowMs;
}

/** Whole points of some lots together. */
export function sumOfLots(lots: readonly Lot[]): number {
  let points = 0;
  for (const lot of lots) points += lot.points;
  return points;
}

/** Free points that are not due: what can be spent at `nowMs`. */
export function available(state: AccountState, nowMs: number): number {
  let points = 0;
  for (const lot of state.lots) if (!isDue(lot, nowMs)) points += lot.points;
  return points;
}

/** Points in open holds. */
export function heldPoints(state: AccountState): number {
  let points = 0;
  for (const hold of state.holds) points += hold.points;
  return points;
}

/** The free lots that are due at `nowMs`. */
export function dueLots(lots: readonly Lot[], nowMs: number): Lot[] {
  return lots.filter((lot) => isDue(lot, nowMs));
}

/** The soonest expiry among an account's lots, free or held, in milliseconds; null when none expires. */
export function nextExpiryOf(state: AccountState): number | null {
  let soonest: number | null = null;
  for (const lot of [...state.lots, ...state.holds.flatMap((hold) => hold.lots)]) {
    if (lot.expiresAtMs !== null && (soonest === null || lot.expiresAtMs < soonest)) soonest = lot.expiresAtMs;
  }
  return soonest;
}

/** Up to `points` from lots that are not due, the oldest expiry first. */
export function takeOldest(lots: readonly Lot[], points: number, nowMs: number): Lot[] {
  const taken: Lot[] = [];
  let rest = points;
  for (const lot of lots) {
    if (rest === 0) break;
    if (isDue(lot, nowMs)) continue;
    const part = Math.min(rest, lot.points);
    taken.push({ expiresAtMs: lot.expiresAtMs, points: part });
    rest -= part;
  }
  return taken;
}

/** As `takeOldest`, but points with the expiries that were given come before all others: a reversal undoes its own lots. */
export function takePreferring(preferred: readonly Lot[], lots: readonly Lot[], points: number, nowMs: number): Lot[] {
  let rest = points;
  const own: Lot[] = [];
  for (const lot of lots) {
    const wanted = preferred.find((other) => other.expiresAtMs === lot.expiresAtMs);
    if (wanted === undefined || isDue(lot, nowMs)) continue;
    const part = Math.min(rest, lot.points, wanted.points);
    if (part > 0) own.push({ expiresAtMs: lot.expiresAtMs, points: part });
    rest -= part;
  }
  return addLots(own, takeOldest(subtractLots(lots, own), rest, nowMs));
}

/** Lots of `points` cut out of `lots`, counted from their newest end, after passing over `passed` points. */
export function cutFromNewest(lots: readonly Lot[], passed: number, points: number): Lot[] {
  const cut: Lot[] = [];
  let toPass = passed;
  let rest = points;
  for (const lot of lots.toReversed()) {
    const over = Math.min(toPass, lot.points);
    toPass -= over;
    const part = Math.min(rest, lot.points - over);
    if (part > 0) cut.push({ expiresAtMs: lot.expiresAtMs, points: part });
    rest -= part;
  }
  return cut.toReversed();
}

/** The union of two sorted lists of lots: one lot per expiry, oldest first, those that never expire last. */
export function addLots(lots: readonly Lot[], added: readonly Lot[]): Lot[] {
  const sum: Lot[] = [];
  let left = 0;
  let right = 0;
  while (left < lots.length || right < added.length) {
    const one = lots[left];
    const other = added[right];
    if (one !== undefined && other !== undefined && one.expiresAtMs === other.expiresAtMs) {
      sum.push({ expiresAtMs: one.expiresAtMs, points: one.points + other.points });
      left += 1;
      right += 1;
    } else if (other === undefined || (one !== undefined && expiresBefore(one, other))) {
      if (one !== undefined) sum.push(one);
      left += 1;
    } else {
      sum.push(other);
      right += 1;
    }
  }
  return sum;
}

/** `lots` without `taken`; throws where a lot has not what is taken from it, for that is never decided. */
export function subtractLots(lots: readonly Lot[], taken: readonly Lot[]): Lot[] {
  const rest: Lot[] = [];
  let next = 0;
  for (const lot of lots) {
    const part = taken[next];
    if (part === undefined || part.expiresAtMs !== lot.expiresAtMs) {
      rest.push(lot);
      continue;
    }
    if (part.points > lot.points) throw new RangeError('more was taken from a lot than it has');
    if (part.points < lot.points) rest.push({ expiresAtMs: lot.expiresAtMs, points: lot.points - part.points });
    next += 1;
  }
  if (next !== taken.length) throw new RangeError('points were taken from a lot that the account has not');
  return rest;
}

/** True where the first lot's points go before the second's. */
export function expiresBefore(one: Lot, other: Lot): boolean {
  if (one.expiresAtMs === null) return false;
  return other.expiresAtMs === null || one.expiresAtMs < other.expiresAtMs;
}

/**
 * What points that come back or come in do to an account: those not due pay what is owed first (the oldest of them),
 * the rest becomes free. Points that are due already pay nothing and wait for the expiry job.
 */
export function giveLots(owed: number, given: readonly Lot[], nowMs: number): { moved: Lot[]; paid: number } {
  if (owed === 0) return { moved: [...given], paid: 0 };
  const payment = takeOldest(given, owed, nowMs);
  return { moved: subtractLots(given, payment), paid: sumOfLots(payment) };
}
