import { type BodyOf, isRefusal, type Offer, type offers, type Refusal, refuse } from '@red-points/shared/contracts';
import type { Principal } from '@red-points/shared/domain/permissions';
import type { OfferDeps } from './deps.ts';
import { findOffer, offerFor } from './find-offer.ts';
import { offerView } from './store.ts';

const STOCK_MAX = 10_000_000;

/** Adds to or takes from the stock; the movement and its reason are recorded with it or not at all. */
export async function setStock(
  deps: OfferDeps,
  principal: Principal,
  offerId: string,
  { change, reason }: BodyOf<typeof offers.setStock>,
): Promise<Offer | Refusal> {
  const found = await offerFor(deps, principal, offerId);
  if (isRefusal(found)) return found;
  if (change === 0) return refuse('stock_change_zero');
  const { clock, ids } = deps.platform;
  const movement = {
    _id: ids.next(),
    offerId,
    shopId: found.shop._id,
    change,
    kind: 'stocktake',
    reason,
    userId: principal.userId,
    at: new Date(clock.now()),
  } as const;
  const changed = await deps.connection.transaction(async (session) => {
    const offer = await deps.offers.findOneAndUpdate(
      { _id: offerId, stock: { $gte: Math.max(0, 0 - change), $lte: STOCK_MAX - change } },
      { $inc: { stock: change } },
      { session, returnDocument: 'after', projection: { reservations: 0 } },
    );
    if (offer !== null) await deps.movements.insertOne(movement, { session });
    return offer;
  });
  if (changed !== null) return offerView(changed, found.shop.name);
  const stock = (await findOffer(deps, offerId))?.stock ?? null;
  if (stock === null) return refuse('stock_not_counted');
  return change > 0 ? refuse('stock_too_large') : refuse('stock_below_zero', { stock, asked: 0 - change });
}
