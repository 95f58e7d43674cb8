import { addDays, weekday } from './business-date.ts';

/** Days off and days worked instead (调休) of one year. */
export interface HolidayYear {
  /** Days off: ranges of dates, both ends included. */
  readonly off: readonly (readonly [from: string, until: string])[];
  /** Saturdays and Sundays on which people work. */
  readonly worked: readonly string[];
}

/** Arrangements by year, `YYYY`. A year that is missing has weekends and no holidays. */
export type HolidayCalendar = Readonly<Record<string, HolidayYear>>;

/**
 * As the General Office of the State Council announced them. Each year's arrangement is announced in the last weeks of the
 * year before and entered on the console (`holidays.set`); what is entered there holds before what is here.
 */
export const HOLIDAYS: HolidayCalendar = {
  '2025': {
    off: [
      ['2025-01-01', '2025-01-01'],
      ['2025-01-28', '2025-02-04'],
      ['2025-04-04', '2025-04-06'],
      ['2025-05-01', '2025-05-05'],
      ['2025-05-31', '2025-06-02'],
      ['2025-10-01', '2025-10-08'],
    ],
    worked: ['2025-01-26', '2025-02-08', '2025-04-27', '2025-09-28', '2025-10-11'],
  },
  '2026': {
    off: [
      ['2026-01-01', '2026-01-03'],
      ['2026-02-15', '2026-02-23'],
      ['2026-04-04', '2026-04-06'],
      ['2026-05-01', '2026-05-05'],
      ['2026-06-19', '2026-06-21'],
      ['2026-09-25', '2026-09-27'],
      ['2026-10-01', '2026-10-07'],
    ],
    worked: ['2026-01-04', '2026-02-14', '2026-02-28', '2026-05-09', '2026-09-20', '2026-10-10'],
  },
};

/** What is built in with what was entered laid over it. */
export function holidaysWith(entered: ReadonlyMap<string, HolidayYear>): HolidayCalendar {
  return { ...HOLIDAYS, ...Object.fromEntries(entered) };
}

/** Windows and service targets that begin today may reach this far, in days. */
const REACH_DAYS = 60;

/** Years whose arrangement is not known though what begins today may reach into them: working days are counted roughly there. */
export function missingHolidayYears(holidays: HolidayCalendar, today: string): string[] {
  const years = [today.slice(0, 4), addDays(today, REACH_DAYS).slice(0, 4)];
  return [...new Set(years)].filter((year) => holidays[year] === undefined);
}

/** Why this cannot be the arrangement of a year, or null. */
export function holidayYearProblem(
  year: string,
  { off, worked }: HolidayYear,
): 'holiday_other_year' | 'holiday_range_wrong' | 'holiday_worked_wrong' | null {
  const dates = [...off.flat(), ...worked];
  if (dates.some((date) => date.slice(0, 4) !== year)) return 'holiday_other_year';
  const inOrder = off.every(([from, until], at) => from <= until && (off[at - 1]?.[1] ?? '') < from);
  if (off.length === 0 || !inOrder) return 'holiday_range_wrong';
  const isWeekendWorked = (date: string): boolean =>
    weekday(date) > 5 && !off.some(([from, until]) => date >= from && date <= until);
  return worked.every(isWeekendWorked) && new Set(worked).size === worked.length ? null : 'holiday_worked_wrong';
}
