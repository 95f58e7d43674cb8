import { refundablePoints } from './correction.ts';
import { capPeriodClosesAt, grantUnderCaps } from './counters.ts';
import { type EffectOrRefusal, type OriginalFacts, refusalOfAmount, refuse } from './decision.ts';
import { expiryOf } from './expiry.ts';
import { cutFromNewest, giveLots } from './lots.ts';
import type { AccountState, AdjustCommand, EarnCommand, ExpiryPolicy, Lot, RefundCommand } from './types.ts';

/**
 * A credit: points up to its caps, minutes whole. Refused with `cap_reached` only where nothing is left to record.
 * Hours alone meet no cap.
 */
export function decideEarn(state: AccountState, command: EarnCommand, nowMs: number): EffectOrRefusal {
  const wrong = refusalOfAmount(command.points, 0) ?? refusalOfAmount(command.minutes, 0);
  if (wrong !== null) return wrong;
  if (command.points === 0 && command.minutes === 0) return refuse('nothing_to_post');
  for (const cap of command.points === 0 ? [] : command.caps) {
    if (capPeriodClosesAt(cap.key) <= nowMs) return refuse('cap_period_closed', { cap: cap.key });
  }
  const points = grantUnderCaps(state.counters, command.caps, command.points);
  if (points === 0 && command.minutes === 0) return refuse('cap_reached', { asked: command.points });
  const { moved, paid } = giveLots(state.owed, lotsOf(points, command, nowMs), nowMs);
  return {
    effect: {
      points,
      minutes: command.minutes,
      moved,
      owedChange: 0 - paid,
      rule: command.rule === null ? null : { code: command.rule.code, version: command.rule.version },
      category: command.category,
      provenance: command.provenance,
      requestedPoints: points < command.points ? command.points : undefined,
      capKeys: points > 0 && command.caps.length > 0 ? command.caps.map((cap) => cap.key) : undefined,
    },
  };
}

/** The positive side of a correction; the negative one takes points as a spend does. */
export function decidePositiveAdjust(state: AccountState, command: AdjustCommand, nowMs: number): EffectOrRefusal {
  const { moved, paid } = giveLots(state.owed, lotsOf(command.points, command, nowMs), nowMs);
  return { effect: { points: command.points, minutes: command.minutes, moved, owedChange: 0 - paid } };
}

/**
 * Gives back points of a capture or spend with the expiry they had, the newest expiry first, because that is
 * what the spend would have left. All refunds of one original and what corrections gave back of it never exceed it.
 */
export function decideRefund(
  state: AccountState,
  command: RefundCommand,
  nowMs: number,
  original: OriginalFacts | undefined,
): EffectOrRefusal {
  const wrong = refusalOfAmount(command.points, 0);
  if (wrong !== null) return wrong;
  if (command.points === 0) return refuse('nothing_to_post');
  if (original === undefined) return refuse('original_unknown', { seq: command.originalSeq });
  const { entry, reversed } = original;
  if (entry.kind !== 'capture' && entry.kind !== 'spend') return refuse('not_refundable', { kind: entry.kind });
  if (reversed) return refuse('already_reversed', { seq: entry.seq });
  const refundable = refundablePoints(original);
  if (command.points > refundable) {
    return refuse('refund_exceeds_original', { asked: command.points, refundable });
  }
  const given = cutFromNewest(entry.moved, original.refundedPoints, command.points);
  const { moved, paid } = giveLots(state.owed, given, nowMs);
  return { effect: { points: command.points, minutes: 0, moved, owedChange: 0 - paid, refersTo: entry.seq } };
}

function lotsOf(points: number, command: { expiry: ExpiryPolicy; effectiveAtMs: number }, nowMs: number): Lot[] {
  const expiresAtMs = expiryOf(command.expiry, command.effectiveAtMs, nowMs);
  return points === 0 ? [] : [{ expiresAtMs, points }];
}
