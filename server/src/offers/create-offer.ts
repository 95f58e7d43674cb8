import { type BodyOf, isRefusal, type Offer, type offers, type Refusal, refuse } from '@red-points/shared/contracts';
import type { Principal } from '@red-points/shared/domain/permissions';
import type { OfferDeps } from './deps.ts';
import { whyNotPaid } from './payer.ts';
import { type OfferRecord, offerView, type StockMovementRecord } from './store.ts';

/** Adds an offer to a shop, with its first stock as a movement of its own. */
export async function createOffer(
  deps: OfferDeps,
  principal: Principal,
  shopId: string,
  input: BodyOf<typeof offers.create>,
): Promise<Offer | Refusal> {
  const shop = await deps.merchants.findFor(principal, 'offers.manage', shopId);
  if (isRefusal(shop)) return shop;
  if (datesWrong(input)) return refuse('offer_dates_wrong');
  const notPaid = await whyNotPaid(deps, { ...input, unitId: shop.unitId });
  if (notPaid !== null) return notPaid;
  const { clock, ids } = deps.platform;
  const now = new Date(clock.now());
  const { validFrom, validUntil, ...terms } = input;
  const offer: OfferRecord = {
    ...terms,
    _id: ids.next(),
    shopId,
    unitId: shop.unitId,
    unitPath: [...shop.unitPath],
    validFrom: new Date(validFrom),
    validUntil: validUntil === null ? null : new Date(validUntil),
    reservations: [],
    createdBy: principal.userId,
    createdAt: now,
    version: 1,
  };
  const movement: StockMovementRecord = {
    _id: ids.next(),
    offerId: offer._id,
    shopId,
    change: offer.stock ?? 0,
    kind: 'first',
    reason: null,
    userId: principal.userId,
    at: now,
  };
  await deps.connection.transaction(async (session) => {
    await deps.offers.insertOne(offer, { session });
    if (movement.change > 0) await deps.movements.insertOne(movement, { session });
  });
  return offerView(offer, shop.name);
}

/** Whether an offer would be over before it begins. */
export function datesWrong(dates: { readonly validFrom: string; readonly validUntil: string | null }): boolean {
  return dates.validUntil !== null && Date.parse(dates.validUntil) <= Date.parse(dates.validFrom);
}
