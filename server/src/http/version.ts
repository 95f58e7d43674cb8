import { type Refusal, refuse } from '@red-points/shared/contracts';
import type { Request, Response } from 'express';

/** Tells the caller the version of what it reads or has just changed (`ETag: "v3"`). */
export function sendVersion(res: Response, version: number): void {
  res.set('ETag', `"v${version}"`);
}

/** The version that the caller edited (`If-Match`); `version_missing` where it says none. */
export function expectedVersion(req: Request): number | Refusal {
  const match = /^(?:W\/)?"v(\d{1,9})"$/.exec(req.headers['if-match']?.trim() ?? '');
  return match?.[1] === undefined ? refuse('version_missing') : Number(match[1]);
}
