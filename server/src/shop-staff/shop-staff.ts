import { shopStaff as contract } from '@red-points/shared/contracts';
import type { ClientSession } from 'mongodb';
import { type ApiRouter, route } from '../http/route.ts';
import { acceptInvitation, declineInvitation, listOwnInvitations } from './answer-invitation.ts';
import { changeRole } from './change-role.ts';
import type { ShopStaffDeps, ShopStaffNeeds } from './deps.ts';
import { inviteToShop, withdrawInvitation } from './invite-to-shop.ts';
import { listStaff } from './list-staff.ts';
import { removeFromShop } from './remove-from-shop.ts';
import { invitationsOf } from './store.ts';

export { ensureShopStaff } from './store.ts';

/** Who works in a shop: invited by its owner, accepted by the phone that was invited, removed at once. */
export interface ShopStaffNoun {
  /** Takes away what a phone was invited to that is nobody's any more. Safe to repeat. */
  forgetPhone(phoneIndex: string): Promise<void>;
  /** Withdraws every invitation to shops, in the transaction that closes them. */
  withdrawAll(session: ClientSession, shopIds: readonly string[]): Promise<void>;
  routes(router: ApiRouter): void;
}

export function createShopStaff(needs: ShopStaffNeeds): ShopStaffNoun {
  const deps: ShopStaffDeps = { ...needs, invitations: invitationsOf(needs.db) };
  return {
    forgetPhone: async (phoneIndex) => {
      await deps.invitations.deleteMany({ phoneIndex });
    },
    withdrawAll: async (session, shopIds) => {
      await deps.invitations.updateMany(
        { shopId: { $in: [...shopIds] }, state: 'open' },
        { $set: { state: 'withdrawn', openKey: null, answeredAt: new Date(deps.clock.now()) } },
        { session },
      );
    },
    routes: (router) => {
      route(router, contract.list, ({ principal, params }) => listStaff(deps, principal, params.shopId));
      route(router, contract.invite, ({ principal, params, body }) =>
        inviteToShop(deps, principal, params.shopId, body),
      );
      route(router, contract.withdraw, ({ principal, params }) =>
        withdrawInvitation(deps, principal, params.shopId, params.invitationId),
      );
      route(router, contract.remove, ({ principal, params }) =>
        removeFromShop(deps, principal, params.shopId, params.userId),
      );
      route(router, contract.changeRole, ({ principal, params, body }) => changeRole(deps, principal, params, body));
      route(router, contract.ownInvitations, ({ principal }) => listOwnInvitations(deps, principal));
      route(router, contract.accept, ({ principal, params }) => acceptInvitation(deps, principal, params.invitationId));
      route(router, contract.decline, ({ principal, params }) =>
        declineInvitation(deps, principal, params.invitationId),
      );
    },
  };
}
