import type { Activities } from '../activities/index.ts';
import type { Audit } from '../audit/index.ts';
import type { Users } from '../auth/index.ts';
import type { Bookings } from '../bookings/index.ts';
import type { Cards } from '../cards/index.ts';
import type { Credits } from '../credits/index.ts';
import type { Donations } from '../donations/index.ts';
import type { Ledger } from '../ledger/index.ts';
import type { Memberships } from '../memberships/index.ts';
import type { Notifications } from '../notifications/index.ts';
import type { OrgUnits } from '../org-units/index.ts';
import type { People } from '../people/index.ts';
import type { Platform } from '../platform/platform.ts';
import type { RedemptionPins } from '../redemption-pins/index.ts';
import type { Redemptions } from '../redemptions/index.ts';
import type { AccountChangeCollection } from './store.ts';

/** What the use cases of closing and joining share. */
export interface AccountChangesDeps extends Pick<Platform, 'clock' | 'ids' | 'logger' | 'personalData'> {
  readonly changes: AccountChangeCollection;
  readonly ledger: Pick<Ledger, 'post' | 'postPair' | 'view' | 'views' | 'statement'>;
  readonly people: Pick<People, 'byId' | 'byIds' | 'names' | 'phones' | 'pendingOf' | 'close' | 'joinInto'>;
  readonly memberships: Pick<Memberships, 'familyOf' | 'householdsOf' | 'endAllOf' | 'relabel'>;
  readonly credits: Pick<Credits, 'countedTwice'>;
  readonly donations: Pick<Donations, 'giveRest'>;
  /** Places in activities. */
  readonly places: Pick<Activities, 'giveUpPlaces' | 'handOverPlaces'>;
  /** Services that somebody gives to others. */
  readonly help: Pick<Bookings, 'giveUpHelp' | 'handOverHelp'>;
  /** What somebody was told. */
  readonly messages: Pick<Notifications, 'handOver'>;
  /** What somebody redeems with beside their phone. */
  readonly cards: Pick<Cards, 'withdraw'>;
  readonly pins: Pick<RedemptionPins, 'forget'>;
  readonly redemptions: Pick<Redemptions, 'countOpen'>;
  readonly orgUnits: Pick<OrgUnits, 'communityOf' | 'names'>;
  readonly users: Pick<Users, 'names' | 'signInsOf'>;
  readonly audit: Pick<Audit, 'record'>;
}
