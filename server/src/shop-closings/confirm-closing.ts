import {
  type BodyOf,
  isRefusal,
  type Refusal,
  refuse,
  type ShopClosing,
  type shopClosings,
} from '@red-points/shared/contracts';
import type { Principal } from '@red-points/shared/domain/permissions';
import { ownSignIns } from '../auth/index.ts';
import type { RequestIdentity } from '../http/idempotency.ts';
import type { ShopRecord } from '../merchants/index.ts';
import { atomically } from '../platform/atomically.ts';
import type { ShopClosingDeps } from './deps.ts';
import { closingView } from './view.ts';

/**
 * For so long a redemption that began beside a closing may turn up: it was begun by a request that had read the shop before, and
 * its first steps, or the job that takes them up, are over by then.
 */
const LATE_MS = 60_000;
const AGAIN_MS = 15_000;

/**
 * The second word: in one transaction the shop and its branches are closed, what they offer is withdrawn, and their staff and
 * invitations with it. Then what is open ends, and points go back; a process that ends in between leaves that to the job.
 */
export async function confirmClosing(
  deps: ShopClosingDeps,
  principal: Principal,
  shopId: string,
  { closingId }: BodyOf<typeof shopClosings.confirm>,
  request: RequestIdentity,
): Promise<ShopClosing | Refusal> {
  const found = await deps.merchants.findFor(principal, 'shops.close', shopId);
  if (isRefusal(found)) return found;
  const { userId } = principal;
  const isOwn = await ownSignIns(deps.users, principal);
  const done = await atomically(deps.db.client, async (session) => {
    const shopIds = await deps.merchants.closings.close(session, { shopId, closingId, userId, isOwn, request });
    if (isRefusal(shopIds)) return shopIds;
    await deps.offers.withdrawAll(session, shopIds);
    await deps.shopStaff.withdrawAll(session, shopIds);
    await deps.shopApplications.letApplyAnew(session, shopIds);
    return { shopIds, staff: await deps.users.atShops.takeStaff(session, shopIds) };
  });
  if (isRefusal(done)) return done;
  await forgetStaff(deps, done.staff);
  for (const id of done.shopIds) {
    const closed = await deps.merchants.find(id);
    if (closed === null) continue;
    const subject = { kind: 'shop', id };
    // Each shop has its own line, once, also where the first answer was lost.
    const once = { ...request, key: `${request.key}:${id}` };
    await deps.audit.record({ principal, action: 'shops.close', subject, unitId: closed.unitId, request: once });
    await carryClosingOn(deps, closed);
  }
  const closed = await deps.merchants.find(shopId);
  return closed === null ? refuse('shop_not_found') : closingView(deps, principal, closed);
}

/** A sign-in under way may have read the role a moment before it went: whatever began since ends too. */
async function forgetStaff(
  { auth, users }: ShopClosingDeps,
  { userIds, sessions }: { readonly userIds: readonly string[]; readonly sessions: readonly string[] },
): Promise<void> {
  const late: string[] = [];
  for (const userId of userIds) late.push(...(await users.atShops.endSessions(userId)));
  auth.forgetSessions([...sessions, ...late]);
}

/** Ends what is open at a closed shop; looks again while anything may turn up that began beside the closing. Repeating changes nothing. */
export async function carryClosingOn(deps: ShopClosingDeps, { _id, closing }: ShopRecord): Promise<void> {
  const { id, reason, closed } = closing ?? {};
  if (id === undefined || reason === undefined || !closed) return;
  // Branches are closed by the request of their main shop: each has its own times.
  const request = { ...closed.request, key: `closing:${id}:${_id}` };
  await deps.bookings.callOffAhead(_id, { userId: closed.by, reason, request });
  await deps.redemptions.endOpenOfShop(_id, closed.by);
  const nowMs = deps.clock.now();
  const isLate = nowMs >= closed.at.getTime() + LATE_MS;
  const nextCheckAt = isLate ? null : new Date(nowMs + AGAIN_MS);
  await deps.merchants.closings.collection.updateOne({ _id, state: 'closed' }, { $set: { nextCheckAt } });
}
