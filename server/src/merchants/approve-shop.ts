import { type Refusal, refuse, type Shop } from '@red-points/shared/contracts';
import type { Principal } from '@red-points/shared/domain/permissions';
import { isAgreed } from '@red-points/shared/domain/redemptions';
import { ownSignIns } from '../auth/index.ts';
import type { MerchantDeps } from './deps.ts';
import { shopFor, unitNameOf } from './find-shop.ts';
import { type ShopRecord, shopView } from './store.ts';

/** What approving writes. */
export const approval = (approvedBy: string) => ({
  $set: { state: 'active' as const, approvedBy, suspendedBy: null, suspensionReason: null, suspendedAt: null },
  $inc: { version: 1 },
});

/**
 * Lets an entered or suspended shop serve. Nobody approves what they entered, nor lifts their own suspension.
 * Approving twice changes nothing. Where the agreement is over nothing could be redeemed there: it is agreed anew first.
 */
export async function approveShop(deps: MerchantDeps, principal: Principal, shopId: string): Promise<Shop | Refusal> {
  const shop = await shopFor(deps, principal, 'shops.manage', shopId);
  if ('refused' in shop) return shop;
  const unitName = await unitNameOf(deps, shop.unitId);
  if (shop.state === 'active') return shopView(shop, unitName);
  if (shop.state === 'closed') return refuse('shop_closed');
  const author = shop.state === 'suspended' ? shop.suspendedBy : shop.enteredBy;
  const isOwn = await ownSignIns(deps.users, principal);
  if (author !== null && isOwn(author)) return refuse('shop_entered_by_you');
  if (!isAgreed(shop, deps.platform.clock.now())) return refuse('shop_agreement_over');
  const approved = await deps.model
    .findOneAndUpdate({ _id: shopId, version: shop.version }, approval(principal.userId), { returnDocument: 'after' })
    .lean<ShopRecord>()
    .exec();
  if (approved === null) return refuse('shop_already_decided');
  const subject = { kind: 'shop', id: shopId };
  const action = shop.state === 'suspended' ? 'shops.resume' : 'shops.approve';
  await deps.audit.record({ principal, action, subject, unitId: shop.unitId });
  return shopView(approved, unitName, shop.parent);
}
