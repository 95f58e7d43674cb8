import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { learnFromAnswer, learnServerTime, serverNowMs } from './clock.ts';

const NOW_MS = Date.parse('2026-11-23T01:42:00.400Z');
const HOUR_MS = 3_600_000;

/** An answer that the server gave at this instant by its own clock. */
const answerOf = (servedMs: number, cacheControl = 'no-store'): Response =>
  new Response(null, { headers: { date: new Date(servedMs).toUTCString(), 'cache-control': cacheControl } });
const wrongBy = (): number => serverNowMs() - Date.now();

describe('the server’s clock on a device', () => {
  beforeAll(() => {
    vi.useFakeTimers({ now: NOW_MS, toFake: ['Date'] });
  });
  afterAll(() => {
    learnServerTime(Date.now());
    vi.useRealTimers();
  });
  beforeEach(() => learnServerTime(Date.now()));

  it('is the device’s own while answers agree with it to the second', () => {
    learnFromAnswer(answerOf(NOW_MS), NOW_MS);
    learnFromAnswer(answerOf(NOW_MS - 300), NOW_MS - 500);
    expect(wrongBy()).toBe(0);
  });

  it.each([-400 * 24 * HOUR_MS, -HOUR_MS, HOUR_MS, 30 * HOUR_MS])(
    'is learned from one answer where the device is wrong by %s ms',
    (wrongMs) => {
      learnFromAnswer(answerOf(NOW_MS - wrongMs), NOW_MS - 200);
      expect(Math.abs(wrongBy() + wrongMs)).toBeLessThan(1200);
    },
  );

  it('stays as it was where it is known better than answers tell', () => {
    learnServerTime(NOW_MS + HOUR_MS + 123);
    learnFromAnswer(answerOf(NOW_MS + HOUR_MS), NOW_MS - 100);
    expect(wrongBy()).toBe(HOUR_MS + 123);
  });

  it('is not misled by an answer that a sleeping phone reads hours later, nor by one out of a store', () => {
    learnFromAnswer(answerOf(NOW_MS - 2 * HOUR_MS), NOW_MS - 2 * HOUR_MS);
    learnFromAnswer(answerOf(NOW_MS - 9 * HOUR_MS, 'public, max-age=60'), NOW_MS);
    learnFromAnswer(new Response(null, { headers: { 'cache-control': 'no-store' } }), NOW_MS);
    expect(wrongBy()).toBe(0);
  });
});
