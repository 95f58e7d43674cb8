import type { Audit } from '../audit/index.ts';
import type { Users } from '../auth/index.ts';
import type { Memberships } from '../memberships/index.ts';
import type { OrgUnits } from '../org-units/index.ts';
import type { Platform } from '../platform/platform.ts';
import type { Rollups } from '../rollups/index.ts';

export interface ReportsDeps extends Pick<Platform, 'clock'> {
  readonly orgUnits: OrgUnits;
  readonly rollups: Rollups;
  readonly memberships: Pick<Memberships, 'familyIdsOf'>;
  readonly users: Pick<Users, 'signInsOf'>;
  readonly audit: Pick<Audit, 'countBy'>;
}
