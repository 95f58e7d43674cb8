import {
  type offers as contract,
  isRefusal,
  type OfferCategory,
  type PublicOffer,
  type QueryOf,
  type Refusal,
  type ResponseOf,
  refuse,
} from '@red-points/shared/contracts';
import { gramsWanted, whyNotFor } from '@red-points/shared/domain/offers';
import { type Principal, permits, unitsFor } from '@red-points/shared/domain/permissions';
import type { Filter } from 'mongodb';
import { z } from 'zod';
import { decodeCursor, encodeCursor } from '../http/cursor.ts';
import type { ShopRecord } from '../merchants/index.ts';
import { audienceOf } from './audience.ts';
import type { OfferDeps } from './deps.ts';
import { type OfferRecord, offerView, publicOfferView } from './store.ts';

/** More than a shop can show at once; keeps a page of shops small. */
const OFFERS_OF_SHOP_MAX = 100;
const withoutReservations = { projection: { reservations: 0 } } as const;

/** All offers of a shop, newest first. */
export async function listOfShop(
  deps: OfferDeps,
  principal: Principal,
  shopId: string,
): Promise<ResponseOf<typeof contract.listOfShop> | Refusal> {
  const shop = await deps.merchants.findFor(principal, 'shops.read', shopId);
  if (isRefusal(shop)) return shop;
  const found = await deps.offers
    .find({ shopId }, withoutReservations)
    .sort({ createdAt: -1, _id: -1 })
    .limit(OFFERS_OF_SHOP_MAX)
    .toArray();
  return { items: found.map((offer) => offerView(offer, shop.name)) };
}

const cursorSchema = z.tuple([z.number(), z.string()]);

/** Offers of a unit and below, newest first. */
export async function listOffers(
  deps: OfferDeps,
  principal: Principal,
  query: QueryOf<typeof contract.list>,
): Promise<ResponseOf<typeof contract.list> | Refusal> {
  const after = decodeCursor(query.cursor, cursorSchema);
  if (isRefusal(after)) return after;
  const conditions: Filter<OfferRecord>[] = [];
  if (query.unitId !== undefined) {
    const unitPath = await deps.orgUnits.pathOf(query.unitId);
    if (unitPath === null) return refuse('unit_unknown');
    if (!permits(principal, 'offers.manage', { unitPath })) return refuse('out_of_scope');
    conditions.push({ unitPath: query.unitId });
  } else {
    const units = unitsFor(principal, 'offers.manage');
    if (units !== null) conditions.push({ unitPath: { $in: [...units] } });
  }
  conditions.push(...wantedBy(query));
  if (after !== null) {
    const createdAt = new Date(after[0]);
    conditions.push({ $or: [{ createdAt: { $lt: createdAt } }, { createdAt, _id: { $lt: after[1] } }] });
  }
  const found = await deps.offers
    .find(conditions.length === 0 ? {} : { $and: conditions }, withoutReservations)
    .sort({ createdAt: -1, _id: -1 })
    .limit(query.limit + 1)
    .toArray();
  const page = found.slice(0, query.limit);
  const shops = await deps.merchants.findMany(page.map(({ shopId }) => shopId));
  const last = page.at(-1);
  return {
    items: page.map((offer) => offerView(offer, shops.get(offer.shopId)?.name ?? '')),
    nextCursor: found.length > query.limit && last ? encodeCursor([last.createdAt.getTime(), last._id]) : null,
  };
}

/** What a search and a choice of category ask for. */
export function wantedBy(query: {
  readonly search?: string | undefined;
  readonly category?: OfferCategory | undefined;
}) {
  const grams = gramsWanted(query.search ?? '');
  const conditions: Filter<OfferRecord>[] = [];
  if (grams.length > 0) conditions.push({ grams: { $all: grams } });
  if (query.category !== undefined) conditions.push({ category: query.category });
  return conditions;
}

/** What shops offer a person now, cheapest first, by shop id. */
export async function onSale(
  deps: Pick<OfferDeps, 'offers' | 'platform' | 'personById' | 'ages'>,
  shops: readonly Pick<ShopRecord, '_id' | 'name'>[],
  personId: string | null,
): Promise<ReadonlyMap<string, PublicOffer[]>> {
  const now = new Date(deps.platform.clock.now());
  const names = new Map(shops.map((shop) => [shop._id, shop]));
  const found = await deps.offers
    .find(
      {
        shopId: { $in: [...names.keys()] },
        active: true,
        validFrom: { $lte: now },
        $or: [{ validUntil: null }, { validUntil: { $gt: now } }],
      },
      withoutReservations,
    )
    .sort({ points: 1, _id: 1 })
    .limit(OFFERS_OF_SHOP_MAX * Math.max(1, shops.length))
    .toArray();
  const viewer = await viewerOf(deps, personId);
  const byShop = new Map<string, PublicOffer[]>();
  for (const offer of found) {
    const shop = names.get(offer.shopId);
    if (shop === undefined || (viewer !== null && whyNotFor(audienceOf(offer), viewer) !== null)) continue;
    const offers = byShop.get(offer.shopId) ?? [];
    if (offers.length < OFFERS_OF_SHOP_MAX) byShop.set(offer.shopId, [...offers, publicOfferView(offer, shop)]);
  }
  return byShop;
}

/** What decides which offers a person is shown; null for nobody in particular. */
export async function viewerOf(deps: Pick<OfferDeps, 'personById' | 'ages'>, personId: string | null) {
  if (personId === null) return null;
  const [person, ages] = await Promise.all([deps.personById(personId), deps.ages([personId])]);
  if (person === null) return null;
  return { unitPath: person.unitPath, age: ages.get(personId) ?? null };
}
