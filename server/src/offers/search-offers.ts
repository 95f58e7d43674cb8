import {
  type offers as contract,
  isRefusal,
  type QueryOf,
  type Refusal,
  type ResponseOf,
  refuse,
} from '@red-points/shared/contracts';
import { whyNotFor } from '@red-points/shared/domain/offers';
import { districtOf } from '@red-points/shared/domain/org-units';
import type { Principal } from '@red-points/shared/domain/permissions';
import { takesPart } from '@red-points/shared/domain/redemptions';
import type { Filter } from 'mongodb';
import { z } from 'zod';
import { decodeCursor, encodeCursor } from '../http/cursor.ts';
import { audienceOf } from './audience.ts';
import type { OfferDeps } from './deps.ts';
import { viewerOf, wantedBy } from './list-offers.ts';
import { type OfferRecord, publicOfferView } from './store.ts';

const cursorSchema = z.tuple([z.number(), z.string()]);

/**
 * Offers of the resident's district that they may redeem now, cheapest first. Those of shops that do not take part (suspended, out of
 * their agreement, or of a main shop that is), and those for others, are left out of a page after it was read, so that a page may be shorter than was asked for.
 */
export async function searchOffers(
  deps: OfferDeps,
  principal: Principal,
  query: QueryOf<typeof contract.search>,
): Promise<ResponseOf<typeof contract.search> | Refusal> {
  const after = decodeCursor(query.cursor, cursorSchema);
  if (isRefusal(after)) return after;
  const viewer = await viewerOf(deps, principal.actingPersonId);
  if (viewer === null) return refuse('registration_needed');
  const now = new Date(deps.platform.clock.now());
  const conditions: Filter<OfferRecord>[] = [
    { unitPath: districtOf(viewer.unitPath), active: true, validFrom: { $lte: now } },
    { $or: [{ validUntil: null }, { validUntil: { $gt: now } }] },
    ...wantedBy(query),
  ];
  if (query.pointsMax !== undefined) conditions.push({ points: { $lte: query.pointsMax } });
  if (after !== null) {
    const [points, _id] = after;
    conditions.push({ $or: [{ points: { $gt: points } }, { points, _id: { $gt: _id } }] });
  }
  const found = await deps.offers
    .find({ $and: conditions }, { projection: { reservations: 0 } })
    .sort({ points: 1, _id: 1 })
    .limit(query.limit + 1)
    .toArray();
  const page = found.slice(0, query.limit);
  const shops = await deps.merchants.findMany(page.map(({ shopId }) => shopId));
  const last = page.at(-1);
  return {
    items: page.flatMap((offer) => {
      const shop = shops.get(offer.shopId);
      if (shop === undefined || !takesPart(shop, now.getTime())) return [];
      if (whyNotFor(audienceOf(offer), viewer) !== null) return [];
      return [{ ...publicOfferView(offer, shop), address: shop.address, accepting: shop.accepting }];
    }),
    nextCursor: found.length > query.limit && last ? encodeCursor([last.points, last._id]) : null,
  };
}
