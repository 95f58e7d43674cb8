import { addDays, endOfMonth, monthOf, startOfMonth, startOfWeek } from '../calendar/index.ts';

/**
 * Figures have two dates: the business day on which something took effect, and the one on which it was recorded. What
 * was known of a period at the end of some day is a sum over a box of both. Sums are kept in cells by days and by
 * months, so that any such box is a few ranges of cells however many entries lie in it.
 */

/** Where a cell lies on one of its two axes: a day `d2026-11-23`, a month `m2026-11`, or everything. */
export const EVERYTHING = '*';

const FIRST_DAY = '0000-01-01';
/** "As known on" this day means: everything that is known. */
export const LAST_DAY = '9999-12-31';

/** A range of one axis, both ends included. */
export interface AxisRange {
  readonly from: string;
  readonly until: string;
}

/** A rectangle of cells. */
export interface Box {
  readonly effective: AxisRange;
  readonly recorded: AxisRange;
}

const days = (from: string, until: string): AxisRange => ({ from: `d${from}`, until: `d${until}` });
const months = (from: string, until: string): AxisRange => ({ from: `m${from}`, until: `m${until}` });
const everything: AxisRange = { from: EVERYTHING, until: EVERYTHING };

/** The cells that an entry of these two business days is added to. */
export function cellsOf(effectiveDay: string, recordedDay: string): (readonly [effective: string, recorded: string])[] {
  const recordedMonth = `m${monthOf(recordedDay)}`;
  return [
    [`d${effectiveDay}`, `d${recordedDay}`],
    [`m${monthOf(effectiveDay)}`, recordedMonth],
    [EVERYTHING, `d${recordedDay}`],
    [EVERYTHING, recordedMonth],
    [EVERYTHING, EVERYTHING],
  ];
}

/** The cells whose sum is what took effect from one day to another, both included, as known at the end of a third. */
export function boxesOfPeriod(from: string, until: string, knownOn: string): Box[] {
  const firstMonth = startOfMonth(from) === from ? monthOf(from) : monthAfter(from);
  const lastMonth = endOfMonth(until) === until ? monthOf(until) : monthBefore(until);
  const known = days(FIRST_DAY, knownOn);
  if (firstMonth > lastMonth) return [{ effective: days(from, until), recorded: known }];
  const boxes = boxesOfMonths(firstMonth, lastMonth, knownOn);
  if (firstMonth !== monthOf(from)) boxes.push({ effective: days(from, endOfMonth(from)), recorded: known });
  if (lastMonth !== monthOf(until)) boxes.push({ effective: days(startOfMonth(until), until), recorded: known });
  return boxes;
}

/** Whole months of effect: by month as far as whole months are known, by day for the rest. */
function boxesOfMonths(first: string, last: string, knownOn: string): Box[] {
  const whole = endOfMonth(knownOn) === knownOn;
  const knownMonths = months(monthOf(FIRST_DAY), whole ? monthOf(knownOn) : monthBefore(knownOn));
  const boxes: Box[] = [{ effective: months(first, last), recorded: knownMonths }];
  if (!whole) {
    const effective = days(`${first}-01`, endOfMonth(`${last}-01`));
    boxes.push({ effective, recorded: days(startOfMonth(knownOn), knownOn) });
  }
  return boxes;
}

/**
 * The cells whose sum has to be taken off the sum over everything to have what stood at the end of a day, as known at
 * the end of another. What lies far back costs more than what is new, but nothing costs more because a history is long.
 */
export function boxesAfter(until: string, knownOn: string): Box[] {
  const boxes: Box[] = until >= LAST_DAY ? [] : boxesOfPeriod(addDays(until, 1), LAST_DAY, knownOn);
  if (knownOn >= LAST_DAY) return boxes;
  const next = addDays(knownOn, 1);
  if (monthOf(next) === monthOf(knownOn)) {
    boxes.push({ effective: everything, recorded: days(next, endOfMonth(knownOn)) });
  }
  boxes.push({ effective: everything, recorded: months(monthAfter(knownOn), monthOf(LAST_DAY)) });
  return boxes;
}

/** The cells of single days of effect, as known at the end of a day. */
export function boxOfDays(from: string, until: string, knownOn: string): Box {
  return { effective: days(from, until), recorded: days(FIRST_DAY, knownOn) };
}

/**
 * Different people cannot be added up over days: they are counted by whole weeks, months and years.
 * The name of such a period, or null where the dates are none.
 */
export function peoplePeriodOf(from: string, until: string): string | null {
  if (startOfWeek(from) === from && addDays(from, 6) === until) return `w${from}`;
  if (startOfMonth(from) === from && endOfMonth(from) === until) return `m${monthOf(from)}`;
  const year = from.slice(0, 4);
  return from === `${year}-01-01` && until === `${year}-12-31` ? `y${year}` : null;
}

/** The week, month and year in which a day lies, named as by `peoplePeriodOf`. */
export function peoplePeriodsOf(day: string): string[] {
  return [`w${startOfWeek(day)}`, `m${monthOf(day)}`, `y${day.slice(0, 4)}`];
}

const monthAfter = (day: string): string => monthOf(addDays(endOfMonth(day), 1));
const monthBefore = (day: string): string => monthOf(addDays(startOfMonth(day), -1));
