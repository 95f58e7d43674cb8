import { type RedemptionRefunds, type Refusal, refuse } from '@red-points/shared/contracts';
import { refundablePoints, type Touched, touchedBy, UNTOUCHED } from '@red-points/shared/domain/ledger';
import { type Principal, permits } from '@red-points/shared/domain/permissions';
import { REDEMPTION_SETTINGS_DEFAULT } from '@red-points/shared/domain/redemptions';
import type { RedemptionDeps } from './deps.ts';
import { isStaffOf } from './find-redemption.ts';
import type { RedemptionRecord } from './store.ts';
import { hasLapsed, pointsUnderWay } from './waiting-refunds.ts';

/** What was given back of a redemption or waits to be, and what the reader may still give back, with and without a second word. */
export async function listRefunds(
  deps: RedemptionDeps,
  principal: Principal,
  redemptionId: string,
): Promise<RedemptionRefunds | Refusal> {
  const found = await deps.redemptions.findOne({ _id: redemptionId });
  if (found === null) return refuse('redemption_not_found');
  if (!isStaffOf(principal, found)) {
    return refuse(principal.face === 'merchant' ? 'redemption_of_other_shop' : 'out_of_scope');
  }
  const { personId, shopId, unitPath } = found;
  const userIds = found.refunds.flatMap(({ userId, decision }) => [userId, ...(decision ? [decision.userId] : [])]);
  const [names, isFamily, { value: settings }, correctedPoints] = await Promise.all([
    deps.users.names([...new Set(userIds)]),
    deps.memberships.familyOf(principal.personIds),
    deps.settings.inForce(unitPath),
    correctedPointsOf(deps, found),
  ]);
  const nowMs = deps.platform.clock.now();
  const taken = found.refundedPoints + pointsUnderWay(found.refunds, nowMs);
  return {
    items: found.refunds.map(({ state, points, reason, at, userId, decision, answerBy }, index) => ({
      number: index + 1,
      // From its deadline on, whether or not the job has written it down.
      state: hasLapsed({ state, answerBy }, nowMs) ? 'lapsed' : state,
      points,
      reason,
      at: at.toISOString(),
      byName: names.get(userId) ?? '—',
      decidedByName: decision === undefined ? null : (names.get(decision.userId) ?? '—'),
      decidedAt: decision?.at.toISOString() ?? null,
    })),
    leftPoints: refundablePoints({ entry: { points: 0 - spentOf(found) }, refundedPoints: taken, correctedPoints }),
    alonePoints: Math.max(0, settings.refundAlonePoints - taken),
    answerDays: settings.refundAnswerDays ?? REDEMPTION_SETTINGS_DEFAULT.refundAnswerDays,
    mayRefund: permits(principal, 'redemptions.refund', { shopId, unitPath }) && !isFamily(personId),
  };
}

/** What corrections made of what it took: they and refunds together never give back more (0104). */
async function correctedPointsOf(
  { ledger }: Pick<RedemptionDeps, 'ledger'>,
  { accountId, captureSeq }: RedemptionRecord,
): Promise<number> {
  if (captureSeq === null) return 0;
  const referring = await ledger.referringTo(accountId, captureSeq);
  return referring.reduce<Touched>(touchedBy, UNTOUCHED).correctedPoints;
}

function spentOf({ state, points }: RedemptionRecord): number {
  return state === 'success' || state === 'partially_refunded' || state === 'refunded' ? points : 0;
}
