import { checkIns } from '@red-points/shared/contracts';
import { useEffect } from 'react';
import { isDecided, ProblemError, useLive, useRead } from '../../api/index.ts';
import { learnServerTime } from '../../components/clock.ts';

/** Without an answer the code is asked for again this often, in milliseconds. */
const RETRY_MS = 2000;
/** The server has said that there is no code to show: that changes seldom. */
const REFUSED_RETRY_MS = 15_000;

/**
 * How much what a screen shows is worth: it is of now; no answer came lately, so that its code would mislead; its activity has
 * ended and there is no code any more; or the server shows this screen nothing for another reason, which it says.
 */
export type ScreenWorth = 'current' | 'offline' | 'over' | 'refused';

/** @param error why what is shown was not read again; null where it was */
export function screenWorth(error: unknown): ScreenWorth {
  if (error === null) return 'current';
  if (!isDecided(error)) return 'offline';
  return error instanceof ProblemError && error.code === 'activity_state_wrong' ? 'over' : 'refused';
}

/** Reads the code that this phone or computer shows, again whenever it runs out or somebody checks in. */
export function useStaffScreen(activityId: string) {
  const input = { params: { activityId } };
  const screen = useRead(checkIns.display, input, { enabled: activityId !== '', staleMs: 0 });
  const { refetch, data, error } = screen;
  useEffect(() => {
    if (data === undefined) return;
    learnServerTime(Date.parse(data.serverTime));
    const leftMs = Date.parse(data.codeExpiresAt) - Date.parse(data.serverTime);
    const timer = window.setTimeout(() => void refetch(), Math.max(300, leftMs + 50));
    return () => window.clearTimeout(timer);
  }, [data, refetch]);
  useEffect(() => {
    if (error === null) return;
    const everyMs = isDecided(error) ? REFUSED_RETRY_MS : RETRY_MS;
    const timer = window.setInterval(() => void refetch(), everyMs);
    return () => window.clearInterval(timer);
  }, [error, refetch]);
  useLive(`/events?topics=activity:${activityId}`, {
    onEvent: () => void refetch(),
    onCatchUp: () => void refetch(),
    pollMs: 5000,
    enabled: activityId !== '',
  });
  return { ...screen, worth: screenWorth(error) };
}

/** Keeps the screen awake while a code is shown. */
export function useAwake(): void {
  useEffect(() => {
    let lock: WakeLockSentinel | undefined;
    const stayAwake = (): void => {
      if (document.hidden) return;
      // Absent on plain http and refused on low battery: the screen then behaves as the device is set.
      navigator.wakeLock?.request('screen').then(
        (taken) => {
          lock = taken;
        },
        () => undefined,
      );
    };
    stayAwake();
    document.addEventListener('visibilitychange', stayAwake);
    return () => {
      document.removeEventListener('visibilitychange', stayAwake);
      void lock?.release();
    };
  }, []);
}
