import { mediation } from '@red-points/shared/contracts';
import { useQuery } from '@tanstack/react-query';
import { call } from '../../api/index.ts';
import type { ReturnedCase } from './claim-values.ts';

/** A case with its parties, to be corrected by who filed it; reading it is a logged act, so it is read once. */
export function useReturnedCase(caseId: string | null): {
  readonly found: ReturnedCase | undefined;
  readonly isPending: boolean;
  readonly error: Error | null;
  readonly refetch: () => void;
} {
  const query = useQuery({
    queryKey: ['returnedCase', caseId],
    queryFn: async (): Promise<ReturnedCase> => {
      const params = { caseId: caseId ?? '' };
      const [record, sealed] = await Promise.all([call(mediation.get, { params }), call(mediation.open, { params })]);
      return { record, sealed };
    },
    enabled: caseId !== null,
    staleTime: 0,
    gcTime: 0,
    refetchOnWindowFocus: false,
  });
  return {
    found: query.data,
    isPending: caseId !== null && query.isPending,
    error: query.error,
    refetch: () => void query.refetch(),
  };
}
