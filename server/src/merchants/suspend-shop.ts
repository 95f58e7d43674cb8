import { type Refusal, refuse, type Shop } from '@red-points/shared/contracts';
import type { Principal } from '@red-points/shared/domain/permissions';
import type { MerchantDeps } from './deps.ts';
import { shopFor, unitNameOf } from './find-shop.ts';
import { type ShopRecord, shopView } from './store.ts';

/**
 * Stops new redemptions at a shop, and its times are not shown any more. Open ones can still be confirmed, declined or time
 * out, and booked services be completed by both sides; whoever booked for later is told, and staff may call all of it off.
 */
export async function suspendShop(
  deps: MerchantDeps,
  principal: Principal,
  shopId: string,
  reason: string,
): Promise<Shop | Refusal> {
  const shop = await shopFor(deps, principal, 'shops.manage', shopId);
  if ('refused' in shop) return shop;
  const unitName = await unitNameOf(deps, shop.unitId);
  if (shop.state === 'suspended') return shopView(shop, unitName);
  if (shop.state === 'closed') return refuse('shop_closed');
  if (shop.state !== 'active') return refuse('shop_not_approved');
  const suspended = await deps.model
    .findOneAndUpdate(
      { _id: shopId, version: shop.version },
      {
        $set: {
          state: 'suspended',
          suspendedBy: principal.userId,
          suspensionReason: reason,
          suspendedAt: new Date(deps.platform.clock.now()),
        },
        $inc: { version: 1 },
      },
      { returnDocument: 'after' },
    )
    .lean<ShopRecord>()
    .exec();
  if (suspended === null) return refuse('version_conflict');
  const subject = { kind: 'shop', id: shopId };
  await deps.audit.record({ principal, action: 'shops.suspend', subject, unitId: shop.unitId });
  return shopView(suspended, unitName, shop.parent);
}
