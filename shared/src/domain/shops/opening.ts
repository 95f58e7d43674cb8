import { addDays, businessDate, instantAt, weekday } from '../calendar/index.ts';

/** A stretch of a day in which a shop is open: `HH:mm`, the end not included; `24:00` is midnight. */
export interface OpenSpan {
  readonly from: string;
  readonly until: string;
}

/** When a shop is open: seven lists of spans, Monday first, and days on which it is closed all the same. */
export interface OpeningHours {
  readonly weekdays: readonly (readonly OpenSpan[])[];
  readonly closedDays: readonly string[];
}

/** On which days a community's own market redeems: on these weekdays (1 Monday to 7 Sunday) and these days of the month. */
export interface RedemptionDays {
  readonly weekdays: readonly number[];
  readonly monthDays: readonly number[];
}

/** How far ahead the next day is looked for: past it a shop says that it will be announced. */
const LOOK_AHEAD_DAYS = 62;

function spansOf(hours: OpeningHours, date: string): readonly OpenSpan[] {
  return hours.closedDays.includes(date) ? [] : (hours.weekdays[weekday(date) - 1] ?? []);
}

/** Whether a shop is open at an instant. One that never said when is always open. */
export function isOpenAt(hours: OpeningHours | null, nowMs: number): boolean {
  if (hours === null) return true;
  const today = businessDate(nowMs);
  return spansOf(hours, today).some(({ from, until }) => {
    return instantAt(today, from) <= nowMs && nowMs < instantAt(today, until);
  });
}

/** When a shop that is closed opens next, in milliseconds; null where that is not known for the next two months. */
export function nextOpeningMs(hours: OpeningHours, nowMs: number): number | null {
  const today = businessDate(nowMs);
  for (let ahead = 0; ahead <= LOOK_AHEAD_DAYS; ahead += 1) {
    const date = addDays(today, ahead);
    const starts = spansOf(hours, date).map(({ from }) => instantAt(date, from));
    const later = starts.filter((startMs) => startMs > nowMs);
    if (later.length > 0) return Math.min(...later);
  }
  return null;
}

/** Whether a market redeems on a day. Without redemption days it does on every day. */
export function isRedemptionDay(days: RedemptionDays | null, closedDays: readonly string[], date: string): boolean {
  if (closedDays.includes(date)) return days === null;
  if (days === null) return true;
  return days.weekdays.includes(weekday(date)) || days.monthDays.includes(Number(date.slice(8)));
}

/**
 * The next redemption day after a day, or null where there is none in the next two months. A day that a month does not
 * have is left out in that month and not moved.
 */
export function nextRedemptionDay(days: RedemptionDays, closedDays: readonly string[], after: string): string | null {
  for (let ahead = 1; ahead <= LOOK_AHEAD_DAYS; ahead += 1) {
    const date = addDays(after, ahead);
    if (isRedemptionDay(days, closedDays, date)) return date;
  }
  return null;
}

/** Why hours make no sense, or null: spans run forwards within a day and do not overlap. */
export function whyNotHours(hours: OpeningHours): 'opening_hours_wrong' | null {
  const isInOrder = hours.weekdays.every((spans) => {
    const sorted = [...spans].sort((one, other) => one.from.localeCompare(other.from));
    return sorted.every(({ from, until }, index) => {
      const next = sorted[index + 1];
      return from < until && (next === undefined || until <= next.from);
    });
  });
  return isInOrder ? null : 'opening_hours_wrong';
}
