import type { LIMIT_PERIODS } from '../../contracts/index.ts';
import { businessDate, monthOf, startOfWeek } from '../calendar/index.ts';

export type LimitPeriod = (typeof LIMIT_PERIODS)[number];

/** How many pieces may be redeemed within a stretch of time, by one person and by everybody together. */
export interface PeriodLimit {
  readonly every: LimitPeriod;
  readonly perPersonMax: number | null;
  readonly totalMax: number | null;
}

/** A limit as a redemption meets it: what is counted, by the name of its count, and how many may be. */
export interface Count {
  /** Follows the offer's id: `:<person>`, `:<person>:2026-11`, `::2026-11-26`. */
  readonly name: string;
  readonly max: number | null;
  readonly kind: 'person' | 'person_period' | 'period';
}

/** The name of the stretch that an instant lies in, by the business calendar: `2026-11-26`, `w2026-11-23`, `2026-11`, `2026`. */
export function periodName(every: LimitPeriod, atMs: number): string {
  const date = businessDate(atMs);
  switch (every) {
    case 'day':
      return date;
    case 'week':
      return `w${startOfWeek(date)}`;
    case 'month':
      return monthOf(date);
    case 'year':
      return date.slice(0, 4);
    default:
      return every satisfies never;
  }
}

/**
 * What a redemption counts towards. All pieces of a person are counted also without a limit: one that is set later counts
 * what came before.
 * @param atMs when the redemption was made; it goes on counting there, however late it ends
 */
export function countsOf(
  limits: { readonly perPersonMax: number | null; readonly period: PeriodLimit | null },
  personId: string,
  atMs: number,
): Count[] {
  const counts: Count[] = [{ name: `:${personId}`, max: limits.perPersonMax, kind: 'person' }];
  if (limits.period === null) return counts;
  const { every, perPersonMax, totalMax } = limits.period;
  const name = periodName(every, atMs);
  if (perPersonMax !== null) counts.push({ name: `:${personId}:${name}`, max: perPersonMax, kind: 'person_period' });
  if (totalMax !== null) counts.push({ name: `::${name}`, max: totalMax, kind: 'period' });
  return counts;
}
