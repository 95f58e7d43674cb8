import type { Redemption } from '@red-points/shared/contracts';
import { receiptCode } from '@red-points/shared/domain/people';
import type { Principal } from '@red-points/shared/domain/permissions';
import type { RedemptionDeps } from './deps.ts';
import { isResidentOf } from './find-redemption.ts';
import type { RedemptionRecord } from './store.ts';

/** Redemptions as their reader may see them: a resident their own name and points, everybody else a masked name. */
export async function viewsFor(
  deps: Pick<RedemptionDeps, 'people'>,
  principal: Principal,
  redemptions: readonly RedemptionRecord[],
): Promise<Redemption[]> {
  const names = await deps.people.names([...new Set(redemptions.map(({ personId }) => personId))]);
  return redemptions.map((redemption) => {
    const own = isResidentOf(principal, redemption);
    const name = names.get(redemption.personId);
    return viewOf(redemption, (own ? name?.full : name?.masked) ?? '—', own);
  });
}

/** One redemption for its reader. */
export async function viewFor(
  deps: Pick<RedemptionDeps, 'people'>,
  principal: Principal,
  redemption: RedemptionRecord,
): Promise<Redemption> {
  const [view] = await viewsFor(deps, principal, [redemption]);
  if (view === undefined) throw new Error('a redemption has no view');
  return view;
}

function viewOf(redemption: RedemptionRecord, personName: string, own: boolean): Redemption {
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
    quantity,
    points: redemption.points,
    remainderFen: terms.remainderFen * quantity,
    personName,
    createdAt: redemption.createdAt.toISOString(),
    expiresAt: redemption.expiresAt.toISOString(),
    finishedAt: redemption.finishedAt?.toISOString() ?? null,
    refundedPoints: redemption.refundedPoints,
    availableAfter: own ? redemption.availableAfter : null,
    receiptCode: own && captureHash !== null ? receiptCode(captureHash) : null,
  };
}
