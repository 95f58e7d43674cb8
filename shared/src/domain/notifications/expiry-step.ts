import { addDays, businessDate, daysBetween, startOfBusinessDay } from '../calendar/index.ts';

/** How many days before the last day of some points their owner is told, farthest first. */
export const EXPIRY_STEPS_DAYS = [30, 7] as const;
export type ExpiryStepDays = (typeof EXPIRY_STEPS_DAYS)[number];

/** The last business date on which points can be spent that are gone from an instant on. */
export function lastDayOf(expiresAtMs: number): string {
  return businessDate(expiresAtMs - 1);
}

/**
 * Which notice points of an expiry call for now: the nearest step whose day has come, so that a late run skips those that
 * have passed; null where it is too early, or the points are gone.
 */
export function expiryStep(expiresAtMs: number, nowMs: number): ExpiryStepDays | null {
  if (expiresAtMs <= nowMs) return null;
  const daysLeft = daysBetween(businessDate(nowMs), lastDayOf(expiresAtMs));
  let step: ExpiryStepDays | null = null;
  for (const days of EXPIRY_STEPS_DAYS) if (daysLeft <= days) step = days;
  return step;
}

/** Points that are gone before this instant call for a notice now. */
export function expiryHorizonMs(nowMs: number): number {
  return startOfBusinessDay(addDays(businessDate(nowMs), EXPIRY_STEPS_DAYS[0] + 1)) + 1;
}
