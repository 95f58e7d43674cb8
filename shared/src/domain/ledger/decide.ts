import { refusalOfCorrection } from './correction.ts';
import { decideEarn, decidePositiveAdjust, decideRefund } from './decide-credit.ts';
import { decideCapture, decideClose, decideExpire, decideHold, decideRelease, decideTake } from './decide-debit.ts';
import { decideReverse } from './decide-reverse.ts';
import {
  assertContext,
  type Decision,
  type EffectOrRefusal,
  type OriginalFacts,
  refusalOfAmount,
  refuse,
} from './decision.ts';
import { draftOf } from './draft.ts';
import type { AccountState, AdjustCommand, LedgerCommand } from './types.ts';

/**
 * Decides one command on one account: the entry it makes, or why it makes none. Pure: the clock is an argument.
 *
 * @param recordedAtMs max(now, the previous entry's recordedAtMs): lots that are due by it are gone
 * @param original what a refund, reversal or correction refers to, as of `state`; undefined where the account has no such entry
 */
export function decide(
  state: AccountState,
  command: LedgerCommand,
  recordedAtMs: number,
  original?: OriginalFacts,
): Decision {
  assertContext(command);
  if (command.counterparty.kind === 'account') throw new TypeError('entries of two accounts are posted as a pair');
  const result = state.closed ? refuse('account_closed') : effectOf(state, command, recordedAtMs, original);
  if ('refusal' in result) return { kind: 'refused', refusal: result.refusal };
  return { kind: 'decided', draft: draftOf(state, command, command.kind, recordedAtMs, result.effect) };
}

function effectOf(
  state: AccountState,
  command: LedgerCommand,
  nowMs: number,
  original: OriginalFacts | undefined,
): EffectOrRefusal {
  switch (command.kind) {
    case 'earn':
      return decideEarn(state, command, nowMs);
    case 'hold':
      return decideHold(state, command, nowMs);
    case 'capture':
      return decideCapture(state, command);
    case 'release':
      return decideRelease(state, command, nowMs);
    case 'spend':
    case 'donate':
      return decideTake(state, command.points, 0, nowMs);
    case 'refund':
      return decideRefund(state, command, nowMs, original);
    case 'reverse':
      return decideReverse(state, command, nowMs, original);
    case 'expire':
      return decideExpire(state, nowMs);
    case 'adjust':
      return decideAdjust(state, command, nowMs, original);
    case 'close':
      return decideClose(state);
    default:
      return unknownCommand(command);
  }
}

/**
 * A correction takes no more than what is free: a typing error must not make a debt. What was reversed came to nothing,
 * and is corrected at its reversal.
 */
function decideAdjust(
  state: AccountState,
  command: AdjustCommand,
  nowMs: number,
  original: OriginalFacts | undefined,
): EffectOrRefusal {
  if (command.originalSeq !== undefined) {
    if (original === undefined) return refuse('original_unknown', { seq: command.originalSeq });
    if (original.reversed) return refuse('already_reversed', { seq: command.originalSeq });
  }
  const wrong = refusalOfAmount(Math.abs(command.points), 0) ?? refusalOfAmount(Math.abs(command.minutes), 0);
  if (wrong !== null) return wrong;
  if (command.points === 0 && command.minutes === 0) return refuse('nothing_to_post');
  const beyond = original === undefined ? null : refusalOfCorrection(original, command);
  if (beyond !== null) return { refusal: beyond };
  if (state.minutes + command.minutes < 0) return refuse('points_out_of_range', { minutes: state.minutes });
  const decided =
    command.points > 0
      ? decidePositiveAdjust(state, command, nowMs)
      : decideTake(state, 0 - command.points, command.minutes, nowMs);
  if ('refusal' in decided || command.originalSeq === undefined) return decided;
  return { effect: { ...decided.effect, refersTo: command.originalSeq } };
}

function unknownCommand(command: never): never {
  throw new TypeError(`unknown command ${JSON.stringify(command)}`);
}
