import type { Db } from 'mongodb';
import type { Audit } from '../audit/index.ts';
import type { Users } from '../auth/index.ts';
import type { Ledger } from '../ledger/index.ts';
import type { OrgUnits } from '../org-units/index.ts';
import type { Clock } from '../platform/clock.ts';
import type { Ids } from '../platform/ids.ts';
import type { Keys } from '../platform/keys.ts';
import type { PersonalData } from '../platform/personal-data.ts';
import type { PendingOwner } from './pending.ts';
import type { PersonModel, PersonRecord } from './store.ts';
import type { PendingCredit, PendingCredits, SharedAccounts } from './types.ts';

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
  /** Hours of one to five stars. */
  readonly starHours: () => Promise<readonly number[]>;
  /** One record by its id; what is asked for at the same time is read together. */
  readonly record: (personId: string) => Promise<PersonRecord | null>;
  /** Credits approved and not posted. */
  readonly pending: PendingCredits;
  /** The same for one owner, with what was joined into their account; what is asked for at the same time is read together. */
  readonly pendingOf: (owner: PendingOwner) => Promise<readonly PendingCredit[]>;
  /** Which accounts a person goes by beside their own. */
  readonly accounts: SharedAccounts;
}
