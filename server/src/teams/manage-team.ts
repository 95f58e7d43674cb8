import { type BodyOf, type teams as contract, isRefusal, type Refusal, refuse } from '@red-points/shared/contracts';
import { type Principal, permits } from '@red-points/shared/domain/permissions';
import { isDuplicateKey } from '../platform/database.ts';
import type { TeamsDeps } from './deps.ts';
import { actionableTeam, membershipOf } from './find-team.ts';
import type { MemberRecord, TeamRecord } from './store.ts';

/** Founds a team with its leader as the first member: who takes a team over has agreed to be in it. */
export async function foundTeam(
  deps: TeamsDeps,
  principal: Principal,
  { name, kind, unitId, leaderPersonId }: BodyOf<typeof contract.found>,
): Promise<TeamRecord | Refusal> {
  const unitPath = await deps.orgUnits.pathOf(unitId);
  if (unitPath === null) return refuse('unit_unknown');
  if (!permits(principal, 'teams.manage', { unitPath })) return refuse('out_of_scope');
  if (!(await mayLead(deps, leaderPersonId))) return refuse('team_leader_unfit');
  const at = new Date(deps.clock.now());
  const team: TeamRecord = {
    _id: deps.ids.next(),
    name,
    kind,
    unitId,
    unitPath,
    leaderPersonId,
    members: 1,
    foundedAt: at,
    foundedBy: principal.userId,
    dissolved: false,
    version: 1,
  };
  const leader: MemberRecord = {
    _id: deps.ids.next(),
    teamId: team._id,
    personId: leaderPersonId,
    state: 'member',
    ranked: false,
    since: at,
    leftAt: null,
    by: principal.userId,
    current: true,
  };
  // The member first: a team is never without its leader, and a member without a team is seen by nobody.
  await deps.store.members.insertOne(leader);
  try {
    await deps.store.teams.insertOne(team);
  } catch (error) {
    await deps.store.members.deleteOne({ _id: leader._id });
    if (isDuplicateKey(error)) return refuse('team_name_taken');
    throw error;
  }
  await note(deps, principal, 'teams.found', team);
  return team;
}

/** Renames a team, or gives it another leader. */
export async function changeTeam(
  deps: TeamsDeps,
  principal: Principal,
  teamId: string,
  { version, name, leaderPersonId }: BodyOf<typeof contract.change>,
): Promise<TeamRecord | Refusal> {
  const team = await actionableTeam(deps, principal, 'teams.manage', teamId);
  if (isRefusal(team)) return team;
  if (leaderPersonId !== undefined) {
    const membership = await membershipOf(deps, teamId, leaderPersonId);
    if (membership?.state !== 'member' || !(await mayLead(deps, leaderPersonId))) return refuse('team_leader_unfit');
  }
  const change = { name: name ?? team.name, leaderPersonId: leaderPersonId ?? team.leaderPersonId };
  try {
    return await update(deps, principal, 'teams.change', { teamId, version, change });
  } catch (error) {
    if (isDuplicateKey(error)) return refuse('team_name_taken');
    throw error;
  }
}

/** Dissolves a team. Nobody belongs to it any more; what they did stays theirs. */
export function dissolveTeam(
  deps: TeamsDeps,
  principal: Principal,
  teamId: string,
  version: number,
): Promise<TeamRecord | Refusal> {
  return actionableTeam(deps, principal, 'teams.manage', teamId).then((team) =>
    isRefusal(team)
      ? team
      : update(deps, principal, 'teams.dissolve', { teamId, version, change: { dissolved: true } }),
  );
}

async function update(
  deps: TeamsDeps,
  principal: Principal,
  action: string,
  { teamId, version, change }: { teamId: string; version: number; change: Partial<TeamRecord> },
): Promise<TeamRecord | Refusal> {
  const changed = await deps.store.teams.findOneAndUpdate(
    { _id: teamId, version, dissolved: false },
    { $set: change, $inc: { version: 1 } },
    { returnDocument: 'after' },
  );
  if (changed === null) {
    const now = await deps.store.teams.findOne({ _id: teamId });
    if (now === null) return refuse('team_not_found');
    return refuse(now.dissolved ? 'team_dissolved' : 'version_conflict');
  }
  await note(deps, principal, action, changed);
  return changed;
}

async function mayLead(deps: TeamsDeps, personId: string): Promise<boolean> {
  const person = await deps.people.byId(personId);
  if (person === null || person.kind !== 'person' || person.status === 'closed') return false;
  return (await deps.people.ageBands([personId])).get(personId) !== 'under14';
}

function note(deps: TeamsDeps, principal: Principal, action: string, { _id, unitId }: TeamRecord): Promise<void> {
  return deps.audit.record({ principal, action, subject: { kind: 'team', id: _id }, unitId });
}
