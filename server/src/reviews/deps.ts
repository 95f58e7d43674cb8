import type { Audit } from '../audit/index.ts';
import type { Users } from '../auth/index.ts';
import type { Budgets } from '../budgets/index.ts';
import type { CreditSourceKind, Credits } from '../credits/index.ts';
import type { Delegations } from '../delegations/index.ts';
import type { Holidays } from '../holidays/index.ts';
import type { Ledger } from '../ledger/index.ts';
import type { Memberships } from '../memberships/index.ts';
import type { OrgUnits } from '../org-units/index.ts';
import type { People } from '../people/index.ts';
import type { Platform } from '../platform/platform.ts';
import type { Rules } from '../rules/index.ts';
import type { ReviewRequests } from './requests.ts';
import type { ReviewStore } from './review-store.ts';
import type { ReviewableRecord, ReviewFacts } from './reviewable.ts';
import type { RunStore } from './run-store.ts';
import type { ReviewSettingsCollection } from './settings.ts';

/** A noun whose records are reviewed in the one queue. */
export interface ReviewSource {
  readonly store: ReviewStore;
  /** What a detail shows beside the common facts. */
  facts(record: ReviewableRecord): Promise<ReviewFacts>;
  /** Told which records were decided, once per request: an activity may be settled by it. Told again where a process died in between. */
  decided?(records: readonly ReviewableRecord[]): Promise<void>;
}

export interface ReviewsDeps {
  readonly clock: Platform['clock'];
  readonly ids: Platform['ids'];
  readonly jobs: Platform['jobs'];
  readonly logger: Platform['logger'];
  readonly requests: ReviewRequests;
  readonly settings: ReviewSettingsCollection;
  readonly runs: RunStore;
  readonly sources: ReadonlyMap<CreditSourceKind, ReviewSource>;
  readonly credits: Pick<Credits, 'approve' | 'deliver'>;
  readonly budgets: Pick<Budgets, 'room' | 'slotOf'>;
  readonly rules: Pick<Rules, 'terms'>;
  readonly ledger: Pick<Ledger, 'view' | 'statement'>;
  readonly people: Pick<People, 'names' | 'sameAs'>;
  readonly memberships: Pick<Memberships, 'matesOf'>;
  readonly users: Pick<Users, 'names' | 'byId' | 'inUnits' | 'signInsOf'>;
  readonly delegations: Pick<Delegations, 'of' | 'in'>;
  readonly holidays: Pick<Holidays, 'calendar'>;
  readonly orgUnits: Pick<OrgUnits, 'names' | 'pathOf' | 'get' | 'below' | 'communityOf'>;
  readonly audit: Pick<Audit, 'record'>;
}
