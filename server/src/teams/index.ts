import { type BodyOf, teams as contract, isRefusal, refuse } from '@red-points/shared/contracts';
import type { Principal } from '@red-points/shared/domain/permissions';
import { type ApiRouter, route } from '../http/route.ts';
import type { Platform } from '../platform/platform.ts';
import type { TeamsDeps } from './deps.ts';
import { actionableTeam } from './find-team.ts';
import {
  listMembers,
  listOwnMembers,
  listOwnTeams,
  listTeams,
  memberViews,
  ownTeamView,
  teamView,
  teamViews,
} from './list-teams.ts';
import { changeTeam, dissolveTeam, foundTeam } from './manage-team.ts';
import { invite, join, leave, leaveAll, remove } from './members.ts';
import { teamRanking } from './rank-teams.ts';
import { signTeamUp } from './sign-team-up.ts';
import { teamStore } from './store.ts';

export { ensureTeams } from './store.ts';

/** Teams (志愿服务队, 党支部, 单位): who leads them, who belongs to them by consent, what they did together. */
export interface Teams {
  found(principal: Principal, team: BodyOf<typeof contract.found>): ReturnType<typeof foundTeam>;
  invite(principal: Principal, teamId: string, invitation: BodyOf<typeof contract.invite>): ReturnType<typeof invite>;
  /** Somebody accepts an invitation, and says whether they are counted in the ranking. */
  join(principal: Principal, teamId: string, ranked: boolean): ReturnType<typeof join>;
  /** The leader signs members up for an activity. */
  signUp(principal: Principal, teamId: string, signUp: BodyOf<typeof contract.signUp>): ReturnType<typeof signTeamUp>;
  /** Somebody whose account is over belongs to no team any more, be it as its leader. Safe to repeat. */
  leaveAll(personId: string): Promise<void>;
  routes(router: ApiRouter): void;
}

export interface TeamsNeeds extends Omit<TeamsDeps, 'db' | 'clock' | 'ids' | 'store'> {
  readonly platform: Pick<Platform, 'db' | 'clock' | 'ids'>;
}

export function createTeams({ platform: { db, clock, ids }, ...needs }: TeamsNeeds): Teams {
  const deps: TeamsDeps = { ...needs, db, clock, ids, store: teamStore(db) };
  return {
    found: (principal, team) => foundTeam(deps, principal, team),
    invite: (principal, teamId, invitation) => invite(deps, principal, teamId, invitation),
    join: (principal, teamId, ranked) => join(deps, principal, teamId, ranked),
    signUp: (principal, teamId, signUp) => signTeamUp(deps, principal, teamId, signUp),
    leaveAll: (personId) => leaveAll(deps, personId),
    routes: (router) => {
      staffRoutes(router, deps);
      ownRoutes(router, deps);
    },
  };
}

function staffRoutes(router: ApiRouter, deps: TeamsDeps): void {
  route(router, contract.found, async ({ body, principal }) => teamView(deps, await foundTeam(deps, principal, body)));
  route(router, contract.list, ({ query, principal }) => listTeams(deps, principal, query));
  route(router, contract.get, async ({ params, principal }) =>
    teamView(deps, await actionableTeam(deps, principal, 'teams.read', params.teamId)),
  );
  route(router, contract.members, ({ params, query, principal }) => listMembers(deps, principal, params.teamId, query));
  route(router, contract.change, async ({ params, body, principal }) =>
    teamView(deps, await changeTeam(deps, principal, params.teamId, body)),
  );
  route(router, contract.dissolve, async ({ params, body, principal }) =>
    teamView(deps, await dissolveTeam(deps, principal, params.teamId, body.version)),
  );
  route(router, contract.invite, async ({ params, body, principal }) => {
    const member = await invite(deps, principal, params.teamId, body);
    if (isRefusal(member)) return member;
    const [view] = await memberViews(deps, [member]);
    return view ?? refuse('team_not_member');
  });
  route(router, contract.remove, ({ params, principal }) => remove(deps, principal, params));
  route(router, contract.ranking, ({ query }) => teamRanking(deps, query));
}

/** What members and leaders do with their own phones. */
function ownRoutes(router: ApiRouter, deps: TeamsDeps): void {
  route(router, contract.listOwn, ({ principal }) => listOwnTeams(deps, principal));
  route(router, contract.ownMembers, ({ params, query, principal }) =>
    listOwnMembers(deps, principal, params.teamId, query),
  );
  route(router, contract.join, async ({ params, body, principal }) => {
    const joined = await join(deps, principal, params.teamId, body.ranked);
    if (isRefusal(joined)) return joined;
    const [view] = await teamViews(deps, [joined.team]);
    return (view === undefined ? null : ownTeamView(view, joined.member)) ?? refuse('team_not_found');
  });
  route(router, contract.leave, ({ params, principal }) => leave(deps, principal, params.teamId));
  route(router, contract.signUp, ({ params, body, principal }) => signTeamUp(deps, principal, params.teamId, body));
}
