import { decideTake } from './decide-debit.ts';
import { assertContext, type EffectOrRefusal, type EntryDraft, refuse } from './decision.ts';
import { draftOf } from './draft.ts';
import { dueLots, giveLots, heldPoints, sumOfLots, takeOldest } from './lots.ts';
import type {
  AccountState,
  Carried,
  EntryContext,
  JoinPairCommand,
  LedgerEntry,
  LedgerRefusal,
  Lot,
  PairCommand,
} from './types.ts';

/** What a pair of linked entries comes to. */
export type PairDecision =
  | { readonly kind: 'decided'; readonly from: EntryDraft; readonly to: EntryDraft }
  | { readonly kind: 'refused'; readonly refusal: LedgerRefusal };

/**
 * Decides two linked entries of two accounts, one on each state. Pure: the clock is an argument.
 *
 * @param recordedAtMs max(now, the previous entry's recordedAtMs of both)
 */
export function decidePair(
  from: AccountState,
  to: AccountState,
  command: PairCommand,
  recordedAtMs: number,
): PairDecision {
  assertContext(command);
  if (command.from === command.to) throw new TypeError('a pair has two accounts');
  if (from.closed || to.closed) return { kind: 'refused', refusal: { code: 'account_closed' } };
  const given =
    command.kind === 'join' ? giveAll(from, recordedAtMs) : decideTake(from, command.points, 0, recordedAtMs);
  if ('refusal' in given) return { kind: 'refused', refusal: given.refusal };
  const { effect } = given;
  const received =
    command.kind === 'join'
      ? receiveAll(from, to, recordedAtMs)
      : receiveLots(to, effect.moved, { minutes: 0 }, recordedAtMs);
  return {
    kind: 'decided',
    from: draftOf(from, contextOf(command, 'from'), command.kind, recordedAtMs, effect),
    to: draftOf(to, contextOf(command, 'to'), command.kind, recordedAtMs, received),
  };
}

/** Everything goes, the debt too; what is due must have expired before, and what is held must have ended. */
function giveAll(state: AccountState, nowMs: number): EffectOrRefusal {
  if (state.holds.length > 0) return refuse('account_has_holds', { held: heldPoints(state) });
  if (dueLots(state.lots, nowMs).length > 0) return refuse('lots_due');
  const { items, earned, counters } = state;
  return {
    effect: {
      points: state.owed - state.balance,
      minutes: 0 - state.minutes,
      moved: state.lots,
      owedChange: 0 - state.owed,
      carried: { direction: 'out', items, earned, counters },
    },
  };
}

type Received = Pick<LedgerEntry, 'points' | 'minutes' | 'moved' | 'owedChange' | 'carried'>;

function receiveAll(from: AccountState, to: AccountState, nowMs: number): Received {
  const { items, earned, counters, minutes } = from;
  const carried: Carried = { direction: 'in', items, earned, counters };
  if (from.owed === 0) return receiveLots(to, from.lots, { minutes, carried }, nowMs);
  // Who owes has nothing free: the debt is all that comes, and takes what is free here.
  const moved = takeOldest(to.lots, from.owed, nowMs);
  return { points: 0 - from.owed, minutes, moved, owedChange: from.owed - sumOfLots(moved), carried };
}

function receiveLots(
  to: AccountState,
  given: readonly Lot[],
  beside: Pick<Received, 'minutes' | 'carried'>,
  nowMs: number,
): Received {
  const { moved, paid } = giveLots(to.owed, given, nowMs);
  return { points: sumOfLots(given), moved, owedChange: 0 - paid, ...beside };
}

/** How an entry of a pair stands in its account: the other account is its other side. */
function contextOf(command: PairCommand, side: 'from' | 'to'): EntryContext {
  const { key, source, actors, issuerUnit, effectiveAtMs } = command;
  return {
    account: command[side],
    key,
    counterparty: { kind: 'account', id: side === 'from' ? command.to : command.from },
    source,
    actors,
    issuerUnit,
    homeUnit: command.homeUnits[side],
    effectiveAtMs,
  };
}

/** True where `entry`, of the account that gives, is what `command` asks for. */
export function isPairRepetition(entry: LedgerEntry, command: PairCommand): boolean {
  return (
    entry.kind === command.kind &&
    entry.counterparty.kind === 'account' &&
    entry.counterparty.id === command.to &&
    entry.source.kind === command.source.kind &&
    entry.source.id === command.source.id &&
    (isJoin(command) ? entry.carried?.direction === 'out' : entry.points === 0 - command.points)
  );
}

function isJoin(command: PairCommand): command is JoinPairCommand {
  return command.kind === 'join';
}
