import {
  type BodyOf,
  isRefusal,
  type OpeningNow,
  type Refusal,
  type ResponseOf,
  refuse,
  type shopOpening,
} from '@red-points/shared/contracts';
import { businessDate, formatTime } from '@red-points/shared/domain/calendar';
import type { Principal } from '@red-points/shared/domain/permissions';
import type { RedemptionVia } from '@red-points/shared/domain/redemptions';
import {
  isOpenAt,
  isRedemptionDay,
  nextOpeningMs,
  nextRedemptionDay,
  whyNotHours,
} from '@red-points/shared/domain/shops';
import type { MerchantDeps } from './deps.ts';
import { shopFor } from './find-shop.ts';
import type { ShopRecord } from './store.ts';

type Opening = ResponseOf<typeof shopOpening.get>;

/** When a shop is open and redeems, and how that stands now. */
export function openingOf({ hours = null, redemptionDays = null }: ShopRecord, nowMs: number): OpeningNow {
  const today = businessDate(nowMs);
  const closedDays = hours?.closedDays ?? [];
  const openNow = isOpenAt(hours, nowMs);
  const opensAtMs = hours === null || openNow ? null : nextOpeningMs(hours, nowMs);
  const redeemsToday = isRedemptionDay(redemptionDays, closedDays, today);
  return {
    hours: hours as OpeningNow['hours'],
    redemptionDays: redemptionDays as OpeningNow['redemptionDays'],
    openNow,
    opensAt: opensAtMs === null ? null : new Date(opensAtMs).toISOString(),
    redeemsToday,
    nextRedemptionDay:
      redemptionDays === null || redeemsToday ? null : nextRedemptionDay(redemptionDays, closedDays, today),
  };
}

/**
 * Why nothing can be redeemed at a shop at this hour, or null. A market redeems on its days only, whoever asks; hours
 * hold for whoever scans a poster, because at the counter the shop's own people say whether it is open.
 */
export function whyNotOpen(shop: ShopRecord, via: RedemptionVia, nowMs: number): Refusal | null {
  const opening = openingOf(shop, nowMs);
  if (!opening.redeemsToday) {
    return refuse('shop_not_redemption_day', { next: opening.nextRedemptionDay ?? '—' });
  }
  if (via !== 'shop_poster' || opening.openNow) return null;
  const opensAtMs = opening.opensAt === null ? null : Date.parse(opening.opensAt);
  const opens = opensAtMs === null ? '—' : `${businessDate(opensAtMs)} ${formatTime(opensAtMs)}`;
  return refuse('shop_not_open_now', { opens });
}

/** When a shop is open, for staff and the shop. */
export async function getOpening(deps: MerchantDeps, principal: Principal, shopId: string): Promise<Opening | Refusal> {
  const shop = await shopFor(deps, principal, 'shops.read', shopId);
  return isRefusal(shop) ? shop : { ...openingOf(shop, deps.platform.clock.now()), version: shop.version };
}

/** Sets when a shop is open and redeems; what is open already is served all the same. */
export async function setOpening(
  deps: MerchantDeps,
  principal: Principal,
  shopId: string,
  { hours, redemptionDays, version }: BodyOf<typeof shopOpening.set>,
): Promise<Opening | Refusal> {
  const shop = await shopFor(deps, principal, 'shops.opening', shopId);
  if (isRefusal(shop)) return shop;
  if (redemptionDays !== null && shop.kind !== 'community_market') return refuse('redemption_days_of_market');
  const wrong = hours === null ? null : whyNotHours(hours);
  if (wrong !== null) return refuse(wrong);
  const changed = await deps.model
    .findOneAndUpdate(
      { _id: shopId, version },
      { $set: { hours, redemptionDays }, $inc: { version: 1 } },
      { returnDocument: 'after' },
    )
    .lean<ShopRecord>()
    .exec();
  if (changed === null) return refuse('version_conflict');
  const subject = { kind: 'shop', id: shopId };
  await deps.audit.record({ principal, action: 'shops.opening', subject, unitId: shop.unitId });
  return { ...openingOf(changed, deps.platform.clock.now()), version: changed.version };
}
