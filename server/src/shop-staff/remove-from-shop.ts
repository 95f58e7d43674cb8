import type { Refusal } from '@red-points/shared/contracts';
import type { Principal } from '@red-points/shared/domain/permissions';
import { changeStanding } from './change-standing.ts';
import type { ShopStaffDeps } from './deps.ts';

/** Takes a shop away from somebody, with their sessions at shops. */
export function removeFromShop(
  deps: ShopStaffDeps,
  principal: Principal,
  shopId: string,
  userId: string,
): Promise<Refusal | undefined> {
  return changeStanding(
    deps,
    principal,
    { shopId, userId },
    {
      role: null,
      write: (session) => deps.users.atShops.take(session, userId, shopId),
      action: 'shop_staff.remove',
      detail: {},
    },
  );
}
