import {
  businessDate,
  endOfBusinessDay,
  endOfMonth,
  startOfBusinessDay,
  startOfMonth,
} from '@red-points/shared/domain/calendar';
import { REDEMPTION_SETTINGS_DEFAULT, strictestOf } from '@red-points/shared/domain/redemptions';
import type { Db } from 'mongodb';
import type { Accounts } from '../accounts/index.ts';
import type { Audit } from '../audit/index.ts';
import type { Auth, Users } from '../auth/index.ts';
import type { Cards } from '../cards/index.ts';
import type { Holidays } from '../holidays/index.ts';
import type { SharedLimit, SharedLimitOptions } from '../http/limits.ts';
import type { Ledger } from '../ledger/index.ts';
import type { Live } from '../live/index.ts';
import type { Memberships } from '../memberships/index.ts';
import { createMerchants, ensureMerchants, type Merchants } from '../merchants/index.ts';
import { createOffers, ensureOffers, type Offers } from '../offers/index.ts';
import type { OrgUnits } from '../org-units/index.ts';
import type { People } from '../people/index.ts';
import type { Platform } from '../platform/platform.ts';
import { createQrTokens } from '../platform/qr-tokens.ts';
import { unitSettings } from '../platform/unit-settings.ts';
import { createRedemptionPins, ensureRedemptionPins, type RedemptionPins } from '../redemption-pins/index.ts';
import type { Rules } from '../rules/index.ts';
import { createSlots, ensureSlots, type Slots } from '../slots/index.ts';
import type { Velocity } from '../velocity/index.ts';
import { tellRedemptions } from './live-topics.ts';
import { createRedemptions, type Redemptions } from './redemptions.ts';
import { ensureRedemptions, REDEMPTION_SETTINGS } from './store.ts';

export interface RedeemingDeps extends Platform {
  readonly ledger: Ledger;
  readonly orgUnits: OrgUnits;
  readonly people: People;
  readonly accounts: Accounts;
  readonly users: Users;
  readonly auth: Pick<Auth, 'provideShopNames'>;
  readonly audit: Audit;
  readonly live: Live;
  readonly velocity: Velocity;
  readonly holidays: Pick<Holidays, 'calendar'>;
  readonly rules: Pick<Rules, 'inForce'>;
  readonly memberships: Pick<Memberships, 'familyIdsOf' | 'familyOf'>;
  readonly cards: Pick<Cards, 'issuerOf' | 'read' | 'whyNotGood'>;
  readonly sharedLimit: (options: SharedLimitOptions) => SharedLimit;
}

/** Shops, offers and redemptions, which lean on each other. */
export interface Redeeming {
  readonly merchants: Merchants;
  readonly offers: Offers;
  readonly redemptions: Redemptions;
  readonly redemptionPins: RedemptionPins;
  readonly slots: Slots;
}

/** Attempts with typed digits that a shop has in five minutes: enough for a busy counter, hopeless for guessing eight digits. */
const DIGIT_ATTEMPTS = { name: 'redemption-digits', attemptsMax: 20, periodSeconds: 300 };

/** Wrong PINs of whomever that a shop has in an hour: a right one does not count. */
const PIN_ATTEMPTS = { name: 'card-pins', attemptsMax: 15, periodSeconds: 3600 };

/** Puts the nouns together and tells people, live events and sign-in what they need of them. */
export function createRedeeming(deps: RedeemingDeps): Redeeming {
  const { ledger, orgUnits, people, accounts, users, audit, live } = deps;
  const tokens = createQrTokens(deps.keys, deps.config.publicUrl);
  const merchants: Merchants = createMerchants({
    platform: deps,
    orgUnits,
    audit,
    users,
    tokens,
    offersOnSale: (shops, personId) => offers.onSale(shops, personId),
    figuresOf: (shopIds) => figuresOfMonth(redemptions, shopIds, deps.clock.now()),
    bookedAhead: (shopIds) => slots.bookedAhead(shopIds),
    unitOfPerson: async (personId) => (await people.byId(personId))?.unitId ?? null,
  });
  const offers: Offers = createOffers({
    platform: deps,
    orgUnits,
    audit,
    merchants,
    ages: people.ages,
    personById: people.byId,
    userNames: users.names,
  });
  const slots: Slots = createSlots({ platform: deps, merchants, offers, people, rules: deps.rules });
  const redemptionPins = createRedemptionPins({
    platform: deps,
    people,
    users,
    memberships: deps.memberships,
    audit,
  });
  const { redemptions, deps: redemptionDeps } = createRedemptions({
    platform: deps,
    holidays: deps.holidays,
    ledger,
    orgUnits,
    people,
    accounts,
    users,
    merchants,
    offers,
    slots,
    memberships: deps.memberships,
    cards: deps.cards,
    pins: redemptionPins,
    audit,
    tokens,
    velocity: deps.velocity,
    digitAttempts: deps.sharedLimit(DIGIT_ATTEMPTS),
    pinAttempts: deps.sharedLimit(PIN_ATTEMPTS),
    settings: unitSettings(deps.db, REDEMPTION_SETTINGS, REDEMPTION_SETTINGS_DEFAULT, strictestOf),
  });
  tellRedemptions(live, redemptionDeps);
  people.sourceTitles.register('redemption', async (ids) => {
    const found = await redemptionDeps.redemptions
      .find({ _id: { $in: [...ids] } }, { projection: { shopName: 1, 'terms.title': 1 } })
      .toArray();
    return new Map(found.map(({ _id, shopName, terms }) => [_id, { title: terms.title, place: shopName }]));
  });
  deps.auth.provideShopNames(async (shopIds) => {
    const shops = await merchants.findMany(shopIds);
    return new Map([...shops].map(([shopId, { name }]) => [shopId, name]));
  });
  return { merchants, offers, redemptions, redemptionPins, slots };
}

async function figuresOfMonth(redemptions: Redemptions, shopIds: readonly string[], nowMs: number) {
  const today = businessDate(nowMs);
  const fromMs = startOfBusinessDay(startOfMonth(today));
  const turnover = await redemptions.turnover(shopIds, fromMs, endOfBusinessDay(endOfMonth(today)));
  return new Map(
    [...turnover].map(([shopId, { owedFen, redeemed, points }]) => [
      shopId,
      { owedFenThisMonth: owedFen, redeemedThisMonth: redeemed, pointsThisMonth: points },
    ]),
  );
}

/** Makes the collections of shops, offers and redemptions. */
export async function ensureRedeeming(db: Db): Promise<void> {
  await ensureMerchants(db);
  await ensureOffers(db);
  await ensureRedemptions(db);
  await ensureRedemptionPins(db);
  await ensureSlots(db);
}
