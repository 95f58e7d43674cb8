import type { Ledger } from '../ledger/index.ts';
import type { Memberships } from '../memberships/index.ts';
import type { People } from '../people/index.ts';
import type { Platform } from '../platform/platform.ts';
import type { NotifyDeps } from './notify.ts';
import type { SubjectTitles, TextSender } from './types.ts';

/** What the use cases of messages share. */
export interface NotificationDeps extends NotifyDeps {
  readonly db: Platform['db'];
  readonly logger: Platform['logger'];
  readonly ledger: Pick<Ledger, 'views' | 'entries'>;
  readonly people: Pick<People, 'byAccounts' | 'movedTo' | 'titles' | 'phones'>;
  readonly memberships: Pick<Memberships, 'responsibleOf'>;
  readonly sender: TextSender;
  /** Titles of records that the ledger does not know, by kind. */
  readonly subjects: ReadonlyMap<string, SubjectTitles>;
  /** Counts text messages by what became of them. */
  countDelivery(outcome: string): void;
}
