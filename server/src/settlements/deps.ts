import type { Collection } from 'mongodb';
import type { Audit } from '../audit/index.ts';
import type { Users } from '../auth/index.ts';
import type { Memberships } from '../memberships/index.ts';
import type { Merchants } from '../merchants/index.ts';
import type { OrgUnits } from '../org-units/index.ts';
import type { People } from '../people/index.ts';
import type { Platform } from '../platform/platform.ts';
import type { RedemptionRecord } from '../redemptions/index.ts';
import type { SettlementStore } from './store.ts';

/** What the use cases of settlements share. */
export interface SettlementsDeps extends Pick<Platform, 'db' | 'clock' | 'ids' | 'logger'> {
  readonly store: SettlementStore;
  /** Redemptions are read here, and their mark `settleDue` taken off; all else of them is the redemptions' own. */
  readonly redemptions: Collection<RedemptionRecord>;
  readonly merchants: Pick<Merchants, 'find' | 'findMany'>;
  readonly orgUnits: Pick<OrgUnits, 'all' | 'get' | 'names' | 'pathOf' | 'below' | 'communityOf'>;
  readonly people: Pick<People, 'names'>;
  readonly memberships: Pick<Memberships, 'familyOf'>;
  readonly users: Pick<Users, 'names' | 'personIdsOfShop' | 'signInsOf'>;
  readonly audit: Pick<Audit, 'record'>;
}
