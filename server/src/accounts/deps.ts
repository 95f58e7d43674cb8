import type { Audit } from '../audit/index.ts';
import type { Users } from '../auth/index.ts';
import type { Ledger } from '../ledger/index.ts';
import type { Memberships } from '../memberships/index.ts';
import type { OrgUnits } from '../org-units/index.ts';
import type { People } from '../people/index.ts';
import type { Platform } from '../platform/platform.ts';
import type { CreditingCollection } from './store.ts';

/** What the use cases of accounts share. */
export interface AccountsDeps extends Pick<Platform, 'clock' | 'ids'> {
  readonly crediting: CreditingCollection;
  readonly ledger: Pick<Ledger, 'views' | 'post' | 'statement'>;
  readonly memberships: Pick<Memberships, 'householdsOf' | 'groupsOf'>;
  readonly orgUnits: Pick<OrgUnits, 'get' | 'names' | 'pathOf'>;
  readonly people: Pick<People, 'byId' | 'byIds' | 'byAccount' | 'joinedInto' | 'names' | 'nowOf' | 'provideAccounts'>;
  readonly users: Pick<Users, 'names'>;
  readonly audit: Pick<Audit, 'record'>;
}
