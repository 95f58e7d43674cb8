import { isRefusal, type Refusal, type ShopStaff } from '@red-points/shared/contracts';
import { maskPhone } from '@red-points/shared/domain/people';
import type { Principal } from '@red-points/shared/domain/permissions';
import { sealOwnerOfShop } from '../merchants/index.ts';
import type { ShopStaffDeps } from './deps.ts';

/** Who works in a shop, owners first, and whose invitation is still open. */
export async function listStaff(
  deps: ShopStaffDeps,
  principal: Principal,
  shopId: string,
): Promise<ShopStaff | Refusal> {
  const shop = await deps.merchants.findFor(principal, 'shop_staff.manage', shopId);
  if (isRefusal(shop)) return shop;
  const [staff, open] = await Promise.all([
    deps.users.atShops.of(shopId),
    deps.invitations
      .find({ shopId, state: 'open', expiresAt: { $gt: new Date(deps.clock.now()) } })
      .sort({ createdAt: -1 })
      .toArray(),
  ]);
  const opened = await deps.personalData.openMany<{ name: string; phone: string }>(
    'shop_invitation',
    open.map(({ sealed }) => ({ ownerId: sealOwnerOfShop(shopId), sealed })),
  );
  const items = staff.map(({ userId, role, name, maskedPhone }) => {
    return { userId, role, name, maskedPhone, isYou: userId === principal.userId };
  });
  return {
    // 'merchant_owner' comes before 'merchant_staff' by its letters too.
    items: items.sort((one, other) => one.role.localeCompare(other.role) || one.userId.localeCompare(other.userId)),
    invitations: open.map(({ _id, role, expiresAt }, index) => ({
      invitationId: _id,
      role,
      expiresAt: expiresAt.toISOString(),
      name: opened[index]?.name ?? '—',
      maskedPhone: maskPhone(opened[index]?.phone ?? ''),
    })),
  };
}
