/** A check-in code changes this often. */
export const CODE_STEP_MS = 10_000;
/** How many steps before the present one are still taken: a scan takes a moment. */
export const CODE_STEPS_BACK = 1;
/** How long the ticket that a scan is exchanged for can be used. */
export const TICKET_LIFE_MS = 10 * 60_000;

/** The number of the ten seconds in which an instant falls. */
export function codeStep(atMs: number): number {
  return Math.floor(atMs / CODE_STEP_MS);
}

/** When the code of a step is replaced by the next, in milliseconds. */
export function codeReplacedAt(step: number): number {
  return (step + 1) * CODE_STEP_MS;
}

/** Whether a code of a step is still taken now. A step of the future was never shown by this server. */
export function codeIsFresh(step: number, nowMs: number): boolean {
  const age = codeStep(nowMs) - step;
  return age >= 0 && age <= CODE_STEPS_BACK;
}
