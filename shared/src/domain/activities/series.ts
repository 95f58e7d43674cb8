import { addDays, daysBetween, startOfWeek, weekday } from '../calendar/index.ts';

/** How an activity is repeated, in business dates. */
export interface Repeats {
  /** 1 for Monday to 7 for Sunday. */
  readonly weekdays: readonly number[];
  /** Every how many weeks, counted from the week of the first date. */
  readonly everyWeeks: number;
  /** The last date that there may be one. */
  readonly until: string;
  /** Dates that are left out. */
  readonly skip: readonly string[];
}

/** A series has at most so many dates, and is planned at most so far ahead. */
export const SERIES_DATES_MAX = 60;
export const SERIES_DAYS_MAX = 400;

/** The dates of a series from its first date on, or why it cannot be. */
export function datesOfSeries(
  from: string,
  { weekdays, everyWeeks, until, skip }: Repeats,
): string[] | 'series_empty' | 'series_too_long' {
  const days = daysBetween(from, until);
  if (days > SERIES_DAYS_MAX) return 'series_too_long';
  const firstWeek = startOfWeek(from);
  const dates: string[] = [];
  for (let day = 0; day <= days; day += 1) {
    const date = addDays(from, day);
    const weeks = daysBetween(firstWeek, startOfWeek(date)) / 7;
    if (weeks % everyWeeks === 0 && weekdays.includes(weekday(date)) && !skip.includes(date)) dates.push(date);
  }
  if (dates.length === 0) return 'series_empty';
  return dates.length > SERIES_DATES_MAX ? 'series_too_long' : dates;
}
