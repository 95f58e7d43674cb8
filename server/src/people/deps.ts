import type { Db } from 'mongodb';
import type { Audit } from '../audit/index.ts';
import type { Users } from '../auth/index.ts';
import type { Ledger } from '../ledger/index.ts';
import type { OrgUnits } from '../org-units/index.ts';
import type { Clock } from '../platform/clock.ts';
import type { Ids } from '../platform/ids.ts';
import type { Keys } from '../platform/keys.ts';
import type { PersonalData } from '../platform/personal-data.ts';
import type { PersonModel } from './store.ts';
import type { PendingCredits, SharedAccounts } from './types.ts';

/** What the use cases of people share. */
export interface PeopleContext {
  readonly db: Db;
  readonly model: PersonModel;
  readonly clock: Clock;
  readonly ids: Ids;
  readonly keys: Keys;
  readonly personalData: PersonalData;
  readonly orgUnits: OrgUnits;
  readonly users: Users;
  readonly audit: Audit;
  readonly ledger: Ledger;
  /** Credits approved and not posted. */
  readonly pending: PendingCredits;
  /** Which accounts a person goes by beside their own. */
  readonly accounts: SharedAccounts;
}
