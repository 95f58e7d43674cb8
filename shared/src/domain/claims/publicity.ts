import { type HolidayCalendar, workingDaysEndAt } from '../calendar/index.ts';

/**
 * The instant at which the publicity window of something approved now closes: the end of the last of `days` working days
 * (Asia/Shanghai, by the calendar of holidays and days worked instead) after the day of approval; with 0 days at once.
 */
export function publicityEndsAt(approvedAtMs: number, days: number, holidays: HolidayCalendar): number {
  if (!Number.isInteger(days) || days < 0) throw new RangeError('publicity lasts a whole number of days from 0 up');
  return workingDaysEndAt(approvedAtMs, days, holidays);
}
