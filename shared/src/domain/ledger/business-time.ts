/**
 * Calendar arithmetic of business days. The People's Republic has kept UTC+8 the whole year since 1992, so an offset
 * is exact for every date that the ledger can meet, and costs nothing on the posting path.
 */
const OFFSET_MS = 8 * 3_600_000;
const DAY_MS = 86_400_000;

/** A date of the business calendar; `month` is 1 to 12. */
export interface BusinessDate {
  readonly year: number;
  readonly month: number;
  readonly day: number;
}

/** The business date (Asia/Shanghai) of an instant. */
export function businessDateOf(instantMs: number): BusinessDate {
  const shifted = new Date(instantMs + OFFSET_MS);
  return { year: shifted.getUTCFullYear(), month: shifted.getUTCMonth() + 1, day: shifted.getUTCDate() };
}

/** The first instant of a business date, in milliseconds; months and days beyond their range carry over. */
export function startOfBusinessDate(year: number, month: number, day: number): number {
  return Date.UTC(year, month - 1, day) - OFFSET_MS;
}

/** The first instant of the Monday of an instant's business week, in milliseconds. */
export function startOfBusinessWeek(instantMs: number): number {
  const dayNumber = Math.floor((instantMs + OFFSET_MS) / DAY_MS);
  // Day 0 of the epoch was a Thursday, three days after its Monday.
  const sinceMonday = (((dayNumber + 3) % 7) + 7) % 7;
  return (dayNumber - sinceMonday) * DAY_MS - OFFSET_MS;
}
