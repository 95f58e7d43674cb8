import type { Collection } from 'mongodb';
import type { Audit } from '../audit/index.ts';
import type { Users } from '../auth/index.ts';
import type { Budgets } from '../budgets/index.ts';
import type { AttendanceBook } from '../check-ins/index.ts';
import type { Consents } from '../consents/index.ts';
import type { OrgUnits } from '../org-units/index.ts';
import type { People } from '../people/index.ts';
import type { Lanes } from '../platform/lanes.ts';
import type { Logger } from '../platform/logger.ts';
import type { Platform } from '../platform/platform.ts';
import type { Rules } from '../rules/index.ts';
import type { ActivityCollection, SeriesRecord, SignUpCollection } from './store.ts';

export interface ActivitiesDeps {
  readonly db: Platform['db'];
  readonly activities: ActivityCollection;
  readonly signUps: SignUpCollection;
  readonly series: Collection<SeriesRecord>;
  readonly clock: Platform['clock'];
  readonly logger: Pick<Logger, 'warn'>;
  readonly ids: Platform['ids'];
  /** One sign-up or withdrawal of an activity after the other, within this process. */
  readonly lanes: Lanes;
  readonly rules: Pick<Rules, 'inForce' | 'terms'>;
  readonly attendances: AttendanceBook;
  readonly consents: Pick<Consents, 'missing'>;
  readonly people: Pick<People, 'byId' | 'byIds' | 'names'>;
  readonly users: Pick<Users, 'names' | 'byIds' | 'signInsOf' | 'staffOf'>;
  readonly orgUnits: Pick<OrgUnits, 'pathOf' | 'names' | 'communityOf' | 'below'>;
  readonly audit: Pick<Audit, 'record'>;
  readonly budgets: Pick<Budgets, 'reserve' | 'raise' | 'slotOf' | 'close' | 'addHolders'>;
}
