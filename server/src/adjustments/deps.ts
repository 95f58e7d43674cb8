import type { Audit } from '../audit/index.ts';
import type { Users } from '../auth/index.ts';
import type { Budgets } from '../budgets/index.ts';
import type { Ledger } from '../ledger/index.ts';
import type { Memberships } from '../memberships/index.ts';
import type { OrgUnits } from '../org-units/index.ts';
import type { People } from '../people/index.ts';
import type { Platform } from '../platform/platform.ts';
import type { SettingsFor } from '../reviews/index.ts';
import type { Transactions } from '../transactions/index.ts';
import type { AdjustmentCollection } from './store.ts';

/** What the use cases of corrections share. */
export interface AdjustmentsDeps extends Pick<Platform, 'clock' | 'ids' | 'logger' | 'personalData'> {
  readonly adjustments: AdjustmentCollection;
  readonly ledger: Pick<Ledger, 'post' | 'view' | 'entry' | 'referringTo'>;
  readonly budgets: Pick<Budgets, 'addSource' | 'addHolders' | 'slotOf' | 'reserve' | 'close' | 'returnedBy'>;
  readonly people: Pick<People, 'byId' | 'byAccount' | 'byIds' | 'names'>;
  readonly memberships: Pick<Memberships, 'familyOf'>;
  readonly orgUnits: Pick<OrgUnits, 'names' | 'pathOf'>;
  readonly transactions: Pick<Transactions, 'entryFor' | 'allowed'>;
  readonly users: Pick<Users, 'names' | 'signInsOf'>;
  /** How units review: from how many points on two people approve. */
  reviewSettings(paths: readonly (readonly string[])[]): Promise<SettingsFor>;
  readonly audit: Pick<Audit, 'record'>;
}
