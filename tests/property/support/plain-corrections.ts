import type { PlainEntry } from './plain-account.ts';

/**
 * Nothing is given back twice, no entry has more hours than a day, and what corrects a correction only takes it back.
 * @param before what the entry comes to with its refunds and corrections so far
 */
export function objectionToCorrection(
  { asked, points, minutes }: PlainEntry,
  before: { readonly points: number; readonly hours: number },
  change: { readonly points: number; readonly minutes: number },
): string | null {
  const value = before.points + change.points;
  const hours = before.hours + change.minutes;
  const debit = ['spend', 'capture', 'donate', 'expire'].includes(asked.kind) && points < 0;
  if (debit && change.points > 0 && value > 0) return 'correction_exceeds_original';
  if (asked.kind === 'adjust') {
    if (change.points !== 0 && !isBetween(value, 0, points)) return 'correction_exceeds_original';
    return change.minutes !== 0 && !isBetween(hours, 0, minutes) ? 'correction_minutes' : null;
  }
  const tooMany = change.minutes > 0 && hours > 24 * 60;
  return tooMany || (change.minutes < 0 && hours < 0 && hours < minutes) ? 'correction_minutes' : null;
}

const isBetween = (amount: number, one: number, other: number): boolean =>
  amount >= Math.min(one, other) && amount <= Math.max(one, other);
