import { isRefusal, type Refusal, refuse } from '@red-points/shared/contracts';
import type { Principal } from '@red-points/shared/domain/permissions';
import { ASKING_STATES, decide, type RedemptionCommand } from '@red-points/shared/domain/redemptions';
import { fingerprintOf, type RequestIdentity } from '../http/idempotency.ts';
import { whyNotConfirmAssisted } from './assist.ts';
import { carryFirstStepsOn, isOpen } from './carry-on.ts';
import type { RedemptionDeps } from './deps.ts';
import { captureHold, enderOf, releaseHold } from './end-hold.ts';
import { findForResident, findForRevoke, findForShop } from './find-redemption.ts';
import { update } from './follow.ts';
import { type RedemptionRecord, standingOf } from './store.ts';

type Outcome = Promise<RedemptionRecord | Refusal>;

/** 确认核销 by the shop. Twice is once; after the time is over it is `redemption_timed_out`, and the points go back. */
export async function confirm(deps: RedemptionDeps, principal: Principal, redemptionId: string): Outcome {
  const found = await findForShop(deps, principal, redemptionId);
  if (isRefusal(found)) return found;
  const notIndependent = await whyNotConfirmAssisted(deps, principal, found);
  return notIndependent ?? act(deps, found, { kind: 'confirm' }, principal.userId);
}

/** The resident agrees on their own phone to what the shop started; the shop has asked already, so that is all. */
export async function approve(deps: RedemptionDeps, principal: Principal, redemptionId: string): Outcome {
  const found = await findForResident(deps, principal, redemptionId);
  return isRefusal(found) ? found : act(deps, found, { kind: 'approve' }, principal.userId);
}

/** The resident, or the officer who started it for them, takes an open one back. One that is over already stays as it is; a success is `redemption_already_done`. */
export async function revoke(deps: RedemptionDeps, principal: Principal, redemptionId: string): Outcome {
  const found = await findForRevoke(deps, principal, redemptionId);
  return isRefusal(found) ? found : act(deps, found, { kind: 'revoke' }, principal.userId);
}

/** 暂不接单 by the shop, with a word for the customer. */
export async function decline(
  deps: RedemptionDeps,
  principal: Principal,
  redemptionId: string,
  reason: string,
  request: RequestIdentity,
): Outcome {
  const found = await findForShop(deps, principal, redemptionId);
  if (isRefusal(found)) return found;
  const first = found.declineRequest;
  if (first?.caller === request.caller && first.key === request.key && first.fingerprint !== request.fingerprint) {
    return refuse('idempotency_key_reused');
  }
  // The words stand ready before the ledger decides; they are shown only where the shop's decline is what ended it.
  const noted = await update(deps, found, (current) =>
    isOpen(current) && current.declineRequest === null
      ? { note: reason === '' ? null : reason, declineRequest: request }
      : null,
  );
  return act(deps, noted, { kind: 'decline' }, principal.userId);
}

/**
 * The shop is closed for good: what somebody at its counter still waits for ends, and the points go back. One that was
 * confirmed first stays a success: the ledger decides. Repeating changes nothing.
 */
export async function endOpenOfShop(deps: RedemptionDeps, shopId: string, closedBy: string): Promise<void> {
  const open = deps.redemptions.find({ shopId, open: true, state: { $in: [...ASKING_STATES] } });
  for await (const found of open) await act(deps, found, { kind: 'close_shop' }, closedBy);
}

/** The identity of a decline that comes from the programme itself and not over HTTP. */
export function declineRequestOf(principal: Principal, redemptionId: string, reason: string): RequestIdentity {
  const key = `decline:${redemptionId}`;
  return { caller: principal.userId, key, fingerprint: fingerprintOf('redemptions.decline', redemptionId, reason) };
}

/**
 * Decides a command on the redemption as it stands, asks the ledger where points move, and says what came of it: who
 * lost a race is told how it ended.
 */
async function act(
  deps: RedemptionDeps,
  redemption: RedemptionRecord,
  command: RedemptionCommand,
  userId: string,
): Outcome {
  const { clock } = deps.platform;
  // A new one that nobody answered yet may have been left halfway. Who gives it up does not have it spent by that.
  const givesUp = command.kind !== 'confirm' && command.kind !== 'approve';
  const current = redemption.state === 'created' ? await carryFirstStepsOn(deps, redemption, !givesUp) : redemption;
  const decision = decide(standingOf(current), command, clock.now());
  switch (decision.kind) {
    case 'refused':
      return refuse(decision.code, decision.detail);
    case 'unchanged':
      return current;
    case 'capture': {
      const part = command.kind === 'confirm' ? 'cashier' : 'resident';
      return saying(command, await captureHold(deps, current, { part, userId }), clock.now());
    }
    case 'release':
      return saying(command, await releaseHold(deps, current, enderOf(current, decision.cause, userId)), clock.now());
    case 'refund':
      throw new Error('a refund is not decided here');
    default:
      return decision satisfies never;
  }
}

function saying(command: RedemptionCommand, ended: RedemptionRecord, nowMs: number): RedemptionRecord | Refusal {
  const decision = decide(standingOf(ended), command, nowMs);
  return decision.kind === 'refused' ? refuse(decision.code, decision.detail) : ended;
}
