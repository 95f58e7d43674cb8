import { addDays, businessDate, instantAt, minuteOfDay } from '../calendar/index.ts';

/** Messages go to phones from this minute of the business day … */
const FROM_MINUTE = 8 * 60;
/** … until before this one. */
const UNTIL_MINUTE = 21 * 60;

/** The first instant at or after `nowMs` at which a message may make a phone ring. */
export function sendableAtMs(nowMs: number): number {
  const minute = minuteOfDay(nowMs);
  if (minute >= FROM_MINUTE && minute < UNTIL_MINUTE) return nowMs;
  const today = businessDate(nowMs);
  return instantAt(minute < FROM_MINUTE ? today : addDays(today, 1), '08:00');
}
