import { type Effect, type EffectOrRefusal, type OriginalFacts, refuse } from './decision.ts';
import { cutFromNewest, giveLots, sumOfLots, takePreferring } from './lots.ts';
import type { AccountState, LedgerEntry, ReverseCommand } from './types.ts';

/**
 * Undoes one entry whole: earn, spend, capture, adjust or donate. Refunds, reversals, expiries and the ends of
 * holds stand; they are corrected by an adjustment. So is what was corrected before: undone whole, it would take twice.
 */
export function decideReverse(
  state: AccountState,
  command: ReverseCommand,
  nowMs: number,
  original: OriginalFacts | undefined,
): EffectOrRefusal {
  if (original === undefined) return refuse('original_unknown', { seq: command.originalSeq });
  const { entry, reversed, corrected } = original;
  if (entry.kind === 'reverse') return refuse('reversal_not_reversible', { seq: entry.seq });
  if (!isReversible(entry)) return refuse('not_reversible', { kind: entry.kind });
  if (reversed) return refuse('already_reversed', { seq: entry.seq });
  if (corrected) return refuse('corrected', { seq: entry.seq });
  if (state.minutes < entry.minutes) return refuse('not_reversible', { minutes: state.minutes });
  return entry.points > 0 ? takeBack(state, entry, nowMs) : giveBack(state, original, nowMs);
}

function isReversible(entry: LedgerEntry): boolean {
  switch (entry.kind) {
    case 'earn':
    case 'spend':
    case 'capture':
    case 'adjust':
      return true;
    case 'donate':
      // One of two linked entries cannot be undone alone.
      return entry.counterparty.kind !== 'account';
    case 'hold':
    case 'release':
    case 'refund':
    case 'reverse':
    case 'expire':
    case 'join':
    case 'close':
      return false;
    default:
      return unknownKind(entry.kind);
  }
}

/** A credit's own lots first, then the oldest; what was spent already becomes owed. Held points are never taken. */
function takeBack(state: AccountState, entry: LedgerEntry, nowMs: number): EffectOrRefusal {
  const moved = takePreferring(entry.moved, state.lots, entry.points, nowMs);
  const shortfall = entry.points - sumOfLots(moved);
  return {
    effect: { ...described(entry), points: 0 - entry.points, minutes: 0 - entry.minutes, moved, owedChange: shortfall },
  };
}

/** What a debit took comes back with the expiry it had, less what refunds gave back before. */
function giveBack(state: AccountState, original: OriginalFacts, nowMs: number): EffectOrRefusal {
  const { entry, refundedPoints } = original;
  const points = 0 - entry.points - refundedPoints;
  if (points === 0 && refundedPoints > 0) return refuse('refund_exceeds_original', { refundable: 0 });
  const given = cutFromNewest(entry.moved, refundedPoints, points);
  const { moved, paid } = giveLots(state.owed, given, nowMs);
  return { effect: { ...described(entry), points, minutes: 0 - entry.minutes, moved, owedChange: 0 - paid } };
}

/** What a reversal carries of its original, so that reports undo it where they counted it. */
function described(entry: LedgerEntry): Pick<Effect, 'refersTo' | 'rule' | 'category' | 'provenance' | 'capKeys'> {
  return {
    refersTo: entry.seq,
    rule: entry.rule,
    category: entry.category,
    provenance: entry.provenance,
    ...(entry.capKeys === undefined ? {} : { capKeys: entry.capKeys }),
  };
}

function unknownKind(kind: never): never {
  throw new TypeError(`unknown entry kind ${String(kind)}`);
}
