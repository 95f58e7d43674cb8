import { useEffect, useState, useSyncExternalStore } from 'react';

/** The difference server − device clock in milliseconds, as far as answers told; countdowns use the server's time. */
let serverAheadMs = 0;

/** Learns the server's clock from an instant that it says is now. */
export function learnServerTime(nowMs: number): void {
  serverAheadMs = nowMs - Date.now();
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
