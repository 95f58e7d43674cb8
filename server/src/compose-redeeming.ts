import { createBookings } from './bookings/index.ts';
import type { EarningNouns } from './compose-earning.ts';
import type { PeopleNouns } from './compose-people.ts';
import { createDonations } from './donations/index.ts';
import type { Platform } from './platform/platform.ts';
import { createRedeeming } from './redemptions/index.ts';
import { createShopApplications } from './shop-applications/index.ts';
import { createShopClosings } from './shop-closings/index.ts';
import { createShopStaff } from './shop-staff/index.ts';
import { createVelocity } from './velocity/index.ts';

/** How points are spent: shops and what they offer, redemptions and bookings, gifts to the fund. */
export function composeRedeeming(platform: Platform, base: PeopleNouns, earning: EarningNouns) {
  const { sharedLimit, live, ledger, orgUnits, users, audit, people, memberships, accounts, auth, rules, holidays } =
    base;
  const { rollups } = earning;
  const donations = createDonations({ ...platform, ledger, accounts, people, orgUnits, rollups });
  const shopNames = async (shopIds: readonly string[]): Promise<ReadonlyMap<string, string>> =>
    new Map([...(await redeeming.merchants.findMany(shopIds))].map(([shopId, { name }]) => [shopId, name]));
  const velocity = createVelocity({
    ...platform,
    memberships,
    orgUnits,
    people,
    users,
    audit,
    shopNames,
  });
  const redeeming = createRedeeming({
    velocity,
    holidays,
    rules,
    ...platform,
    ledger,
    orgUnits,
    people,
    accounts,
    users,
    auth,
    audit,
    live,
    memberships,
    cards: earning.cards,
    sharedLimit,
  });
  const bookings = createBookings({
    platform,
    port: redeeming.redemptions.bookings,
    ...redeeming,
    pins: redeeming.redemptionPins,
    people,
    accounts,
    memberships,
    claims: earning.claims,
    rules,
    orgUnits,
    users,
    audit,
  });
  earning.checkIns.providePersonOfCode(redeeming.redemptions.personOfCode);
  users.provideShopPeople({
    ofPhones: async (phoneIndexes) => (await people.byPhoneIndexes(phoneIndexes)).map(({ personId }) => personId),
    phonesOf: people.phoneIndexesOf,
    sameMerchant: redeeming.merchants.sameMerchant,
  });
  const shopStaff = createShopStaff({ ...platform, merchants: redeeming.merchants, users, auth, audit });
  const shopApplications = createShopApplications({
    ...platform,
    merchants: redeeming.merchants,
    users,
    people,
    memberships,
    orgUnits,
    audit,
  });
  const shopClosings = createShopClosings({
    ...platform,
    ...redeeming,
    bookings,
    shopStaff,
    shopApplications,
    users,
    auth,
    audit,
  });
  return { donations, ...redeeming, bookings, velocity, shopStaff, shopApplications, shopClosings, shopNames };
}

export type RedeemingNouns = ReturnType<typeof composeRedeeming>;
