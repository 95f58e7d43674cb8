import { ASSURANCES, type AssuranceCaps, type CapPeriod } from './assurance.ts';
import { SHOP_CAPPED, SHOP_CAPS_DEFAULT, type ShopCaps } from './shop-caps.ts';
import type { RedemptionSettings } from './terms.ts';

/** Of what a unit sets, what bounds people: what is lower is stricter, and no cap is the loosest. */
export type RedemptionLimits = Pick<
  RedemptionSettings,
  'smallAmountPoints' | 'refundAlonePoints' | 'caps' | 'shopCaps'
>;

const FIGURES = ['smallAmountPoints', 'refundAlonePoints'] as const;
const PERIODS: readonly CapPeriod[] = ['day', 'month'];

/**
 * What counts where several units on one path have set it: the nearest one's word, with each limit as low as any of them
 * has it. Caps that are in order each stay in order together.
 * @param set root first; at least one
 */
export function strictestOf(set: readonly RedemptionSettings[]): RedemptionSettings {
  const nearest = set.at(-1);
  if (nearest === undefined) throw new RangeError('nothing was set');
  if (set.length === 1) return nearest;
  const lowest = (figureOf: (one: RedemptionSettings) => number | null | undefined): number | null => {
    // What was set before there was a figure says nothing of it.
    const figures = set.flatMap((one) => figureOf(one) ?? []);
    return figures.length === 0 ? null : Math.min(...figures);
  };
  const caps = ASSURANCES.map((assurance) => [
    assurance,
    Object.fromEntries(PERIODS.map((period) => [period, lowest((one) => one.caps[assurance][period])])),
  ]);
  const shopCaps = SHOP_CAPPED.map((capped) => [
    capped,
    Object.fromEntries(PERIODS.map((period) => [period, lowest((one) => one.shopCaps?.[capped][period])])),
  ]);
  const figures = FIGURES.map((field) => [field, lowest((one) => one[field]) ?? nearest[field]]);
  return {
    ...nearest,
    ...Object.fromEntries(figures),
    caps: Object.fromEntries(caps) as AssuranceCaps,
    shopCaps: Object.fromEntries(shopCaps) as unknown as ShopCaps,
  };
}

/** Whether any limit is higher than another setting has it. */
export function isLooser(rules: RedemptionLimits, than: RedemptionLimits): boolean {
  const high = (cap: number | null): number => cap ?? Number.POSITIVE_INFINITY;
  const [ofShops, thanOfShops] = [rules.shopCaps ?? SHOP_CAPS_DEFAULT, than.shopCaps ?? SHOP_CAPS_DEFAULT];
  return (
    FIGURES.some((field) => rules[field] > than[field]) ||
    ASSURANCES.some((assurance) =>
      PERIODS.some((period) => high(rules.caps[assurance][period]) > high(than.caps[assurance][period])),
    ) ||
    SHOP_CAPPED.some((capped) =>
      PERIODS.some((period) => high(ofShops[capped][period]) > high(thanOfShops[capped][period])),
    )
  );
}
