import type { AccountChanges } from '../account-changes/index.ts';
import type { Adjustments } from '../adjustments/index.ts';
import type { Audit } from '../audit/index.ts';
import type { Auth, Users } from '../auth/index.ts';
import type { Cards } from '../cards/index.ts';
import type { CheckIns } from '../check-ins/index.ts';
import type { Claims } from '../claims/index.ts';
import type { Consents } from '../consents/index.ts';
import type { Contests } from '../contests/index.ts';
import type { Holidays } from '../holidays/index.ts';
import type { Ledger } from '../ledger/index.ts';
import type { Memberships } from '../memberships/index.ts';
import type { Notifications } from '../notifications/index.ts';
import type { Objections } from '../objections/index.ts';
import type { OrgUnits } from '../org-units/index.ts';
import type { People } from '../people/index.ts';
import type { Platform } from '../platform/platform.ts';
import type { Redemptions } from '../redemptions/index.ts';
import type { Settlements } from '../settlements/index.ts';
import type { ShopApplicationsNoun } from '../shop-applications/index.ts';
import type { ShopStaffNoun } from '../shop-staff/index.ts';
import type { Teams } from '../teams/index.ts';
import type { Transactions } from '../transactions/index.ts';
import type { Velocity } from '../velocity/index.ts';
import type { Watch } from '../watch/index.ts';
import type { DataRequestCollection } from './store.ts';

/** What the use cases of one's own data share. */
export interface OwnDataDeps extends Pick<Platform, 'clock' | 'ids' | 'logger' | 'personalData'> {
  readonly requests: DataRequestCollection;
  readonly ledger: Pick<Ledger, 'view' | 'views' | 'statement' | 'entries'>;
  readonly people: Pick<
    People,
    | 'ownProfile'
    | 'whyNotValues'
    | 'correct'
    | 'unmaskMany'
    | 'looksAt'
    | 'byId'
    | 'byIds'
    | 'byPhoneIndexes'
    | 'names'
    | 'phones'
    | 'ageBands'
    | 'pendingOf'
    | 'sameAs'
    | 'contactOf'
    | 'forget'
    | 'lines'
  >;
  readonly auth: Pick<Auth, 'signInOf' | 'endSignIn' | 'provePhone'>;
  readonly accountChanges: Pick<AccountChanges, 'isUnderWay' | 'isBegun' | 'closeDecided'>;
  readonly memberships: Pick<Memberships, 'dependentOn' | 'familyOf' | 'spellsOf'>;
  readonly redemptions: Pick<Redemptions, 'openOf' | 'strikeOut'>;
  readonly objections: Pick<Objections, 'openOf' | 'strikeOut'>;
  readonly contests: Pick<Contests, 'openOf' | 'strikeOut'>;
  readonly adjustments: Pick<Adjustments, 'strikeOut'>;
  readonly cards: Pick<Cards, 'givenTo'>;
  readonly consents: Pick<Consents, 'givenFor'>;
  readonly teams: Pick<Teams, 'leaveAll'>;
  readonly checkIns: Pick<CheckIns, 'strikeOut'>;
  readonly claims: Pick<Claims, 'forgetPerson' | 'filedFiles'>;
  readonly transactions: Pick<Transactions, 'strikeOut'>;
  readonly velocity: Pick<Velocity, 'strikeOut'>;
  readonly settlements: Pick<Settlements, 'strikeOut'>;
  readonly watch: Pick<Watch, 'strikeOut'>;
  readonly shopStaff: Pick<ShopStaffNoun, 'forgetPhone'>;
  readonly shopApplications: Pick<ShopApplicationsNoun, 'forgetSignIn'>;
  readonly notifications: Pick<Notifications, 'forget'>;
  readonly holidays: Pick<Holidays, 'calendar'>;
  readonly orgUnits: Pick<OrgUnits, 'all' | 'get' | 'names' | 'communityOf'>;
  readonly users: Pick<Users, 'names' | 'byIds' | 'signInsOf'>;
  readonly audit: Pick<Audit, 'record'>;
}
