import type { Response } from 'express';
import type { OpenedEvidence } from './evidence.ts';

/** What is sent of a kept file. */
export type SentFile = Pick<OpenedEvidence, '_id' | 'kind' | 'contentType' | 'bytes'>;

/**
 * Sends evidence so that a browser does nothing with it but show a picture or save a paper: the type is the one that the
 * server made it, it may run and load nothing, no other site may use it, and it stays in no cache.
 */
export function sendEvidence(res: Response, { _id, kind, contentType, bytes }: SentFile): void {
  const name = `evidence-${_id}.${kind === 'picture' ? 'jpg' : 'pdf'}`;
  const content = Buffer.from(bytes.buffer);
  res
    .status(200)
    .set({
      'Content-Type': contentType,
      'Content-Length': String(content.length),
      'Content-Disposition': `${kind === 'picture' ? 'inline' : 'attachment'}; filename="${name}"`,
      'Cache-Control': 'private, no-store',
      'Content-Security-Policy': "default-src 'none'; sandbox; frame-ancestors 'none'",
      'Cross-Origin-Resource-Policy': 'same-origin',
      'X-Content-Type-Options': 'nosniff',
      'X-Robots-Tag': 'noindex',
    })
    .end(content);
}
