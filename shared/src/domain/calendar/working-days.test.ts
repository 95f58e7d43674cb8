import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { addDays, addWorkingDays, isWorkingDay, workingDaysBetween, workingDaysEndAt } from './index.ts';

describe('working days', () => {
  it.each([
    ['2026-11-26', true],
    ['2026-11-28', false],
    ['2026-10-05', false],
    ['2026-10-10', true],
    ['2026-02-14', true],
    ['2027-10-01', true],
  ])('%s: %s', (date, works) => {
    expect(isWorkingDay(date)).toBe(works);
  });

  it('pass over weekends and holidays, and count a Saturday worked instead', () => {
    expect(addWorkingDays('2026-11-27', 1)).toBe('2026-11-30');
    expect(addWorkingDays('2026-09-30', 3)).toBe('2026-10-10');
    expect(addWorkingDays('2026-10-03', 0)).toBe('2026-10-08');
    expect(workingDaysBetween('2026-09-30', '2026-10-10')).toBe(3);
  });

  it('end a window at the end of its last day, in Shanghai', () => {
    const friday = Date.parse('2026-11-27T15:30:00Z');
    expect(new Date(workingDaysEndAt(friday, 2)).toISOString()).toBe('2026-12-01T16:00:00.000Z');
    expect(workingDaysEndAt(friday, 0)).toBe(friday);
  });

  it('added and counted agree, whatever the date', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 900 }), fc.integer({ min: 0, max: 40 }), (offset, days) => {
        const from = addDays('2025-01-01', offset);
        const until = addWorkingDays(from, days);
        expect(isWorkingDay(until)).toBe(true);
        const first = isWorkingDay(from) || days > 0 ? days : 1;
        expect(workingDaysBetween(from, until)).toBe(first);
      }),
    );
  });
});
