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
export function takePreferring(
  preferred: readonly Lot[],
  lots: readonly Lot[],
  points: number,
  nowMs: number,
): readonly Lot[] {
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
export function addLots(lots: readonly Lot[], added: readonly Lot[]): readonly Lot[] {
  let sum = lots;
  for (const lot of added) sum = addLot(sum, lot);
  return sum;
}

function addLot(lots: readonly Lot[], lot: Lot): readonly Lot[] {
  const at = lots.findIndex((other) => !expiresBefore(other, lot));
  const there = lots[at];
  if (there === undefined) return [...lots, lot];
  if (there.expiresAtMs !== lot.expiresAtMs) return lots.toSpliced(at, 0, lot);
  return lots.with(at, { expiresAtMs: lot.expiresAtMs, points: there.points + lot.points });
}

/** `lots` without `taken`; throws where a lot has not what is taken from it, for that is never decided. */
export function subtractLots(lots: readonly Lot[], taken: readonly Lot[]): Lot[] {
  let next = 0;
  const rest = lots.map((lot) => {
    const part = taken[next];
    if (part === undefined || part.expiresAtMs !== lot.expiresAtMs) return lot;
    if (part.points > lot.points) throw new RangeError('more was taken from a lot than it has');
    next += 1;
    return { expiresAtMs: lot.expiresAtMs, points: lot.points - part.points };
  });
  if (next !== taken.length) throw new RangeError('points were taken from a lot that the account has not');
  return rest.every(hasPoints) ? rest : rest.filter(hasPoints);
}

function hasPoints(lot: Lot): boolean {
  return lot.points > 0;
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
