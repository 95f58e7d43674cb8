import { claims } from '@red-points/shared/contracts';
import { useQuery } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import { readFile } from '../../api/index.ts';

/** How long a picture that nobody looks at stays in memory, in milliseconds. */
const KEEP_MS = 120_000;

/** Fetches an evidence photo with the session's token; `url` can be shown until the component goes away; a paper is for saving, not for showing. */
export function useEvidence(evidenceId: string | undefined) {
  const query = useQuery({
    queryKey: [claims.evidence.id, evidenceId],
    queryFn: ({ signal }) => readFile(claims.evidence, { params: { evidenceId: evidenceId ?? '' }, signal }),
    enabled: evidenceId !== undefined,
    staleTime: Number.POSITIVE_INFINITY,
    gcTime: KEEP_MS,
  });
  const blob = query.data;
  const [url, setUrl] = useState<string>();
  useEffect(() => {
    if (blob === undefined) {
      setUrl(undefined);
      return;
    }
    const made = URL.createObjectURL(blob);
    setUrl(made);
    return () => URL.revokeObjectURL(made);
  }, [blob]);
  return { url, isPaper: blob?.type === 'application/pdf', error: query.error, retry: () => void query.refetch() };
}
