import { isRefusal, type Refusal, type ResponseOf, refuse, type shopStaff } from '@red-points/shared/contracts';
import type { Principal } from '@red-points/shared/domain/permissions';
import type { ClientSession } from 'mongodb';
import { sealOwnerOfShop } from '../merchants/index.ts';
import { atomically } from '../platform/atomically.ts';
import type { ShopStaffDeps } from './deps.ts';
import type { InvitationRecord } from './store.ts';

/** Invitations of the phone that is signed in, and where it works already. */
export async function listOwnInvitations(
  deps: ShopStaffDeps,
  principal: Principal,
): Promise<ResponseOf<typeof shopStaff.ownInvitations>> {
  const [phoneIndex, user] = await Promise.all([
    deps.users.atShops.phoneIndexOf(principal.userId),
    deps.users.byId(principal.userId),
  ]);
  const open =
    phoneIndex === null
      ? []
      : await deps.invitations
          .find({ phoneIndex, state: 'open', expiresAt: { $gt: new Date(deps.clock.now()) } })
          .sort({ createdAt: -1 })
          .limit(50)
          .toArray();
  const grants = (user?.grants ?? []).flatMap(({ role, shopId }) =>
    shopId !== null && (role === 'merchant_owner' || role === 'merchant_staff') ? [{ role, shopId }] : [],
  );
  const shops = await deps.merchants.findMany([...open, ...grants].map(({ shopId }) => shopId));
  const nameOf = (shopId: string): string => shops.get(shopId)?.name ?? '—';
  return {
    invitations: open.map(({ _id, role, expiresAt, shopId }) => ({
      invitationId: _id,
      role,
      expiresAt: expiresAt.toISOString(),
      shopId,
      shopName: nameOf(shopId),
    })),
    shops: grants.map(({ role, shopId }) => ({ role, shopId, shopName: nameOf(shopId) })),
  };
}

/** The invitation if it is this phone's: `invitation_not_found`, so that nobody learns of others', `_used`, `_expired`. */
async function openFor(
  deps: ShopStaffDeps,
  session: ClientSession,
  principal: Principal,
  invitationId: string,
): Promise<InvitationRecord | Refusal> {
  const phoneIndex = await deps.users.atShops.phoneIndexOf(principal.userId);
  const found = await deps.invitations.findOne({ _id: invitationId }, { session });
  if (found === null || phoneIndex === null || found.phoneIndex !== phoneIndex) return refuse('invitation_not_found');
  if (found.state !== 'open') return refuse('invitation_used');
  return found.expiresAt.getTime() <= deps.clock.now() ? refuse('invitation_expired') : found;
}

/** Accepts: the invitation is used up and the phone given its role in one transaction. */
export async function acceptInvitation(
  deps: ShopStaffDeps,
  principal: Principal,
  invitationId: string,
): Promise<ResponseOf<typeof shopStaff.accept> | Refusal> {
  const accepted = await atomically(deps.db.client, async (session) => {
    const found = await openFor(deps, session, principal, invitationId);
    if (isRefusal(found)) return found;
    const { shopId, role, sealed } = found;
    const shop = await deps.merchants.find(shopId);
    if (shop === null) return refuse('shop_not_found');
    if (shop.state === 'closed') return refuse('shop_closed');
    const owner = sealOwnerOfShop(shopId);
    const opened = await deps.personalData.open<{ name: string }>(owner, 'shop_invitation', sealed);
    const change = { state: 'accepted' as const, openKey: null, answeredAt: new Date(deps.clock.now()) };
    await deps.invitations.updateOne({ _id: invitationId, state: 'open' }, { $set: change }, { session });
    await deps.merchants.touchStaff(session, shopId);
    await deps.users.atShops.give(session, principal.userId, { shopId, role, name: opened?.name ?? '—' });
    return { shop, role };
  });
  if (isRefusal(accepted)) return accepted;
  const { shop, role } = accepted;
  const subject = { kind: 'shop', id: shop._id };
  await deps.audit.record({ principal, action: 'shop_staff.accept', subject, unitId: shop.unitId, detail: { role } });
  return { shopId: shop._id, shopName: shop.name, role };
}

/** Declines: the invitation is used up and nothing else changes. */
export async function declineInvitation(
  deps: ShopStaffDeps,
  principal: Principal,
  invitationId: string,
): Promise<Refusal | undefined> {
  const declined = await atomically(deps.db.client, async (session) => {
    const found = await openFor(deps, session, principal, invitationId);
    if (isRefusal(found)) return found;
    const change = { state: 'declined' as const, openKey: null, answeredAt: new Date(deps.clock.now()) };
    await deps.invitations.updateOne({ _id: invitationId, state: 'open' }, { $set: change }, { session });
    return found;
  });
  if (isRefusal(declined)) return declined;
  const subject = { kind: 'shop', id: declined.shopId };
  await deps.audit.record({ principal, action: 'shop_staff.decline', subject, unitId: declined.unitId });
  return undefined;
}
