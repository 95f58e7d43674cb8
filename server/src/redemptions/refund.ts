import { type BodyOf, isRefusal, type Refusal, type redemptions, refuse } from '@red-points/shared/contracts';
import { type HolidayCalendar, workingDaysEndAt } from '@red-points/shared/domain/calendar';
import type { Principal } from '@red-points/shared/domain/permissions';
import {
  applyFact,
  decide,
  needsSecondWord,
  owedFen,
  REDEMPTION_SETTINGS_DEFAULT,
  type RedemptionSettings,
} from '@red-points/shared/domain/redemptions';
import type { RequestIdentity } from '../http/idempotency.ts';
import type { RedemptionDeps } from './deps.ts';
import { findForRefund } from './find-redemption.ts';
import { update } from './follow.ts';
import { refundCommand } from './ledger-commands.ts';
import { refundToJoinedAccount } from './refund-to-joined.ts';
import { piecesOf, type RedemptionRecord, type RefundRecord, standingOf } from './store.ts';
import { pointsUnderWay, waitingRefunds } from './waiting-refunds.ts';

/** Refunds that one redemption can have; keeps its document small. */
const REFUNDS_MAX = 50;
/** When the repair job takes up a refund that was asked for and not finished. */
export const TAKE_UP_MS = 10_000;

/**
 * Gives points back, in part or whole, with the expiry they had. Asked first in the document, where refunds at the same
 * moment cannot exceed the points together, then of the ledger, which does not give more than it took either. Where one
 * person's word is not enough it waits for a second one (`confirm-refund.ts`).
 */
export async function refund(
  deps: RedemptionDeps,
  principal: Principal,
  redemptionId: string,
  input: BodyOf<typeof redemptions.refund>,
  request: RequestIdentity,
): Promise<RedemptionRecord | Refusal> {
  const found = await findForRefund(deps, principal, redemptionId);
  if (isRefusal(found)) return found;
  const isFamily = await deps.memberships.familyOf(principal.personIds);
  if (isFamily(found.personId)) return refuse('refund_not_independent');
  const [{ value: settings }, holidays] = await Promise.all([
    deps.settings.inForce(found.unitPath),
    deps.holidays.calendar(),
  ]);
  let refusal: Refusal | null = null;
  const asked = await update(deps, found, (current) => {
    const step = askFor(deps, current, { ...input, request, userId: principal.userId }, settings, holidays);
    refusal = isRefusal(step) ? step : null;
    return isRefusal(step) ? null : step;
  });
  if (refusal !== null) return refusal;
  const finished = await finishRefunds(deps, asked);
  const mine = findRefund(finished, request);
  return mine?.refusal ?? finished;
}

function findRefund(redemption: RedemptionRecord, { caller, key }: RequestIdentity): RefundRecord | undefined {
  return redemption.refunds.find(({ request }) => request.caller === caller && request.key === key);
}

function askFor(
  deps: RedemptionDeps,
  current: RedemptionRecord,
  asked: Pick<RefundRecord, 'request' | 'points' | 'reason' | 'userId'>,
  settings: Pick<RedemptionSettings, 'refundAlonePoints' | 'refundAnswerDays'>,
  holidays: HolidayCalendar,
): Partial<RedemptionRecord> | null | Refusal {
  const first = findRefund(current, asked.request);
  if (first !== undefined) {
    return first.request.fingerprint === asked.request.fingerprint ? null : refuse('idempotency_key_reused');
  }
  const nowMs = deps.platform.clock.now();
  const underWay = pointsUnderWay(current.refunds, nowMs);
  const standing = standingOf(current);
  const decision = decide(
    { ...standing, refundedPoints: standing.refundedPoints + underWay },
    { kind: 'refund', points: asked.points },
    nowMs,
  );
  if (decision.kind === 'refused') return refuse(decision.code, decision.detail);
  if (current.refunds.length >= REFUNDS_MAX) return refuse('refunds_too_many');
  const at = new Date(nowMs);
  const refund = { ...asked, at, refusal: null };
  if (needsSecondWord(standing.refundedPoints + underWay, asked.points, settings)) {
    // What a unit set before there was a deadline says nothing of it.
    const days = settings.refundAnswerDays ?? REDEMPTION_SETTINGS_DEFAULT.refundAnswerDays;
    const answerBy = new Date(workingDaysEndAt(nowMs, days, holidays));
    const refunds = [...current.refunds, { ...refund, state: 'proposed' as const, answerBy }];
    return { refunds, ...waitingRefunds(refunds) };
  }
  return { refunds: [...current.refunds, { ...refund, state: 'asked' }], nextCheckAt: new Date(nowMs + TAKE_UP_MS) };
}

/** Carries out every refund that was asked for, in their order; a refund is posted once by its number. */
export async function finishRefunds(deps: RedemptionDeps, redemption: RedemptionRecord): Promise<RedemptionRecord> {
  let current = redemption;
  for (const [index, { state }] of redemption.refunds.entries()) {
    if (state === 'asked') current = await finishRefund(deps, current, index);
  }
  return current;
}

async function finishRefund(deps: RedemptionDeps, redemption: RedemptionRecord, index: number) {
  const { captureSeq, refunds } = redemption;
  const asked = refunds[index];
  if (captureSeq === null || asked === undefined) throw new Error('a refund stands on a redemption without a capture');
  const posted = await postRefund(deps, { ...redemption, captureSeq }, index, asked);
  if (!isRefusal(posted)) await giveGoodsBack(deps, redemption, asked);
  return update(deps, redemption, (current) => followRefund(current, index, posted));
}

/** Asks the ledger for it, and says when it posted it; where the account was joined into another one since, the points go there. */
async function postRefund(
  deps: RedemptionDeps,
  redemption: RedemptionRecord & { readonly captureSeq: number },
  index: number,
  asked: RefundRecord,
): Promise<Date | Refusal> {
  const confirmedBy = asked.decision?.userId ?? null;
  const refund = { number: index + 1, points: asked.points, userId: asked.userId, confirmedBy };
  const outcome = await deps.ledger.post(refundCommand(redemption, refund, deps.platform.clock.now()));
  if (outcome.status === 'posted') return new Date(outcome.entry.recordedAtMs);
  const { code, detail } = outcome.refusal;
  return code === 'account_closed' ? refundToJoinedAccount(deps, redemption, index) : refuse(`ledger_${code}`, detail);
}

/** The shelf first: the document says last that all is done. */
async function giveGoodsBack(deps: RedemptionDeps, redemption: RedemptionRecord, asked: RefundRecord): Promise<void> {
  const whole = redemption.refundedPoints + asked.points === redemption.points;
  if (!whole || redemption.terms.kind === 'service') return;
  await deps.offers.giveBack({ ...piecesOf(redemption), userId: asked.userId });
}

function followRefund(current: RedemptionRecord, index: number, posted: Date | Refusal) {
  const asked = current.refunds[index];
  if (asked?.state !== 'asked') return null;
  const done: RefundRecord = isRefusal(posted)
    ? { ...asked, state: 'refused', refusal: posted }
    : { ...asked, state: 'posted', refusal: null, postedAt: posted };
  const refunds = current.refunds.map((refund, place) => (place === index ? done : refund));
  const left = refunds.some(({ state }) => state === 'asked') ? {} : { nextCheckAt: null };
  if (isRefusal(posted)) return { refunds, ...left };
  const after = applyFact(standingOf(current), { kind: 'refunded', points: asked.points });
  const { terms, quantity, points } = current;
  return {
    refunds,
    ...left,
    state: after.state,
    settleDue: true,
    refundedPoints: after.refundedPoints,
    netPoints: points - after.refundedPoints,
    owedFen: owedFen(terms.settlementFen, quantity, points, after.refundedPoints),
  };
}
