import { expiresBefore, heldPoints, isDue, sumOfLots } from './lots.ts';
import { type AccountState, type Lot, OPEN_HOLDS_MAX } from './types.ts';

/** The account before its first entry. */
export const emptyState: AccountState = Object.freeze({
  balance: 0,
  owed: 0,
  minutes: 0,
  lots: Object.freeze([]),
  holds: Object.freeze([]),
  counters: Object.freeze({}),
  items: 0,
  earned: 0,
  closed: false,
});

/** Thrown when a state breaks an invariant: a bug or a changed entry, never an ordinary refusal. */
export class StateInvariantError extends Error {
  override readonly name = 'StateInvariantError';
}

/** Throws unless `state` keeps every invariant of an account at the instant it was recorded. */
export function assertState(state: AccountState, recordedAtMs: number): void {
  assertAmount(state.balance);
  assertAmount(state.owed);
  assertAmount(state.minutes);
  assertAmount(state.items);
  assertAmount(state.earned);
  assertLots(state.lots);
  check(state.holds.length <= OPEN_HOLDS_MAX, 'open holds are bounded');
  for (const [index, hold] of state.holds.entries()) {
    assertLots(hold.lots);
    check(hold.points > 0 && hold.points === sumOfLots(hold.lots), 'a hold has the points of its lots');
    check(state.holds.findIndex((other) => other.id === hold.id) === index, 'hold ids are distinct');
  }
  check(state.balance === sumOfLots(state.lots) + heldPoints(state), 'balance is free lots and holds');
  check(
    state.owed === 0 || state.lots.every((lot) => isDue(lot, recordedAtMs)),
    'debt and spendable points exclude each other',
  );
  for (const points of Object.values(state.counters)) {
    check(Number.isSafeInteger(points) && points > 0, 'counters are whole and positive');
  }
  check(!state.closed || (state.balance === 0 && state.owed === 0), 'a closed account is empty');
}

function assertAmount(amount: number): void {
  check(Number.isSafeInteger(amount) && amount >= 0, 'amounts are whole and never negative');
}

function assertLots(lots: readonly Lot[]): void {
  let previous: Lot | null = null;
  for (const lot of lots) {
    check(Number.isSafeInteger(lot.points) && lot.points > 0, 'a lot has whole points');
    check(previous === null || expiresBefore(previous, lot), 'lots are sorted, one per expiry');
    previous = lot;
  }
}

function check(holds: boolean, invariant: string): void {
  if (!holds) throw new StateInvariantError(`broken invariant: ${invariant}`);
}
