import { useEffect, useState, useSyncExternalStore } from 'react';

const STORE_KEY = 'red-points.server-ahead';
/** The Date header counts in whole seconds. */
const HEADER_STEP_MS = 1000;

/**
 * The difference server − device clock in milliseconds, as far as answers told: a phone's clock may be wrong by any amount, so
 * whatever runs out does so by the server's. It is kept over a reload, which has to decide before the first answer.
 */
let serverAheadMs = keptAheadMs();

function keptAheadMs(): number {
  const kept = Number(globalThis.sessionStorage?.getItem(STORE_KEY) ?? 0);
  return Number.isFinite(kept) ? kept : 0;
}

function become(aheadMs: number): void {
  if (aheadMs === serverAheadMs) return;
  serverAheadMs = aheadMs;
  globalThis.sessionStorage?.setItem(STORE_KEY, String(aheadMs));
}

/** Learns the server's clock from an instant that it says is now. */
export function learnServerTime(nowMs: number): void {
  become(nowMs - Date.now());
}

/**
 * Learns the server's clock from the Date header of any answer. The server wrote it at some instant between asking and now, cut to
 * the second: only what lies outside of these bounds is put right, so that what is known better stays.
 * @param askedAtMs when the request was sent, by this device's clock
 */
export function learnFromAnswer(answer: Response, askedAtMs: number): void {
  // An answer out of a store tells when it was first given.
  if (answer.headers.get('cache-control')?.includes('no-store') !== true) return;
  const saidMs = Date.parse(answer.headers.get('date') ?? '');
  if (Number.isNaN(saidMs)) return;
  const leastMs = saidMs - Date.now();
  const mostMs = saidMs + HEADER_STEP_MS - askedAtMs;
  become(Math.min(Math.max(serverAheadMs, leastMs), Math.max(leastMs, mostMs)));
}

/** Now by the server's clock, in milliseconds. */
export function serverNowMs(): number {
  return Date.now() + serverAheadMs;
}

/** Re-renders every `everyMs` and gives the server's time; sleeps while the page is hidden. */
export function useNow(everyMs = 1000): number {
  const [nowMs, setNowMs] = useState(serverNowMs);
  useEffect(() => {
    const tick = (): void => {
      if (!document.hidden) setNowMs(serverNowMs());
    };
    tick();
    const timer = window.setInterval(tick, everyMs);
    document.addEventListener('visibilitychange', tick);
    return () => {
      window.clearInterval(timer);
      document.removeEventListener('visibilitychange', tick);
    };
  }, [everyMs]);
  return nowMs;
}

const motionQuery = (): MediaQueryList => window.matchMedia('(prefers-reduced-motion: reduce)');

/** Whether the person asked for less motion. */
export function useReducedMotion(): boolean {
  return useSyncExternalStore(
    (listener) => {
      const query = motionQuery();
      query.addEventListener('change', listener);
      return () => query.removeEventListener('change', listener);
    },
    () => motionQuery().matches,
  );
}
