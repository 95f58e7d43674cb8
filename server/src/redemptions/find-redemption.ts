import { type Refusal, refuse } from '@red-points/shared/contracts';
import { type Principal, permits } from '@red-points/shared/domain/permissions';
import type { RedemptionDeps } from './deps.ts';
import type { RedemptionRecord } from './store.ts';

type Found = Promise<RedemptionRecord | Refusal>;
type Stores = Pick<RedemptionDeps, 'redemptions'>;

/** For its resident: `redemption_not_yours` for somebody else's. */
export async function findForResident({ redemptions }: Stores, principal: Principal, redemptionId: string): Found {
  const found = await redemptions.findOne({ _id: redemptionId });
  if (found === null) return refuse('redemption_not_found');
  return isResidentOf(principal, found) ? found : refuse('redemption_not_yours');
}

/** For who may take it back: its resident, or the officer who started it for them. */
export async function findForRevoke({ redemptions }: Stores, principal: Principal, redemptionId: string): Found {
  const found = await redemptions.findOne({ _id: redemptionId });
  if (found === null) return refuse('redemption_not_found');
  const isOfficer = found.via === 'officer' && found.requestedBy === principal.userId;
  return isOfficer || isResidentOf(principal, found) ? found : refuse('redemption_not_yours');
}

/** For its shop: `redemption_of_other_shop` for another's. */
export async function findForShop({ redemptions }: Stores, principal: Principal, redemptionId: string): Found {
  const found = await redemptions.findOne({ _id: redemptionId });
  if (found === null) return refuse('redemption_not_found');
  return isShopOf(principal, found) ? found : refuse('redemption_of_other_shop');
}

/** For who may refund it: staff of its unit, or the shop's owner. */
export async function findForRefund({ redemptions }: Stores, principal: Principal, redemptionId: string): Found {
  const found = await redemptions.findOne({ _id: redemptionId });
  if (found === null) return refuse('redemption_not_found');
  const { shopId, unitPath } = found;
  return permits(principal, 'redemptions.refund', { shopId, unitPath }) ? found : refuse('out_of_scope');
}

export function isResidentOf(principal: Principal, { personId }: Pick<RedemptionRecord, 'personId'>): boolean {
  return permits(principal, 'redemptions.own', { personId });
}

export function isShopOf(principal: Principal, { shopId }: Pick<RedemptionRecord, 'shopId'>): boolean {
  return permits(principal, 'redemptions.serve', { shopId });
}

export function isStaffOf(
  principal: Principal,
  { shopId, unitPath }: Pick<RedemptionRecord, 'shopId' | 'unitPath'>,
): boolean {
  return permits(principal, 'redemptions.read', { shopId, unitPath });
}
