import type { Audit } from '../audit/index.ts';
import type { Users } from '../auth/index.ts';
import type { SharedLimit } from '../http/limits.ts';
import type { Ledger } from '../ledger/index.ts';
import type { Memberships } from '../memberships/index.ts';
import type { OrgUnits } from '../org-units/index.ts';
import type { People } from '../people/index.ts';
import type { Platform } from '../platform/platform.ts';
import type { StarLevels } from './star-settings.ts';
import type { ServiceStore } from './store.ts';

/** What the use cases of hours and certificates share. */
export interface ServiceDeps extends Pick<Platform, 'db' | 'clock' | 'ids'> {
  readonly publicUrl: string;
  readonly store: ServiceStore;
  readonly ledger: Pick<Ledger, 'view' | 'views' | 'statement' | 'entries'>;
  readonly people: Pick<People, 'byId' | 'byIds' | 'byAccount' | 'names' | 'joinedInto' | 'nowOf'>;
  readonly memberships: Pick<Memberships, 'everGroupsOf'>;
  readonly orgUnits: Pick<OrgUnits, 'all' | 'names'>;
  readonly users: Pick<Users, 'names'>;
  readonly audit: Pick<Audit, 'record'>;
  readonly starLevels: StarLevels;
  /** How often a name may be compared with a certificate's. */
  readonly nameLimit: SharedLimit;
}
