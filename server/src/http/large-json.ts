import { createHash } from 'node:crypto';
import { type Refusal, refuse } from '@red-points/shared/contracts';
import type { Request } from 'express';

/** A large body: its value, unchecked, and what tells it from every other body. */
export interface LargeJson {
  readonly value: unknown;
  /** SHA-256 of its bytes, as base64url. */
  readonly digest: string;
}

/**
 * Reads a JSON body of an endpoint with `raw: 'large_json'`. The rest of a body that is too large is read and dropped,
 * because a client that is still sending would not hear an earlier answer.
 */
export async function readLargeJson(req: Request, bytesMax: number): Promise<LargeJson | Refusal> {
  const isJson = /^application\/json\b/i.test(req.headers['content-type'] ?? '');
  const isPlain = (req.headers['content-encoding'] ?? 'identity') === 'identity';
  const hash = createHash('sha256');
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of req as AsyncIterable<Buffer>) {
    bytes += chunk.length;
    if (!isJson || !isPlain || bytes > bytesMax) continue;
    hash.update(chunk);
    chunks.push(chunk);
  }
  if (!isJson || !isPlain) return refuse('media_type_unsupported');
  if (bytes > bytesMax) return refuse('body_too_large');
  try {
    return { value: JSON.parse(Buffer.concat(chunks).toString('utf8')), digest: hash.digest('base64url') };
  } catch {
    return refuse('body_not_json');
  }
}
