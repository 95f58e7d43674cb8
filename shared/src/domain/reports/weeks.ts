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

const DAY_MS = 86_400_000;

/** The Monday of the week that a business date lies in. */
export function mondayOf(day: string): string {
  const instant = Date.parse(`${day}T00:00:00Z`);
  const daysSinceMonday = (new Date(instant).getUTCDay() + 6) % 7;
  return addDays(day, -daysSinceMonday);
}

/** The business date so many days later. */
export function addDays(day: string, days: number): string {
  return new Date(Date.parse(`${day}T00:00:00Z`) + days * DAY_MS).toISOString().slice(0, 10);
}

/** The last `count` weeks up to and with the week of `today`, oldest first; weeks without a day are zero. */
export function weeklyFigures(days: readonly DayFigures[], today: string, count: number): WeekFigures[] {
  const thisMonday = mondayOf(today);
  const byMonday = new Map<string, Figures>();
  for (const { day, figures } of days) {
    const monday = mondayOf(day);
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
