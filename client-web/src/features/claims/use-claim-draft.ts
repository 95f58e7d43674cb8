import { type ClaimDraft, claimDrafts, type DraftContent } from '@red-points/shared/contracts';
import { useQueryClient } from '@tanstack/react-query';
import { useCallback, useEffect, useRef, useState } from 'react';
import { call, newIdempotencyKey, ProblemError } from '../../api/index.ts';

/** How long after the last change a draft is saved, in milliseconds. */
const QUIET_MS = 1500;
/** How long after a save that failed it is tried once more. */
const AGAIN_MS = 10_000;

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
  const newest = useRef(text);
  newest.current = text;
  /** It is being filed: what is filed is no draft any more, unless somebody goes on typing. */
  const held = useRef(false);

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
    held.current = false;
    const failed = state === 'failed';
    if (!failed) setState('waiting');
    const timer = window.setTimeout(
      () => {
        if (!held.current) void save(text);
      },
      failed ? AGAIN_MS : QUIET_MS,
    );
    return () => window.clearTimeout(timer);
  }, [text, enabled, state, save]);

  const isUnsaved = useCallback(
    () => enabled && !held.current && newest.current !== savedText.current && newest.current !== untouched.current,
    [enabled],
  );
  // Whoever leaves at once after the last letter loses nothing.
  useEffect(
    () => () => {
      if (isUnsaved()) void save(newest.current);
    },
    [isUnsaved, save],
  );

  /** Saves what is left and gives the id to file with; null where nothing was ever saved. */
  const settle = useCallback(async (): Promise<string | null> => {
    const unsaved = isUnsaved();
    held.current = true;
    await (unsaved ? save(newest.current) : busy.current);
    return version.current > 0 ? draftId : null;
  }, [draftId, isUnsaved, save]);

  return { state, keptUntil, settle };
}
