import { type Refusal, refuse } from '@red-points/shared/contracts';
import { type Action, type Principal, permits } from '@red-points/shared/domain/permissions';
import { together } from '../platform/together.ts';
import type { MerchantDeps } from './deps.ts';
import { SHOPS, type ShopRecord } from './store.ts';

/** Shops with what branches go by: the name, state and agreements of their main shop. One query where there are branches. */
export async function withParents(
  deps: Pick<MerchantDeps, 'model'>,
  shops: readonly ShopRecord[],
): Promise<ShopRecord[]> {
  const parentIds = [...new Set(shops.flatMap(({ parentId }) => parentId ?? []))];
  if (parentIds.length === 0) return [...shops];
  const found = await deps.model
    .find({ _id: { $in: parentIds } }, { name: 1, state: 1, agreements: 1 })
    .lean<ShopRecord[]>()
    .exec();
  const parents = new Map(found.map((parent) => [parent._id, parent]));
  return shops.map((shop) => {
    const parent = parents.get(shop.parentId ?? '');
    return parent === undefined ? shop : { ...shop, parent };
  });
}

/** A shop by its id, or null. */
export async function findShop(
  deps: Pick<MerchantDeps, 'model' | 'platform'>,
  shopId: string,
): Promise<ShopRecord | null> {
  const shop = await together(deps.platform.db).byId<ShopRecord>(SHOPS, shopId);
  return shop === null ? null : ((await withParents(deps, [shop]))[0] ?? shop);
}

/** What the owner of a main shop may do at its branches; whoever stands at a branch's till is staff of the branch. */
const OWNED_AT_BRANCHES: ReadonlySet<Action> = new Set<Action>([
  'shops.read',
  'shops.poster',
  'shops.opening',
  'shop_staff.manage',
]);

/** What makes sense of a shop that takes part, and of none that is closed for good. */
const OF_SHOPS_THAT_RUN: ReadonlySet<Action> = new Set<Action>([
  'shops.operate',
  'shops.opening',
  'offers.manage',
  'slots.manage',
  'redemptions.serve',
]);

/** A shop that the caller may do this to: `shop_not_found`, `out_of_scope`, `shop_closed`. */
export async function shopFor(
  deps: Pick<MerchantDeps, 'model' | 'platform'>,
  principal: Principal,
  action: Action,
  shopId: string,
): Promise<ShopRecord | Refusal> {
  const shop = await findShop(deps, shopId);
  if (shop === null) return refuse('shop_not_found');
  const { unitPath, parentId = null } = shop;
  const ownsParent =
    parentId !== null &&
    OWNED_AT_BRANCHES.has(action) &&
    principal.grants.some(({ role, shopId: owned }) => role === 'merchant_owner' && owned === parentId);
  if (!ownsParent && !permits(principal, action, { shopId, unitPath })) return refuse('out_of_scope');
  return shop.state === 'closed' && OF_SHOPS_THAT_RUN.has(action) ? refuse('shop_closed') : shop;
}

/** What a shop's unit is called. */
export async function unitNameOf(deps: Pick<MerchantDeps, 'orgUnits'>, unitId: string): Promise<string> {
  return (await deps.orgUnits.get(unitId))?.name ?? unitId;
}

/** A shop and the other shops of its merchant: the main shop and all its branches. */
export async function sameMerchant(deps: Pick<MerchantDeps, 'platform'>, shopId: string): Promise<string[]> {
  const below = await together(deps.platform.db).find<ShopRecord>(
    SHOPS,
    { $or: [{ _id: shopId }, { parentId: shopId }] },
    { projection: { parentId: 1 } },
  );
  const mainId = below.find(({ _id }) => _id === shopId)?.parentId ?? null;
  return mainId === null ? [...new Set([shopId, ...below.map(({ _id }) => _id)])] : sameMerchant(deps, mainId);
}
