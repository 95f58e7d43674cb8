import type { Endpoint } from '@red-points/shared/contracts';
import { useQuery } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import { type CallInput, readFile } from '../../api/index.ts';

/** How long a file that nobody looks at stays in memory, in milliseconds. */
const KEEP_MS = 120_000;

/**
 * Fetches a kept file with the session's token; `url` can be shown, or saved, until the component goes away.
 * @param input undefined while there is none to fetch
 */
export function useFile<E extends Endpoint>(endpoint: E, input: CallInput<E> | undefined) {
  const query = useQuery({
    queryKey: [endpoint.id, input],
    queryFn: ({ signal }) => readFile(endpoint, { ...(input as CallInput<E>), signal }),
    enabled: input !== undefined,
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
  return { url, file: blob, type: blob?.type, error: query.error, retry: () => void query.refetch() };
}
