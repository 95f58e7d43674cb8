import { describe, expect, it } from 'vitest';
import { daysOf } from './periods.ts';

describe('the period of a certificate', () => {
  it('is everything, the year so far, or the whole year before', () => {
    expect(daysOf('all', '2026-11-23')).toEqual({ from: null, until: null });
    expect(daysOf('thisYear', '2026-11-23')).toEqual({ from: '2026-01-01', until: '2026-11-23' });
    expect(daysOf('lastYear', '2026-11-23')).toEqual({ from: '2025-01-01', until: '2025-12-31' });
  });
});
