import { claims } from '@red-points/shared/contracts';
import { useFile } from '../files/use-file.ts';

/** Fetches an evidence photo; a paper is for saving, not for showing. */
export function useEvidence(evidenceId: string | undefined) {
  const { type, ...file } = useFile(claims.evidence, evidenceId === undefined ? undefined : { params: { evidenceId } });
  return { ...file, isPaper: type === 'application/pdf' };
}
