import { yearsBetween } from '../calendar/index.ts';

/** Under 14 and 14 to 17 have rules of their own; `unknown` where no birth date is kept, which counts as adult. */
export type AgeBand = 'under14' | 'from14to17' | 'adult' | 'unknown';

/** Whether somebody is known to be under eighteen; whose birthday is not known counts as grown up. */
export function isMinor(band: AgeBand | null | undefined): boolean {
  return band === 'under14' || band === 'from14to17';
}

const OLDEST_YEARS = 130;

/** The age in whole years on a date; null where no birth date is kept. */
export function ageOn(birthDate: string | null, today: string): number | null {
  return birthDate === null ? null : yearsBetween(birthDate, today);
}

/** The age band on a date. */
export function ageBandOf(birthDate: string | null, today: string): AgeBand {
  const years = ageOn(birthDate, today);
  if (years === null) return 'unknown';
  if (years < 14) return 'under14';
  return years < 18 ? 'from14to17' : 'adult';
}

/** Whether a birth date can be one: not in the future, and nobody is older than 130. */
export function isBirthDatePossible(birthDate: string, today: string): boolean {
  return birthDate <= today && yearsBetween(birthDate, today) <= OLDEST_YEARS;
}
