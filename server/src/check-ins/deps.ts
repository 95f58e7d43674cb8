import type { Refusal } from '@red-points/shared/contracts';
import type { Principal } from '@red-points/shared/domain/permissions';
import type { Collection } from 'mongodb';
import type { Accounts } from '../accounts/index.ts';
import type { Activities } from '../activities/index.ts';
import type { Audit } from '../audit/index.ts';
import type { Users } from '../auth/index.ts';
import type { Cards } from '../cards/index.ts';
import type { Consents } from '../consents/index.ts';
import type { Displays } from '../displays/index.ts';
import type { OrgUnits } from '../org-units/index.ts';
import type { People } from '../people/index.ts';
import type { Logger } from '../platform/logger.ts';
import type { Platform } from '../platform/platform.ts';
import type { QrTokens } from '../platform/qr-tokens.ts';
import type { ReviewStore } from '../reviews/index.ts';
import type { Rules } from '../rules/index.ts';
import type { AttendanceBook } from './attendance-book.ts';
import type { AttendanceCollection, PosterRecord, TicketCollection, VenueRecord } from './store.ts';
import type { Tickets } from './tickets.ts';

/** Whose one-time code was scanned, used up by it; null where it is none. */
export type PersonOfCode = (scanned: string, scannedBy: Principal) => Promise<string | Refusal | null>;

export interface CheckInsDeps {
  readonly attendances: AttendanceCollection;
  readonly ticketUses: TicketCollection;
  readonly posters: Collection<PosterRecord>;
  readonly venues: Collection<VenueRecord>;
  readonly tickets: Tickets;
  readonly qr: QrTokens;
  readonly book: AttendanceBook;
  readonly store: ReviewStore;
  readonly clock: Platform['clock'];
  readonly logger: Pick<Logger, 'warn'>;
  readonly ids: Platform['ids'];
  readonly keys: Platform['keys'];
  readonly activities: Pick<
    Activities,
    | 'byId'
    | 'facts'
    | 'factsByQrId'
    | 'runnable'
    | 'readable'
    | 'isSignedUp'
    | 'signedUpOf'
    | 'signUpPerson'
    | 'signUpsOf'
    | 'settleIfDone'
    | 'countAgain'
    | 'view'
  >;
  readonly rules: Pick<Rules, 'terms'>;
  readonly consents: Pick<Consents, 'missing' | 'missingOf'>;
  readonly people: Pick<People, 'byId' | 'byIds' | 'names'>;
  readonly accounts: Pick<Accounts, 'credited'>;
  readonly users: Pick<Users, 'names' | 'signInsOf'>;
  readonly orgUnits: Pick<OrgUnits, 'names' | 'pathOf'>;
  readonly displays: Pick<Displays, 'hall' | 'ofStaff' | 'codeUrl' | 'open' | 'names'>;
  readonly cards: Pick<Cards, 'personOf'>;
  readonly audit: Pick<Audit, 'record'>;
  readonly personOfCode: PersonOfCode;
}
