import { activities, type ClaimPart, type ReviewLine, reports, reviews } from '@red-points/shared/contracts';
import { useQueryClient } from '@tanstack/react-query';
import { useCallback, useEffect, useRef, useState } from 'react';
import { call, isWorthRepeating, newIdempotencyKey } from '../../api/index.ts';

export type Decision = 'approve' | 'return' | 'reject';

/** One decision of this sitting: counting down until it is sent, being sent, done, refused, or its outcome not known. */
export interface Ruling {
  key: string;
  line: ReviewLine;
  decision: Decision;
  reason: string | undefined;
  /** With a return: what is to be changed. */
  changes: readonly ClaimPart[];
  state: 'counting' | 'sending' | 'done' | 'refused' | 'unknown';
  /** Approved by one of two: it waits for the second. */
  second: boolean;
  /** When it is sent, in milliseconds of this device's clock. */
  sendAtMs: number;
  error: unknown;
  /** The same for each repeat, so that a lost answer never decides twice. */
  idempotencyKey: string;
}

/** A decision can be taken back this long, in milliseconds: nothing was sent before. */
export const TAKE_BACK_MS = 5000;
const REPEAT_AFTER_MS = [400, 1200, 3000, 6000];

export const rulingKey = (line: Pick<ReviewLine, 'kind' | 'id'>): string => `${line.kind}:${line.id}`;

const wait = (ms: number): Promise<void> => new Promise((resolve) => window.setTimeout(resolve, ms));

async function send(ruling: Ruling): Promise<ReviewLine> {
  const input = {
    params: { kind: ruling.line.kind, id: ruling.line.id },
    body: {
      decision: ruling.decision,
      ...(ruling.reason === undefined ? {} : { reason: ruling.reason }),
      ...(ruling.changes.length === 0 ? {} : { changes: [...ruling.changes] }),
    },
    idempotencyKey: ruling.idempotencyKey,
  };
  for (let attempt = 0; ; attempt += 1) {
    try {
      return await call(reviews.decide, input);
    } catch (error) {
      const pause = REPEAT_AFTER_MS[attempt];
      if (!isWorthRepeating(error) || pause === undefined) throw error;
      await wait(pause);
    }
  }
}

/**
 * Decisions of the review desk. Each waits five seconds before it is sent, so that it can be taken back; leaving the
 * page sends what still waits.
 */
export function useRulings(onRefused: (ruling: Ruling) => void) {
  const client = useQueryClient();
  const [rulings, setRulings] = useState<readonly Ruling[]>([]);
  const current = useRef(rulings);
  const timers = useRef(new Map<string, number>());
  const refused = useRef(onRefused);
  refused.current = onRefused;

  const change = useCallback((edit: (all: readonly Ruling[]) => readonly Ruling[]) => {
    current.current = edit(current.current);
    setRulings(current.current);
  }, []);
  const mark = useCallback(
    (key: string, part: Partial<Ruling>) =>
      change((all) => all.map((each) => (each.key === key ? { ...each, ...part } : each))),
    [change],
  );

  const dispatch = useCallback(
    async (key: string) => {
      window.clearTimeout(timers.current.get(key));
      timers.current.delete(key);
      const ruling = current.current.find((each) => each.key === key);
      if (ruling === undefined || ruling.state === 'sending' || ruling.state === 'done') return;
      mark(key, { state: 'sending', error: undefined });
      try {
        const answer = await send(ruling);
        mark(key, { state: 'done', second: answer.state === 'waiting' });
        for (const stale of [reports.tasks, reports.overview, activities.attendances]) {
          void client.invalidateQueries({ queryKey: [stale.id] });
        }
      } catch (error) {
        mark(key, { state: isWorthRepeating(error) ? 'unknown' : 'refused', error });
        refused.current({ ...ruling, error });
      }
    },
    [client, mark],
  );

  const decide = useCallback(
    (line: ReviewLine, decision: Decision, reason?: string, changes: readonly ClaimPart[] = []) => {
      const key = rulingKey(line);
      const ruling: Ruling = {
        key,
        line,
        decision,
        reason,
        changes,
        state: 'counting',
        second: false,
        sendAtMs: Date.now() + TAKE_BACK_MS,
        error: undefined,
        idempotencyKey: newIdempotencyKey(),
      };
      change((all) => [...all.filter((each) => each.key !== key), ruling]);
      timers.current.set(
        key,
        window.setTimeout(() => void dispatch(key), TAKE_BACK_MS),
      );
    },
    [change, dispatch],
  );

  /** Takes the newest decision back that was not sent yet; gives the line it was about. */
  const takeBack = useCallback((): ReviewLine | undefined => {
    const last = current.current.findLast((each) => each.state === 'counting');
    if (last === undefined) return undefined;
    window.clearTimeout(timers.current.get(last.key));
    timers.current.delete(last.key);
    change((all) => all.filter((each) => each.key !== last.key));
    return last.line;
  }, [change]);

  const sendAllNow = useCallback(() => {
    for (const ruling of current.current) if (ruling.state === 'counting') void dispatch(ruling.key);
  }, [dispatch]);

  useEffect(() => {
    const warn = (event: BeforeUnloadEvent): void => {
      if (current.current.some((each) => each.state === 'counting' || each.state === 'sending')) event.preventDefault();
    };
    const onHidden = (): void => {
      if (document.hidden) sendAllNow();
    };
    window.addEventListener('beforeunload', warn);
    document.addEventListener('visibilitychange', onHidden);
    return () => {
      window.removeEventListener('beforeunload', warn);
      document.removeEventListener('visibilitychange', onHidden);
      sendAllNow();
    };
  }, [sendAllNow]);

  return { rulings, decide, takeBack, sendNow: dispatch };
}
