import { redemptionCodes } from '@red-points/shared/contracts';
import { useCallback, useEffect, useRef, useState } from 'react';
import { call } from '../api/index.ts';
import { learnServerTime, serverNowMs } from '../components/clock.ts';

/** After a failed try, in milliseconds. */
const TRY_AGAIN_MS = 3000;

export interface OneTimeCode {
  codeUrl: string;
  digits: string;
  startsAtMs: number;
  refreshAtMs: number;
  expiresAtMs: number;
}

/** The acting person's code of now; asks for the next before this one runs out, and at once when the page comes back. */
export function useOneTimeCode() {
  const [current, setCurrent] = useState<OneTimeCode>();
  const [error, setError] = useState<unknown>(null);
  const [renewing, setRenewing] = useState(false);
  const busy = useRef(false);

  const renew = useCallback(async () => {
    if (busy.current) return;
    busy.current = true;
    setRenewing(true);
    try {
      const made = await call(redemptionCodes.create, {});
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
  }, []);

  useEffect(() => {
    void renew();
  }, [renew]);

  useEffect(() => {
    const waitMs =
      current === undefined || error !== null ? TRY_AGAIN_MS : Math.max(500, current.refreshAtMs - serverNowMs());
    if (current === undefined && error === null) return;
    const timer = window.setTimeout(() => void renew(), waitMs);
    const onBack = (): void => {
      if (!document.hidden && current !== undefined && serverNowMs() >= current.refreshAtMs) void renew();
    };
    document.addEventListener('visibilitychange', onBack);
    return () => {
      window.clearTimeout(timer);
      document.removeEventListener('visibilitychange', onBack);
    };
  }, [current, error, renew]);

  return { current, error, renewing, renew: () => void renew() };
}
