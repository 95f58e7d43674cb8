import type { Collection } from 'mongodb';
import type { Audit } from '../audit/index.ts';
import type { Users } from '../auth/index.ts';
import type { Memberships } from '../memberships/index.ts';
import type { Merchants } from '../merchants/index.ts';
import type { OrgUnits } from '../org-units/index.ts';
import type { People } from '../people/index.ts';
import type { Platform } from '../platform/platform.ts';
import type { LicencePhotoRecord, ShopApplicationRecord } from './store.ts';

/** What the other nouns do for applications. */
export interface ShopApplicationNeeds
  extends Pick<Platform, 'db' | 'clock' | 'ids' | 'keys' | 'personalData' | 'logger'> {
  readonly merchants: Pick<Merchants, 'enterApproved' | 'namedLike'>;
  readonly users: Pick<Users, 'atShops' | 'names' | 'phoneOf'>;
  readonly people: Pick<People, 'byPhone'>;
  readonly memberships: Pick<Memberships, 'familyOf'>;
  readonly orgUnits: OrgUnits;
  readonly audit: Pick<Audit, 'record'>;
}

export interface ShopApplicationDeps extends ShopApplicationNeeds {
  readonly applications: Collection<ShopApplicationRecord>;
  readonly photos: Collection<LicencePhotoRecord>;
}
