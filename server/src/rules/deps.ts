import type { Accounts } from '../accounts/index.ts';
import type { Audit } from '../audit/index.ts';
import type { Users } from '../auth/index.ts';
import type { Categories } from '../categories/index.ts';
import type { Ledger } from '../ledger/index.ts';
import type { OrgUnits } from '../org-units/index.ts';
import type { People } from '../people/index.ts';
import type { Clock } from '../platform/clock.ts';
import type { Ids } from '../platform/ids.ts';
import type { RuleFinder } from './find-rule.ts';
import type { EmergencyCollection, RuleCollection } from './store.ts';

export interface RulesDeps {
  readonly rules: RuleCollection;
  readonly emergencies: EmergencyCollection;
  readonly clock: Clock;
  readonly ids: Ids;
  readonly finder: RuleFinder;
  readonly categories: Pick<Categories, 'offers'>;
  readonly orgUnits: Pick<OrgUnits, 'pathOf' | 'names' | 'get' | 'all'>;
  readonly audit: Pick<Audit, 'record'>;
  readonly people: Pick<People, 'byId'>;
  readonly accounts: Pick<Accounts, 'credited'>;
  readonly ledger: Pick<Ledger, 'view' | 'statement'>;
  readonly users: Pick<Users, 'names' | 'signInsOf'>;
}
