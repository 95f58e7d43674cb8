import type { Accounts } from '../accounts/index.ts';
import type { Adjustments } from '../adjustments/index.ts';
import type { Audit } from '../audit/index.ts';
import type { Users } from '../auth/index.ts';
import type { Ledger } from '../ledger/index.ts';
import type { Memberships } from '../memberships/index.ts';
import type { OrgUnits } from '../org-units/index.ts';
import type { People } from '../people/index.ts';
import type { Platform } from '../platform/platform.ts';
import type { Transactions } from '../transactions/index.ts';
import type { ContestCollection } from './store.ts';

/** What the use cases of doubts share. */
export interface ContestsDeps extends Pick<Platform, 'clock' | 'ids' | 'personalData'> {
  readonly contests: ContestCollection;
  readonly ledger: Pick<Ledger, 'entries' | 'referringTo'>;
  readonly people: Pick<People, 'byId' | 'byAccount' | 'names' | 'lines'>;
  readonly accounts: Pick<Accounts, 'readable'>;
  readonly memberships: Pick<Memberships, 'familyOf'>;
  readonly orgUnits: Pick<OrgUnits, 'names' | 'all' | 'get'>;
  readonly transactions: Pick<Transactions, 'entryFor'>;
  readonly adjustments: Pick<Adjustments, 'postedFor'>;
  readonly users: Pick<Users, 'names' | 'signInsOf'>;
  readonly audit: Pick<Audit, 'record'>;
}
