import { type ClaimDraft, claimDrafts, type DraftContent } from '@red-points/shared/contracts';
import { useQueryClient } from '@tanstack/react-query';
import { useCallback, useEffect, useRef, useState } from 'react';
import { call, newIdempotencyKey, ProblemError } from '../../api/index.ts';

/** How long after the last change a draft is saved, in milliseconds. */
const QUIET_MS = 1500;

/** `elsewhere`: another phone went on with it, and what is shown here is the older. */
export type DraftState = 'empty' | 'waiting' | 'saved' | 'failed' | 'elsewhere';

/**
 * Keeps what was filled in on the server, a moment after each change, so that it can be gone on with on another phone.
 * One save at a time; the newest content wins. Two phones never overwrite each other: the second is told.
 */
export function useClaimDraft(first: ClaimDraft | undefined, content: DraftContent, enabled: boolean) {
  const client = useQueryClient();
  const [draftId] = useState(() => first?.draftId ?? newIdempotencyKey());
  const version = useRef(first?.version ?? 0);
  const savedText = useRef(first === undefined ? '' : JSON.stringify(first.content));
  const busy = useRef<Promise<void>>(Promise.resolve());
  const [state, setState] = useState<DraftState>(first === undefined ? 'empty' : 'saved');
  const [keptUntil, setKeptUntil] = useState(first?.keptUntil);
  const text = JSON.stringify(content);
  const untouched = useRef(text);

  const save = useCallback(
    (wanted: string): Promise<void> => {
      busy.current = busy.current.then(async () => {
        if (wanted === savedText.current) return;
        try {
          const body = { content: JSON.parse(wanted) as DraftContent, version: version.current };
          const saved = await call(claimDrafts.save, { params: { draftId }, body });
          version.current = saved.version;
          savedText.current = wanted;
          setKeptUntil(saved.keptUntil);
          setState('saved');
          void client.invalidateQueries({ queryKey: [claimDrafts.list.id] });
        } catch (error) {
          const code = error instanceof ProblemError ? error.code : '';
          setState(code === 'version_conflict' || code === 'claim_draft_not_found' ? 'elsewhere' : 'failed');
        }
      });
      return busy.current;
    },
    [client, draftId],
  );

  useEffect(() => {
    if (!enabled || state === 'elsewhere' || text === savedText.current || text === untouched.current) return;
    setState('waiting');
    const timer = window.setTimeout(() => void save(text), QUIET_MS);
    return () => window.clearTimeout(timer);
  }, [text, enabled, state, save]);

  /** The id to file with, once what is under way has ended; null where nothing was ever saved. */
  const settle = useCallback(async (): Promise<string | null> => {
    await busy.current;
    return version.current > 0 ? draftId : null;
  }, [draftId]);

  return { state, keptUntil, settle };
}
