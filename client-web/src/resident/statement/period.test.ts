import { describe, expect, it } from 'vitest';
import { isMonth, lastMonths, monthBeside, monthOfDate, usualPeriods } from './period.ts';

describe('periods of a statement on the phone', () => {
  it('are months that follow each other over the ends of years', () => {
    const january = monthOfDate('2026-01-15');
    expect(january).toEqual({ from: '2026-01-01', until: '2026-01-31' });
    expect(monthBeside(january, -1)).toEqual({ from: '2025-12-01', until: '2025-12-31' });
    expect(monthBeside(january, 1)).toEqual({ from: '2026-02-01', until: '2026-02-28' });
    expect(isMonth(january)).toBe(true);
    expect(lastMonths('2026-01-31', 3).map(({ from }) => from)).toEqual(['2026-01-01', '2025-12-01', '2025-11-01']);
  });

  it('and the usual longer ones up to today', () => {
    const { threeMonths, thisYear, lastYear } = usualPeriods('2026-02-10');
    expect(threeMonths).toEqual({ from: '2025-12-01', until: '2026-02-10' });
    expect(isMonth(threeMonths)).toBe(false);
    expect(thisYear).toEqual({ from: '2026-01-01', until: '2026-02-10' });
    expect(lastYear).toEqual({ from: '2025-01-01', until: '2025-12-31' });
  });
});
