import { isRefusal, type Refusal, refuse } from '@red-points/shared/contracts';
import { FACES, type Principal, ROLES, type RoleGrant } from '@red-points/shared/domain/permissions';
import jwt from 'jsonwebtoken';
import { z } from 'zod';
import type { Clock } from '../platform/clock.ts';
import type { Keys } from '../platform/keys.ts';
import { RecentlyUsed } from '../platform/recently-used.ts';

/** Access tokens live this long; what they carry (roles, persons) is at most this old. */
export const ACCESS_TOKEN_MS = 15 * 60_000;

/** Tokens whose signature was checked before: a resident's phone asks a dozen times with each. */
const KNOWN_TOKENS_MAX = 20_000;

/** A token of another kind, signed by whatever key, is not a session. */
const TYPE = 'rp-session+jwt';
const ALGORITHM = 'HS256';

const payloadSchema = z.object({
  sub: z.string(),
  sid: z.string(),
  exp: z.number(),
  face: z.enum(FACES),
  act: z.string().nullable(),
  per: z.array(z.string()),
  gra: z.array(z.tuple([z.enum(ROLES), z.string().nullable(), z.string().nullable()])),
});

export interface SessionTokens {
  /** Signs an access token for a principal. */
  issue(principal: Principal): { accessToken: string; expiresAtMs: number };
  /** The principal of an access token, or why it is none: `token_expired`, `token_invalid`. */
  verify(token: string): Principal | Refusal;
}

/**
 * Access tokens after RFC 8725: one algorithm, a key for this purpose alone, explicit type, issuer and audience are this
 * installation. Roles and persons travel inside, so that a request costs no query.
 */
export function createSessionTokens(deps: { keys: Keys; clock: Clock }): SessionTokens {
  const key = deps.keys.of('session');
  const { installationId } = deps.keys;
  // What was signed stays signed: only that its time has not ended is looked at again. Refusals are not kept.
  const known = new RecentlyUsed<{ readonly principal: Principal; readonly endsAtSeconds: number }>(KNOWN_TOKENS_MAX);
  return {
    issue: (principal) => {
      const nowMs = deps.clock.now();
      const expiresAtMs = nowMs + ACCESS_TOKEN_MS;
      const payload = {
        iat: Math.floor(nowMs / 1000),
        exp: Math.floor(expiresAtMs / 1000),
        sid: principal.sessionId,
        face: principal.face,
        act: principal.actingPersonId,
        per: principal.personIds,
        gra: principal.grants.map(({ role, unitId, shopId }) => [role, unitId, shopId]),
      };
      const accessToken = jwt.sign(payload, key, {
        algorithm: ALGORITHM,
        header: { alg: ALGORITHM, typ: TYPE },
        subject: principal.userId,
        issuer: installationId,
        audience: installationId,
      });
      return { accessToken, expiresAtMs };
    },
    verify: (token) => {
      const nowSeconds = Math.floor(deps.clock.now() / 1000);
      const before = known.get(token);
      if (before !== undefined && nowSeconds < before.endsAtSeconds) return before.principal;
      const payload = verified(token, () =>
        jwt.verify(token, key, {
          algorithms: [ALGORITHM],
          issuer: installationId,
          audience: installationId,
          clockTimestamp: nowSeconds,
          complete: true,
        }),
      );
      if (isRefusal(payload)) return payload;
      const principal = principalOf(payload);
      known.set(token, { principal, endsAtSeconds: payload.exp });
      return principal;
    },
  };
}

function verified(token: string, verify: () => jwt.Jwt): z.output<typeof payloadSchema> | Refusal {
  if (token.length > 8_000) return refuse('token_invalid');
  try {
    const { header, payload } = verify();
    if (header.typ !== TYPE) return refuse('token_invalid');
    const parsed = payloadSchema.safeParse(payload);
    return parsed.success ? parsed.data : refuse('token_invalid');
  } catch (error) {
    return refuse(error instanceof jwt.TokenExpiredError ? 'token_expired' : 'token_invalid');
  }
}

function principalOf(payload: z.output<typeof payloadSchema>): Principal {
  const grants: RoleGrant[] = payload.gra.map(([role, unitId, shopId]) => ({ role, unitId, shopId }));
  return {
    userId: payload.sub,
    sessionId: payload.sid,
    face: payload.face,
    grants,
    personIds: payload.per,
    actingPersonId: payload.act,
  };
}
