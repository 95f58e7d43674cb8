import type { Home } from '@red-points/shared/domain/activities';
import type { Person } from '../people/index.ts';
import type { ActivitiesDeps } from './deps.ts';

/** Where a person lives, and where they serve. */
export async function homesOf(
  { orgUnits }: Pick<ActivitiesDeps, 'orgUnits'>,
  { unitId, unitPath, serveUnitId }: Pick<Person, 'unitId' | 'unitPath' | 'serveUnitId'>,
): Promise<Home[]> {
  const servePath = serveUnitId === null ? null : await orgUnits.pathOf(serveUnitId);
  const paths = [unitPath, ...(servePath === null ? [] : [servePath])];
  return Promise.all(
    paths.map(async (path) => ({
      communityId: (await orgUnits.communityOf(path.at(-1) ?? unitId))?.id ?? null,
      unitPath: path,
    })),
  );
}
