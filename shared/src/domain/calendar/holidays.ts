/**
 * Days off and days worked instead (调休), as the General Office of the State Council announced them, by year. Each
 * year's arrangement is announced in the last weeks of the year before: add it here, or give it as further data.
 * A year that is not here has weekends and no holidays.
 */
export interface HolidayYear {
  /** Days off: ranges of dates, both ends included. */
  readonly off: readonly (readonly [from: string, until: string])[];
  /** Saturdays and Sundays on which people work. */
  readonly worked: readonly string[];
}

export const HOLIDAYS: Readonly<Record<string, HolidayYear>> = {
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
