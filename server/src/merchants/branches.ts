import { isRefusal, type Refusal, type ResponseOf, refuse, type shops } from '@red-points/shared/contracts';
import { type Principal, permits } from '@red-points/shared/domain/permissions';
import type { MerchantDeps } from './deps.ts';
import { findShop, shopFor } from './find-shop.ts';
import { type ShopRecord, shopView } from './store.ts';

/** More branches than a merchant of one district has. */
const BRANCHES_MAX = 200;

/**
 * Why a shop cannot be a branch of another, or null: `shop_parent_wrong`, `out_of_scope`. Branches have no branches, so
 * that one look upwards always finds the agreement.
 */
export async function whyNotBranchOf(
  deps: MerchantDeps,
  principal: Principal,
  parentId: string,
): Promise<Refusal | null> {
  const parent = await findShop(deps, parentId);
  if (parent === null || parent.state === 'closed' || (parent.parentId ?? null) !== null) {
    return refuse('shop_parent_wrong');
  }
  return permits(principal, 'shops.manage', { unitPath: parent.unitPath }) ? null : refuse('out_of_scope');
}

/** The branches of a shop, by name. */
export async function listBranches(
  deps: MerchantDeps,
  principal: Principal,
  shopId: string,
): Promise<ResponseOf<typeof shops.branches> | Refusal> {
  const shop = await shopFor(deps, principal, 'shops.read', shopId);
  if (isRefusal(shop)) return shop;
  const found = await deps.model
    .find({ parentId: shopId })
    .sort({ name: 1, _id: 1 })
    .limit(BRANCHES_MAX)
    .lean<ShopRecord[]>()
    .exec();
  const units = await deps.orgUnits.names(found.map(({ unitId }) => unitId));
  return { items: found.map((one) => shopView({ ...one, parent: shop }, units.get(one.unitId) ?? one.unitId)) };
}
