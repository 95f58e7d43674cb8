import { type BodyOf, isRefusal, type Refusal, refuse, type shopStaff } from '@red-points/shared/contracts';
import type { Principal } from '@red-points/shared/domain/permissions';
import { atomically } from '../platform/atomically.ts';
import type { ShopStaffDeps } from './deps.ts';

/**
 * Makes somebody who works in a shop its owner, or staff. Their sessions at shops end in the same transaction, as with a
 * removal: nobody goes on with what they may no longer do. The last owner stays one, also where two make each other staff.
 */
export async function changeRole(
  deps: ShopStaffDeps,
  principal: Principal,
  { shopId, userId }: { shopId: string; userId: string },
  { role }: BodyOf<typeof shopStaff.changeRole>,
): Promise<Refusal | undefined> {
  const shop = await deps.merchants.findFor(principal, 'shop_staff.manage', shopId);
  if (isRefusal(shop)) return shop;
  const { atShops } = deps.users;
  const ended = await atomically(deps.db.client, async (session) => {
    await deps.merchants.touchStaff(session, shopId);
    const before = await atShops.roleOf(session, userId, shopId);
    if (before === null) return refuse('shop_staff_not_found');
    if (before === role) return null;
    if (before === 'merchant_owner' && (await atShops.count(session, shopId, before)) <= 1) {
      return refuse('shop_last_owner');
    }
    return { sessions: await atShops.changeRole(session, userId, shopId, role) };
  });
  if (isRefusal(ended)) return ended;
  if (ended === null) return undefined;
  // As with a removal: a sign-in under way may have read the role a moment before it changed.
  deps.auth.forgetSessions([...ended.sessions, ...(await atShops.endSessions(userId))]);
  await deps.audit.record({
    principal,
    action: 'shop_staff.change_role',
    subject: { kind: 'shop', id: shopId },
    unitId: shop.unitId,
    detail: { userId, role },
  });
  return undefined;
}
