import { type Plan, stayMinutes } from '../activities/index.ts';

const MINUTE_MS = 60_000;

/** Who has not signed out this long after the planned end has forgotten it: the stay is closed at the planned end. */
export const FORGOTTEN_AFTER_MS = 30 * MINUTE_MS;
/** The organiser's word on a late delivery is waited for this long after the planned end. */
export const WORD_WAITS_MS = 7 * 24 * 60 * MINUTE_MS;

/** Minutes stayed, wanted and left to stay before a check-out counts. */
export interface TooSoon {
  readonly minutes: number;
  readonly minutesMin: number;
  readonly left: number;
}

/**
 * Whether who checks out now would lose the stay although they could still make it count by staying on; null where
 * the stay counts already, or can no longer count before the planned end.
 */
export function checkOutTooSoon(plan: Plan, checkedInAtMs: number, nowMs: number, minutesMin: number): TooSoon | null {
  const minutes = stayMinutes(plan, checkedInAtMs, nowMs);
  if (minutes >= minutesMin) return null;
  if (stayMinutes(plan, checkedInAtMs, plan.endsAtMs) < minutesMin) return null;
  const countsAtMs = checkedInAtMs + minutesMin * MINUTE_MS;
  return { minutes, minutesMin, left: Math.max(1, Math.ceil((countsAtMs - nowMs) / MINUTE_MS)) };
}
