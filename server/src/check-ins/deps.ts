import type { Accounts } from '../accounts/index.ts';
import type { Activities } from '../activities/index.ts';
import type { Users } from '../auth/index.ts';
import type { OrgUnits } from '../org-units/index.ts';
import type { People } from '../people/index.ts';
import type { Platform } from '../platform/platform.ts';
import type { QrTokens } from '../platform/qr-tokens.ts';
import type { ReviewStore } from '../reviews/index.ts';
import type { Rules } from '../rules/index.ts';
import type { AttendanceBook } from './attendance-book.ts';
import type { AttendanceCollection, TicketCollection } from './store.ts';
import type { Tickets } from './tickets.ts';

export interface CheckInsDeps {
  readonly attendances: AttendanceCollection;
  readonly ticketUses: TicketCollection;
  readonly tickets: Tickets;
  readonly qr: QrTokens;
  readonly book: AttendanceBook;
  readonly store: ReviewStore;
  readonly clock: Platform['clock'];
  readonly ids: Platform['ids'];
  readonly activities: Pick<
    Activities,
    'facts' | 'factsByQrId' | 'runnable' | 'readable' | 'isSignedUp' | 'settleIfDone' | 'view'
  >;
  readonly rules: Pick<Rules, 'terms'>;
  readonly people: Pick<People, 'byId' | 'names'>;
  readonly accounts: Pick<Accounts, 'credited'>;
  readonly users: Pick<Users, 'names'>;
  readonly orgUnits: Pick<OrgUnits, 'names' | 'pathOf'>;
}
