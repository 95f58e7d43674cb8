import type { Collection, Db } from 'mongodb';
import type { Accounts } from '../accounts/index.ts';
import type { Activities } from '../activities/index.ts';
import type { Audit } from '../audit/index.ts';
import type { Users } from '../auth/index.ts';
import type { ClaimedTimes } from '../check-ins/index.ts';
import type { Consents } from '../consents/index.ts';
import type { Delegations } from '../delegations/index.ts';
import type { OrgUnits } from '../org-units/index.ts';
import type { People } from '../people/index.ts';
import type { Logger } from '../platform/logger.ts';
import type { PersonalData } from '../platform/personal-data.ts';
import type { Platform } from '../platform/platform.ts';
import type { ReviewStore } from '../reviews/index.ts';
import type { Rules } from '../rules/index.ts';
import type { DraftRecord } from './drafts.ts';
import type { CaseCollections } from './mediation/store.ts';
import type { ClaimCollection, EvidenceCollection } from './store.ts';
import type { Uploads } from './uploads.ts';

/** One stay at an activity; the end is null while they are there. */
export interface AttendedStay {
  readonly _id: string;
  readonly activityId: string;
  readonly title: string;
  readonly checkedInAt: Date;
  readonly checkedOutAt: Date | null;
}

/** What of attendances a reviewer of a claim has to know. */
export interface AttendanceLookup {
  /** What a person attended that began on a business date, for any rule, earliest first. */
  attendedOn(personId: string, date: string): Promise<AttendedStay[]>;
  /** Marks those that still wait, or will, for whoever reviews them. */
  flag(attendanceIds: readonly string[]): Promise<void>;
  /** Takes that mark off those where nothing else is claimed for the same time. */
  lookAgain(attendanceIds: readonly string[]): Promise<void>;
  /** Told what people claim, and when. */
  provideClaimedTimes(times: ClaimedTimes): void;
  /** Whether a person has an attendance of an activity that counts or may still count. */
  attended(personId: string, activityId: string): Promise<boolean>;
}

export interface ClaimsDeps extends CaseCollections {
  readonly db: Db;
  readonly claims: ClaimCollection;
  readonly evidence: EvidenceCollection;
  readonly drafts: Collection<DraftRecord>;
  readonly uploads: Uploads;
  readonly store: ReviewStore;
  readonly personalData: Pick<PersonalData, 'seal' | 'openMany' | 'erase'>;
  readonly clock: Platform['clock'];
  readonly logger: Pick<Logger, 'warn'>;
  readonly ids: Platform['ids'];
  readonly keys: Platform['keys'];
  readonly rules: Pick<Rules, 'inForce' | 'terms'>;
  readonly people: Pick<People, 'byId' | 'names' | 'nowOf'>;
  readonly accounts: Pick<Accounts, 'credited'>;
  readonly users: Pick<Users, 'names'>;
  readonly orgUnits: Pick<OrgUnits, 'pathOf' | 'names' | 'communityOf'>;
  readonly attendances: AttendanceLookup;
  readonly activities: Pick<Activities, 'factsOfMany' | 'onDay'>;
  readonly audit: Pick<Audit, 'record'>;
  readonly delegations: Pick<Delegations, 'of'>;
  readonly consents: Pick<Consents, 'missing'>;
}
