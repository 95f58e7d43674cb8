import type { SampleRule } from '@red-points/shared/domain/spot-checks';
import type { Adjustments } from '../adjustments/index.ts';
import type { Audit } from '../audit/index.ts';
import type { Users } from '../auth/index.ts';
import type { Credits, SheetSource } from '../credits/index.ts';
import type { Ledger } from '../ledger/index.ts';
import type { Memberships } from '../memberships/index.ts';
import type { OrgUnits } from '../org-units/index.ts';
import type { Platform } from '../platform/platform.ts';
import type { UnitSettings } from '../platform/unit-settings.ts';
import type { SpotStore } from './store.ts';

/** What the use cases of spot checks share. */
export interface SpotChecksDeps extends Pick<Platform, 'clock' | 'ids' | 'personalData' | 'logger'> {
  readonly store: SpotStore;
  readonly settings: UnitSettings<SampleRule>;
  readonly credits: Pick<Credits, 'postedIds' | 'byIds' | 'staffLines'>;
  /** Batches and imports, whose credits nobody approves one by one. */
  readonly sheets: readonly SheetSource[];
  readonly ledger: Pick<Ledger, 'referringTo'>;
  readonly adjustments: Pick<Adjustments, 'postedFor'>;
  readonly memberships: Pick<Memberships, 'familyOf'>;
  readonly users: Pick<Users, 'names' | 'signInsOf'>;
  readonly orgUnits: Pick<OrgUnits, 'all' | 'get' | 'names' | 'pathOf'>;
  readonly audit: Pick<Audit, 'record'>;
  /** The published digest of a day's ledger; null while there is none. */
  digestOf(day: string): Promise<string | null>;
}
