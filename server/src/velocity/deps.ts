import type { VelocityLimits } from '@red-points/shared/domain/velocity';
import type { Audit } from '../audit/index.ts';
import type { Users } from '../auth/index.ts';
import type { Memberships } from '../memberships/index.ts';
import type { OrgUnits } from '../org-units/index.ts';
import type { People } from '../people/index.ts';
import type { Platform } from '../platform/platform.ts';
import type { UnitSettings } from '../platform/unit-settings.ts';
import type { VelocityStore } from './store.ts';

/** What limits on how fast may be redeemed need. */
export interface VelocityDeps extends Pick<Platform, 'clock' | 'ids'> {
  readonly store: VelocityStore;
  readonly settings: UnitSettings<VelocityLimits>;
  readonly orgUnits: Pick<OrgUnits, 'all' | 'get' | 'names' | 'pathOf'>;
  readonly people: Pick<People, 'names'>;
  readonly users: Pick<Users, 'names' | 'personIdsOfShop' | 'worksAt'>;
  readonly memberships: Pick<Memberships, 'familyOf'>;
  readonly audit: Pick<Audit, 'record'>;
  /** Names of shops by id. */
  readonly shopNames: (shopIds: readonly string[]) => Promise<ReadonlyMap<string, string>>;
}
