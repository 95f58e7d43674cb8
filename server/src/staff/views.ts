import { type LinkedResident, type Refusal, type ResidentLink, refuse } from '@red-points/shared/contracts';
import { maskPhone } from '@red-points/shared/domain/people';
import type { Principal } from '@red-points/shared/domain/permissions';
import type { User } from '../auth/index.ts';
import type { Person } from '../people/index.ts';
import type { StaffDeps } from './deps.ts';

/** Residents as somebody is shown who looks for one, in the order given; records that are gone are left out. */
export async function residentViews(
  deps: Pick<StaffDeps, 'people' | 'orgUnits'>,
  found: readonly Person[],
): Promise<LinkedResident[]> {
  const ids = found.map(({ personId }) => personId);
  const [names, phones, units] = await Promise.all([
    deps.people.names(ids),
    deps.people.phones(ids),
    deps.orgUnits.names(found.map(({ unitId }) => unitId)),
  ]);
  return found.map(({ personId, unitId }) => {
    const phone = phones.get(personId);
    return {
      personId,
      maskedName: names.get(personId)?.masked ?? '—',
      maskedPhone: phone === undefined ? null : maskPhone(phone),
      unitName: units.get(unitId) ?? '—',
    };
  });
}

/** What is known of each of these sign-ins as a resident, by user id. */
export async function linkViews(
  deps: Pick<StaffDeps, 'people' | 'orgUnits'>,
  users: readonly User[],
): Promise<ReadonlyMap<string, ResidentLink>> {
  const people = await deps.people.byIds(users.flatMap(({ personId }) => personId ?? []));
  const views = await residentViews(deps, [...people.values()]);
  const residents = new Map(views.map((view) => [view.personId, view]));
  return new Map(
    users.map(({ userId, personId, noResident }) => {
      const unlinked = noResident ? 'no_resident' : 'unknown';
      const resident = personId === null ? null : (residents.get(personId) ?? null);
      return [userId, { link: personId === null ? unlinked : 'linked', resident }];
    }),
  );
}

/** What is known of the asking member of staff as a resident. */
export async function ownLink(deps: StaffDeps, principal: Principal): Promise<ResidentLink | Refusal> {
  const user = await deps.users.byId(principal.userId);
  if (user === null) return refuse('staff_not_found');
  return (await linkViews(deps, [user])).get(user.userId) ?? refuse('staff_not_found');
}
