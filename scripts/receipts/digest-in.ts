import { readDigest } from '@red-points/shared/domain/digests';

/**
 * The digest in what somebody gave: the digest itself, in groups or not, or the document of `GET /api/v1/digests/<day>`.
 * Null where there is none.
 */
export function digestIn(text: string): string | null {
  const digest = readDigest(text);
  if (digest !== null) return digest;
  try {
    const document: unknown = JSON.parse(text);
    if (typeof document !== 'object' || document === null || !('digest' in document)) return null;
    return typeof document.digest === 'string' ? readDigest(document.digest) : null;
  } catch {
    return null;
  }
}
