import type { BodyOf, Refusal, shopStaff } from '@red-points/shared/contracts';
import type { Principal } from '@red-points/shared/domain/permissions';
import { changeStanding } from './change-standing.ts';
import type { ShopStaffDeps } from './deps.ts';

/** Makes somebody who works in a shop its owner, or staff; they sign in again. */
export function changeRole(
  deps: ShopStaffDeps,
  principal: Principal,
  { shopId, userId }: { shopId: string; userId: string },
  { role }: BodyOf<typeof shopStaff.changeRole>,
): Promise<Refusal | undefined> {
  return changeStanding(
    deps,
    principal,
    { shopId, userId },
    {
      role,
      write: (session) => deps.users.atShops.changeRole(session, userId, shopId, role),
      action: 'shop_staff.change_role',
      detail: { role },
    },
  );
}
