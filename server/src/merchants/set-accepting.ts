import { type Refusal, refuse, type Shop } from '@red-points/shared/contracts';
import type { Principal } from '@red-points/shared/domain/permissions';
import type { MerchantDeps } from './deps.ts';
import { findShop, shopFor, unitNameOf } from './find-shop.ts';
import { type ShopRecord, shopView } from './store.ts';

/**
 * The shop's own switch: take orders, or pause. The last word counts; no version is asked for. Saying again what is so changes
 * nothing, and each change is on record once.
 */
export async function setAccepting(
  deps: MerchantDeps,
  principal: Principal,
  shopId: string,
  accepting: boolean,
): Promise<Shop | Refusal> {
  const shop = await shopFor(deps, principal, 'shops.operate', shopId);
  if ('refused' in shop) return shop;
  const changed = await deps.model
    .findOneAndUpdate(
      { _id: shopId, accepting: !accepting },
      { $set: { accepting }, $inc: { version: 1 } },
      { returnDocument: 'after' },
    )
    .lean<ShopRecord>()
    .exec();
  const unitName = await unitNameOf(deps, shop.unitId);
  if (changed === null) {
    const current = await findShop(deps, shopId);
    return current === null ? refuse('shop_not_found') : shopView(current, unitName, current.parent);
  }
  const action = accepting ? 'shops.take_orders' : 'shops.pause';
  await deps.audit.record({ principal, action, subject: { kind: 'shop', id: shopId }, unitId: shop.unitId });
  return shopView(changed, unitName, shop.parent);
}
