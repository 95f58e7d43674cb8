import { z } from 'zod';
import { GROUP_KINDS, MEMBER_ROLES } from '../domain/memberships/index.ts';
import { dateSchema, idSchema } from './common.ts';
import { defineEndpoint } from './endpoint.ts';

/** Somebody's days in a household or as an organisation's representative. */
const spellFields = {
  membershipId: idSchema,
  role: z.enum(MEMBER_ROLES),
  /** 户主 */
  isHead: z.boolean(),
  from: dateSchema,
  /** The first day on which it no longer holds; null where no end is known. */
  until: dateSchema.nullable(),
  /** Whether it holds today. */
  current: z.boolean(),
};

/** A member as the group's page lists them, masked. */
export const memberLineSchema = z.object({ ...spellFields, personId: idSchema, maskedName: z.string() });
export type MemberLine = z.infer<typeof memberLineSchema>;

/** A group as a person's page lists it. Organisations show their name, households a masked one. */
export const membershipLineSchema = z.object({
  ...spellFields,
  groupId: idSchema,
  groupKind: z.enum(GROUP_KINDS),
  groupName: z.string(),
});
export type MembershipLine = z.infer<typeof membershipLineSchema>;

const ofPerson = z.object({ personId: idSchema });

export const memberships = {
  members: defineEndpoint({
    id: 'memberships.members',
    method: 'GET',
    path: '/people/:personId/members',
    summary: "A household's members or an organisation's representatives, those of today first, then the past",
    access: 'people.read',
    params: ofPerson,
    response: z.object({ items: z.array(memberLineSchema) }),
  }),
  ofPerson: defineEndpoint({
    id: 'memberships.ofPerson',
    method: 'GET',
    path: '/people/:personId/memberships',
    summary: 'The households and organisations that a person belongs or belonged to',
    access: 'people.read',
    params: ofPerson,
    response: z.object({ items: z.array(membershipLineSchema) }),
  }),
  add: defineEndpoint({
    id: 'memberships.add',
    method: 'POST',
    path: '/people/:personId/members',
    summary: 'Enter a person in a household, or as a representative of an organisation, from a day on',
    access: 'memberships.manage',
    params: ofPerson,
    body: z.object({
      memberId: idSchema,
      /** Today unless said; not earlier. */
      from: dateSchema.optional(),
      /** The household's head from now on. The first member becomes it without being asked. */
      asHead: z.boolean().default(false),
    }),
    response: z.object({ membershipId: idSchema }),
    status: 201,
  }),
  end: defineEndpoint({
    id: 'memberships.end',
    method: 'POST',
    path: '/memberships/:membershipId/end',
    summary: 'A member moves out, or a representative steps down: from that day on they no longer belong to it',
    access: 'memberships.manage',
    params: z.object({ membershipId: idSchema }),
    body: z.object({ until: dateSchema.optional() }),
    response: z.object({ membershipId: idSchema, until: dateSchema }),
  }),
  setHead: defineEndpoint({
    id: 'memberships.setHead',
    method: 'PUT',
    path: '/people/:personId/head',
    summary: 'Name a member the head of the household',
    access: 'memberships.manage',
    params: ofPerson,
    body: z.object({ memberId: idSchema }),
    response: z.object({ headPersonId: idSchema }),
  }),
  ownHousehold: defineEndpoint({
    id: 'memberships.ownHousehold',
    method: 'GET',
    path: '/me/household',
    summary: 'The household of the person this session acts for, today',
    access: 'account.read_own',
    response: z.object({
      household: z
        .object({
          householdId: idSchema,
          name: z.string(),
          /** Members masked as those read who share an account (`陈*英`); the acting person marked. */
          members: z.array(
            z.object({
              personId: idSchema,
              maskedName: z.string(),
              isHead: z.boolean(),
              isMe: z.boolean(),
              from: dateSchema,
            }),
          ),
        })
        .nullable(),
    }),
  }),
};
