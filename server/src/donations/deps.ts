import type { Accounts } from '../accounts/index.ts';
import type { Ledger } from '../ledger/index.ts';
import type { OrgUnits } from '../org-units/index.ts';
import type { People } from '../people/index.ts';
import type { Platform } from '../platform/platform.ts';
import type { Rollups } from '../rollups/index.ts';
import type { DonationCollection } from './store.ts';

/** What the use cases of donations share. */
export interface DonationsDeps extends Pick<Platform, 'clock' | 'ids' | 'logger'> {
  readonly donations: DonationCollection;
  readonly ledger: Pick<Ledger, 'post' | 'postPair'>;
  readonly accounts: Pick<Accounts, 'spending' | 'readable'>;
  readonly people: Pick<People, 'byId' | 'names' | 'mayNotSpend' | 'organisationsOf'>;
  readonly orgUnits: Pick<OrgUnits, 'all' | 'get' | 'names' | 'communityOf' | 'pathOf'>;
  readonly rollups: Pick<Rollups, 'read'>;
}
