import {
  type BodyOf,
  isRefusal,
  type Refusal,
  type ResponseOf,
  refuse,
  type shopStaff,
} from '@red-points/shared/contracts';
import type { Principal } from '@red-points/shared/domain/permissions';
import { phoneIndexOf } from '../auth/index.ts';
import { sealOwnerOfShop } from '../merchants/index.ts';
import { atomically } from '../platform/atomically.ts';
import type { ShopStaffDeps } from './deps.ts';
import { INVITATION_MS, type InvitationRecord } from './store.ts';

/** People and open invitations of one shop together: more than any till needs, few enough for one page. */
const STAFF_MAX = 50;

/** Invites a phone. Nothing is told to whom the phone belongs: only whoever signs in with it sees the invitation. */
export async function inviteToShop(
  deps: ShopStaffDeps,
  principal: Principal,
  shopId: string,
  { phone, name, role }: BodyOf<typeof shopStaff.invite>,
): Promise<ResponseOf<typeof shopStaff.invite> | Refusal> {
  const shop = await deps.merchants.findFor(principal, 'shop_staff.manage', shopId);
  if (isRefusal(shop)) return shop;
  if (shop.state === 'closed') return refuse('shop_closed');
  const nowMs = deps.clock.now();
  const phoneIndex = phoneIndexOf(deps.keys, phone);
  const openKey = `${shopId}:${phoneIndex}`;
  const record: InvitationRecord = {
    _id: deps.ids.next(),
    shopId,
    unitId: shop.unitId,
    role,
    phoneIndex,
    sealed: await deps.personalData.seal(sealOwnerOfShop(shopId), 'shop_invitation', { name, phone }),
    state: 'open',
    openKey,
    invitedBy: principal.userId,
    createdAt: new Date(nowMs),
    expiresAt: new Date(nowMs + INVITATION_MS),
    answeredAt: null,
  };
  const staff = await deps.users.atShops.of(shopId);
  if (staff.some((one) => one.phoneIndex === phoneIndex)) return refuse('shop_staff_already');
  const made = await atomically(deps.db.client, async (session) => {
    await deps.merchants.touchStaff(session, shopId);
    // One for the same phone is replaced; one whose time is over makes room.
    await deps.invitations.updateMany(
      { shopId, state: 'open', $or: [{ openKey }, { expiresAt: { $lte: new Date(nowMs) } }] },
      { $set: { state: 'withdrawn', openKey: null, answeredAt: new Date(nowMs) } },
      { session },
    );
    const open = await deps.invitations.countDocuments({ shopId, state: 'open' }, { session });
    if (staff.length + open >= STAFF_MAX) return refuse('shop_staff_too_many', { max: STAFF_MAX });
    await deps.invitations.insertOne(record, { session });
    return record;
  });
  if (isRefusal(made)) return made;
  const subject = { kind: 'shop', id: shopId };
  await deps.audit.record({ principal, action: 'shop_staff.invite', subject, unitId: shop.unitId, detail: { role } });
  return { invitationId: record._id, role, expiresAt: record.expiresAt.toISOString() };
}

/** Withdraws an invitation that nobody has answered yet. */
export async function withdrawInvitation(
  deps: ShopStaffDeps,
  principal: Principal,
  shopId: string,
  invitationId: string,
): Promise<Refusal | undefined> {
  const shop = await deps.merchants.findFor(principal, 'shop_staff.manage', shopId);
  if (isRefusal(shop)) return shop;
  const found = await deps.invitations.findOne({ _id: invitationId, shopId });
  if (found === null) return refuse('invitation_not_found');
  if (found.state === 'withdrawn') return undefined;
  const withdrawn = await deps.invitations.updateOne(
    { _id: invitationId, state: 'open' },
    { $set: { state: 'withdrawn', openKey: null, answeredAt: new Date(deps.clock.now()) } },
  );
  if (withdrawn.matchedCount === 0) return refuse('invitation_used');
  const subject = { kind: 'shop', id: shopId };
  await deps.audit.record({ principal, action: 'shop_staff.withdraw', subject, unitId: shop.unitId });
  return undefined;
}
