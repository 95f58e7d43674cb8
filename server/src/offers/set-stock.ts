import { type BodyOf, isRefusal, type Offer, type offers, type Refusal, refuse } from '@red-points/shared/contracts';
import { changeBy } from '@red-points/shared/domain/offers';
import { type Principal, permits } from '@red-points/shared/domain/permissions';
import type { ClientSession } from 'mongodb';
import { firstOf, type RequestIdentity } from '../http/idempotency.ts';
import { atomically } from '../platform/atomically.ts';
import { isDuplicateKey } from '../platform/database.ts';
import type { OfferDeps } from './deps.ts';
import { findOffer } from './find-offer.ts';
import { type OfferRecord, offerView, type StockMovementRecord } from './store.ts';

const STOCK_MAX = 1_000_000;

type Input = BodyOf<typeof offers.setStock>;

/**
 * Enters a movement of the stock: the movement and the new stock are written together or not at all, once for a request.
 * A shopkeeper moves the stock of a community's own market only: that of a partner shop bounds what the community will owe
 * it, so staff set it.
 */
export async function setStock(
  deps: OfferDeps,
  principal: Principal,
  offerId: string,
  input: Input,
  request: RequestIdentity,
): Promise<Offer | Refusal> {
  const offer = await findOffer(deps, offerId);
  if (offer === null) return refuse('offer_not_found');
  const shop = await deps.merchants.findFor(principal, 'stock.manage', offer.shopId);
  if (isRefusal(shop)) return shop;
  const isStaff = permits(principal, 'offers.manage', { unitPath: shop.unitPath });
  if (!isStaff && shop.kind !== 'community_market') return refuse('stock_of_partner');
  if (input.quantity === 0 && input.act !== 'stocktake') return refuse('stock_change_zero');
  const moved = await once(deps, request, (session) => move(deps, offer, input, principal.userId, request, session));
  return isRefusal(moved) ? moved : offerView({ ...offer, stock: moved.stockAfter ?? offer.stock }, shop.name);
}

async function once(
  deps: OfferDeps,
  request: RequestIdentity,
  work: (session: ClientSession) => Promise<StockMovementRecord | Refusal>,
): Promise<StockMovementRecord | Refusal> {
  const first = await firstOf(deps.requestedMovements, request);
  if (first !== null) return first;
  try {
    return await atomically(deps.platform.db.client, work);
  } catch (error) {
    if (!isDuplicateKey(error)) throw error;
    const other = await firstOf(deps.requestedMovements, request);
    if (other === null) throw error;
    return other;
  }
}

async function move(
  deps: OfferDeps,
  { _id: offerId, shopId }: OfferRecord,
  { act, quantity, reason }: Input,
  userId: string,
  request: RequestIdentity,
  session: ClientSession,
): Promise<StockMovementRecord | Refusal> {
  const now = await deps.offers.findOne({ _id: offerId }, { session });
  if (now === null) return refuse('offer_not_found');
  if (now.stock === null) return refuse('stock_not_counted');
  const setAside = now.reservations.reduce((sum, reserved) => sum + reserved.quantity, 0);
  const change = changeBy(act, quantity, now.stock + setAside);
  const stockAfter = now.stock + change;
  if (stockAfter < 0) return refuse('stock_below_zero', { stock: now.stock, asked: 0 - change });
  if (stockAfter > STOCK_MAX) return refuse('stock_too_large');
  const movement = {
    _id: deps.platform.ids.next(),
    ...{ offerId, shopId, change, kind: act, reason, userId, request, stockAfter },
    counted: act === 'stocktake' ? quantity : null,
    at: new Date(deps.platform.clock.now()),
  };
  // A redemption that takes pieces meanwhile is a conflict of the two: this is decided again on what is there then.
  await deps.offers.updateOne({ _id: offerId }, { $inc: { stock: change } }, { session });
  await deps.movements.insertOne(movement, { session });
  return movement;
}
