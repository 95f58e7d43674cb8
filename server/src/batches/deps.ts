import type { Accounts } from '../accounts/index.ts';
import type { Audit } from '../audit/index.ts';
import type { Users } from '../auth/index.ts';
import type { Budgets } from '../budgets/index.ts';
import type { Consents } from '../consents/index.ts';
import type { Ledger } from '../ledger/index.ts';
import type { Memberships } from '../memberships/index.ts';
import type { OrgUnits } from '../org-units/index.ts';
import type { People } from '../people/index.ts';
import type { Platform } from '../platform/platform.ts';
import type { Rules } from '../rules/index.ts';
import type { BatchStore } from './store.ts';

export interface BatchNeeds {
  readonly platform: Pick<Platform, 'db' | 'clock' | 'ids' | 'jobs' | 'logger' | 'personalData'>;
  readonly ledger: Pick<Ledger, 'post'>;
  readonly accounts: Pick<Accounts, 'creditedMany' | 'earn'>;
  readonly memberships: Pick<Memberships, 'familyOn'>;
  readonly budgets: Pick<
    Budgets,
    'addSource' | 'addHolders' | 'reserve' | 'reservationId' | 'slotOf' | 'close' | 'count'
  >;
  readonly people: Pick<People, 'byIds' | 'find' | 'names' | 'sourceTitles'>;
  readonly rules: Pick<Rules, 'inForce' | 'terms'>;
  readonly consents: Pick<Consents, 'missingOf'>;
  readonly orgUnits: Pick<OrgUnits, 'pathOf' | 'names'>;
  readonly audit: Pick<Audit, 'record'>;
  readonly users: Pick<Users, 'names' | 'signInsOf'>;
}

export interface BatchesDeps extends BatchNeeds {
  readonly store: BatchStore;
}
