import type { RuleTerms } from '@red-points/shared/contracts';
import type { VersionFacts } from '@red-points/shared/domain/rules';
import type { Accounts } from '../accounts/index.ts';
import type { Activities } from '../activities/index.ts';
import type { Audit } from '../audit/index.ts';
import type { Users } from '../auth/index.ts';
import type { Budgets } from '../budgets/index.ts';
import type { Categories } from '../categories/index.ts';
import type { AttendanceLists } from '../check-ins/index.ts';
import type { Ledger } from '../ledger/index.ts';
import type { Memberships } from '../memberships/index.ts';
import type { OrgUnits } from '../org-units/index.ts';
import type { People } from '../people/index.ts';
import type { Platform } from '../platform/platform.ts';
import type { Rules } from '../rules/index.ts';
import type { Transactions } from '../transactions/index.ts';
import type { ImportStore } from './store.ts';

/** A version of a rule, as far as a row can be compared with it. */
export interface ImportRuleVersion extends VersionFacts {
  readonly code: string;
  readonly terms: RuleTerms;
}

type NeededOfPeople =
  | 'byId'
  | 'byIds'
  | 'close'
  | 'enterMany'
  | 'find'
  | 'findOrEnter'
  | 'names'
  | 'namesBorne'
  | 'pendingOf'
  | 'phones'
  | 'phonesTaken'
  | 'sourceTitles';

/** What the other nouns do for imports. */
export interface ImportNeeds {
  readonly platform: Platform;
  readonly accounts: Pick<Accounts, 'creditedMany' | 'earn'>;
  readonly activities: Pick<Activities, 'facts' | 'hasSignUps' | 'titles'>;
  readonly audit: Pick<Audit, 'record'>;
  readonly budgets: Pick<Budgets, 'addSource' | 'addHolders' | 'reserve' | 'reservationId' | 'slotOf' | 'close'>;
  readonly categories: Pick<Categories, 'all'>;
  readonly ledger: Pick<Ledger, 'entryByKey' | 'view'>;
  /** Attendance lists that were kept on paper. */
  readonly lists: AttendanceLists;
  readonly memberships: Pick<Memberships, 'familyIdsOf' | 'familyOn' | 'groupsOf'>;
  readonly orgUnits: Pick<OrgUnits, 'all' | 'pathOf' | 'names' | 'below'>;
  readonly people: Pick<People, NeededOfPeople>;
  readonly rules: Pick<Rules, 'draftFor' | 'newest' | 'setAside'> & {
    /** Every version of every rule that holds in a unit. */
    versionsFor(unitId: string): Promise<readonly ImportRuleVersion[]>;
  };
  readonly transactions: Pick<Transactions, 'reverse' | 'reverserOf'>;
  readonly users: Pick<Users, 'names' | 'signInsOf'>;
}

export interface ImportsDeps extends ImportNeeds {
  readonly store: ImportStore;
}
