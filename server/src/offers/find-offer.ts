import { isRefusal, type Refusal, refuse } from '@red-points/shared/contracts';
import type { Principal } from '@red-points/shared/domain/permissions';
import type { ShopRecord } from '../merchants/index.ts';
import { together } from '../platform/together.ts';
import type { OfferDeps } from './deps.ts';
import { OFFERS, type OfferRecord } from './store.ts';

/** An offer by its id, without its reservations, or null. */
export async function findOffer(deps: Pick<OfferDeps, 'platform'>, offerId: string): Promise<OfferRecord | null> {
  const found = await together(deps.platform.db).byId<OfferRecord>(OFFERS, offerId, { reservations: 0 });
  return found === null ? null : { ...found, reservations: [] };
}

/** An offer that the caller may manage, with its shop. */
export async function offerFor(
  deps: Pick<OfferDeps, 'platform' | 'merchants'>,
  principal: Principal,
  offerId: string,
): Promise<{ offer: OfferRecord; shop: ShopRecord } | Refusal> {
  const offer = await findOffer(deps, offerId);
  if (offer === null) return refuse('offer_not_found');
  const shop = await deps.merchants.findFor(principal, 'offers.manage', offer.shopId);
  return isRefusal(shop) ? shop : { offer, shop };
}
