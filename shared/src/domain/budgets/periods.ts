/** The periods that a budget can be for. */
export const BUDGET_PERIOD_KINDS = ['year', 'quarter', 'month'] as const;
export type BudgetPeriodKind = (typeof BUDGET_PERIOD_KINDS)[number];

/** `2026`, `2026-Q4` or `2026-11`. */
export const BUDGET_PERIOD_PATTERN = /^20\d\d(-Q[1-4]|-(0[1-9]|1[0-2]))?$/;

const MONTHS_PER_YEAR = 12;
const MONTHS_PER_QUARTER = 3;

/** The kind of a period by how it is written. */
export function periodKindOf(period: string): BudgetPeriodKind {
  if (!BUDGET_PERIOD_PATTERN.test(period)) throw new RangeError('a period is YYYY, YYYY-Qn or YYYY-MM');
  if (period.length === 4) return 'year';
  return period[5] === 'Q' ? 'quarter' : 'month';
}

/** The month, the quarter and the year in which a month `YYYY-MM` lies. */
export function periodsOf(month: string): readonly [month: string, quarter: string, year: string] {
  const year = month.slice(0, 4);
  return [month, `${year}-Q${Math.ceil(Number(month.slice(5, 7)) / MONTHS_PER_QUARTER)}`, year];
}

/** The months `YYYY-MM` of a period, in order. */
export function monthsOf(period: string): string[] {
  const kind = periodKindOf(period);
  if (kind === 'month') return [period];
  const year = period.slice(0, 4);
  const count = kind === 'year' ? MONTHS_PER_YEAR : MONTHS_PER_QUARTER;
  const first = kind === 'year' ? 1 : (Number(period[6]) - 1) * MONTHS_PER_QUARTER + 1;
  return Array.from({ length: count }, (_, index) => `${year}-${String(first + index).padStart(2, '0')}`);
}

/** The first business date of a period, and the first one after it. */
export function datesOf(period: string): { readonly from: string; readonly before: string } {
  const months = monthsOf(period);
  const last = months.at(-1) ?? period;
  const next =
    Number(last.slice(5)) === MONTHS_PER_YEAR
      ? `${Number(last.slice(0, 4)) + 1}-01`
      : `${last.slice(0, 4)}-${String(Number(last.slice(5)) + 1).padStart(2, '0')}`;
  return { from: `${months[0]}-01`, before: `${next}-01` };
}
