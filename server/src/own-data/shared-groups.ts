import type { Person } from '../people/index.ts';
import type { OwnDataDeps } from './deps.ts';

/** The households and organisations whose account these people share or once shared. */
export async function sharedGroupsOf(
  { memberships, people }: Pick<OwnDataDeps, 'memberships' | 'people'>,
  personIds: readonly string[],
): Promise<Person[]> {
  const spells = await Promise.all(personIds.map((personId) => memberships.spellsOf(personId)));
  return [...(await people.byIds([...new Set(spells.flat().map(({ groupId }) => groupId))])).values()];
}
