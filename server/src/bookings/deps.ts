import type { Accounts } from '../accounts/index.ts';
import type { Audit } from '../audit/index.ts';
import type { Users } from '../auth/index.ts';
import type { Claims } from '../claims/index.ts';
import type { Memberships } from '../memberships/index.ts';
import type { Merchants } from '../merchants/index.ts';
import type { Offers } from '../offers/index.ts';
import type { OrgUnits } from '../org-units/index.ts';
import type { People } from '../people/index.ts';
import type { Platform } from '../platform/platform.ts';
import type { RedemptionPins } from '../redemption-pins/index.ts';
import type { BookingPort } from '../redemptions/index.ts';
import type { Rules } from '../rules/index.ts';
import type { Slots } from '../slots/index.ts';

/** What the other nouns do for bookings. */
export interface BookingDeps {
  readonly platform: Pick<Platform, 'db' | 'clock' | 'jobs' | 'logger'>;
  readonly port: BookingPort;
  readonly slots: Pick<Slots, 'collection' | 'views'>;
  readonly offers: Pick<Offers, 'find'>;
  readonly merchants: Pick<Merchants, 'find' | 'findFor'>;
  readonly people: Pick<People, 'byId' | 'byIds' | 'names' | 'nowOf' | 'sameAs'>;
  readonly accounts: Pick<Accounts, 'spending'>;
  readonly memberships: Pick<Memberships, 'familyIdsOf' | 'familyOf'>;
  readonly pins: Pick<RedemptionPins, 'wasChecked'>;
  readonly claims: Pick<Claims, 'fileHelp'>;
  readonly orgUnits: Pick<OrgUnits, 'below' | 'pathOf'>;
  readonly users: Pick<Users, 'names' | 'personIdsOf' | 'personIdsOfShop' | 'shopsOf' | 'signInsOf' | 'worksAt'>;
  readonly rules: Pick<Rules, 'inForce'>;
  readonly audit: Pick<Audit, 'record'>;
}
