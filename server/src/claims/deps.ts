import type { Accounts } from '../accounts/index.ts';
import type { Audit } from '../audit/index.ts';
import type { Users } from '../auth/index.ts';
import type { OrgUnits } from '../org-units/index.ts';
import type { People } from '../people/index.ts';
import type { Platform } from '../platform/platform.ts';
import type { ReviewStore } from '../reviews/index.ts';
import type { Rules } from '../rules/index.ts';
import type { ClaimCollection, EvidenceCollection } from './store.ts';

/** What of attendances a reviewer of a claim has to know. */
export interface AttendanceLookup {
  /** Titles of what a person attended on a business date, for this rule or for any. */
  attendedFor(personId: string, ruleCode: string | null, date: string): Promise<string[]>;
  /** Whether a person has an attendance of an activity that counts or may still count. */
  attended(personId: string, activityId: string): Promise<boolean>;
}

export interface ClaimsDeps {
  readonly claims: ClaimCollection;
  readonly evidence: EvidenceCollection;
  readonly store: ReviewStore;
  readonly clock: Platform['clock'];
  readonly ids: Platform['ids'];
  readonly keys: Platform['keys'];
  readonly rules: Pick<Rules, 'inForce' | 'terms'>;
  readonly people: Pick<People, 'byId' | 'names'>;
  readonly accounts: Pick<Accounts, 'credited'>;
  readonly users: Pick<Users, 'names'>;
  readonly orgUnits: Pick<OrgUnits, 'pathOf' | 'names' | 'communityOf'>;
  readonly attendances: AttendanceLookup;
  readonly audit: Pick<Audit, 'record'>;
}
