import { isRefusal, type Refusal, refuse } from '@red-points/shared/contracts';
import { type Principal, permits } from '@red-points/shared/domain/permissions';
import type { Filter } from 'mongodb';
import { type RequestIdentity, repeats } from '../http/idempotency.ts';
import { type Oneself, type OneselfIds, oneselfOf } from '../memberships/index.ts';
import type { RedemptionDeps } from './deps.ts';
import { findForRefund } from './find-redemption.ts';
import { update } from './follow.ts';
import { finishRefunds, TAKE_UP_MS } from './refund.ts';
import type { RedemptionRecord, RefundRecord } from './store.ts';
import { hasLapsed, waitingRefunds } from './waiting-refunds.ts';

interface WhichRefund {
  readonly redemptionId: string;
  /** Its number within the redemption, from 1. */
  readonly number: number;
}

/** The second word for a refund: of the office, not of who proposed it, nor of whose points they are. */
export async function confirmRefund(
  deps: RedemptionDeps,
  principal: Principal,
  { redemptionId, number }: WhichRefund,
  request: RequestIdentity,
): Promise<RedemptionRecord | Refusal> {
  const found = await deps.redemptions.findOne({ _id: redemptionId });
  if (found === null) return refuse('redemption_not_found');
  if (!permits(principal, 'redemptions.confirm_refund', { unitPath: found.unitPath })) return refuse('out_of_scope');
  const oneself = await oneselfOf(deps, principal);
  const decision = { userId: principal.userId, at: new Date(deps.platform.clock.now()), request };
  let refusal: Refusal | null = null;
  const confirmed = await update(deps, found, (current) => {
    const proposed = current.refunds[number - 1];
    refusal = null;
    const again = repeats(proposed?.decision?.request ?? null, request);
    if (isRefusal(again)) refusal = again;
    if (again !== false || proposed === undefined) return null;
    refusal = whyNotConfirmed(oneself, current, proposed, deps.platform.clock.now());
    return refusal === null
      ? { ...decided(current, number, { ...proposed, state: 'asked', decision }), ...soon(decision.at) }
      : null;
  });
  if (refusal !== null) return refusal;
  if (confirmed.refunds[number - 1] === undefined) return refuse('refund_not_found');
  const finished = await finishRefunds(deps, confirmed);
  return finished.refunds[number - 1]?.refusal ?? finished;
}

/** The job takes it up where this process ends now. */
const soon = (at: Date) => ({ nextCheckAt: new Date(at.getTime() + TAKE_UP_MS) });

/** Whether somebody of the staff may give the second word now: it still waits for one, and they are independent of it. */
export function whyNotConfirmed(
  { isFamily, isOwn }: Oneself,
  { personId }: Pick<RedemptionRecord, 'personId'>,
  refund: RefundRecord,
  nowMs: number,
): Refusal | null {
  if (hasLapsed(refund, nowMs)) return refuse('refund_lapsed');
  if (refund.state !== 'proposed') return refuse('refund_decided');
  if (isOwn(refund.userId)) return refuse('refund_own_proposal');
  return isFamily(personId) ? refuse('refund_not_independent') : null;
}

/**
 * Redemptions with a refund that waits and that these ids do not keep their holder from confirming: the same as a question to the
 * database.
 */
export function confirmableBy({ family, signIns }: OneselfIds, nowMs: number): Filter<RedemptionRecord> {
  const ofOthers = { state: 'proposed', userId: { $nin: signIns }, answerBy: { $not: { $lte: new Date(nowMs) } } };
  return { refundProposedAt: { $type: 'date' }, personId: { $nin: family }, refunds: { $elemMatch: ofOthers } };
}

/**
 * Whether somebody may end a refund that waits: the office any, the shop only what they proposed themselves, so that it cannot keep
 * from a resident what the office means to give back.
 */
export function mayEnd(
  principal: Principal,
  { unitPath, shopId }: Pick<RedemptionRecord, 'unitPath' | 'shopId'>,
  { userId }: Pick<RefundRecord, 'userId'>,
): boolean {
  if (permits(principal, 'redemptions.confirm_refund', { unitPath })) return true;
  return userId === principal.userId && permits(principal, 'redemptions.refund', { unitPath, shopId });
}

/** Who proposed a refund thinks better of it, or somebody of the office turns it down. */
export async function withdrawRefund(
  deps: RedemptionDeps,
  principal: Principal,
  { redemptionId, number }: WhichRefund,
): Promise<RedemptionRecord | Refusal> {
  const found = await findForRefund(deps, principal, redemptionId);
  if (isRefusal(found)) return found;
  let refusal: Refusal | null = null;
  const withdrawn = await update(deps, found, (current) => {
    const proposed = current.refunds[number - 1];
    refusal = proposed === undefined ? refuse('refund_not_found') : null;
    if (proposed === undefined) return null;
    if (!mayEnd(principal, current, proposed)) {
      refusal = refuse('refund_not_yours');
      return null;
    }
    const lapsed = hasLapsed(proposed, deps.platform.clock.now());
    if (lapsed || proposed.state !== 'proposed') {
      refusal = refuse(lapsed ? 'refund_lapsed' : 'refund_decided');
      return null;
    }
    const decision = { userId: principal.userId, at: new Date(deps.platform.clock.now()), request: null };
    return decided(current, number, { ...proposed, state: 'withdrawn', decision });
  });
  return refusal ?? withdrawn;
}

/** The refunds with one of them decided; the oldest that still waits says since when the redemption does. */
function decided(current: RedemptionRecord, number: number, refund: RefundRecord) {
  const refunds = current.refunds.map((each, index) => (index === number - 1 ? refund : each));
  return { refunds, ...waitingRefunds(refunds) };
}
