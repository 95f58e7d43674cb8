import { instantAt } from '../calendar/index.ts';

/** A span of time, in milliseconds; the end is the first instant after it. */
export interface Span {
  readonly fromMs: number;
  readonly untilMs: number;
}

/** When what is claimed took place, where the claim names a time of day (`HH:MM` in Asia/Shanghai) and a length. */
export function claimedSpan(occurredOn: string, startTime: string | null, minutes: number): Span | null {
  if (startTime === null || minutes === 0) return null;
  const fromMs = instantAt(occurredOn, startTime);
  return { fromMs, untilMs: fromMs + minutes * 60_000 };
}

/** When somebody was there; who is still there is there until now. */
export function staySpan(stay: { readonly checkedInAt: Date; readonly checkedOutAt: Date | null }): Span {
  return { fromMs: stay.checkedInAt.getTime(), untilMs: stay.checkedOutAt?.getTime() ?? Number.POSITIVE_INFINITY };
}

/** Whether two spans share time; one that ends when the other begins does not. */
export function sharesTime(left: Span, right: Span): boolean {
  return left.fromMs < right.untilMs && right.fromMs < left.untilMs;
}
