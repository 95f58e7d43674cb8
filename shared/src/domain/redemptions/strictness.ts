import { ASSURANCES, CAP_PERIODS, height, type PeriodCaps } from './assurance.ts';
import { SHOP_CAPPED, SHOP_CAPS_DEFAULT } from './shop-caps.ts';
import type { RedemptionSettings } from './terms.ts';

/** Of what a unit sets, what bounds people: what is lower is stricter, and no cap is the loosest. */
export type RedemptionLimits = Pick<
  RedemptionSettings,
  'smallAmountPoints' | 'refundAlonePoints' | 'caps' | 'shopCaps'
>;

const FIGURES = ['smallAmountPoints', 'refundAlonePoints'] as const;

/** Caps of a day and a month by what they bound. */
type CapTable<Row extends string> = Readonly<Record<Row, PeriodCaps>>;

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
  const lowestOf = <Row extends string>(
    rows: readonly Row[],
    tableOf: (one: RedemptionSettings) => CapTable<Row> | undefined,
  ): CapTable<Row> => {
    const capsOf = (row: Row) => CAP_PERIODS.map((period) => [period, lowest((one) => tableOf(one)?.[row][period])]);
    return Object.fromEntries(rows.map((row) => [row, Object.fromEntries(capsOf(row))])) as CapTable<Row>;
  };
  const figures = FIGURES.map((field) => [field, lowest((one) => one[field]) ?? nearest[field]]);
  return {
    ...nearest,
    ...Object.fromEntries(figures),
    caps: lowestOf(ASSURANCES, ({ caps }) => caps),
    shopCaps: lowestOf(SHOP_CAPPED, ({ shopCaps }) => shopCaps),
  };
}

/** Whether any limit is higher than another setting has it. */
export function isLooser(rules: RedemptionLimits, than: RedemptionLimits): boolean {
  return (
    FIGURES.some((field) => rules[field] > than[field]) ||
    isHigher(ASSURANCES, rules.caps, than.caps) ||
    isHigher(SHOP_CAPPED, rules.shopCaps ?? SHOP_CAPS_DEFAULT, than.shopCaps ?? SHOP_CAPS_DEFAULT)
  );
}

function isHigher<Row extends string>(rows: readonly Row[], caps: CapTable<Row>, than: CapTable<Row>): boolean {
  return rows.some((row) => CAP_PERIODS.some((period) => height(caps[row][period]) > height(than[row][period])));
}
