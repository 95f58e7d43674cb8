import { type Refusal, refuse } from '@red-points/shared/contracts';
import type { GroupKind } from '@red-points/shared/domain/memberships';
import { type Principal, permits } from '@red-points/shared/domain/permissions';
import type { Person } from '../people/index.ts';
import type { MembershipsDeps } from './deps.ts';

/** A household or an organisation. */
export type Group = Person & { readonly kind: GroupKind };

/** The group whose members the caller may change; refused where it is none, not theirs, or closed. */
export async function findGroupToChange(
  deps: Pick<MembershipsDeps, 'people'>,
  principal: Principal,
  groupId: string,
): Promise<Group | Refusal> {
  const group = await deps.people.byId(groupId);
  if (group === null || !isGroup(group)) return refuse('group_not_found');
  if (!permits(principal, 'memberships.manage', { unitPath: group.unitPath })) return refuse('out_of_scope');
  return group.status === 'closed' ? refuse('group_closed') : group;
}

function isGroup(person: Person): person is Group {
  return person.kind !== 'person';
}
