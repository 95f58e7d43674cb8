import { z } from 'zod';
import { idSchema, instantSchema, nameSchema, phoneSchema } from './common.ts';
import { defineEndpoint } from './endpoint.ts';

export const SHOP_ROLES = ['merchant_owner', 'merchant_staff'] as const;

const invitationFields = {
  invitationId: idSchema,
  role: z.enum(SHOP_ROLES),
  /** The first instant at which it no longer works. */
  expiresAt: instantSchema,
};

export const shopStaffSchema = z.object({
  items: z.array(
    z.object({
      userId: idSchema,
      role: z.enum(SHOP_ROLES),
      name: z.string(),
      /** `138****1234`; null for a sign-in by user name and password. */
      maskedPhone: z.string().nullable(),
      isYou: z.boolean(),
    }),
  ),
  /** Those that were neither accepted nor withdrawn, and still work. */
  invitations: z.array(z.object({ ...invitationFields, name: z.string(), maskedPhone: z.string() })),
});
export type ShopStaff = z.infer<typeof shopStaffSchema>;

const shopParams = z.object({ shopId: idSchema });
const invitationParams = z.object({ invitationId: idSchema });

export const shopStaff = {
  list: defineEndpoint({
    id: 'shopStaff.list',
    method: 'GET',
    path: '/shops/:shopId/staff',
    summary: 'Who works in a shop, and who is invited to',
    access: 'shop_staff.manage',
    params: shopParams,
    response: shopStaffSchema,
  }),
  invite: defineEndpoint({
    id: 'shopStaff.invite',
    method: 'POST',
    path: '/shops/:shopId/staff-invitations',
    summary: 'Invite a phone to work in a shop: works once, for seven days; another one for this phone is replaced',
    access: 'shop_staff.manage',
    params: shopParams,
    body: z.object({ phone: phoneSchema, name: nameSchema, role: z.enum(SHOP_ROLES) }),
    response: z.object(invitationFields),
    status: 201,
  }),
  withdraw: defineEndpoint({
    id: 'shopStaff.withdraw',
    method: 'DELETE',
    path: '/shops/:shopId/staff-invitations/:invitationId',
    summary: 'Withdraw an invitation that was not accepted',
    access: 'shop_staff.manage',
    params: z.object({ shopId: idSchema, invitationId: idSchema }),
    status: 204,
  }),
  remove: defineEndpoint({
    id: 'shopStaff.remove',
    method: 'DELETE',
    path: '/shops/:shopId/staff/:userId',
    summary: 'Take a shop away from somebody, at once, with their sessions; never from its last owner',
    access: 'shop_staff.manage',
    params: z.object({ shopId: idSchema, userId: idSchema }),
    status: 204,
  }),
  changeRole: defineEndpoint({
    id: 'shopStaff.changeRole',
    method: 'PUT',
    path: '/shops/:shopId/staff/:userId/role',
    summary: 'Make somebody who works in a shop its owner, or staff; they sign in again; one owner is always left',
    access: 'shop_staff.manage',
    params: z.object({ shopId: idSchema, userId: idSchema }),
    body: z.object({ role: z.enum(SHOP_ROLES) }),
    status: 204,
  }),
  ownInvitations: defineEndpoint({
    id: 'shopStaff.ownInvitations',
    method: 'GET',
    path: '/me/shop-invitations',
    summary: 'Invitations of the phone that is signed in, and the shops in which it works',
    access: 'shop_invitations.own',
    response: z.object({
      invitations: z.array(z.object({ ...invitationFields, shopId: idSchema, shopName: z.string() })),
      shops: z.array(z.object({ shopId: idSchema, shopName: z.string(), role: z.enum(SHOP_ROLES) })),
    }),
  }),
  accept: defineEndpoint({
    id: 'shopStaff.accept',
    method: 'POST',
    path: '/me/shop-invitations/:invitationId/acceptance',
    summary: 'Accept an invitation: from now on this phone signs in to the shop',
    access: 'shop_invitations.own',
    params: invitationParams,
    response: z.object({ shopId: idSchema, shopName: z.string(), role: z.enum(SHOP_ROLES) }),
  }),
  decline: defineEndpoint({
    id: 'shopStaff.decline',
    method: 'POST',
    path: '/me/shop-invitations/:invitationId/refusal',
    summary: 'Decline an invitation',
    access: 'shop_invitations.own',
    params: invitationParams,
    status: 204,
  }),
};
