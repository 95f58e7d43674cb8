import type { RuleTerms } from '@red-points/shared/contracts';
import type { VersionFacts } from '@red-points/shared/domain/rules';
import type { Accounts } from '../accounts/index.ts';
import type { Audit } from '../audit/index.ts';
import type { Budgets } from '../budgets/index.ts';
import type { OrgUnits } from '../org-units/index.ts';
import type { People } from '../people/index.ts';
import type { Platform } from '../platform/platform.ts';
import type { ImportStore } from './store.ts';

/** A version of a rule, as far as a row can be compared with it. */
export interface ImportRuleVersion extends VersionFacts {
  readonly code: string;
  readonly terms: RuleTerms;
}

/** What the other nouns do for imports. */
export interface ImportNeeds {
  readonly platform: Platform;
  readonly accounts: Pick<Accounts, 'creditedMany' | 'earn'>;
  readonly orgUnits: Pick<OrgUnits, 'all' | 'pathOf' | 'names' | 'below'>;
  readonly audit: Pick<Audit, 'record'>;
  readonly budgets: Pick<Budgets, 'addSource' | 'addHolders' | 'reserve' | 'reservationId' | 'slotOf' | 'close'>;
  readonly people: Pick<People, 'find' | 'findOrEnter' | 'names' | 'sourceTitles'>;
  /** Names of staff by user id, as the console shows them. */
  readonly userNames: (userIds: readonly string[]) => Promise<ReadonlyMap<string, string>>;
  readonly rules: {
    /** Every version of every rule that holds in a unit. */
    versionsFor(unitId: string): Promise<readonly ImportRuleVersion[]>;
  };
}

export interface ImportsDeps extends ImportNeeds {
  readonly store: ImportStore;
}
