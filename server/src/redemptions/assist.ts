import { isRefusal, type Refusal, refuse } from '@red-points/shared/contracts';
import type { Principal } from '@red-points/shared/domain/permissions';
import { ownSignIns } from '../auth/index.ts';
import { type Person, personFor } from '../people/index.ts';
import type { RedemptionDeps } from './deps.ts';
import type { RedemptionRecord } from './store.ts';

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

type Parties = Pick<RedemptionDeps, 'memberships'> & {
  readonly users: Pick<RedemptionDeps['users'], 'signInsOf' | 'personIdsOfShop' | 'worksAt'>;
};

/**
 * Why an officer may not act for anybody at this shop: they work there by whichever sign-in, or somebody of their household
 * does (`assist_own_shop`). Else one person could ask and confirm.
 */
export async function whyNotAssistAt(
  { users, memberships }: Parties,
  principal: Principal,
  shopId: string,
): Promise<Refusal | null> {
  const [works, staffPersons, isFamily] = await Promise.all([
    users.worksAt(principal.userId, shopId),
    users.personIdsOfShop(shopId),
    memberships.familyOf(principal.personIds),
  ]);
  return works || staffPersons.some(isFamily) ? refuse('assist_own_shop') : null;
}

/** Whether somebody is one of these sign-ins, by who they are and not only by how they signed in, or of their household. */
export async function isOneOf(
  { users, memberships }: Parties,
  principal: Principal,
  userIds: readonly string[],
): Promise<boolean> {
  if (userIds.includes(principal.userId)) return true;
  const personIds = await memberships.familyIdsOf(principal.personIds);
  return userIds.some(await ownSignIns(users, { userId: principal.userId, personIds }));
}

/**
 * Why somebody of the shop may not confirm what an officer started: they or their household are that officer
 * (`confirm_own_assistance`). Asked again here, because who works in a shop may have changed since it was started.
 */
export async function whyNotConfirmAssisted(
  deps: Parties,
  principal: Principal,
  { via, requestedBy }: Pick<RedemptionRecord, 'via' | 'requestedBy'>,
): Promise<Refusal | null> {
  if (via !== 'officer') return null;
  return (await isOneOf(deps, principal, [requestedBy])) ? refuse('confirm_own_assistance') : null;
}
