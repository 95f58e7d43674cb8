import type { BudgetScope, RecordedUse } from '@red-points/shared/domain/budgets';
import type { ClientSession } from 'mongodb';
import type { Audit } from '../audit/index.ts';
import type { OrgUnits } from '../org-units/index.ts';
import type { Platform } from '../platform/platform.ts';
import type { BudgetStore, HolderKind } from './store.ts';

/** A noun whose records use reserved points. Budgets are counted from its records, never from what it says it has done. */
export interface BudgetSource {
  readonly kinds: readonly HolderKind[];
  /** What the records behind these reservations have come to; reservations without a record may be left out. */
  usageOf(reservationIds: readonly string[], session: ClientSession): Promise<ReadonlyMap<string, RecordedUse>>;
  /** What records that stand behind no reservation have used in a scope: those from before there were any. */
  unreserved(scope: BudgetScope, session: ClientSession): Promise<RecordedUse>;
}

/** Says of holders which still need what they have reserved. */
export type NeedingHolders = (holderIds: readonly string[]) => Promise<ReadonlySet<string>>;

export interface BudgetNeeds {
  readonly platform: Pick<Platform, 'db' | 'clock' | 'ids' | 'jobs' | 'logger'>;
  readonly orgUnits: Pick<OrgUnits, 'all' | 'get' | 'pathOf' | 'below' | 'names'>;
  readonly audit: Pick<Audit, 'record'>;
  /** Names of staff by user id. */
  readonly userNames: (userIds: readonly string[]) => Promise<ReadonlyMap<string, string>>;
}

export interface BudgetsDeps extends BudgetNeeds {
  readonly store: BudgetStore;
  readonly sources: readonly BudgetSource[];
  readonly holders: ReadonlyMap<HolderKind, NeedingHolders>;
}
