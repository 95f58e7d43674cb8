import {
  type BodyOf,
  type teams as contract,
  isRefusal,
  type Refusal,
  type ResponseOf,
} from '@red-points/shared/contracts';
import type { Principal } from '@red-points/shared/domain/permissions';
import type { TeamsDeps } from './deps.ts';
import { ledTeam } from './find-team.ts';

/**
 * The leader signs members up, in the order given: when places end, the next ones wait. Each has a result; asked again,
 * nobody is signed up twice.
 */
export async function signTeamUp(
  deps: TeamsDeps,
  principal: Principal,
  teamId: string,
  { activityId, personIds }: BodyOf<typeof contract.signUp>,
): Promise<ResponseOf<typeof contract.signUp> | Refusal> {
  const team = await ledTeam(deps, principal, teamId);
  if (isRefusal(team)) return team;
  const wanted = [...new Set(personIds)];
  const members = await deps.store.members
    .find({ teamId, personId: { $in: wanted }, current: true, state: 'member' })
    .project<{ personId: string }>({ personId: 1 })
    .toArray();
  const belongs = new Set(members.map(({ personId }) => personId));
  const refusals = new Map<string, string>();
  for (const personId of wanted) {
    if (!belongs.has(personId)) {
      refusals.set(personId, 'team_not_member');
      continue;
    }
    const done = await deps.activities.signUpPerson(activityId, { personId, by: principal.userId, teamId });
    if (isRefusal(done)) refusals.set(personId, done.refused);
  }
  const parts = await deps.activities.partsOf(activityId, wanted);
  return {
    items: wanted.map((personId) => {
      const refused = refusals.get(personId) ?? null;
      return { personId, part: refused === null ? (parts.get(personId) ?? null) : null, refused };
    }),
  };
}
