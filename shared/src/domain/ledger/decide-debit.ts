import { type EffectOrRefusal, refusalOfAmount, refuse } from './decision.ts';
import { available, dueLots, giveLots, heldPoints, sumOfLots, takeOldest } from './lots.ts';
import {
  type AccountState,
  type CaptureCommand,
  type HoldCommand,
  OPEN_HOLDS_MAX,
  type ReleaseCommand,
} from './types.ts';

/** Takes points that are free and not due, oldest first; more than those is refused. */
export function decideTake(state: AccountState, points: number, minutes: number, nowMs: number): EffectOrRefusal {
  const wrong = refusalOfAmount(points, 0);
  if (wrong !== null) return wrong;
  if (points === 0 && minutes === 0) return refuse('nothing_to_post');
  const free = available(state, nowMs);
  if (points > free) return refuse('insufficient_points', { available: free, asked: points });
  return { effect: { points: 0 - points, minutes, moved: takeOldest(state.lots, points, nowMs), owedChange: 0 } };
}

/** Sets points aside, oldest first, with the lots they came from. */
export function decideHold(state: AccountState, command: HoldCommand, nowMs: number): EffectOrRefusal {
  if (state.holds.some((hold) => hold.id === command.holdId)) return refuse('hold_exists');
  if (state.holds.length >= OPEN_HOLDS_MAX) return refuse('holds_too_many', { max: OPEN_HOLDS_MAX });
  const taken = decideTake(state, command.points, 0, nowMs);
  if ('refusal' in taken) return taken;
  const hold = { id: command.holdId, points: command.points, expiresAtMs: command.holdExpiresAtMs };
  return { effect: { ...taken.effect, points: 0, hold } };
}

/**
 * Spends a hold whole. Points that fell due while held are spent all the same: they were set aside in time,
 * and a time-out that the release job has not acted on yet leaves the hold open.
 */
export function decideCapture(state: AccountState, command: CaptureCommand): EffectOrRefusal {
  const hold = state.holds.find((open) => open.id === command.holdId);
  if (hold === undefined) return refuse('hold_unknown');
  return {
    effect: {
      points: 0 - hold.points,
      minutes: 0,
      moved: hold.lots,
      owedChange: 0,
      hold: { id: hold.id, points: hold.points, expiresAtMs: hold.expiresAtMs },
    },
  };
}

/**
 * Gives a hold's points back with the expiry they had: those that fell due meanwhile go with the next expiry.
 * Points that come free pay a debt first, as every credit does.
 */
export function decideRelease(state: AccountState, command: ReleaseCommand, nowMs: number): EffectOrRefusal {
  const hold = state.holds.find((open) => open.id === command.holdId);
  if (hold === undefined) return refuse('hold_unknown');
  const { moved, paid } = giveLots(state.owed, hold.lots, nowMs);
  return {
    effect: {
      points: 0,
      minutes: 0,
      moved,
      owedChange: 0 - paid,
      hold: { id: hold.id, points: hold.points, expiresAtMs: hold.expiresAtMs },
    },
  };
}

/** Takes every free lot that is due. */
export function decideExpire(state: AccountState, nowMs: number): EffectOrRefusal {
  const moved = dueLots(state.lots, nowMs);
  if (moved.length === 0) return refuse('nothing_due');
  return { effect: { points: 0 - sumOfLots(moved), minutes: 0, moved, owedChange: 0 } };
}

/** Closes an account that has neither points, nor holds, nor debt. */
export function decideClose(state: AccountState): EffectOrRefusal {
  if (state.balance > 0 || state.owed > 0) {
    return refuse('account_not_empty', { balance: state.balance, held: heldPoints(state), owed: state.owed });
  }
  return { effect: { points: 0, minutes: 0, moved: [], owedChange: 0 } };
}
