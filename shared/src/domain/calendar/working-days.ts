import { addDays, businessDate, endOfBusinessDay, weekday } from './business-date.ts';
import { HOLIDAYS, type HolidayCalendar } from './holidays.ts';

/** Further than any window or service target reaches: a calendar without a working day is a mistake in its data. */
const SEARCH_DAYS_MAX = 4_000;

/** Whether people work on a business date: a weekday that is no holiday, or a weekend day worked instead. */
export function isWorkingDay(date: string, holidays: HolidayCalendar = HOLIDAYS): boolean {
  const year = holidays[date.slice(0, 4)];
  if (year?.worked.includes(date)) return true;
  if (weekday(date) > 5) return false;
  return !(year?.off.some(([from, until]) => date >= from && date <= until) ?? false);
}

/** The working day that is `days` working days after a date; with 0, the date itself or the next working day. */
export function addWorkingDays(date: string, days: number, holidays: HolidayCalendar = HOLIDAYS): string {
  if (!Number.isInteger(days) || days < 0) throw new RangeError('working days are a whole number from 0 up');
  let current = date;
  let rest = days;
  for (let step = 0; step < SEARCH_DAYS_MAX; step += 1) {
    if (rest === 0 && isWorkingDay(current, holidays)) return current;
    current = addDays(current, 1);
    if (rest > 0 && isWorkingDay(current, holidays)) rest -= 1;
  }
  throw new RangeError('the calendar has no working day in reach');
}

/** Working days after `from` up to and including `until`; 0 where `until` is not later. */
export function workingDaysBetween(from: string, until: string, holidays: HolidayCalendar = HOLIDAYS): number {
  let days = 0;
  for (let date = addDays(from, 1); date <= until; date = addDays(date, 1)) {
    if (isWorkingDay(date, holidays)) days += 1;
  }
  return days;
}

/**
 * The instant at which a window of whole working days closes that opens now: the end of the last of `days` working days
 * after the day of `fromMs`; with 0 days at once.
 */
export function workingDaysEndAt(fromMs: number, days: number, holidays: HolidayCalendar = HOLIDAYS): number {
  if (days === 0) return fromMs;
  return endOfBusinessDay(addWorkingDays(businessDate(fromMs), days, holidays));
}
