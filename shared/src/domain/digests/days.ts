import { addDays, businessDate, endOfBusinessDay, endOfMonth } from '../calendar/index.ts';
import type { DigestContent } from './digest.ts';

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

export type NextDigest = Pick<DigestContent, 'number' | 'day' | 'kind' | 'previous'>;

/**
 * The digest to be made after `last`, the newest one; null while its day is not due. Days that were missed are made up for one
 * by one.
 * @param firstDay where the chain begins while there is none
 */
export function nextDigest(
  last: (DigestContent & { readonly digest: string }) | null,
  newestDue: string,
  firstDay: string = newestDue,
): NextDigest | null {
  if (last === null) {
    return firstDay <= newestDue ? { number: 1, day: firstDay, kind: 'daily', previous: null } : null;
  }
  const follows = { number: last.number + 1, previous: last.digest };
  if (last.kind === 'daily' && endsMonth(last.day)) return { ...follows, day: last.day, kind: 'full' };
  const day = addDays(last.day, 1);
  return day <= newestDue ? { ...follows, day, kind: 'daily' } : null;
}
