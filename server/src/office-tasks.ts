import type { Batches } from './batches/index.ts';
import type { Imports } from './imports/index.ts';
import type { OrgUnits } from './org-units/index.ts';
import type { People } from './people/index.ts';
import { type Reports, taskOf } from './reports/index.ts';

interface OfficeTasks {
  readonly reports: Pick<Reports, 'addTaskSource'>;
  readonly people: Pick<People, 'unverified'>;
  readonly imports: Pick<Imports, 'waiting'>;
  readonly batches: Pick<Batches, 'waiting'>;
  readonly orgUnits: Pick<OrgUnits, 'below'>;
}

/** Says on the home page what else waits in an office: people to verify, imports and batches of a colleague. */
export function addOfficeTasks({ reports, people, imports, batches, orgUnits }: OfficeTasks): void {
  reports.addTaskSource('people.verify', {
    waiting: async (_principal, unitId) => taskOf('people_unverified', await people.unverified(unitId)),
  });
  reports.addTaskSource('imports.confirm', {
    waiting: async (principal, unitId) => {
      const unitIds = (await orgUnits.below(unitId)).map((unit) => unit.id);
      return taskOf('imports_waiting', await imports.waiting(unitIds, principal.userId));
    },
  });
  reports.addTaskSource('batches.confirm', {
    waiting: async (principal, unitId) => taskOf('batches_waiting', await batches.waiting(unitId, principal.userId)),
  });
}
