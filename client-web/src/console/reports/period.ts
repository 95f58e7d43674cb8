import { addDays, endOfMonth, startOfMonth, startOfWeek } from '@red-points/shared/domain/calendar';

export const PERIOD_KINDS = ['week', 'month', 'custom'] as const;
export type PeriodKind = (typeof PERIOD_KINDS)[number];

/** A span of business dates, both ends included. */
export interface Span {
  readonly from: string;
  readonly until: string;
}

/** The week or month in which a date lies; a span of one's own choice is seven days long at first. */
export function spanOf(kind: PeriodKind, date: string): Span {
  switch (kind) {
    case 'week':
      return { from: startOfWeek(date), until: addDays(startOfWeek(date), 6) };
    case 'month':
      return { from: startOfMonth(date), until: endOfMonth(date) };
    case 'custom':
      return { from: addDays(date, -6), until: date };
    default:
      return kind satisfies never;
  }
}

/** The days that an address asks for; this month where it names none, or none that are a span. */
export function spanAsked(
  { from, until }: { readonly from?: string | undefined; readonly until?: string | undefined },
  today: string,
): Span {
  return from !== undefined && until !== undefined && from <= until ? { from, until } : spanOf('month', today);
}

/** The period before or after one. */
export function neighbour(kind: PeriodKind, { from, until }: Span, direction: -1 | 1): Span {
  const beside = direction === 1 ? addDays(until, 1) : addDays(from, -1);
  if (kind !== 'custom') return spanOf(kind, beside);
  const length = Math.round((Date.parse(until) - Date.parse(from)) / 86_400_000);
  return direction === 1
    ? { from: beside, until: addDays(beside, length) }
    : { from: addDays(beside, -length), until: beside };
}
