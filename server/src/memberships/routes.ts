import { memberships as contract, isRefusal, refuse } from '@red-points/shared/contracts';
import { businessDate } from '@red-points/shared/domain/calendar';
import { type ApiRouter, route } from '../http/route.ts';
import { personFor } from '../people/index.ts';
import { addMember } from './add-member.ts';
import type { MembershipsDeps } from './deps.ts';
import { endMembership } from './end-membership.ts';
import { householdsOf, memberLines, membershipLines } from './read.ts';
import { setHead } from './set-head.ts';

export function membershipRoutes(router: ApiRouter, deps: MembershipsDeps): void {
  route(router, contract.members, async ({ params, principal }) => {
    const group = await personFor(deps.people, principal, 'people.read', params.personId);
    if (isRefusal(group)) return group;
    return group.kind === 'person' ? refuse('group_not_found') : { items: await memberLines(deps, group.personId) };
  });

  route(router, contract.ofPerson, async ({ params, principal }) => {
    const person = await personFor(deps.people, principal, 'people.read', params.personId);
    return isRefusal(person) ? person : { items: await membershipLines(deps, person.personId) };
  });

  route(router, contract.add, async ({ params, body, principal }) => {
    const added = await addMember(deps, principal, params.personId, body);
    return isRefusal(added) ? added : { membershipId: added._id };
  });

  route(router, contract.end, async ({ params, body, principal }) => {
    const ended = await endMembership(deps, principal, params.membershipId, body.until);
    return isRefusal(ended) ? ended : { membershipId: ended._id, until: ended.until ?? ended.from };
  });

  route(router, contract.setHead, async ({ params, body, principal }) => {
    const named = await setHead(deps, principal, params.personId, body.memberId);
    return isRefusal(named) ? named : { headPersonId: named };
  });

  route(router, contract.ownHousehold, async ({ principal }) => {
    if (principal.actingPersonId === null) return refuse('registration_needed');
    return { household: await ownHousehold(deps, principal.actingPersonId) };
  });
}

async function ownHousehold(deps: MembershipsDeps, personId: string) {
  const today = businessDate(deps.clock.now());
  const householdId = (await householdsOf(deps, [personId], today)).get(personId);
  if (householdId === undefined) return null;
  const lines = (await memberLines(deps, householdId)).filter(({ current }) => current);
  const names = await deps.people.names([householdId, ...lines.map((line) => line.personId)]);
  return {
    householdId,
    // Its own people know what it is called.
    name: names.get(householdId)?.full ?? '—',
    members: lines.map((line) => ({
      personId: line.personId,
      maskedName: names.get(line.personId)?.amongFamily ?? '—',
      isHead: line.isHead,
      isMe: line.personId === personId,
      from: line.from,
    })),
  };
}
