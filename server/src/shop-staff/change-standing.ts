import { isRefusal, type Refusal, refuse } from '@red-points/shared/contracts';
import type { Principal } from '@red-points/shared/domain/permissions';
import type { ClientSession } from 'mongodb';
import type { ShopRole } from '../auth/index.ts';
import { atomically } from '../platform/atomically.ts';
import type { ShopStaffDeps } from './deps.ts';

/** What becomes of somebody who works in a shop. */
export interface StandingChange {
  /** The role that they have afterwards; null where they go. Where it is the one they have, nothing happens. */
  readonly role: ShopRole | null;
  /** Writes it, and ends their sessions at shops. @returns the sessions that ended */
  write(session: ClientSession): Promise<string[]>;
  readonly action: string;
  readonly detail: Readonly<Record<string, string>>;
}

/**
 * Changes what somebody may do in a shop, with their sessions at shops, in one transaction: their next request and what they
 * listen to are refused here at once, in other processes as soon as they have read which sessions ended (seconds). One owner
 * is always left, also where two owners do so to each other in the same moment.
 */
export async function changeStanding(
  deps: ShopStaffDeps,
  principal: Principal,
  { shopId, userId }: { readonly shopId: string; readonly userId: string },
  { role, write, action, detail }: StandingChange,
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
    return { sessions: await write(session) };
  });
  if (isRefusal(ended)) return ended;
  if (ended === null) return undefined;
  // A sign-in under way may have read the role a moment before it changed: whatever began since ends too.
  deps.auth.forgetSessions([...ended.sessions, ...(await atShops.endSessions(userId))]);
  const subject = { kind: 'shop', id: shopId };
  await deps.audit.record({ principal, action, subject, unitId: shop.unitId, detail: { userId, ...detail } });
  return undefined;
}
