import type { ShopState } from './types.ts';

export type ShopRefusalCode = 'shop_not_approved' | 'shop_suspended' | 'shop_closed' | 'shop_paused';

/** Why a shop takes no new redemption now, or null where it does. Open ones can still be ended. */
export function whyNotServing(shop: {
  readonly state: ShopState;
  readonly accepting: boolean;
}): ShopRefusalCode | null {
  switch (shop.state) {
    case 'applied':
      return 'shop_not_approved';
    case 'suspended':
      return 'shop_suspended';
    case 'closed':
      return 'shop_closed';
    case 'active':
      return shop.accepting ? null : 'shop_paused';
    default:
      return shop.state satisfies never;
  }
}

export type OfferRefusalCode = 'offer_not_started' | 'offer_ended';

/** Why an offer cannot be redeemed now, or null where it can. `validUntilMs` is the first instant at which it is over. */
export function whyNotOnOffer(
  offer: { readonly active: boolean; readonly validFromMs: number; readonly validUntilMs: number | null },
  nowMs: number,
): OfferRefusalCode | null {
  if (!offer.active) return 'offer_ended';
  if (nowMs < offer.validFromMs) return 'offer_not_started';
  return offer.validUntilMs !== null && nowMs >= offer.validUntilMs ? 'offer_ended' : null;
}
