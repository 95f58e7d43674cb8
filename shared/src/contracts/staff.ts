import { z } from 'zod';
import { ROLES } from '../domain/permissions/index.ts';
import { idSchema, unitIdSchema } from './common.ts';
import { defineEndpoint } from './endpoint.ts';

/**
 * What is known of a member of staff as a resident: which one they are, that they are none (as they or an administrator
 * said), or nothing yet. Nothing yet means that nobody can tell whether what they review benefits them.
 */
export const RESIDENT_LINKS = ['linked', 'no_resident', 'unknown'] as const;

/** A resident as somebody is shown who looks for one: masked. */
export const linkedResidentSchema = z.object({
  personId: idSchema,
  maskedName: z.string(),
  maskedPhone: z.string().nullable(),
  unitName: z.string(),
});
export type LinkedResident = z.infer<typeof linkedResidentSchema>;

const linkFields = {
  link: z.enum(RESIDENT_LINKS),
  resident: linkedResidentSchema.nullable(),
};

export const residentLinkSchema = z.object(linkFields);
export type ResidentLink = z.infer<typeof residentLinkSchema>;

/** A sign-in of staff, for those who keep them. */
export const staffMemberSchema = z.object({
  userId: idSchema,
  name: z.string(),
  grants: z.array(z.object({ role: z.enum(ROLES), unitName: z.string().nullable() })),
  ...linkFields,
  isYou: z.boolean(),
  /** Whether the asking person may change the link: never their own. */
  mayLink: z.boolean(),
});
export type StaffMember = z.infer<typeof staffMemberSchema>;

export const staff = {
  list: defineEndpoint({
    id: 'staff.list',
    method: 'GET',
    path: '/staff',
    summary: 'Staff with a role in a unit or below, and which resident each of them is too; at most five hundred',
    access: 'users.manage',
    query: z.object({ unitId: unitIdSchema.optional() }),
    response: z.object({ items: z.array(staffMemberSchema) }),
  }),
  link: defineEndpoint({
    id: 'staff.link',
    method: 'PUT',
    path: '/staff/:userId/resident',
    summary:
      'Say which resident a member of staff is too, or (null) that this is not known any more; never of oneself. They sign in again',
    access: 'users.manage',
    params: z.object({ userId: idSchema }),
    body: z.object({ personId: idSchema.nullable() }),
    response: residentLinkSchema,
  }),
  find: defineEndpoint({
    id: 'staff.findResident',
    method: 'POST',
    path: '/staff/resident-search',
    summary:
      'Residents by a whole phone number or by a resident number, masked; the search is on record, without what was typed',
    access: 'users.link_own',
    body: z.object({ search: z.string().trim().min(6).max(60) }),
    response: z.object({ items: z.array(linkedResidentSchema) }),
  }),
  own: defineEndpoint({
    id: 'staff.ownLink',
    method: 'GET',
    path: '/me/resident-link',
    summary: 'Which resident the asking member of staff is too, as far as it is known',
    access: 'users.link_own',
    response: residentLinkSchema,
  }),
  sayOwn: defineEndpoint({
    id: 'staff.sayOwnLink',
    method: 'PUT',
    path: '/me/resident-link',
    summary:
      'Say which resident one is, or (null) that one is none here. A link that stands is changed by an administrator only. Whoever is linked signs in again',
    access: 'users.link_own',
    body: z.object({ personId: idSchema.nullable() }),
    response: residentLinkSchema,
  }),
};
