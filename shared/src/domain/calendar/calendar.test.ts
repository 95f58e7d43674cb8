import dayjs from 'dayjs';
import timezone from 'dayjs/plugin/timezone.js';
import utc from 'dayjs/plugin/utc.js';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  addDays,
  BUSINESS_TIME_ZONE,
  businessDate,
  daysBetween,
  endOfBusinessDay,
  endOfMonth,
  formatDateTime,
  minuteOfDay,
  startOfBusinessDay,
  startOfWeek,
  yearsBetween,
} from './index.ts';

dayjs.extend(utc);
dayjs.extend(timezone);

describe('business dates', () => {
  it('are those of the time zone database for any instant from 1980 to 2100', () => {
    const instants = fc.integer({ min: Date.UTC(1980, 0, 1), max: Date.UTC(2100, 0, 1) });
    fc.assert(
      fc.property(instants, (instantMs) => {
        const expected = dayjs(instantMs).tz(BUSINESS_TIME_ZONE);
        expect(businessDate(instantMs)).toBe(expected.format('YYYY-MM-DD'));
      }),
      { numRuns: 300 },
    );
  });

  it('change at 16:00 UTC', () => {
    expect(businessDate(Date.parse('2026-11-23T15:59:59.999Z'))).toBe('2026-11-23');
    expect(businessDate(Date.parse('2026-11-23T16:00:00.000Z'))).toBe('2026-11-24');
  });

  it('hold every instant between their start and their end', () => {
    fc.assert(
      fc.property(fc.integer({ min: Date.UTC(1992, 0, 1), max: Date.UTC(2100, 0, 1) }), (instantMs) => {
        const date = businessDate(instantMs);
        expect(startOfBusinessDay(date)).toBeLessThanOrEqual(instantMs);
        expect(endOfBusinessDay(date)).toBeGreaterThan(instantMs);
        expect(daysBetween(date, addDays(date, 40))).toBe(40);
      }),
    );
  });

  it('know weeks, months and ages', () => {
    expect(startOfWeek('2026-11-29')).toBe('2026-11-23');
    expect(endOfMonth('2028-02-10')).toBe('2028-02-29');
    expect(yearsBetween('2012-11-24', '2026-11-23')).toBe(13);
    expect(yearsBetween('2012-11-23', '2026-11-23')).toBe(14);
    expect(minuteOfDay(Date.parse('2026-11-23T01:40:30Z'))).toBe(580);
  });

  it('read as people write them', () => {
    const instantMs = Date.parse('2026-11-23T01:30:00Z');
    expect(formatDateTime(instantMs, 'zh')).toBe('11月23日 周一 09:30');
    expect(formatDateTime(instantMs, 'en', '2027-01-01')).toBe('23 Nov 2026 Mon 09:30');
  });
});
