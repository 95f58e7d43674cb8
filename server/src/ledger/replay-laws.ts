import { isDeepStrictEqual } from 'node:util';
import {
  type AccountState,
  available,
  cutFromNewest,
  dueLots,
  giveLots,
  givesBackTooMuch,
  type Lot,
  type OriginalFacts,
  refundablePoints,
  takeOldest,
  takePreferring,
} from '@red-points/shared/domain/ledger';
import type { BadCode } from '@red-points/shared/domain/verification';
import type { StoredEntry } from './collection.ts';

/*
 * What every entry keeps whoever decided it, and however the programme decides today: entries stay for good, rules change.
 */

/** The entry that a refund, reversal or correction refers to, as of the entry that does. */
export type Original = Omit<OriginalFacts, 'entry'> & { readonly entry: StoredEntry };

/** Which way an entry of a kind may move points and minutes. */
export function signFault({ kind, points, minutes, requestedPoints }: StoredEntry): BadCode | null {
  const holds = (): boolean => {
    switch (kind) {
      case 'earn':
        return points >= 0 && minutes >= 0 && (requestedPoints === undefined || requestedPoints > points);
      case 'spend':
      case 'capture':
      case 'expire':
        return points < 0 && minutes === 0;
      case 'refund':
        return points > 0 && minutes === 0;
      case 'hold':
      case 'release':
      case 'close':
        return points === 0 && minutes === 0;
      case 'donate':
        return minutes === 0;
      case 'adjust':
      case 'reverse':
      case 'join':
        return true;
      default:
        return kind satisfies never;
    }
  };
  return holds() ? null : 'state_mismatch';
}

/**
 * A refund or reversal refers to an earlier entry, gives no more than it had, and undoes it as what it was; a correction may
 * refer to one, and gives back no more of a debit than refunds left. What was reversed takes neither afterwards, what was corrected is not reversed.
 */
export function originalFault(stored: StoredEntry, original: Original | undefined): BadCode | null {
  if (stored.kind === 'adjust') {
    if (stored.refersTo === undefined) return null;
    if (original === undefined || original.reversed) return 'original_mismatch';
    return givesBackTooMuch(original, stored.points) ? 'original_mismatch' : null;
  }
  if (stored.kind !== 'refund' && stored.kind !== 'reverse') {
    return stored.refersTo === undefined ? null : 'original_mismatch';
  }
  if (original === undefined || original.reversed) return 'original_mismatch';
  const { entry, refundedPoints } = original;
  const left = 0 - entry.points - refundedPoints;
  if (stored.kind === 'refund') {
    const refundable = entry.kind === 'spend' || entry.kind === 'capture';
    return refundable && stored.points <= refundablePoints(original) ? null : 'original_mismatch';
  }
  const same =
    !original.corrected &&
    stored.points === left &&
    stored.minutes === 0 - entry.minutes &&
    stored.category === entry.category &&
    stored.provenance === entry.provenance &&
    isDeepStrictEqual(stored.rule, entry.rule) &&
    isDeepStrictEqual(stored.capKeys, entry.capKeys);
  return same ? null : 'original_mismatch';
}

/**
 * Debits take what is free and not due, oldest first; an expiry takes all that is due; what a hold, a refund or a reversal
 * gives back has the expiry that it had, and pays a debt first.
 */
export function lotsFault(state: AccountState, stored: StoredEntry, original: Original | undefined): BadCode | null {
  const { moved, points, recordedAtMs: nowMs } = stored;
  switch (stored.kind) {
    case 'spend':
    case 'donate':
    case 'adjust':
      return takingFault(state, moved, 0 - points, nowMs);
    case 'hold':
      return takingFault(state, moved, stored.hold?.points ?? Number.NaN, nowMs);
    case 'expire':
      return lotsOrFault(moved, dueLots(state.lots, nowMs));
    case 'capture':
    case 'release':
      return heldFault(state, stored);
    case 'refund':
    case 'reverse':
      return original === undefined ? 'original_mismatch' : undoingFault(state, stored, original);
    case 'join':
      return joinFault(state, stored);
    case 'earn':
    case 'close':
      return null;
    default:
      return stored.kind satisfies never;
  }
}

function takingFault(state: AccountState, moved: readonly Lot[], taken: number, nowMs: number): BadCode | null {
  if (taken < 0) return null;
  if (!(taken <= available(state, nowMs))) return 'overspent';
  return lotsOrFault(moved, takeOldest(state.lots, taken, nowMs));
}

/** Ends a hold as it was opened: spends its lots whole, or gives them back. */
function heldFault(state: AccountState, stored: StoredEntry): BadCode | null {
  const hold = state.holds.find((open) => open.id === stored.hold?.id);
  if (hold === undefined) return 'lots_out_of_order';
  if (hold.points !== stored.hold?.points || hold.expiresAtMs !== stored.hold.expiresAtMs) return 'lots_out_of_order';
  if (stored.kind === 'release') return givingFault(state, stored, hold.lots);
  return hold.points === 0 - stored.points ? lotsOrFault(stored.moved, hold.lots) : 'lots_out_of_order';
}

function undoingFault(state: AccountState, stored: StoredEntry, original: Original): BadCode | null {
  const { entry, refundedPoints } = original;
  if (stored.points >= 0) return givingFault(state, stored, cutFromNewest(entry.moved, refundedPoints, stored.points));
  const taken = takePreferring(entry.moved, state.lots, entry.points, stored.recordedAtMs);
  return lotsOrFault(stored.moved, taken);
}

function givingFault(state: AccountState, stored: StoredEntry, given: readonly Lot[]): BadCode | null {
  const { moved, paid } = giveLots(state.owed, given, stored.recordedAtMs);
  return stored.owedChange === 0 - paid ? lotsOrFault(stored.moved, moved) : 'lots_out_of_order';
}

/** Who is joined gives all there is; who receives a debt pays it with the oldest of what is free. */
function joinFault(state: AccountState, stored: StoredEntry): BadCode | null {
  const { carried, moved, points, minutes, recordedAtMs } = stored;
  if (carried?.direction === 'out') {
    const { items, earned, counters } = state;
    const all = points === state.owed - state.balance && minutes === 0 - state.minutes;
    const same = isDeepStrictEqual({ ...carried }, { direction: 'out', items, earned, counters });
    return all && same ? lotsOrFault(moved, state.lots) : 'lots_out_of_order';
  }
  return points >= 0 ? null : lotsOrFault(moved, takeOldest(state.lots, 0 - points, recordedAtMs));
}

function lotsOrFault(one: readonly Lot[], other: readonly Lot[]): BadCode | null {
  const same =
    one.length === other.length &&
    one.every((lot, index) => lot.expiresAtMs === other[index]?.expiresAtMs && lot.points === other[index]?.points);
  return same ? null : 'lots_out_of_order';
}
