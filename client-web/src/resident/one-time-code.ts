import { redemptionCodes } from '@red-points/shared/contracts';
import { useCallback, useEffect, useRef, useState } from 'react';
import { call } from '../api/index.ts';
import { learnServerTime, serverNowMs } from '../components/clock.ts';
import { deviceName } from './device.ts';

/** After a failed try, in milliseconds. */
const TRY_AGAIN_MS = 3000;

export interface OneTimeCode {
  codeUrl: string;
  digits: string;
  startsAtMs: number;
  refreshAtMs: number;
  expiresAtMs: number;
}

/**
 * The acting person's code of now; asks for the next before this one runs out, and at once on every return to the page:
 * what was on the screen may have been seen meanwhile.
 * @param pinCheckId that the PIN was typed: the higher cap counts
 */
export function useOneTimeCode(pinCheckId?: string) {
  const [current, setCurrent] = useState<OneTimeCode>();
  const [error, setError] = useState<unknown>(null);
  const [renewing, setRenewing] = useState(false);
  const busy = useRef(false);

  const renew = useCallback(async () => {
    if (busy.current) return;
    busy.current = true;
    setRenewing(true);
    try {
      const made = await call(redemptionCodes.create, {
        body: { device: deviceName(), ...(pinCheckId === undefined ? {} : { pinCheckId }) },
      });
      learnServerTime(Date.parse(made.createdAt));
      setCurrent({
        codeUrl: made.codeUrl,
        digits: made.digits,
        startsAtMs: Date.parse(made.createdAt),
        refreshAtMs: Date.parse(made.refreshAt),
        expiresAtMs: Date.parse(made.expiresAt),
      });
      setError(null);
    } catch (failure) {
      setError(failure);
    }
    busy.current = false;
    setRenewing(false);
  }, [pinCheckId]);

  useEffect(() => {
    void renew();
  }, [renew]);

  useEffect(() => {
    const waitMs =
      current === undefined || error !== null ? TRY_AGAIN_MS : Math.max(500, current.refreshAtMs - serverNowMs());
    if (current === undefined && error === null) return;
    const timer = window.setTimeout(() => void renew(), waitMs);
    return () => window.clearTimeout(timer);
  }, [current, error, renew]);

  useEffect(() => {
    const onBack = (): void => {
      if (!document.hidden) void renew();
    };
    // A page that a phone kept whole and shows again tells so by `pageshow` only.
    const onShow = (event: PageTransitionEvent): void => {
      if (event.persisted) void renew();
    };
    document.addEventListener('visibilitychange', onBack);
    window.addEventListener('pageshow', onShow);
    return () => {
      document.removeEventListener('visibilitychange', onBack);
      window.removeEventListener('pageshow', onShow);
    };
  }, [renew]);

  return { current, error, renewing, renew: () => void renew() };
}
