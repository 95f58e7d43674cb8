import { isRefusal, type Redemption, type RedemptionTold } from '@red-points/shared/contracts';
import { receiptCode } from '@red-points/shared/domain/people';
import { type Principal, permits } from '@red-points/shared/domain/permissions';
import { oneselfOf } from '../memberships/index.ts';
import type { PersonNames } from '../people/index.ts';
import { mayEnd, whyNotConfirmed } from './confirm-refund.ts';
import type { RedemptionDeps } from './deps.ts';
import { isResidentOf } from './find-redemption.ts';
import type { RedemptionRecord } from './store.ts';
import { hasLapsed } from './waiting-refunds.ts';

type Viewing = Pick<RedemptionDeps, 'people' | 'users' | 'memberships' | 'platform'>;

/**
 * Redemptions as their reader may see them: a resident their own name and points, everybody else a masked name.
 * @param known names that were asked for already, by person
 */
export async function viewsFor(
  deps: Viewing,
  principal: Principal,
  redemptions: readonly RedemptionRecord[],
  known?: ReadonlyMap<string, PersonNames>,
): Promise<Redemption[]> {
  const pending = await pendingRefunds(deps, principal, redemptions);
  const names = known ?? (await deps.people.names([...new Set(redemptions.map(({ personId }) => personId))]));
  return redemptions.map((redemption) => {
    const own = isResidentOf(principal, redemption);
    const name = names.get(redemption.personId);
    const refunds = own ? [] : (pending.get(redemption._id) ?? []);
    const personName = (own ? name?.full : name?.masked) ?? '—';
    return { ...viewOf(redemption, own), personName, pendingRefunds: refunds };
  });
}

/** One redemption for its reader. */
export async function viewFor(
  deps: Viewing,
  principal: Principal,
  redemption: RedemptionRecord,
  names?: ReadonlyMap<string, PersonNames>,
): Promise<Redemption> {
  const [view] = await viewsFor(deps, principal, [redemption], names);
  if (view === undefined) throw new Error('a redemption has no view');
  return view;
}

/** What waits for a second word, by redemption. Few redemptions have any, and most lists ask for nobody's name. */
async function pendingRefunds(deps: Viewing, principal: Principal, redemptions: readonly RedemptionRecord[]) {
  const waiting = redemptions.filter(({ refunds }) => refunds.some(({ state }) => state === 'proposed'));
  if (waiting.length === 0) return new Map<string, Redemption['pendingRefunds']>();
  const nowMs = deps.platform.clock.now();
  const userIds = waiting.flatMap(({ refunds }) => refunds.map(({ userId }) => userId));
  const [oneself, names] = await Promise.all([oneselfOf(deps, principal), deps.users.names([...new Set(userIds)])]);
  return new Map(
    waiting.map((redemption) => {
      const { unitPath } = redemption;
      const ofOffice = permits(principal, 'redemptions.confirm_refund', { unitPath });
      const pending = redemption.refunds.flatMap((refund, index) => {
        if (refund.state !== 'proposed' || hasLapsed(refund, nowMs)) return [];
        const { points, reason, userId, at, answerBy } = refund;
        return [
          {
            number: index + 1,
            points,
            reason,
            proposedByName: names.get(userId) ?? '—',
            proposedAt: at.toISOString(),
            answerBy: answerBy?.toISOString() ?? null,
            mayConfirm: ofOffice && !isRefusal(whyNotConfirmed(oneself, redemption, refund, nowMs)),
            mayWithdraw: mayEnd(principal, redemption, refund),
            proposedByYou: userId === principal.userId,
          },
        ];
      });
      return [redemption._id, pending] as const;
    }),
  );
}

/** A redemption as its resident is told of it by a live event: all that they would read but their name. */
export const toldOf = (redemption: RedemptionRecord): RedemptionTold => viewOf(redemption, true);

function viewOf(redemption: RedemptionRecord, own: boolean): RedemptionTold {
  const { terms, quantity, closeReason, captureHash } = redemption;
  return {
    redemptionId: redemption._id,
    state: redemption.state,
    closeReason,
    note: closeReason === 'declined' ? redemption.note : null,
    via: redemption.via,
    shortCode: redemption.shortCode,
    shopId: redemption.shopId,
    shopName: redemption.shopName,
    offerId: redemption.offerId,
    offerTitle: terms.title,
    picture: terms.picture,
    pictureId: terms.pictureId ?? null,
    voucher: terms.voucher ?? null,
    quantity,
    points: redemption.points,
    remainderFen: terms.remainderFen * quantity,
    createdAt: redemption.createdAt.toISOString(),
    expiresAt: redemption.expiresAt.toISOString(),
    finishedAt: redemption.finishedAt?.toISOString() ?? null,
    bookedFor: redemption.booking?.startsAt.toISOString() ?? null,
    refundedPoints: redemption.refundedPoints,
    availableAfter: own ? redemption.availableAfter : null,
    receiptCode: own && captureHash !== null ? receiptCode(captureHash) : null,
  };
}
