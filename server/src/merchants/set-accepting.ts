import { type Refusal, refuse, type Shop } from '@red-points/shared/contracts';
import type { Principal } from '@red-points/shared/domain/permissions';
import type { MerchantDeps } from './deps.ts';
import { shopFor, unitNameOf } from './find-shop.ts';
import { type ShopRecord, shopView } from './store.ts';

/** The shop's own switch: take orders, or pause. The last word counts; no version is asked for. */
export async function setAccepting(
  deps: MerchantDeps,
  principal: Principal,
  shopId: string,
  accepting: boolean,
): Promise<Shop | Refusal> {
  const shop = await shopFor(deps, principal, 'shops.operate', shopId);
  if ('refused' in shop) return shop;
  const changed = await deps.model
    .findOneAndUpdate({ _id: shopId }, { $set: { accepting }, $inc: { version: 1 } }, { returnDocument: 'after' })
    .lean<ShopRecord>()
    .exec();
  if (changed === null) return refuse('shop_not_found');
  return shopView(changed, await unitNameOf(deps, changed.unitId), shop.parent);
}
