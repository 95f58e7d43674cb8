import { addDays, businessDate, endOfBusinessDay } from '../calendar/index.ts';
import type { AgeBand } from '../people/index.ts';

/**
 * What somebody lets the public list say of them: nothing at all, 姓+*, or for neighbours who signed in the whole name.
 * Without a word of theirs it is the masked line that everybody agrees to who joins.
 */
export const PUBLICITY_CHOICES = ['hidden', 'masked', 'named'] as const;
export type PublicityChoice = (typeof PUBLICITY_CHOICES)[number];
export const PUBLICITY_CHOICE_DEFAULT: PublicityChoice = 'masked';

/** Children under 14 are out of publicity whatever was chosen, and nobody under 18 is named in full. */
export function shownAs(choice: PublicityChoice, age: AgeBand | undefined): PublicityChoice {
  if (age === 'under14') return 'hidden';
  return choice === 'named' && age === 'from14to17' ? 'masked' : choice;
}

/** For so many days after its window a published list can still be read, so that people see what became of objections. */
export const LIST_KEPT_DAYS = 7;

/** Until when everybody may read a list whose window closes at an instant, both in milliseconds. */
export function readableUntil(windowUntilMs: number): number {
  return endOfBusinessDay(addDays(lastDayOfWindow(windowUntilMs), LIST_KEPT_DAYS));
}

/** The last business date on which an objection is taken. */
export function lastDayOfWindow(windowUntilMs: number): string {
  return businessDate(windowUntilMs - 1);
}
