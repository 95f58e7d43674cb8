import {
  isRefusal,
  type QueryOf,
  type Refusal,
  type ResponseOf,
  refuse,
  type shops,
} from '@red-points/shared/contracts';
import { type Principal, permits, unitsFor } from '@red-points/shared/domain/permissions';
import { whyNotServing } from '@red-points/shared/domain/redemptions';
import { z } from 'zod';
import { decodeCursor, encodeCursor } from '../http/cursor.ts';
import type { MerchantDeps, ShopFigures } from './deps.ts';
import { shopFor, withParents } from './find-shop.ts';
import { openingOf } from './opening.ts';
import { type ShopRecord, shopView } from './store.ts';

const NO_FIGURES: ShopFigures = { owedFenThisMonth: 0, redeemedThisMonth: 0, pointsThisMonth: 0 };
const cursorSchema = z.tuple([z.number(), z.string()]);

/** Shops of a unit and below, newest first; a merchant sees their own. */
export async function listShops(
  deps: MerchantDeps,
  principal: Principal,
  query: QueryOf<typeof shops.list>,
): Promise<ResponseOf<typeof shops.list> | Refusal> {
  const after = decodeCursor(query.cursor, cursorSchema);
  if (isRefusal(after)) return after;
  const scope = await scopeOf(deps, principal, query.unitId);
  if (isRefusal(scope)) return scope;
  const conditions: Record<string, unknown>[] = [scope];
  if (query.state !== undefined) conditions.push({ state: query.state });
  if (query.search !== undefined && query.search !== '') {
    const part = { $regex: escaped(query.search), $options: 'i' };
    conditions.push({ $or: [{ name: part }, { address: part }] });
  }
  if (query.show === 'current') conditions.push({ state: { $in: ['applied', 'active', 'suspended'] } });
  if (query.show === 'serving') conditions.push({ state: 'active', accepting: true });
  if (after !== null) {
    const createdAt = new Date(after[0]);
    conditions.push({ $or: [{ createdAt: { $lt: createdAt } }, { createdAt, _id: { $lt: after[1] } }] });
  }
  const found = await deps.model
    .find({ $and: conditions })
    .sort({ createdAt: -1, _id: -1 })
    .limit(query.limit + 1)
    .lean<ShopRecord[]>()
    .exec();
  const page = await withParents(deps, found.slice(0, query.limit));
  const last = page.at(-1);
  const nowMs = deps.platform.clock.now();
  const shown = query.show === 'serving' ? page.filter((shop) => isServing(shop, nowMs)) : page;
  return {
    items: await withFigures(deps, shown),
    nextCursor: found.length > query.limit && last ? encodeCursor([last.createdAt.getTime(), last._id]) : null,
  };
}

/** Whether something can be redeemed at a shop now, with somebody of the shop or an officer beside its till. */
function isServing(shop: ShopRecord, nowMs: number): boolean {
  return whyNotServing(shop, nowMs) === null && openingOf(shop, nowMs).redeemsToday;
}

/** What somebody typed, as it stands and no pattern. */
const escaped = (typed: string): string => typed.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');

/** One shop with its figures of this month. */
export async function getShop(
  deps: MerchantDeps,
  principal: Principal,
  shopId: string,
): Promise<ResponseOf<typeof shops.get> | Refusal> {
  const shop = await shopFor(deps, principal, 'shops.read', shopId);
  if (isRefusal(shop)) return shop;
  const [[view], acts] = await Promise.all([withFigures(deps, [shop]), actsOf(deps, shop)]);
  return view === undefined ? refuse('shop_not_found') : { ...view, ...acts };
}

/** What the office did to a shop that its people have to know the reason of. */
async function actsOf(
  deps: MerchantDeps,
  { state, suspendedBy, suspensionReason, suspendedAt = null, posterReplaced = null, posterIssuedAt }: ShopRecord,
) {
  const names = await deps.users.names([suspendedBy, posterReplaced?.by].flatMap((userId) => userId ?? []));
  const nameOf = (userId: string | null) => names.get(userId ?? '') ?? '—';
  return {
    suspension:
      state === 'suspended' && suspensionReason !== null
        ? { reason: suspensionReason, byName: nameOf(suspendedBy), at: suspendedAt?.toISOString() ?? null }
        : null,
    posterReplaced:
      posterReplaced === null
        ? null
        : {
            reason: posterReplaced.reason,
            byName: nameOf(posterReplaced.by),
            at: posterIssuedAt.toISOString(),
          },
  };
}

async function withFigures(deps: MerchantDeps, page: readonly ShopRecord[]) {
  const [figures, units] = await Promise.all([
    deps.figuresOf(page.map(({ _id }) => _id)),
    deps.orgUnits.names(page.map(({ unitId }) => unitId)),
  ]);
  return page.map((shop) => ({
    ...shopView(shop, units.get(shop.unitId) ?? shop.unitId),
    ...(figures.get(shop._id) ?? NO_FIGURES),
  }));
}

async function scopeOf(
  deps: MerchantDeps,
  principal: Principal,
  unitId: string | undefined,
): Promise<Record<string, unknown> | Refusal> {
  if (unitId !== undefined) {
    const unitPath = await deps.orgUnits.pathOf(unitId);
    if (unitPath === null) return refuse('unit_unknown');
    return permits(principal, 'shops.read', { unitPath }) ? { unitPath: unitId } : refuse('out_of_scope');
  }
  const units = unitsFor(principal, 'shops.read');
  if (units === null) return {};
  const shopIds = principal.grants.flatMap(({ shopId }) => (shopId === null ? [] : [shopId]));
  return { $or: [{ unitPath: { $in: [...units] } }, { _id: { $in: shopIds } }] };
}
