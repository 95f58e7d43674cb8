import { businessDate } from '../calendar/index.ts';
import type { ShopState } from './types.ts';

export type ShopRefusalCode =
  | 'shop_not_approved'
  | 'shop_suspended'
  | 'shop_closed'
  | 'shop_without_agreement'
  | 'shop_paused';

interface Serving {
  readonly state: ShopState;
  readonly accepting: boolean;
  /** Business days, both included, that were agreed; missing or empty where nothing was, as with a community's own market. */
  readonly agreements?: readonly { readonly from: string; readonly until: string }[];
  /** The main shop of a branch: its agreements count, and a branch serves no longer than it. */
  readonly parent?: Pick<Serving, 'state' | 'agreements'>;
}

/** Whether a shop's agreements, or those of a branch's main shop, cover an instant. A shop without any serves as long as it is active. */
export function isAgreed(shop: Pick<Serving, 'agreements' | 'parent'>, nowMs: number): boolean {
  const { agreements = [] } = shop.parent ?? shop;
  if (agreements.length === 0) return true;
  const today = businessDate(nowMs);
  return agreements.some(({ from, until }) => from <= today && today <= until);
}

function whyNotTakingPart(state: ShopState): ShopRefusalCode | null {
  switch (state) {
    case 'applied':
      return 'shop_not_approved';
    case 'suspended':
      return 'shop_suspended';
    case 'closed':
      return 'shop_closed';
    case 'active':
      return null;
    default:
      return state satisfies never;
  }
}

/** Days before the last one of an agreement from which it ends soon: time enough to agree anew. */
export const AGREEMENT_ENDING_DAYS = 30;

/** Whether a shop takes part at an instant, whatever its own switch says: approved, not suspended, within its agreement; a branch no longer than its main shop. */
export function takesPart(shop: Omit<Serving, 'accepting'>, nowMs: number): boolean {
  return whyNotServing({ ...shop, accepting: true }, nowMs) === null;
}

/** Why a shop takes no new redemption now, or null where it does. Open ones can still be ended. */
export function whyNotServing(shop: Serving, nowMs: number): ShopRefusalCode | null {
  const { parent = shop } = shop;
  const notTakingPart = whyNotTakingPart(shop.state) ?? whyNotTakingPart(parent.state);
  if (notTakingPart !== null) return notTakingPart;
  if (!isAgreed(shop, nowMs)) return 'shop_without_agreement';
  return shop.accepting ? null : 'shop_paused';
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
