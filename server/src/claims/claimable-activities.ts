import { type claims as contract, type Refusal, type ResponseOf, refuse } from '@red-points/shared/contracts';
import { type Principal, permits } from '@red-points/shared/domain/permissions';
import type { ClaimsDeps } from './deps.ts';

type Found = ResponseOf<typeof contract.activitiesOn>;

/** Activities of a day in the communities where a person lives and serves, for the form in which a claim is filed. */
export async function claimableActivities(
  deps: ClaimsDeps,
  principal: Principal,
  query: { readonly date: string; readonly personId?: string | undefined },
): Promise<Found | Refusal> {
  const personId = query.personId ?? principal.actingPersonId;
  if (personId === null) return refuse('registration_needed');
  const person = await deps.people.byId(personId);
  if (person === null) return refuse('person_not_found');
  const mayFile =
    principal.personIds.includes(personId) || permits(principal, 'claims.file', { unitPath: person.unitPath });
  if (!mayFile) return refuse('person_other_community');
  const units = [person.unitId, ...(person.serveUnitId === null ? [] : [person.serveUnitId])];
  const communities = await Promise.all(units.map((unitId) => deps.orgUnits.communityOf(unitId)));
  const unitIds = units.map((unitId, index) => communities[index]?.id ?? unitId);
  const found = await deps.activities.onDay([...new Set(unitIds)], query.date);
  return {
    items: found.map(({ activityId, title, place, plan }) => ({
      activityId,
      title,
      place,
      startsAt: new Date(plan.startsAtMs).toISOString(),
      endsAt: new Date(plan.endsAtMs).toISOString(),
    })),
  };
}
