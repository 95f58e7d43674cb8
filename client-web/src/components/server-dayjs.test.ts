import dayjs from 'dayjs';
import { afterAll, expect, it } from 'vitest';
import { learnServerTime } from './clock.ts';
import { businessDate } from './formatters.ts';

const DAY_MS = 86_400_000;
/** How much later than the device's an instant is, in whole days. */
const daysAhead = (instantMs: number): number => Math.round((instantMs - Date.now()) / DAY_MS);

afterAll(() => learnServerTime(Date.now()));

it('now is the server’s, also for what a picker calls today', () => {
  learnServerTime(Date.now() + 3 * DAY_MS);
  expect(daysAhead(dayjs().valueOf())).toBe(3);
  // As a picker asks: in the zone that counts here, not in the device's.
  expect(dayjs().tz().format('YYYY-MM-DD')).toBe(businessDate());
});

it('a day that was named stays that day', () => {
  learnServerTime(Date.now() + 3 * DAY_MS);
  expect(dayjs('2026-11-23').format('YYYY-MM-DD')).toBe('2026-11-23');
  expect(dayjs(null).isValid()).toBe(false);
  expect(daysAhead(dayjs(Date.now()).valueOf())).toBe(0);
});
