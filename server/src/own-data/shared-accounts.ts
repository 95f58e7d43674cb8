import type { OwnDataDeps } from './deps.ts';

/** The accounts of the households and organisations that these people share or once shared. */
export async function sharedAccountsOf(
  { memberships, people }: Pick<OwnDataDeps, 'memberships' | 'people'>,
  personIds: readonly string[],
): Promise<string[]> {
  const spells = await Promise.all(personIds.map((personId) => memberships.spellsOf(personId)));
  const groups = await people.byIds([...new Set(spells.flat().map(({ groupId }) => groupId))]);
  return [...groups.values()].map(({ accountId }) => accountId);
}
