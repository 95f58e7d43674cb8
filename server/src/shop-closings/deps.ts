import type { Audit } from '../audit/index.ts';
import type { Auth, Users } from '../auth/index.ts';
import type { Bookings } from '../bookings/index.ts';
import type { Merchants } from '../merchants/index.ts';
import type { Offers } from '../offers/index.ts';
import type { Platform } from '../platform/platform.ts';
import type { Redemptions } from '../redemptions/index.ts';
import type { ShopApplicationsNoun } from '../shop-applications/index.ts';
import type { ShopStaffNoun } from '../shop-staff/index.ts';
import type { Slots } from '../slots/index.ts';

/** What the other nouns do where a shop is closed for good. */
export interface ShopClosingNeeds extends Pick<Platform, 'db' | 'clock' | 'jobs' | 'logger'> {
  readonly merchants: Pick<Merchants, 'closings' | 'find' | 'findFor'>;
  readonly offers: Pick<Offers, 'withdrawAll' | 'leftOf'>;
  readonly redemptions: Pick<Redemptions, 'endOpenOfShop' | 'openOfShops'>;
  readonly bookings: Pick<Bookings, 'callOffAhead'>;
  readonly slots: Pick<Slots, 'bookedAhead'>;
  readonly shopStaff: Pick<ShopStaffNoun, 'withdrawAll'>;
  readonly shopApplications: Pick<ShopApplicationsNoun, 'letApplyAnew'>;
  readonly users: Pick<Users, 'atShops' | 'names' | 'signInsOf'>;
  readonly auth: Pick<Auth, 'forgetSessions'>;
  readonly audit: Pick<Audit, 'record'>;
}

export interface ShopClosingDeps extends ShopClosingNeeds {
  /** Fen that are owed to shops and not paid. */
  readonly owedTo: (shopIds: readonly string[]) => Promise<number>;
}
