import { isRefusal, type Refusal, refuse } from '@red-points/shared/contracts';
import type { Principal } from '@red-points/shared/domain/permissions';
import { atomically } from '../platform/atomically.ts';
import type { ShopStaffDeps } from './deps.ts';

/**
 * Takes a shop away from somebody, with their sessions at shops, in one transaction: their next request and what they
 * listen to are refused here at once, in other processes as soon as they have read which sessions ended (seconds). Never
 * from the last owner, also where two owners remove each other in the same moment.
 */
export async function removeFromShop(
  deps: ShopStaffDeps,
  principal: Principal,
  shopId: string,
  userId: string,
): Promise<Refusal | undefined> {
  const shop = await deps.merchants.findFor(principal, 'shop_staff.manage', shopId);
  if (isRefusal(shop)) return shop;
  const { atShops } = deps.users;
  const ended = await atomically(deps.db.client, async (session) => {
    await deps.merchants.touchStaff(session, shopId);
    const role = await atShops.roleOf(session, userId, shopId);
    if (role === null) return refuse('shop_staff_not_found');
    const owners = role === 'merchant_owner' ? await atShops.count(session, shopId, role) : null;
    if (owners !== null && owners <= 1) return refuse('shop_last_owner');
    return { sessions: await atShops.take(session, userId, shopId) };
  });
  if (isRefusal(ended)) return ended;
  // A sign-in under way may have read the role a moment before it went: whatever began since ends too.
  deps.auth.forgetSessions([...ended.sessions, ...(await atShops.endSessions(userId))]);
  const subject = { kind: 'shop', id: shopId };
  await deps.audit.record({
    principal,
    action: 'shop_staff.remove',
    subject,
    unitId: shop.unitId,
    detail: { userId },
  });
  return undefined;
}
