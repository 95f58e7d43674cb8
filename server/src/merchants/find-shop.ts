import { type Refusal, refuse } from '@red-points/shared/contracts';
import { type Action, type Principal, permits } from '@red-points/shared/domain/permissions';
import type { MerchantDeps } from './deps.ts';
import type { ShopRecord } from './store.ts';

/** A shop by its id, or null. */
export async function findShop(deps: Pick<MerchantDeps, 'model'>, shopId: string): Promise<ShopRecord | null> {
  return deps.model.findById(shopId).lean<ShopRecord>().exec();
}

/** A shop that the caller may do this to: `shop_not_found`, `out_of_scope`. */
export async function shopFor(
  deps: Pick<MerchantDeps, 'model'>,
  principal: Principal,
  action: Action,
  shopId: string,
): Promise<ShopRecord | Refusal> {
  const shop = await findShop(deps, shopId);
  if (shop === null) return refuse('shop_not_found');
  return permits(principal, action, { shopId, unitPath: shop.unitPath }) ? shop : refuse('out_of_scope');
}

/** What a shop's unit is called. */
export async function unitNameOf(deps: Pick<MerchantDeps, 'orgUnits'>, unitId: string): Promise<string> {
  return (await deps.orgUnits.get(unitId))?.name ?? unitId;
}
