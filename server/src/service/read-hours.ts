import { isRefusal, type Refusal, refuse, type ServiceRecord } from '@red-points/shared/contracts';
import { type ServiceDay, starRecordOf, totalsOf } from '@red-points/shared/domain/service';
import type { Person } from '../people/index.ts';
import { countHours } from './count-hours.ts';
import type { ServiceDeps } from './deps.ts';

/**
 * Every day on which a person served, whichever account it was credited to: their own, those of records found to be them,
 * and those of households and organisations that they belong or belonged to. One range of an index.
 */
export async function serviceDaysOf(
  deps: ServiceDeps,
  person: Person,
): Promise<Omit<ServiceDay, 'person'>[] | Refusal> {
  const same = [person, ...(await deps.people.joinedInto([person.personId]))];
  const ids = same.map(({ personId }) => personId);
  const groupIds = await deps.memberships.everGroupsOf(ids);
  const [groups, joinedGroups] = await Promise.all([deps.people.byIds(groupIds), deps.people.joinedInto(groupIds)]);
  const accounts = [...same, ...groups.values(), ...joinedGroups].map(({ accountId }) => accountId);
  if (!(await countHours(deps, [...new Set(accounts)]))) return refuse('service_counting');
  return deps.store.days
    .find({ person: { $in: ids } })
    .project<Omit<ServiceDay, 'person'>>({ _id: 0, day: 1, category: 1, minutes: 1, items: 1 })
    .toArray();
}

/** A person's hours by category and their star level. */
export async function serviceRecordOf(deps: ServiceDeps, person: Person): Promise<ServiceRecord | Refusal> {
  const [days, hours] = await Promise.all([serviceDaysOf(deps, person), deps.starLevels.hours()]);
  if (isRefusal(days)) return days;
  const served = days
    .filter(({ minutes }) => minutes > 0)
    .map(({ day }) => day)
    .sort();
  return {
    personId: person.personId,
    ...totalsOf(days),
    ...starRecordOf(days, hours),
    firstDay: served[0] ?? null,
    lastDay: served.at(-1) ?? null,
  };
}
