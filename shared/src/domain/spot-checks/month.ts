import {
  addDays,
  businessDate,
  endOfBusinessDay,
  endOfMonth,
  monthOf,
  startOfBusinessDay,
  startOfMonth,
} from '../calendar/index.ts';

/** How long after a month's end its credits are fixed, in milliseconds: what was posted by then is marked as posted. */
export const FIX_AFTER_MS = 30 * 60_000;

/** The newest month whose credits may be fixed at an instant. */
export function newestClosedMonth(nowMs: number): string {
  return monthOf(addDays(startOfMonth(businessDate(nowMs - FIX_AFTER_MS)), -1));
}

/** The instants between which a month's credits were posted: from the first on, before the second. */
export function instantsOf(month: string): { fromMs: number; beforeMs: number } {
  return { fromMs: startOfBusinessDay(`${month}-01`), beforeMs: endOfBusinessDay(endOfMonth(`${month}-01`)) };
}
