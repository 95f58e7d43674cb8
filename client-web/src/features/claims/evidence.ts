import { claims } from '@red-points/shared/contracts';
import { useFile } from '../files/use-file.ts';

/** Fetches evidence: a photo is shown by its `url`, a paper by `PaperView` from its `file`. */
export function useEvidence(evidenceId: string | undefined) {
  const { type, ...file } = useFile(claims.evidence, evidenceId === undefined ? undefined : { params: { evidenceId } });
  return { ...file, isPaper: type === 'application/pdf' };
}
