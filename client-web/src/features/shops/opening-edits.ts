import type { shopOpening } from '@red-points/shared/contracts';
import type { CallAnswer } from '../../api/index.ts';

type Opening = CallAnswer<typeof shopOpening.get>;
export type Hours = NonNullable<Opening['hours']>;
export type Spans = Hours['weekdays'][number];
export type RedemptionDays = NonNullable<Opening['redemptionDays']>;

/** Monday first, by the keys of their words. */
export const WEEK = ['d1', 'd2', 'd3', 'd4', 'd5', 'd6', 'd7'] as const;
export const MONTH_DAYS = Array.from({ length: 31 }, (_, index) => index + 1);
/** What a span begins as. */
export const SPAN = { from: '08:00', until: '18:00' };
export const SPANS_MAX = 3;
/** What the hours begin as, once a shop is no longer always open. */
export const USUAL_HOURS: Hours = { weekdays: WEEK.map(() => [SPAN]), closedDays: [] };
/** What the redemption days begin as: Saturdays. */
export const USUAL_DAYS: RedemptionDays = { weekdays: [6], monthDays: [] };

/** The hours with other spans on one day of the week, 0 for Monday. */
export function withSpans(hours: Hours, index: number, spans: Spans): Hours {
  return { ...hours, weekdays: hours.weekdays.map((before, at) => (at === index ? spans : before)) };
}

/** A list of days with one of them put in, or taken out. */
export function toggled(list: readonly number[], value: number): number[] {
  return list.includes(value)
    ? list.filter((each) => each !== value)
    : [...list, value].sort((one, other) => one - other);
}

// A browser's clock knows no 24:00: midnight at the end of a day is shown as 00:00.
export const untilShown = (until: string): string => (until === '24:00' ? '00:00' : until);
export const untilSaid = (shown: string): string => (shown === '00:00' ? '24:00' : shown);
