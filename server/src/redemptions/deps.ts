import type { RedemptionSettings } from '@red-points/shared/domain/redemptions';
import type { Collection } from 'mongodb';
import type { Accounts } from '../accounts/index.ts';
import type { Audit } from '../audit/index.ts';
import type { Users } from '../auth/index.ts';
import type { Cards } from '../cards/index.ts';
import type { Holidays } from '../holidays/index.ts';
import type { SharedLimit } from '../http/limits.ts';
import type { Ledger } from '../ledger/index.ts';
import type { Memberships } from '../memberships/index.ts';
import type { Merchants } from '../merchants/index.ts';
import type { Offers } from '../offers/index.ts';
import type { OrgUnits } from '../org-units/index.ts';
import type { People } from '../people/index.ts';
import type { Platform } from '../platform/platform.ts';
import type { QrTokens } from '../platform/qr-tokens.ts';
import type { RecentlyUsed } from '../platform/recently-used.ts';
import type { UnitSettings } from '../platform/unit-settings.ts';
import type { RedemptionPins } from '../redemption-pins/index.ts';
import type { Slots } from '../slots/index.ts';
import type { Velocity } from '../velocity/index.ts';
import type { AllowanceRecord, RedemptionCodeRecord, RedemptionRecord } from './store.ts';

/** What the other nouns do for redemptions. */
export interface RedemptionNeeds {
  readonly platform: Platform;
  readonly ledger: Pick<Ledger, 'post' | 'spendAtOnce' | 'view' | 'views' | 'entry' | 'entryByKey' | 'referringTo'>;
  readonly orgUnits: Pick<OrgUnits, 'communityOf' | 'pathOf' | 'names'>;
  readonly people: Pick<People, 'ageBands' | 'byId' | 'byIds' | 'names' | 'mayNotSpend'>;
  readonly accounts: Pick<Accounts, 'spender' | 'joinedInto'>;
  readonly users: Pick<Users, 'personIdsOf' | 'personIdsOfShop' | 'signInsOf' | 'worksAt' | 'names'>;
  readonly merchants: Pick<Merchants, 'find' | 'findFor' | 'findByPoster'>;
  readonly offers: Pick<
    Offers,
    'find' | 'onSale' | 'payerOf' | 'whyNotFor' | 'reserve' | 'takeAtOnce' | 'settle' | 'release' | 'giveBack'
  >;
  readonly slots: Pick<Slots, 'reserve' | 'settle' | 'release' | 'strikeOut'>;
  readonly memberships: Pick<Memberships, 'familyIdsOf' | 'familyOf'>;
  readonly cards: Pick<Cards, 'issuerOf' | 'read' | 'whyNotGood'>;
  readonly pins: RedemptionPins;
  readonly audit: Pick<Audit, 'record'>;
  readonly velocity: Pick<Velocity, 'admit' | 'limits'>;
  readonly holidays: Pick<Holidays, 'calendar'>;
  readonly tokens: QrTokens;
  /** Limits attempts with typed digits, by shop. */
  readonly digitAttempts: SharedLimit;
  /** Limits PINs typed for cards, by shop. */
  readonly pinAttempts: SharedLimit;
  readonly settings: UnitSettings<RedemptionSettings>;
}

export interface RedemptionDeps extends RedemptionNeeds {
  readonly redemptions: Collection<RedemptionRecord>;
  readonly codes: Collection<RedemptionCodeRecord>;
  readonly allowances: Collection<AllowanceRecord>;
  /**
   * Whom this process has seen scanned where, by scan: what to ask for first when the scan is used. It makes an answer quicker and decides
   * nothing: what was asked for somebody else than the scan's record names is not used.
   */
  readonly scanned: RecentlyUsed<{ readonly shopId: string; readonly personId: string; readonly unitPath: string[] }>;
}
