import { addDays, businessDate, endOfBusinessDay, endOfMonth } from '../calendar/index.ts';

/** How long after the end of a day its digest is made, in milliseconds: what was decided by then is committed. */
export const DIGEST_AFTER_MS = 10 * 60_000;

/** When the digest of a business day may be made. */
export function digestDueAtMs(day: string): number {
  return endOfBusinessDay(day) + DIGEST_AFTER_MS;
}

/** The newest business day whose digest may be made at an instant. */
export function newestDueDay(nowMs: number): string {
  return addDays(businessDate(nowMs - DIGEST_AFTER_MS), -1);
}

/** The day whose digest covers an entry recorded then, where digests up to `lastDay` are made and do not have it. */
export function coveringDay(recordedAtMs: number, lastDay: string | null): string {
  const day = businessDate(recordedAtMs);
  return lastDay === null || day > lastDay ? day : addDays(lastDay, 1);
}

/** Whether a full digest follows the daily one of this day. */
export function endsMonth(day: string): boolean {
  return day === endOfMonth(day);
}
