import { type BodyOf, type teams as contract, isRefusal, type Refusal, refuse } from '@red-points/shared/contracts';
import type { Principal } from '@red-points/shared/domain/permissions';
import { isDuplicateKey } from '../platform/database.ts';
import type { TeamsDeps } from './deps.ts';
import { actionableTeam, membershipOf } from './find-team.ts';
import type { MemberRecord, TeamRecord } from './store.ts';

/** Invites somebody, or enters who agreed on paper. Asked again for somebody who is in it or invited, the answer is that. */
export async function invite(
  deps: TeamsDeps,
  principal: Principal,
  teamId: string,
  { personId, onPaper, ranked }: BodyOf<typeof contract.invite>,
): Promise<MemberRecord | Refusal> {
  const team = await actionableTeam(deps, principal, 'teams.manage', teamId);
  if (isRefusal(team)) return team;
  if (team.dissolved) return refuse('team_dissolved');
  const person = await deps.people.byId(personId);
  if (person === null) return refuse('person_not_found');
  if (person.kind !== 'person' || person.status === 'closed') return refuse('team_person_unfit');
  const record: MemberRecord = {
    _id: deps.ids.next(),
    teamId,
    personId,
    state: 'invited',
    ranked: false,
    since: new Date(deps.clock.now()),
    leftAt: null,
    by: principal.userId,
    current: true,
  };
  try {
    await deps.store.members.insertOne(record);
  } catch (error) {
    if (!isDuplicateKey(error)) throw error;
  }
  const invited = await membershipOf(deps, teamId, personId);
  if (invited === null) return refuse('team_not_member');
  if (!onPaper || invited.state === 'member') return invited;
  return accept(deps, invited, ranked);
}

/** Accepts an invitation, or says anew whether to be counted. Whether one is counted is one's own word, at any time. */
export async function join(
  deps: TeamsDeps,
  principal: Principal,
  teamId: string,
  ranked: boolean,
): Promise<{ team: TeamRecord; member: MemberRecord } | Refusal> {
  const own = await ownMembership(deps, principal, teamId);
  if (isRefusal(own)) return own;
  const team = await deps.store.teams.findOne({ _id: teamId });
  if (team === null) return refuse('team_not_found');
  if (team.dissolved) return refuse('team_dissolved');
  const member = await accept(deps, own, ranked);
  if (isRefusal(member)) return member;
  return { team: (await recount(deps, teamId)) ?? team, member };
}

/** Leaves a team or declines an invitation; so does who is taken off it. */
export async function leave(deps: TeamsDeps, principal: Principal, teamId: string): Promise<undefined | Refusal> {
  const own = await ownMembership(deps, principal, teamId);
  return isRefusal(own) ? own : end(deps, own);
}

export async function remove(
  deps: TeamsDeps,
  principal: Principal,
  { teamId, personId }: { readonly teamId: string; readonly personId: string },
): Promise<undefined | Refusal> {
  const team = await actionableTeam(deps, principal, 'teams.manage', teamId);
  if (isRefusal(team)) return team;
  const member = await membershipOf(deps, teamId, personId);
  return member === null ? refuse('team_not_member') : end(deps, member);
}

async function end(deps: TeamsDeps, { _id, teamId, personId }: MemberRecord): Promise<undefined | Refusal> {
  const team = await deps.store.teams.findOne({ _id: teamId }, { projection: { leaderPersonId: 1, dissolved: 1 } });
  if (team !== null && !team.dissolved && team.leaderPersonId === personId) return refuse('team_leader_leaves');
  await deps.store.members.updateOne(
    { _id, current: true },
    { $set: { state: 'left', current: false, leftAt: new Date(deps.clock.now()) } },
  );
  await recount(deps, teamId);
  return undefined;
}

/** Ends what somebody belongs to. A team that they led keeps standing: staff name another leader. */
export async function leaveAll(deps: TeamsDeps, personId: string): Promise<void> {
  const own = await deps.store.members.find({ personId, current: true }).toArray();
  await deps.store.members.updateMany(
    { personId, current: true },
    { $set: { state: 'left', current: false, leftAt: new Date(deps.clock.now()) } },
  );
  // Also where an earlier run ended them and was interrupted before it counted.
  const ended = own.length > 0 ? own : await deps.store.members.find({ personId, state: 'left' }).toArray();
  for (const teamId of new Set(ended.map((member) => member.teamId))) await recount(deps, teamId);
}

async function accept(deps: TeamsDeps, { _id, state }: MemberRecord, ranked: boolean): Promise<MemberRecord | Refusal> {
  // Time in a team counts from when one agreed.
  const since = state === 'invited' ? { since: new Date(deps.clock.now()) } : {};
  const member = await deps.store.members.findOneAndUpdate(
    { _id, current: true },
    { $set: { state: 'member', ranked, ...since } },
    { returnDocument: 'after' },
  );
  if (member === null) return refuse('team_not_member');
  await recount(deps, member.teamId);
  return member;
}

/** Counted from the records, so that two at once end in the right number. */
async function recount(deps: TeamsDeps, teamId: string): Promise<TeamRecord | null> {
  const members = await deps.store.members.countDocuments({ teamId, current: true, state: 'member' });
  return deps.store.teams.findOneAndUpdate({ _id: teamId }, { $set: { members } }, { returnDocument: 'after' });
}

async function ownMembership(deps: TeamsDeps, principal: Principal, teamId: string): Promise<MemberRecord | Refusal> {
  if (principal.actingPersonId === null) return refuse('registration_needed');
  return (await membershipOf(deps, teamId, principal.actingPersonId)) ?? refuse('team_not_member');
}
