/** A check-in code changes this often. */
export const CODE_STEP_MS = 10_000;
/** How many steps before the present one are still taken: a scan takes a moment. */
export const CODE_STEPS_BACK = 1;
/** How long the ticket that a scan is exchanged for can be used. */
export const TICKET_LIFE_MS = 10 * 60_000;
/** A phone that had no network after the scan can deliver it for this long, by the server's own reckoning. */
export const LATE_WITHIN_MS = 10 * 60_000;

/** The number of the ten seconds in which an instant falls. */
export function codeStep(atMs: number): number {
  return Math.floor(atMs / CODE_STEP_MS);
}

/** When the code of a step was first shown: the moment that a late delivery counts from, whatever the phone's clock says. */
export function codeShownAt(step: number): number {
  return step * CODE_STEP_MS;
}

/** When the code of a step is replaced by the next, in milliseconds. */
export function codeReplacedAt(step: number): number {
  return (step + 1) * CODE_STEP_MS;
}

/** `fresh` while shown and one step more; `late` for ten minutes, for a delivery alone; a step to come was never shown. */
export type CodeAge = 'fresh' | 'late' | 'expired' | 'never_shown';

/** How old a code is by the server's clock. */
export function codeAge(step: number, nowMs: number): CodeAge {
  const steps = codeStep(nowMs) - step;
  if (steps < 0) return 'never_shown';
  if (steps <= CODE_STEPS_BACK) return 'fresh';
  return nowMs - codeShownAt(step) <= LATE_WITHIN_MS ? 'late' : 'expired';
}
