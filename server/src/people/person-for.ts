import { type Refusal, refuse } from '@red-points/shared/contracts';
import { type Action, type Principal, permits } from '@red-points/shared/domain/permissions';
import type { People, Person } from './types.ts';

/** Somebody whom the caller may do this to, by where they live. */
export async function personFor(
  people: Pick<People, 'byId'>,
  principal: Principal,
  action: Action,
  personId: string,
): Promise<Person | Refusal> {
  const person = await people.byId(personId);
  if (person === null) return refuse('person_not_found');
  return permits(principal, action, { unitPath: person.unitPath }) ? person : refuse('out_of_scope');
}
