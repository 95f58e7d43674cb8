import { sessions as contract, isRefusal, type Refusal, refuse, type SignedIn } from '@red-points/shared/contracts';
import type { Face, Principal } from '@red-points/shared/domain/permissions';
import type { Request, Response } from 'express';
import type { RunningConfig } from '../config.ts';
import type { SharedLimit, SharedLimitOptions } from '../http/limits.ts';
import { type ApiRouter, publicRoute, route } from '../http/route.ts';
import type { SessionTokens } from '../http/session-token.ts';
import { type CodesDeps, sendCode, useCode } from './codes.ts';
import { clearRefreshCookie, readRefreshCookie, setRefreshCookie } from './cookies.ts';
import { grantsAt, type Identities } from './identities.ts';
import type { Passwords } from './passwords.ts';
import type { Rotated, Sessions } from './sessions.ts';
import { signInByPassword } from './sign-in-by-password.ts';
import type { UserRecord } from './store.ts';

export interface AuthRoutesDeps {
  readonly config: RunningConfig;
  readonly tokens: SessionTokens;
  readonly sharedLimit: (options: SharedLimitOptions) => SharedLimit;
  readonly sessions: Sessions;
  readonly identities: Identities;
  readonly codes: CodesDeps;
  readonly passwords: Passwords;
}

const QUARTER_HOUR_SECONDS = 900;
const HOUR_SECONDS = 3_600;
const DAY_SECONDS = 86_400;

function limitsOf(make: AuthRoutesDeps['sharedLimit'], demo: boolean) {
  // Everybody at one demo sits behind the same address.
  const factor = demo ? 20 : 1;
  return {
    password: {
      pair: make({ name: 'password-pair', attemptsMax: 5, periodSeconds: QUARTER_HOUR_SECONDS }),
      username: make({ name: 'password-name', attemptsMax: 50, periodSeconds: QUARTER_HOUR_SECONDS }),
      caller: make({ name: 'password-caller', attemptsMax: 100, periodSeconds: QUARTER_HOUR_SECONDS }),
    },
    codePhone: make({ name: 'code-phone', attemptsMax: 10 * factor, periodSeconds: DAY_SECONDS }),
    codeCaller: make({ name: 'code-caller', attemptsMax: 60 * factor, periodSeconds: HOUR_SECONDS }),
    guessCaller: make({ name: 'code-guess', attemptsMax: 50, periodSeconds: QUARTER_HOUR_SECONDS }),
  };
}

export function authRoutes(router: ApiRouter, deps: AuthRoutesDeps): void {
  const { sessions, identities } = deps;
  const isHttps = deps.config.publicUrl.startsWith('https:');
  const limits = limitsOf(deps.sharedLimit, deps.config.demo);
  const callerOf = (req: Request): string => req.ip ?? 'unknown';

  async function answer(principal: Principal): Promise<SignedIn> {
    const { accessToken, expiresAtMs } = deps.tokens.issue(principal);
    return { accessToken, expiresAt: new Date(expiresAtMs).toISOString(), me: await identities.me(principal) };
  }

  async function signedIn(user: UserRecord, { session, refreshToken }: Rotated, res: Response): Promise<SignedIn> {
    setRefreshCookie(res, session.face, refreshToken, isHttps);
    // Read anew: a role that was taken away since the sign-in began ends the sessions that there were then.
    return answer(await identities.principal((await identities.byId(user._id)) ?? user, session));
  }

  publicRoute(router, contract.signInByPassword, async ({ body, req, res }) => {
    const user = await signInByPassword(
      { identities, limits: limits.password, passwords: deps.passwords },
      { username: body.username, password: body.password, face: body.face, caller: callerOf(req) },
    );
    if (isRefusal(user)) return user;
    return signedIn(user, await sessions.begin(user._id, body.face, null), res);
  });

  publicRoute(router, contract.sendCode, async ({ body, req }) => {
    const limited = (await limits.codeCaller.take(callerOf(req))) ?? (await limits.codePhone.take(body.phone));
    if (limited !== null) return limited;
    const sent = await sendCode(deps.codes, body.phone);
    if (isRefusal(sent)) {
      await limits.codePhone.giveBack(body.phone);
      return sent;
    }
    const { expiresAtMs, resendAtMs } = sent;
    return { expiresAt: new Date(expiresAtMs).toISOString(), resendAt: new Date(resendAtMs).toISOString() };
  });

  publicRoute(router, contract.signInByCode, async ({ body, req, res }) => {
    const locked = await limits.guessCaller.take(callerOf(req));
    if (locked !== null) return refuse('sign_in_locked', locked.detail);
    const refused = await useCode(deps.codes, body.phone, body.code);
    if (refused !== null) return refused;
    await limits.guessCaller.giveBack(callerOf(req));
    const user = await identities.ofPhone(body.phone);
    if (user.status !== 'active') return refuse('sign_in_failed');
    if (grantsAt(body.face, user.grants).length === 0) return refuse('phone_at_no_shop');
    return signedIn(user, await sessions.begin(user._id, body.face, null), res);
  });

  publicRoute(router, contract.refresh, async ({ body, req, res }) => {
    const rotated = await refreshed(deps, body.face, req);
    if (isRefusal(rotated)) {
      clearRefreshCookie(res, body.face, isHttps);
      return rotated;
    }
    return signedIn(rotated.user, rotated.rotated, res);
  });

  publicRoute(router, contract.signOut, async ({ body, req, res }) => {
    const token = readRefreshCookie(req, body.face);
    if (token !== null) await sessions.end(token, body.face);
    clearRefreshCookie(res, body.face, isHttps);
    return undefined;
  });

  route(router, contract.actFor, async ({ body, principal }) => {
    const user = principal.face === 'resident' ? await identities.byId(principal.userId) : null;
    if (user === null) return refuse('person_not_yours');
    // Asked anew: somebody may have been entered with this phone since the token was made.
    const session = { _id: principal.sessionId, face: principal.face, actingPersonId: body.personId };
    const acting = await identities.principal(user, session);
    if (!acting.personIds.includes(body.personId)) return refuse('person_not_yours');
    await sessions.actFor(principal.sessionId, body.personId);
    return answer(acting);
  });

  route(router, contract.me, ({ principal }) => identities.me(principal));
}

async function refreshed(
  deps: AuthRoutesDeps,
  face: Face,
  req: Request,
): Promise<{ user: UserRecord; rotated: Rotated } | Refusal> {
  const token = readRefreshCookie(req, face);
  if (token === null) return refuse('not_signed_in');
  const rotated = await deps.sessions.rotate(token, face);
  if (isRefusal(rotated)) return rotated;
  const user = await deps.identities.byId(rotated.session.userId);
  if (user?.status === 'active' && grantsAt(face, user.grants).length > 0) return { user, rotated };
  await deps.sessions.endById(rotated.session._id, user?.status === 'active' ? 'role_removed' : 'user_disabled');
  return refuse('session_ended');
}
