import dayjs from 'dayjs';
import timezone from 'dayjs/plugin/timezone.js';
import utc from 'dayjs/plugin/utc.js';

dayjs.extend(utc);
dayjs.extend(timezone);

/** Business days are those of this time zone, wherever server and browser stand. */
export const BUSINESS_TIME_ZONE = 'Asia/Shanghai';

const DAY_MS = 86_400_000;
/** From this instant on the zone has stood at UTC+8 without summer time: arithmetic does, and is a hundred times faster. */
const FIXED_OFFSET_SINCE_MS = Date.UTC(1991, 8, 15);
const FIXED_OFFSET_MS = 8 * 3_600_000;

const pad = (value: number, width = 2): string => String(value).padStart(width, '0');

function isoDate(utcMs: number): string {
  const day = new Date(utcMs);
  return `${pad(day.getUTCFullYear(), 4)}-${pad(day.getUTCMonth() + 1)}-${pad(day.getUTCDate())}`;
}

/** The business date `YYYY-MM-DD` on which an instant falls. */
export function businessDate(instantMs: number): string {
  if (instantMs >= FIXED_OFFSET_SINCE_MS) return isoDate(instantMs + FIXED_OFFSET_MS);
  return dayjs(instantMs).tz(BUSINESS_TIME_ZONE).format('YYYY-MM-DD');
}

/** Minutes since the start of the business day, 0 to 1439. */
export function minuteOfDay(instantMs: number): number {
  return Math.floor((instantMs - startOfBusinessDay(businessDate(instantMs))) / 60_000);
}

/** The first instant of a business date, in milliseconds. */
export function startOfBusinessDay(date: string): number {
  const utcMs = Date.parse(`${date}T00:00:00Z`);
  if (Number.isNaN(utcMs)) throw new RangeError('not a date of the form YYYY-MM-DD');
  if (utcMs - FIXED_OFFSET_MS >= FIXED_OFFSET_SINCE_MS) return utcMs - FIXED_OFFSET_MS;
  return dayjs.tz(date, BUSINESS_TIME_ZONE).valueOf();
}

/** The first instant after a business date, in milliseconds. */
export function endOfBusinessDay(date: string): number {
  return startOfBusinessDay(addDays(date, 1));
}

/** The date a number of days later (or earlier, where negative). */
export function addDays(date: string, days: number): string {
  return isoDate(Date.parse(`${date}T00:00:00Z`) + days * DAY_MS);
}

/** Days from one date to another; negative where the second is earlier. */
export function daysBetween(from: string, to: string): number {
  return Math.round((Date.parse(`${to}T00:00:00Z`) - Date.parse(`${from}T00:00:00Z`)) / DAY_MS);
}

/** 1 for Monday to 7 for Sunday. */
export function weekday(date: string): number {
  return new Date(`${date}T00:00:00Z`).getUTCDay() || 7;
}

/** The Monday of the week of a date. */
export function startOfWeek(date: string): string {
  return addDays(date, 1 - weekday(date));
}

/** `YYYY-MM` of a date. */
export function monthOf(date: string): string {
  return date.slice(0, 7);
}

/** The first day of the month of a date. */
export function startOfMonth(date: string): string {
  return `${date.slice(0, 7)}-01`;
}

/** The last day of the month of a date. */
export function endOfMonth(date: string): string {
  return isoDate(Date.UTC(Number(date.slice(0, 4)), Number(date.slice(5, 7)), 0));
}

/** Whole years from a birth date to a date: the age on that day. */
export function yearsBetween(birthDate: string, date: string): number {
  const years = Number(date.slice(0, 4)) - Number(birthDate.slice(0, 4));
  return date.slice(5) < birthDate.slice(5) ? years - 1 : years;
}

/** An instant of a business date at a wall-clock time `HH:mm`, in milliseconds. */
export function instantAt(date: string, time: string): number {
  const [hours = 0, minutes = 0] = time.split(':').map(Number);
  return startOfBusinessDay(date) + (hours * 60 + minutes) * 60_000;
}
