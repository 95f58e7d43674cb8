import { type Refusal, refuse } from '@red-points/shared/contracts';
import type { Principal } from '@red-points/shared/domain/permissions';
import type { Request } from 'express';
import type { SessionTokens } from './session-token.ts';

/** Tells sessions that were ended (signed out, reused, user disabled) while their access tokens still run. */
export interface EndedSessions {
  has(sessionId: string): boolean;
}

/** Reads the bearer token of a request. No query: what is asked here is asked on every request. */
export function createAuthenticate(
  tokens: SessionTokens,
  ended: EndedSessions,
): (req: Request) => Principal | null | Refusal {
  return (req) => {
    const header = req.headers.authorization;
    if (header === undefined || header === '') return null;
    const token = /^Bearer ([^\s]+)$/i.exec(header)?.[1];
    if (token === undefined) return refuse('token_invalid');
    const principal = tokens.verify(token);
    if ('refused' in principal) return principal;
    return ended.has(principal.sessionId) ? refuse('session_ended') : principal;
  };
}
