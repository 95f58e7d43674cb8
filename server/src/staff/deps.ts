import type { Audit } from '../audit/index.ts';
import type { Auth, Users } from '../auth/index.ts';
import type { OrgUnits } from '../org-units/index.ts';
import type { People } from '../people/index.ts';

/** What the other nouns do for the sign-ins of staff. */
export interface StaffDeps {
  readonly users: Pick<Users, 'byId' | 'names' | 'staffOf' | 'allStaff' | 'linkPerson'>;
  readonly auth: Pick<Auth, 'endStaffSessions'>;
  readonly people: Pick<People, 'byId' | 'byIds' | 'byPhone' | 'names' | 'phones'>;
  readonly orgUnits: Pick<OrgUnits, 'pathOf' | 'names' | 'below'>;
  readonly audit: Pick<Audit, 'record'>;
}
