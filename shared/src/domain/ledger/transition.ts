import { addCounters, countPoints, uncountPoints } from './counters.ts';
import { addLots, subtractLots } from './lots.ts';
import type { AccountState, LedgerEntry } from './types.ts';

/** What of an entry changes the account; the state after it follows from this and the state before. */
export type EntryEffect = Pick<
  LedgerEntry,
  | 'kind'
  | 'points'
  | 'minutes'
  | 'moved'
  | 'hold'
  | 'owedChange'
  | 'capKeys'
  | 'provenance'
  | 'recordedAtMs'
  | 'carried'
>;

/**
 * The account after an entry. Posting and verification share this function: an entry whose stored state
 * differs from it does not hold. Throws where the entry takes what the account has not.
 */
export function applyEntry(state: AccountState, entry: EntryEffect): AccountState {
  const credits = creditChange(entry);
  const carried = carriedChange(entry);
  return {
    balance: state.balance + entry.points + entry.owedChange,
    owed: state.owed + entry.owedChange,
    minutes: state.minutes + entry.minutes,
    lots: lotsAfter(state, entry),
    holds: holdsAfter(state, entry),
    counters: countersAfter(state, entry),
    items: state.items + credits + carried.items,
    earned: state.earned + (credits === 0 ? 0 : entry.points) + carried.earned,
    closed: state.closed || entry.kind === 'close' || entry.carried?.direction === 'out',
  };
}

/** 1 for a credit, −1 for the reversal of one (it carries the credit's provenance), else 0. */
export function creditChange(entry: Pick<LedgerEntry, 'kind' | 'provenance'>): -1 | 0 | 1 {
  if (entry.kind === 'earn') return 1;
  return entry.kind === 'reverse' && entry.provenance !== null ? -1 : 0;
}

const NOTHING_CARRIED = { items: 0, earned: 0 } as const;

function carriedChange({ carried }: EntryEffect): { items: number; earned: number } {
  if (carried === undefined) return NOTHING_CARRIED;
  const sign = carried.direction === 'in' ? 1 : -1;
  return { items: sign * carried.items, earned: sign * carried.earned };
}

function lotsAfter(state: AccountState, entry: EntryEffect): AccountState['lots'] {
  switch (entry.kind) {
    case 'hold':
      return subtractLots(state.lots, entry.moved);
    case 'release':
      return addLots(state.lots, entry.moved);
    case 'capture':
    case 'close':
      return state.lots;
    case 'earn':
    case 'spend':
    case 'refund':
    case 'reverse':
    case 'expire':
    case 'adjust':
    case 'donate':
    case 'join':
      if (entry.moved.length === 0) return state.lots;
      return entry.points > 0 ? addLots(state.lots, entry.moved) : subtractLots(state.lots, entry.moved);
    default:
      return unknownKind(entry.kind);
  }
}

function holdsAfter(state: AccountState, entry: EntryEffect): AccountState['holds'] {
  const hold = entry.hold;
  if (hold === undefined) return state.holds;
  if (entry.kind === 'hold') {
    return [...state.holds, { id: hold.id, points: hold.points, lots: entry.moved, expiresAtMs: hold.expiresAtMs }];
  }
  const rest = state.holds.filter((open) => open.id !== hold.id);
  if (rest.length !== state.holds.length - 1) throw new RangeError('an entry ends a hold that is not open');
  return rest;
}

function countersAfter(state: AccountState, entry: EntryEffect): AccountState['counters'] {
  if (entry.carried !== undefined) {
    return entry.carried.direction === 'out'
      ? {}
      : addCounters(state.counters, entry.carried.counters, entry.recordedAtMs);
  }
  if (entry.capKeys === undefined) return state.counters;
  return entry.kind === 'earn'
    ? countPoints(state.counters, entry.capKeys, entry.points, entry.recordedAtMs)
    : uncountPoints(state.counters, entry.capKeys, 0 - entry.points, entry.recordedAtMs);
}

function unknownKind(kind: never): never {
  throw new TypeError(`unknown entry kind ${String(kind)}`);
}
