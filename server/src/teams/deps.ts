import type { Activities } from '../activities/index.ts';
import type { Audit } from '../audit/index.ts';
import type { AttendanceBook } from '../check-ins/index.ts';
import type { OrgUnits } from '../org-units/index.ts';
import type { People } from '../people/index.ts';
import type { Platform } from '../platform/platform.ts';
import type { TeamStore } from './store.ts';

export interface TeamsDeps {
  readonly db: Platform['db'];
  readonly clock: Platform['clock'];
  readonly ids: Platform['ids'];
  readonly store: TeamStore;
  readonly people: Pick<People, 'byId' | 'byIds' | 'names' | 'ageBands'>;
  readonly orgUnits: Pick<OrgUnits, 'pathOf' | 'names'>;
  readonly audit: Pick<Audit, 'record'>;
  readonly attendances: Pick<AttendanceBook, 'servedBetween'>;
  readonly activities: Pick<Activities, 'signUpPerson' | 'partsOf'>;
}
