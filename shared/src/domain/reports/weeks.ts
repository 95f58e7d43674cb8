import { addDays, startOfWeek } from '../calendar/index.ts';
import { addFigures, type Figures, NO_FIGURES } from './increments.ts';

/** Figures of one business day. */
export interface DayFigures {
  /** `YYYY-MM-DD` */
  readonly day: string;
  readonly figures: Figures;
}

export interface WeekFigures {
  /** The week's Monday. */
  readonly from: string;
  readonly figures: Figures;
}

/** The last `count` weeks up to and with the week of `today`, oldest first; weeks without a day are zero. */
export function weeklyFigures(days: readonly DayFigures[], today: string, count: number): WeekFigures[] {
  const thisMonday = startOfWeek(today);
  const byMonday = new Map<string, Figures>();
  for (const { day, figures } of days) {
    const monday = startOfWeek(day);
    byMonday.set(monday, addFigures(byMonday.get(monday) ?? NO_FIGURES, figures));
  }
  return Array.from({ length: count }, (_unused, index) => {
    const from = addDays(thisMonday, 7 * (index - count + 1));
    return { from, figures: byMonday.get(from) ?? NO_FIGURES };
  });
}

/**
 * Standing totals at the end of each week, oldest first: today's total with the later weeks taken off.
 * @param measure picks the number
 */
export function standingByWeek(
  total: Figures,
  weeks: readonly WeekFigures[],
  measure: (figures: Figures) => number,
): number[] {
  const totals: number[] = [];
  let standing = measure(total);
  for (const week of [...weeks].reverse()) {
    totals.unshift(standing);
    standing -= measure(week.figures);
  }
  return totals;
}
