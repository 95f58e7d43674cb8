import { describe, expect, it } from 'vitest';
import { neighbour, spanAsked, spanOf } from './period.ts';

describe('periods of reports', () => {
  it('are the week from Monday and the calendar month of a date', () => {
    expect(spanOf('week', '2026-11-29')).toEqual({ from: '2026-11-23', until: '2026-11-29' });
    expect(spanOf('month', '2028-02-10')).toEqual({ from: '2028-02-01', until: '2028-02-29' });
  });

  it('follow each other without gap, over the ends of years', () => {
    const week = spanOf('week', '2026-12-31');
    expect(neighbour('week', week, 1)).toEqual({ from: '2027-01-04', until: '2027-01-10' });
    expect(neighbour('month', spanOf('month', '2026-01-15'), -1)).toEqual({ from: '2025-12-01', until: '2025-12-31' });
    const own = { from: '2026-03-01', until: '2026-03-10' };
    expect(neighbour('custom', own, 1)).toEqual({ from: '2026-03-11', until: '2026-03-20' });
    expect(neighbour('custom', own, -1)).toEqual({ from: '2026-02-19', until: '2026-02-28' });
  });

  it('are this month where an address names no days, or none that are a span', () => {
    const month = { from: '2026-11-01', until: '2026-11-30' };
    const asked = { from: '2026-03-01', until: '2026-03-10' };
    expect(spanAsked(asked, '2026-11-27')).toEqual(asked);
    expect(spanAsked({}, '2026-11-27')).toEqual(month);
    expect(spanAsked({ from: '2026-03-01' }, '2026-11-27')).toEqual(month);
    expect(spanAsked({ from: '2026-03-10', until: '2026-03-01' }, '2026-11-27')).toEqual(month);
  });
});
