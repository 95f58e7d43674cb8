import {
  isRefusal,
  type PublicOffer,
  type QueryOf,
  type Refusal,
  type ResponseOf,
  refuse,
  type shops,
} from '@red-points/shared/contracts';
import { districtOf } from '@red-points/shared/domain/org-units';
import type { Principal } from '@red-points/shared/domain/permissions';
import { takesPart } from '@red-points/shared/domain/redemptions';
import { z } from 'zod';
import { decodeCursor, encodeCursor } from '../http/cursor.ts';
import type { MerchantDeps } from './deps.ts';
import { unitNameOf, withParents } from './find-shop.ts';
import { openingOf } from './opening.ts';
import { findByPoster } from './poster.ts';
import { type ShopRecord, shopView } from './store.ts';

type PublicShop = ResponseOf<typeof shops.byPoster>;

function publicView(shop: ShopRecord, unitName: string, offers: readonly PublicOffer[], nowMs: number): PublicShop {
  const { version: _version, ...view } = shopView(shop, unitName);
  return { ...view, verified: takesPart(shop, nowMs), offers: [...offers], opening: openingOf(shop, nowMs) };
}

/** The verified shop behind a scanned poster, with what it offers. A shop that does not serve now is shown as such. */
export async function lookPosterUp(
  deps: MerchantDeps,
  principal: Principal,
  code: string,
): Promise<PublicShop | Refusal> {
  const shop = await findByPoster(deps, code);
  if (isRefusal(shop)) return shop;
  const nowMs = deps.platform.clock.now();
  const offers = takesPart(shop, nowMs)
    ? await deps.offersOnSale([shop], principal.actingPersonId)
    : new Map<string, PublicOffer[]>();
  return publicView(shop, await unitNameOf(deps, shop.unitId), offers.get(shop._id) ?? [], nowMs);
}

const cursorSchema = z.tuple([z.int().min(0).max(100_000)]);

/** Active shops of the resident's district with their offers: own community first, then by how much of the path they share. */
export async function listNearby(
  deps: MerchantDeps,
  principal: Principal,
  query: QueryOf<typeof shops.nearby>,
): Promise<ResponseOf<typeof shops.nearby> | Refusal> {
  const cursor = decodeCursor(query.cursor, cursorSchema);
  if (isRefusal(cursor)) return cursor;
  const personId = principal.actingPersonId;
  const unitId = personId === null ? null : await deps.unitOfPerson(personId);
  if (unitId === null) return refuse('registration_needed');
  const path = [...((await deps.orgUnits.pathOf(unitId)) ?? [unitId])];
  const region = districtOf(path);
  const offset = cursor?.[0] ?? 0;
  const nowMs = deps.platform.clock.now();
  const found = await deps.model
    .aggregate<ShopRecord>([
      { $match: { unitPath: region, state: 'active' } },
      { $addFields: { shared: { $size: { $setIntersection: ['$unitPath', path] } } } },
      { $sort: { shared: -1, name: 1, _id: 1 } },
      { $skip: offset },
      { $limit: query.limit + 1 },
      { $unset: 'shared' },
    ])
    .exec();
  // What no longer takes part is left out, and branches with their main shop, so that a page may be shorter than was asked for.
  const page = (await withParents(deps, found.slice(0, query.limit))).filter((shop) => takesPart(shop, nowMs));
  const [offers, units] = await Promise.all([
    deps.offersOnSale(page, personId),
    deps.orgUnits.names(page.map((shop) => shop.unitId)),
  ]);
  return {
    items: page.map((shop) =>
      publicView(shop, units.get(shop.unitId) ?? shop.unitId, offers.get(shop._id) ?? [], nowMs),
    ),
    nextCursor: found.length > query.limit ? encodeCursor([offset + query.limit]) : null,
  };
}
