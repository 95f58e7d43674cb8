import { CAP_PERIODS, type CapPeriod, isDayWithinMonth, type PeriodCaps } from './assurance.ts';

/** What of a shop is bounded: the points that are spent there, and how many redemptions there are. */
export const SHOP_CAPPED = ['points', 'count'] as const;
export type ShopCapped = (typeof SHOP_CAPPED)[number];

/** How much may be redeemed at one shop in a day and in a month, whoever redeems; null for no limit. */
export type ShopCaps = Readonly<Record<ShopCapped, PeriodCaps>>;

const NONE: PeriodCaps = { day: null, month: null };
/** No limit: what stops programmes is how fast may be redeemed, and a budget says how much a shop may turn over. */
export const SHOP_CAPS_DEFAULT: ShopCaps = { points: NONE, count: NONE };

/** Whether anything is bounded: where nothing is, nothing is counted. */
export function hasShopCap(caps: ShopCaps): boolean {
  return SHOP_CAPPED.some((capped) => CAP_PERIODS.some((period) => caps[capped][period] !== null));
}

/** Whether no day's limit is higher than its month's. */
export function shopCapsInOrder(caps: ShopCaps): boolean {
  return SHOP_CAPPED.every((capped) => isDayWithinMonth(caps[capped]));
}

/** What was redeemed at a shop so far in the day and the month; what is missing is 0. */
export type ShopSpent = Readonly<Record<CapPeriod, Readonly<Partial<Record<ShopCapped, number>>>>>;

export interface ShopCapReached {
  readonly capped: ShopCapped;
  readonly period: CapPeriod;
  readonly left: number;
  readonly max: number;
}

/** What is left of one limit; null where there is none. */
export function shopCapLeft(caps: ShopCaps, spent: ShopSpent, capped: ShopCapped, period: CapPeriod): number | null {
  const max = caps[capped][period];
  return max === null ? null : Math.max(0, max - (spent[period][capped] ?? 0));
}

/** The limit that one more redemption of so many points would exceed: a month's before a day's, for it is over later. Null where there is room. */
export function shopCapReached(caps: ShopCaps, spent: ShopSpent, points: number): ShopCapReached | null {
  for (const period of [...CAP_PERIODS].reverse()) {
    for (const capped of SHOP_CAPPED) {
      const left = shopCapLeft(caps, spent, capped, period);
      const wanted = capped === 'points' ? points : 1;
      if (left !== null && wanted > left) return { capped, period, left, max: caps[capped][period] ?? 0 };
    }
  }
  return null;
}
