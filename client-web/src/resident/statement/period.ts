import { addDays, endOfMonth, startOfMonth } from '@red-points/shared/domain/calendar';
import type { StatementPeriod } from '../../features/statement/use-whole-statement.ts';

/** The calendar month of a date. */
export const monthOfDate = (date: string): StatementPeriod => ({ from: startOfMonth(date), until: endOfMonth(date) });

/** Whether a period is one whole calendar month. */
export const isMonth = ({ from, until }: StatementPeriod): boolean =>
  startOfMonth(from) === from && endOfMonth(from) === until;

/** The month before or after a period. */
export const monthBeside = ({ from, until }: StatementPeriod, direction: -1 | 1): StatementPeriod =>
  monthOfDate(direction === 1 ? addDays(until, 1) : addDays(from, -1));

/** Periods that people ask for, by name: up to today. */
export function usualPeriods(today: string): Record<'threeMonths' | 'thisYear' | 'lastYear', StatementPeriod> {
  const year = Number(today.slice(0, 4));
  const monthBefore = startOfMonth(addDays(startOfMonth(today), -1));
  const from = startOfMonth(addDays(monthBefore, -1));
  return {
    threeMonths: { from, until: today },
    thisYear: { from: `${year}-01-01`, until: today },
    lastYear: { from: `${year - 1}-01-01`, until: `${year - 1}-12-31` },
  };
}

/** The last months up to that of `today`, newest first. */
export function lastMonths(today: string, count: number): StatementPeriod[] {
  const months: StatementPeriod[] = [];
  for (let month = monthOfDate(today); months.length < count; month = monthBeside(month, -1)) months.push(month);
  return months;
}
