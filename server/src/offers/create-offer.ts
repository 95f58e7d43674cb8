import { type BodyOf, isRefusal, type Offer, type offers, type Refusal } from '@red-points/shared/contracts';
import type { Principal } from '@red-points/shared/domain/permissions';
import { storedTerms, whyNotOnTerms } from './check-terms.ts';
import type { OfferDeps } from './deps.ts';
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
  const refusal = await whyNotOnTerms(deps, input, shop);
  if (refusal !== null) return refusal;
  const { clock, ids } = deps.platform;
  const now = new Date(clock.now());
  const offer: OfferRecord = {
    ...storedTerms(input),
    _id: ids.next(),
    shopId,
    unitId: shop.unitId,
    unitPath: [...shop.unitPath],
    reservations: [],
    inLedger: true,
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
  await deps.audit.record({
    principal,
    action: 'offers.create',
    subject: { kind: 'offer', id: offer._id },
    unitId: shop.unitId,
    detail: { points: offer.points, settlementFen: offer.settlementFen, active: offer.active },
  });
  return offerView(offer, shop.name);
}
