import { type Refusal, refuse } from '@red-points/shared/contracts';
import { type Action, type Principal, permits } from '@red-points/shared/domain/permissions';
import type { PeopleContext } from './deps.ts';
import type { PersonRecord } from './store.ts';

/** The person of a route, where the caller may do the action to them. */
export async function permitted(
  context: PeopleContext,
  personId: string,
  principal: Principal,
  action: Action,
): Promise<PersonRecord | Refusal> {
  const record = await context.record(personId);
  if (record === null) return refuse('person_not_found');
  return permits(principal, action, { unitPath: record.unitPath }) ? record : refuse('out_of_scope');
}

/** The person a resident's session acts for. */
export async function acting(context: PeopleContext, principal: Principal): Promise<PersonRecord | Refusal> {
  if (principal.actingPersonId === null) return refuse('registration_needed');
  const record = await context.record(principal.actingPersonId);
  return record ?? refuse('person_not_found');
}
