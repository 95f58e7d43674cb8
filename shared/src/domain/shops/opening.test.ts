import { describe, expect, it } from 'vitest';
import {
  isOpenAt,
  isRedemptionDay,
  nextOpeningMs,
  nextRedemptionDay,
  type OpeningHours,
  whyNotHours,
} from './opening.ts';

const lunchAndDinner = [
  { from: '11:00', until: '13:00' },
  { from: '17:00', until: '24:00' },
];
/** Monday to Friday, and closed on one Thursday. */
const HOURS: OpeningHours = {
  weekdays: [lunchAndDinner, lunchAndDinner, lunchAndDinner, lunchAndDinner, lunchAndDinner, [], []],
  closedDays: ['2026-11-26'],
};
const at = (text: string): number => Date.parse(`${text}+08:00`);

describe('opening hours', () => {
  it('include the first minute and not the last one, midnight and not the day after', () => {
    expect(isOpenAt(null, at('2026-11-23T03:00:00'))).toBe(true);
    expect(isOpenAt(HOURS, at('2026-11-23T10:59:59'))).toBe(false);
    expect(isOpenAt(HOURS, at('2026-11-23T11:00:00'))).toBe(true);
    expect(isOpenAt(HOURS, at('2026-11-23T13:00:00'))).toBe(false);
    expect(isOpenAt(HOURS, at('2026-11-23T23:59:59'))).toBe(true);
    expect(isOpenAt(HOURS, at('2026-11-24T00:00:00'))).toBe(false);
    expect(isOpenAt(HOURS, at('2026-11-26T12:00:00'))).toBe(false);
    expect(isOpenAt(HOURS, at('2026-11-28T12:00:00'))).toBe(false);
  });

  it('say when they begin next, over closed days and weekends, or that it is not known', () => {
    expect(nextOpeningMs(HOURS, at('2026-11-23T09:00:00'))).toBe(at('2026-11-23T11:00:00'));
    expect(nextOpeningMs(HOURS, at('2026-11-23T13:00:00'))).toBe(at('2026-11-23T17:00:00'));
    expect(nextOpeningMs(HOURS, at('2026-11-25T23:59:59'))).toBe(at('2026-11-27T11:00:00'));
    expect(nextOpeningMs(HOURS, at('2026-11-28T12:00:00'))).toBe(at('2026-11-30T11:00:00'));
    expect(nextOpeningMs({ weekdays: [[], [], [], [], [], [], []], closedDays: [] }, 0)).toBeNull();
  });

  it('run forwards within a day and do not overlap', () => {
    const monday = (...spans: [string, string][]) =>
      whyNotHours({
        weekdays: [spans.map(([from, until]) => ({ from, until })), [], [], [], [], [], []],
        closedDays: [],
      });
    expect(monday(['08:00', '12:00'], ['12:00', '18:00'])).toBeNull();
    expect(monday(['13:00', '18:00'], ['08:00', '12:00'])).toBeNull();
    expect(monday(['08:00', '12:00'], ['11:59', '18:00'])).toBe('opening_hours_wrong');
    expect(monday(['12:00', '12:00'])).toBe('opening_hours_wrong');
    expect(monday(['22:00', '06:00'])).toBe('opening_hours_wrong');
  });
});

describe('redemption days', () => {
  const days = { weekdays: [6], monthDays: [15, 31] };

  it('are weekdays and days of the month together; without any, every day is one', () => {
    expect(isRedemptionDay(null, [], '2026-11-26')).toBe(true);
    expect(isRedemptionDay(days, [], '2026-11-28')).toBe(true);
    expect(isRedemptionDay(days, [], '2026-11-15')).toBe(true);
    expect(isRedemptionDay(days, [], '2026-11-26')).toBe(false);
    expect(isRedemptionDay(days, ['2026-11-28'], '2026-11-28')).toBe(false);
  });

  it('leave out a day that a month does not have, and closed days', () => {
    expect(nextRedemptionDay(days, [], '2026-11-26')).toBe('2026-11-28');
    expect(nextRedemptionDay(days, ['2026-11-28'], '2026-11-26')).toBe('2026-12-05');
    expect(nextRedemptionDay({ weekdays: [], monthDays: [31] }, [], '2026-11-26')).toBe('2026-12-31');
    expect(nextRedemptionDay({ weekdays: [], monthDays: [] }, [], '2026-11-26')).toBeNull();
  });
});
