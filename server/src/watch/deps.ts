import type { WatchThresholds } from '@red-points/shared/domain/watch';
import type { Activities } from '../activities/index.ts';
import type { Audit } from '../audit/index.ts';
import type { Users } from '../auth/index.ts';
import type { CreditSourceKind, Credits, SheetSource } from '../credits/index.ts';
import type { Memberships } from '../memberships/index.ts';
import type { OrgUnits } from '../org-units/index.ts';
import type { People } from '../people/index.ts';
import type { Platform } from '../platform/platform.ts';
import type { UnitSettings } from '../platform/unit-settings.ts';
import type { Redemptions } from '../redemptions/index.ts';
import type { ReviewSource } from '../reviews/index.ts';
import type { WatchStore } from './store.ts';

/** What the use cases of watch reports share. */
export interface WatchDeps extends Pick<Platform, 'clock' | 'ids' | 'logger'> {
  readonly store: WatchStore;
  readonly settings: UnitSettings<WatchThresholds>;
  readonly credits: Pick<Credits, 'approvedAfter' | 'byIds' | 'staffLines'>;
  /** Where the records lie that credits were made of. */
  readonly sources: ReadonlyMap<CreditSourceKind, Pick<ReviewSource, 'store'>>;
  readonly activities: Pick<Activities, 'recordsOf'>;
  /** Batches and imports. */
  readonly sheets: readonly SheetSource[];
  readonly redemptions: Pick<Redemptions, 'toWatch' | 'watched' | 'byIds'>;
  readonly people: Pick<People, 'names'>;
  readonly memberships: Pick<Memberships, 'familyOf'>;
  /** Names of shops by id. */
  readonly shopNames: (shopIds: readonly string[]) => Promise<ReadonlyMap<string, string>>;
  readonly users: Pick<Users, 'names' | 'byIds' | 'personIdsOfShop' | 'signInsOf'>;
  readonly orgUnits: Pick<OrgUnits, 'all' | 'get' | 'names' | 'pathOf'>;
  readonly audit: Pick<Audit, 'record'>;
}
