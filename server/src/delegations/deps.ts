import type { Audit } from '../audit/index.ts';
import type { Users } from '../auth/index.ts';
import type { OrgUnits } from '../org-units/index.ts';
import type { Platform } from '../platform/platform.ts';
import type { DelegationCollection } from './store.ts';

export interface DelegationsDeps extends Pick<Platform, 'clock' | 'ids'> {
  readonly delegations: DelegationCollection;
  readonly users: Pick<Users, 'byId' | 'names' | 'inUnits'>;
  readonly orgUnits: Pick<OrgUnits, 'pathOf' | 'names' | 'below' | 'all' | 'get'>;
  readonly audit: Pick<Audit, 'record'>;
}
