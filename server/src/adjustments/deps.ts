import type { Audit } from '../audit/index.ts';
import type { Users } from '../auth/index.ts';
import type { Ledger } from '../ledger/index.ts';
import type { Memberships } from '../memberships/index.ts';
import type { OrgUnits } from '../org-units/index.ts';
import type { People } from '../people/index.ts';
import type { Platform } from '../platform/platform.ts';
import type { Transactions } from '../transactions/index.ts';
import type { AdjustmentCollection } from './store.ts';

/** What the use cases of corrections share. */
export interface AdjustmentsDeps extends Pick<Platform, 'clock' | 'ids' | 'logger' | 'personalData'> {
  readonly adjustments: AdjustmentCollection;
  readonly ledger: Pick<Ledger, 'post' | 'view' | 'referringTo'>;
  readonly people: Pick<People, 'byId' | 'byAccount' | 'byIds' | 'names'>;
  readonly memberships: Pick<Memberships, 'familyOf'>;
  readonly orgUnits: Pick<OrgUnits, 'names'>;
  readonly transactions: Pick<Transactions, 'entryFor' | 'allowed'>;
  readonly users: Pick<Users, 'names' | 'signInsOf'>;
  readonly audit: Pick<Audit, 'record'>;
}
