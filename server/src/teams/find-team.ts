import { type Refusal, refuse } from '@red-points/shared/contracts';
import { type Action, type Principal, permits } from '@red-points/shared/domain/permissions';
import type { TeamsDeps } from './deps.ts';
import type { MemberRecord, TeamRecord } from './store.ts';

/** The team, where the caller may do this to it. */
export async function actionableTeam(
  { store }: Pick<TeamsDeps, 'store'>,
  principal: Principal,
  action: Action,
  teamId: string,
): Promise<TeamRecord | Refusal> {
  const team = await store.teams.findOne({ _id: teamId });
  if (team === null) return refuse('team_not_found');
  return permits(principal, action, { unitPath: team.unitPath }) ? team : refuse('out_of_scope');
}

/** The team that the person acted for leads. */
export async function ledTeam(
  { store }: Pick<TeamsDeps, 'store'>,
  principal: Principal,
  teamId: string,
): Promise<TeamRecord | Refusal> {
  if (principal.actingPersonId === null) return refuse('registration_needed');
  const team = await store.teams.findOne({ _id: teamId });
  if (team === null) return refuse('team_not_found');
  if (team.leaderPersonId !== principal.actingPersonId) return refuse('team_not_leader');
  return team.dissolved ? refuse('team_dissolved') : team;
}

/** Somebody's part in a team now. */
export function membershipOf(
  { store }: Pick<TeamsDeps, 'store'>,
  teamId: string,
  personId: string,
): Promise<MemberRecord | null> {
  return store.members.findOne({ teamId, personId, current: true });
}
