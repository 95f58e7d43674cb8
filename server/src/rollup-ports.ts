import type { Db } from 'mongodb';
import { unitPathsOf } from './org-units/index.ts';
import { subjectKinds } from './people/index.ts';
import type { RollupPorts } from './rollups/index.ts';

/** What the roll-ups must know of units and people, for commands that have a database and no more. */
export function rollupPorts(db: Db): RollupPorts {
  let paths: Promise<ReadonlyMap<string, readonly string[]>> | null = null;
  return {
    unitPath: async (unitId) => {
      paths ??= unitPathsOf(db);
      return (await paths).get(unitId) ?? [unitId];
    },
    subjectKinds: (accounts) => subjectKinds(db, accounts),
  };
}
