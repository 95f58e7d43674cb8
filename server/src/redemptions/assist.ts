import { isRefusal, type Refusal, refuse } from '@red-points/shared/contracts';
import type { Principal } from '@red-points/shared/domain/permissions';
import { type Person, personFor } from '../people/index.ts';
import type { RedemptionDeps } from './deps.ts';

/** Somebody for whom an officer may redeem or book: in their reach, and neither themselves nor of their household (`assist_not_self`). */
export async function personToAssist(
  {
    people,
    memberships,
  }: { people: Pick<RedemptionDeps['people'], 'byId'>; memberships: RedemptionDeps['memberships'] },
  principal: Principal,
  personId: string,
): Promise<Person | Refusal> {
  const person = await personFor(people, principal, 'redemptions.assist', personId);
  if (isRefusal(person)) return person;
  const isFamily = await memberships.familyOf(principal.personIds);
  return isFamily(personId) ? refuse('assist_not_self') : person;
}
