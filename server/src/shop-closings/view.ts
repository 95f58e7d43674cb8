import {
  isRefusal,
  type Refusal,
  type ResponseOf,
  refuse,
  type ShopClosing,
  type shopClosings,
} from '@red-points/shared/contracts';
import { type Principal, permits } from '@red-points/shared/domain/permissions';
import { ownSignIns } from '../auth/index.ts';
import type { ShopRecord } from '../merchants/index.ts';
import type { ShopClosingDeps } from './deps.ts';

/** The closing of a shop as its reader may see it: the shop itself is told of none that is only proposed. */
export async function getClosing(
  deps: ShopClosingDeps,
  principal: Principal,
  shopId: string,
): Promise<ResponseOf<typeof shopClosings.get> | Refusal> {
  const shop = await deps.merchants.findFor(principal, 'shops.read', shopId);
  if (isRefusal(shop)) return shop;
  const isOfShop = principal.face === 'merchant' && shop.state !== 'closed';
  const [closing, effects] = await Promise.all([
    isOfShop || (shop.closing ?? null) === null ? null : closingView(deps, principal, shop),
    effectsOf(deps, shop),
  ]);
  return isRefusal(closing) ? closing : { closing, effects };
}

/** A closing that is proposed or done. */
export async function closingView(
  { users }: Pick<ShopClosingDeps, 'users'>,
  principal: Principal,
  { closing = null, unitPath }: ShopRecord,
): Promise<ShopClosing | Refusal> {
  if (closing === null) return refuse('shop_closing_not_proposed');
  const { id, reason, proposedBy, proposedAt, closed } = closing;
  const [names, isOwn] = await Promise.all([
    users.names([proposedBy, ...(closed === null ? [] : [closed.by])]),
    ownSignIns(users, principal),
  ]);
  const decides = closed === null && permits(principal, 'shops.close', { unitPath });
  return {
    closingId: id,
    reason,
    proposedByName: names.get(proposedBy) ?? '—',
    proposedAt: proposedAt.toISOString(),
    confirmedByName: closed === null ? null : (names.get(closed.by) ?? '—'),
    closedAt: closed?.at.toISOString() ?? null,
    mayConfirm: decides && !isOwn(proposedBy),
    mayWithdraw: decides,
  };
}

/** What closing it would end, or what it has left. */
async function effectsOf(deps: ShopClosingDeps, shop: ShopRecord) {
  const shops = await deps.merchants.closings.withBranches(shop);
  const shopIds = shops.map(({ _id }) => _id);
  const [left, { open, refundsWaiting }, booked, staff, owedFen] = await Promise.all([
    deps.offers.leftOf(shopIds),
    deps.redemptions.openOfShops(shops),
    deps.slots.bookedAhead(shopIds),
    deps.users.atShops.countStaff(shopIds),
    deps.owedTo(shopIds),
  ]);
  return {
    ...left,
    branches: shops.filter(({ _id, state }) => _id !== shop._id && state !== 'closed').length,
    openRedemptions: open,
    bookings: booked.length,
    staff,
    refundsWaiting,
    owedFen,
  };
}
