import {
  type teams as contract,
  isRefusal,
  type OwnTeam,
  type QueryOf,
  type Refusal,
  type ResponseOf,
  refuse,
  type Team,
  type TeamMember,
} from '@red-points/shared/contracts';
import { type Principal, permits } from '@red-points/shared/domain/permissions';
import { z } from 'zod';
import { decodeCursor, encodeCursor } from '../http/cursor.ts';
import type { TeamsDeps } from './deps.ts';
import { actionableTeam, ledTeam } from './find-team.ts';
import type { MemberRecord, TeamRecord } from './store.ts';

const nameCursor = z.tuple([z.string(), z.string()]);
const timeCursor = z.tuple([z.number(), z.string()]);

export async function listTeams(
  deps: TeamsDeps,
  principal: Principal,
  { unitId, dissolved, cursor, limit }: QueryOf<typeof contract.list>,
): Promise<ResponseOf<typeof contract.list> | Refusal> {
  const unitPath = await deps.orgUnits.pathOf(unitId);
  if (unitPath === null) return refuse('unit_unknown');
  if (!permits(principal, 'teams.read', { unitPath })) return refuse('out_of_scope');
  const after = decodeCursor(cursor, nameCursor);
  if (isRefusal(after)) return after;
  const beyond =
    after === null ? {} : { $or: [{ name: { $gt: after[0] } }, { name: after[0], _id: { $gt: after[1] } }] };
  const found = await deps.store.teams
    .find({ unitPath: unitId, ...(dissolved === 'with' ? {} : { dissolved: false }), ...beyond })
    .sort({ name: 1, _id: 1 })
    .limit(limit + 1)
    .toArray();
  const page = found.slice(0, limit);
  const last = page.at(-1);
  const more = found.length > limit && last !== undefined;
  return { items: await teamViews(deps, page), nextCursor: more ? encodeCursor([last.name, last._id]) : null };
}

export async function teamViews(deps: TeamsDeps, records: readonly TeamRecord[]): Promise<Team[]> {
  const [units, names] = await Promise.all([
    deps.orgUnits.names(records.map(({ unitId }) => unitId)),
    deps.people.names(records.map(({ leaderPersonId }) => leaderPersonId)),
  ]);
  return records.map((team) => ({
    teamId: team._id,
    name: team.name,
    kind: team.kind,
    unitId: team.unitId,
    unitName: units.get(team.unitId) ?? '—',
    leaderPersonId: team.leaderPersonId,
    leaderName: names.get(team.leaderPersonId)?.masked ?? '*',
    members: team.members,
    foundedAt: team.foundedAt.toISOString(),
    dissolved: team.dissolved,
    version: team.version,
  }));
}

export async function teamView(deps: TeamsDeps, record: TeamRecord | Refusal): Promise<Team | Refusal> {
  if (isRefusal(record)) return record;
  const [view] = await teamViews(deps, [record]);
  return view ?? refuse('team_not_found');
}

interface Paging {
  readonly cursor?: string | undefined;
  readonly limit: number;
}

export async function listMembers(
  deps: TeamsDeps,
  principal: Principal,
  teamId: string,
  paging: Paging,
): Promise<ResponseOf<typeof contract.members> | Refusal> {
  const team = await actionableTeam(deps, principal, 'teams.read', teamId);
  return isRefusal(team) ? team : membersOf(deps, teamId, paging);
}

/** Members of a team for its leader, with their part in an activity. */
export async function listOwnMembers(
  deps: TeamsDeps,
  principal: Principal,
  teamId: string,
  { activityId, ...paging }: QueryOf<typeof contract.ownMembers>,
): Promise<ResponseOf<typeof contract.ownMembers> | Refusal> {
  const team = await ledTeam(deps, principal, teamId);
  if (isRefusal(team)) return team;
  const page = await membersOf(deps, teamId, paging);
  if (isRefusal(page)) return page;
  const personIds = page.items.map(({ personId }) => personId);
  const parts = activityId === undefined ? new Map() : await deps.activities.partsOf(activityId, personIds);
  return { ...page, items: page.items.map((each) => ({ ...each, part: parts.get(each.personId) ?? 'none' })) };
}

async function membersOf(
  deps: TeamsDeps,
  teamId: string,
  { cursor, limit }: Paging,
): Promise<{ items: TeamMember[]; nextCursor: string | null } | Refusal> {
  const after = decodeCursor(cursor, timeCursor);
  if (isRefusal(after)) return after;
  const since = after === null ? null : new Date(after[0]);
  const beyond =
    after === null || since === null ? {} : { $or: [{ since: { $gt: since } }, { since, _id: { $gt: after[1] } }] };
  const found = await deps.store.members
    .find({ teamId, current: true, ...beyond })
    .sort({ since: 1, _id: 1 })
    .limit(limit + 1)
    .toArray();
  const page = found.slice(0, limit);
  const last = page.at(-1);
  const more = found.length > limit && last !== undefined;
  return {
    items: await memberViews(deps, page),
    nextCursor: more ? encodeCursor([last.since.getTime(), last._id]) : null,
  };
}

export async function memberViews(deps: TeamsDeps, records: readonly MemberRecord[]): Promise<TeamMember[]> {
  const personIds = records.map(({ personId }) => personId);
  const [names, people] = await Promise.all([deps.people.names(personIds), deps.people.byIds(personIds)]);
  const units = await deps.orgUnits.names([...people.values()].map(({ unitId }) => unitId));
  return records.map(({ personId, state, ranked, since }) => ({
    personId,
    maskedName: names.get(personId)?.masked ?? '*',
    unitName: units.get(people.get(personId)?.unitId ?? '') ?? '—',
    state: state === 'member' ? 'member' : 'invited',
    ranked,
    since: since.toISOString(),
  }));
}

/** Teams that somebody belongs to or is invited to. */
export async function listOwnTeams(
  deps: TeamsDeps,
  principal: Principal,
): Promise<ResponseOf<typeof contract.listOwn> | Refusal> {
  const personId = principal.actingPersonId;
  if (personId === null) return refuse('registration_needed');
  const own = await deps.store.members.find({ personId, current: true }).toArray();
  const teams = await deps.store.teams
    .find({ _id: { $in: own.map(({ teamId }) => teamId) }, dissolved: false })
    .sort({ name: 1, _id: 1 })
    .toArray();
  const byTeam = new Map(own.map((member) => [member.teamId, member]));
  const views = await teamViews(deps, teams);
  return { items: views.flatMap((view) => ownTeamView(view, byTeam.get(view.teamId)) ?? []) };
}

export function ownTeamView(
  { version: _version, leaderPersonId, ...view }: Team,
  member: MemberRecord | undefined,
): OwnTeam | null {
  if (member === undefined) return null;
  const mine = member.state === 'member' ? 'member' : 'invited';
  return { ...view, mine, ranked: member.ranked, leading: leaderPersonId === member.personId };
}
