import { z } from 'zod';
import { dateSchema, idSchema, instantSchema, nameSchema, pageOf, pageQuery, unitIdSchema } from './common.ts';
import { defineEndpoint } from './endpoint.ts';

/** 志愿服务队, 党支部, 单位. */
export const TEAM_KINDS = ['volunteers', 'party_branch', 'work_unit'] as const;

export const teamSchema = z.object({
  teamId: idSchema,
  name: z.string(),
  kind: z.enum(TEAM_KINDS),
  unitId: unitIdSchema,
  unitName: z.string(),
  leaderPersonId: idSchema,
  leaderName: z.string(),
  /** Those who agreed; who is invited and has not answered is not counted. */
  members: z.int(),
  foundedAt: instantSchema,
  dissolved: z.boolean(),
  version: z.int(),
});
export type Team = z.infer<typeof teamSchema>;

export const teamMemberSchema = z.object({
  personId: idSchema,
  maskedName: z.string(),
  unitName: z.string(),
  state: z.enum(['invited', 'member']),
  /** Agreed to be counted in the ranking of teams. */
  ranked: z.boolean(),
  since: instantSchema,
});
export type TeamMember = z.infer<typeof teamMemberSchema>;

/** A team as its members see it. */
export const ownTeamSchema = teamSchema.omit({ version: true, leaderPersonId: true }).extend({
  mine: z.enum(['invited', 'member']),
  ranked: z.boolean(),
  leading: z.boolean(),
});
export type OwnTeam = z.infer<typeof ownTeamSchema>;

const teamParams = z.object({ teamId: idSchema });
const monthSchema = z.string().regex(/^\d{4}-(0[1-9]|1[0-2])$/);
const teamFields = {
  name: nameSchema,
  kind: z.enum(TEAM_KINDS),
  unitId: unitIdSchema,
  leaderPersonId: idSchema,
};

export const teams = {
  found: defineEndpoint({
    id: 'teams.found',
    method: 'POST',
    path: '/teams',
    summary: 'Found a team; its leader is its first member',
    access: 'teams.manage',
    body: z.object(teamFields),
    response: teamSchema,
    status: 201,
  }),
  list: defineEndpoint({
    id: 'teams.list',
    method: 'GET',
    path: '/teams',
    summary: 'Teams of a unit and below, by name',
    access: 'teams.read',
    query: z.object({ ...pageQuery, unitId: unitIdSchema, dissolved: z.enum(['with', 'without']).default('without') }),
    response: pageOf(teamSchema),
  }),
  get: defineEndpoint({
    id: 'teams.get',
    method: 'GET',
    path: '/teams/:teamId',
    summary: 'One team',
    access: 'teams.read',
    params: teamParams,
    response: teamSchema,
  }),
  members: defineEndpoint({
    id: 'teams.members',
    method: 'GET',
    path: '/teams/:teamId/members',
    summary: 'Who belongs to a team, and who is invited, masked',
    access: 'teams.read',
    params: teamParams,
    query: z.object(pageQuery),
    response: pageOf(teamMemberSchema),
  }),
  change: defineEndpoint({
    id: 'teams.change',
    method: 'PATCH',
    path: '/teams/:teamId',
    summary: 'Rename it, or give it another leader, who has to be a member',
    access: 'teams.manage',
    params: teamParams,
    body: z.object({ name: nameSchema.optional(), leaderPersonId: idSchema.optional(), version: z.int() }),
    response: teamSchema,
  }),
  dissolve: defineEndpoint({
    id: 'teams.dissolve',
    method: 'POST',
    path: '/teams/:teamId/dissolution',
    summary: 'Dissolve it; what its members did stays',
    access: 'teams.manage',
    params: teamParams,
    body: z.object({ version: z.int() }),
    response: teamSchema,
  }),
  invite: defineEndpoint({
    id: 'teams.invite',
    method: 'POST',
    path: '/teams/:teamId/members',
    summary: 'Invite somebody, or enter who agreed on paper',
    access: 'teams.manage',
    params: teamParams,
    body: z.object({
      personId: idSchema,
      /** They signed on paper: they belong to it at once. */
      onPaper: z.boolean().default(false),
      /** On the same paper: whether they may be counted in the ranking. */
      ranked: z.boolean().default(false),
    }),
    response: teamMemberSchema,
    status: 201,
  }),
  remove: defineEndpoint({
    id: 'teams.remove',
    method: 'DELETE',
    path: '/teams/:teamId/members/:personId',
    summary: 'Take somebody off a team who wants to leave, or an invitation back',
    access: 'teams.manage',
    params: z.object({ teamId: idSchema, personId: idSchema }),
    status: 204,
  }),
  ranking: defineEndpoint({
    id: 'teams.ranking',
    method: 'GET',
    path: '/team-ranking',
    summary: 'Teams of a community by the hours of a month: without under-14s and without who did not agree',
    access: 'signed_in',
    query: z.object({ unitId: unitIdSchema, month: monthSchema }),
    response: z.object({
      month: monthSchema,
      from: dateSchema,
      until: dateSchema,
      items: z.array(
        z.object({
          /** Teams with the same hours share a place. */
          place: z.int(),
          teamId: idSchema,
          name: z.string(),
          kind: z.enum(TEAM_KINDS),
          /** People who are counted. */
          people: z.int(),
          /** How often they took part. */
          times: z.int(),
          minutes: z.int(),
        }),
      ),
    }),
  }),
  listOwn: defineEndpoint({
    id: 'teams.listOwn',
    method: 'GET',
    path: '/me/teams',
    summary: 'Own teams and invitations',
    access: 'teams.own',
    response: z.object({ items: z.array(ownTeamSchema) }),
  }),
  ownMembers: defineEndpoint({
    id: 'teams.ownMembers',
    method: 'GET',
    path: '/me/teams/:teamId/members',
    summary: 'Members of a team that one leads, masked, with their part in an activity',
    access: 'teams.own',
    params: teamParams,
    query: z.object({ ...pageQuery, activityId: idSchema.optional() }),
    response: pageOf(teamMemberSchema.extend({ part: z.enum(['none', 'place', 'waiting']) })),
  }),
  join: defineEndpoint({
    id: 'teams.join',
    method: 'PUT',
    path: '/me/teams/:teamId',
    summary: 'Accept an invitation, or say anew whether to be counted in the ranking',
    access: 'teams.own',
    params: teamParams,
    body: z.object({ ranked: z.boolean() }),
    response: ownTeamSchema,
  }),
  leave: defineEndpoint({
    id: 'teams.leave',
    method: 'DELETE',
    path: '/me/teams/:teamId',
    summary: 'Leave a team, or decline an invitation',
    access: 'teams.own',
    params: teamParams,
    status: 204,
  }),
  signUp: defineEndpoint({
    id: 'teams.signUp',
    method: 'POST',
    path: '/me/teams/:teamId/sign-ups',
    summary: 'The leader signs members up for an activity, each with a result; they are told and may withdraw',
    access: 'teams.own',
    params: teamParams,
    body: z.object({ activityId: idSchema, personIds: z.array(idSchema).min(1).max(200) }),
    response: z.object({
      items: z.array(
        z.object({
          personId: idSchema,
          /** Null where they were refused. */
          part: z.enum(['place', 'waiting']).nullable(),
          refused: z.string().nullable(),
        }),
      ),
    }),
  }),
};
