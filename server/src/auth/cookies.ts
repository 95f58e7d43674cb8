import { API_BASE } from '@red-points/shared/contracts';
import type { Face } from '@red-points/shared/domain/permissions';
import type { CookieOptions, Request, Response } from 'express';
import { IDLE_MS } from './sessions.ts';

/** One cookie per face: clerk, shop and resident can be signed in side by side in one browser. */
const nameOf = (face: Face): string => `rp_refresh_${face}`;

const optionsFor = (isHttps: boolean): CookieOptions => ({
  httpOnly: true,
  sameSite: 'strict',
  secure: isHttps,
  path: `${API_BASE}/sessions`,
});

/** Reads the refresh token of a face. */
export function readRefreshCookie(req: Request, face: Face): string | null {
  const wanted = `${nameOf(face)}=`;
  const pair = (req.headers.cookie ?? '').split(/;\s*/).find((part) => part.startsWith(wanted));
  return pair === undefined ? null : pair.slice(wanted.length);
}

export function setRefreshCookie(res: Response, face: Face, token: string, isHttps: boolean): void {
  res.cookie(nameOf(face), token, { ...optionsFor(isHttps), maxAge: IDLE_MS[face] });
}

export function clearRefreshCookie(res: Response, face: Face, isHttps: boolean): void {
  res.clearCookie(nameOf(face), optionsFor(isHttps));
}
