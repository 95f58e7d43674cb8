import { isRefusal, type Refusal, type ShopCapsLeft } from '@red-points/shared/contracts';
import { businessDate } from '@red-points/shared/domain/calendar';
import type { Principal } from '@red-points/shared/domain/permissions';
import {
  type SHOP_CAPPED,
  SHOP_CAPS_DEFAULT,
  type ShopSpent,
  shopCapLeft,
} from '@red-points/shared/domain/redemptions';
import { shopAllowanceId, spentOn } from './allowances.ts';
import type { RedemptionDeps } from './deps.ts';

/** What may still be redeemed at a shop today and this month, for its counter and its office. */
export async function readShopCaps(
  deps: Pick<RedemptionDeps, 'merchants' | 'settings' | 'allowances' | 'platform'>,
  principal: Principal,
  shopId: string,
): Promise<ShopCapsLeft | Refusal> {
  const shop = await deps.merchants.findFor(principal, 'shops.read', shopId);
  if (isRefusal(shop)) return shop;
  const today = businessDate(deps.platform.clock.now());
  const [{ value }, found] = await Promise.all([
    deps.settings.inForce(shop.unitPath),
    deps.allowances.findOne({ _id: shopAllowanceId(shopId, today) }, { projection: { month: 1, days: 1 } }),
  ]);
  const caps = value.shopCaps ?? SHOP_CAPS_DEFAULT;
  const spent = spentOn(found, today) as ShopSpent;
  const of = (capped: (typeof SHOP_CAPPED)[number]) => {
    const left = (period: 'day' | 'month') => {
      const max = caps[capped][period];
      return max === null ? null : { max, left: shopCapLeft(caps, spent, capped, period) ?? 0 };
    };
    return { day: left('day'), month: left('month') };
  };
  return { points: of('points'), count: of('count') };
}
