const MINUTE_MS = 60_000;

/** Check-in may begin this long before the planned start. */
export const EARLY_START_MS = 60 * MINUTE_MS;
/** An activity that nobody ended is ended by itself this long after its planned end. */
export const OVERDUE_END_MS = 120 * MINUTE_MS;

/** When an activity is planned for, in milliseconds. */
export interface Plan {
  readonly startsAtMs: number;
  readonly endsAtMs: number;
}

/** Why check-in cannot start now, or null. */
export function startRefusal(plan: Plan, nowMs: number): 'activity_too_early' | 'activity_over' | null {
  if (nowMs < plan.startsAtMs - EARLY_START_MS) return 'activity_too_early';
  return nowMs >= plan.endsAtMs ? 'activity_over' : null;
}

/** Until when an activity went on: its planned end, or the moment at which somebody ended it before. */
export function heldUntil(plan: Plan, endedAtMs: number | null): number {
  return Math.min(plan.endsAtMs, endedAtMs ?? plan.endsAtMs);
}

/** The moment at which a stay ends when somebody signs out now: never after the planned end. */
export function signOutAt(plan: Plan, nowMs: number): number {
  return Math.min(nowMs, plan.endsAtMs);
}

/**
 * Whole minutes of a stay. Time after the planned end does not count, and a stay never counts for more than
 * the plan's length: who came early to set up keeps that time as long as the whole stays within the plan.
 */
export function stayMinutes(plan: Plan, checkedInAtMs: number, checkedOutAtMs: number): number {
  const planned = plan.endsAtMs - plan.startsAtMs;
  const stayed = signOutAt(plan, checkedOutAtMs) - checkedInAtMs;
  return Math.floor(Math.max(0, Math.min(stayed, planned)) / MINUTE_MS);
}

/** Whether an activity that is under way should have been ended by somebody. */
export function isOverdue(plan: Plan, nowMs: number): boolean {
  return nowMs >= plan.endsAtMs + OVERDUE_END_MS;
}

/** Longest and shortest activity, and how far ahead one can be planned. */
export const ACTIVITY_MINUTES_MIN = 10;
export const ACTIVITY_HOURS_MAX = 24;

/** Why the times of a plan cannot be, or null. */
export function planRefusal(plan: Plan): 'activity_times_invalid' | null {
  const length = plan.endsAtMs - plan.startsAtMs;
  const fits = length >= ACTIVITY_MINUTES_MIN * MINUTE_MS && length <= ACTIVITY_HOURS_MAX * 60 * MINUTE_MS;
  return fits ? null : 'activity_times_invalid';
}
