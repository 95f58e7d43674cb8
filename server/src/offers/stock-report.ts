import {
  type offers as contract,
  isRefusal,
  type QueryOf,
  type Refusal,
  type ResponseOf,
  refuse,
} from '@red-points/shared/contracts';
import { daysBetween, endOfBusinessDay, startOfBusinessDay } from '@red-points/shared/domain/calendar';
import { MOVEMENT_KINDS, type MovementKind } from '@red-points/shared/domain/offers';
import type { Principal } from '@red-points/shared/domain/permissions';
import { pageByDate } from '../http/date-pages.ts';
import type { OfferDeps } from './deps.ts';
import { findOffer } from './find-offer.ts';

const DAYS_MAX = 366;

/** Movements of an offer's stock, newest first. */
export async function listMovements(
  deps: OfferDeps,
  principal: Principal,
  offerId: string,
  query: QueryOf<typeof contract.movements>,
): Promise<ResponseOf<typeof contract.movements> | Refusal> {
  const offer = await findOffer(deps, offerId);
  if (offer === null) return refuse('offer_not_found');
  const shop = await deps.merchants.findFor(principal, 'shops.read', offer.shopId);
  if (isRefusal(shop)) return shop;
  const found = await pageByDate(deps.movements, { offerId }, { ...query, by: 'at' });
  if (isRefusal(found)) return found;
  const names = await deps.userNames(found.page.flatMap(({ userId }) => (userId === null ? [] : [userId])));
  return {
    items: found.page.map(({ _id, kind, change, counted = null, reason, userId, at }) => ({
      ...{ movementId: _id, kind, change, counted, reason },
      byName: userId === null ? null : (names.get(userId) ?? null),
      at: at.toISOString(),
    })),
    nextCursor: found.nextCursor,
  };
}

interface Sums {
  readonly _id: { readonly offerId: string; readonly kind: MovementKind; readonly later: boolean };
  readonly change: number;
}

/**
 * 进销存 of a shop: what was there before the first day, what came and went by kind, and what was there after the last.
 * Counted back from what is there now, so that its cost is that of the time since the first day, not of the history.
 */
export async function stockReport(
  deps: OfferDeps,
  principal: Principal,
  shopId: string,
  { from, until }: QueryOf<typeof contract.stockReport>,
): Promise<ResponseOf<typeof contract.stockReport> | Refusal> {
  const shop = await deps.merchants.findFor(principal, 'shops.read', shopId);
  if (isRefusal(shop)) return shop;
  const days = daysBetween(from, until);
  if (days < 0 || days >= DAYS_MAX) return refuse('stock_report_dates');
  const afterLast = new Date(endOfBusinessDay(until));
  const [counted, sums] = await Promise.all([
    deps.offers
      .find({ shopId, stock: { $gte: 0 } }, { projection: { title: 1, stock: 1, reservations: 1 } })
      .sort({ createdAt: 1, _id: 1 })
      .toArray(),
    deps.movements
      .aggregate<Sums>([
        { $match: { shopId, at: { $gte: new Date(startOfBusinessDay(from)) } } },
        {
          $group: {
            _id: { offerId: '$offerId', kind: '$kind', later: { $gte: ['$at', afterLast] } },
            change: { $sum: '$change' },
          },
        },
      ])
      .toArray(),
  ]);
  const lines = counted.map(({ _id: offerId, title, stock, reservations }) => {
    const own = sums.filter((sum) => sum._id.offerId === offerId);
    const total = (parts: readonly Sums[]) => parts.reduce((sum, { change }) => sum + change, 0);
    const within = own.filter((sum) => !sum._id.later);
    const there = reservations.reduce((sum, { quantity }) => sum + quantity, stock ?? 0);
    const closing = there - total(own.filter((sum) => sum._id.later));
    const moved = Object.fromEntries(
      MOVEMENT_KINDS.map((kind) => [kind, total(within.filter((sum) => sum._id.kind === kind))]),
    ) as Record<MovementKind, number>;
    return { offerId, title, opening: closing - total(within), moved, closing };
  });
  return { shopName: shop.name, lines };
}
