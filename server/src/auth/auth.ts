import type { Refusal } from '@red-points/shared/contracts';
import type { EndedSessions } from '../http/authenticate.ts';
import type { SharedLimit, SharedLimitOptions } from '../http/limits.ts';
import type { ApiRouter } from '../http/route.ts';
import type { SessionTokens } from '../http/session-token.ts';
import type { OrgUnits } from '../org-units/index.ts';
import type { People } from '../people/index.ts';
import type { Platform } from '../platform/platform.ts';
import { useCode } from './codes.ts';
import { type EndingSignIn, endSessions, endSignIn, type PhoneSignIn, signInOf } from './end-sign-in.ts';
import { KnownEndedSessions } from './ended-sessions.ts';
import { createIdentities, type ShopNames } from './identities.ts';
import type { Passwords } from './passwords.ts';
import { authRoutes } from './routes.ts';
import { type CodeSender, createGatewaySender, createOutbox } from './senders.ts';
import { createSessions } from './sessions.ts';
import { userModel } from './store.ts';
import type { Users } from './users.ts';

export interface AuthDeps extends Platform {
  readonly tokens: SessionTokens;
  readonly sharedLimit: (options: SharedLimitOptions) => SharedLimit;
  readonly orgUnits: OrgUnits;
  readonly users: Users;
  readonly people: People;
  /** Told of each session that ended, here or in another process. */
  readonly onSessionEnded: (sessionId: string) => void;
  /** How codes reach a phone; by the configuration where absent. */
  readonly codeSender: CodeSender | undefined;
  readonly passwords: Passwords;
}

export interface Auth {
  readonly endedSessions: EndedSessions;
  /** Takes sessions out that were ended in the database, from the next request on. */
  forgetSessions(sessionIds: readonly string[]): void;
  /** Uses a one-time code up that was sent to a phone: `code_wrong` or `code_expired` where it proves nothing. */
  provePhone(phone: string, code: string): Promise<Refusal | null>;
  /** The sign-in of a phone, by the keyed hash of it; null where nobody has signed in with it. */
  signInOf(phoneIndex: string): Promise<PhoneSignIn | null>;
  /** Ends the sessions of a sign-in, and the sign-in with its phone where it is nobody else's. Safe to repeat. */
  endSignIn(signIn: EndingSignIn): Promise<void>;
  /** Ends the sessions of a member of staff, who signs in again: what a session knows of them is out of date. Safe to repeat. */
  endStaffSessions(userId: string): Promise<void>;
  /** The newest code kept for a phone by the outbox; null where there is none. */
  newestCode(phone: string): Promise<string | null>;
  /** Where the noun that keeps shops says what they are called. Once. */
  provideShopNames(names: ShopNames): void;
  start(): Promise<void>;
  close(): Promise<void>;
  routes(router: ApiRouter): void;
}

const RESEND_MS = 60_000;
/** In a demo people go to and fro between role cards. */
const RESEND_DEMO_MS = 3_000;

/** Sign-in, sessions and who is asking. */
export function createAuth(deps: AuthDeps): Auth {
  const outbox = createOutbox(deps);
  const gateway = deps.config.smsGateway;
  const sender = deps.codeSender ?? (gateway === null ? outbox : createGatewaySender(gateway));
  const endedSessions = new KnownEndedSessions(deps);
  const ending = { ...deps, onEnd: (sessionId: string) => endedSessions.add(sessionId) };
  const sessions = createSessions(ending);
  let shopNames: ShopNames = async () => new Map();
  const identities = createIdentities({
    ...deps,
    model: userModel(deps.connection),
    shopNames: (ids) => shopNames(ids),
  });
  return {
    endedSessions,
    forgetSessions: (sessionIds) => {
      for (const sessionId of sessionIds) endedSessions.add(sessionId);
    },
    provePhone: (phone, code) => useCode(deps, phone, code),
    signInOf: (phoneIndex) => signInOf(deps, phoneIndex),
    endSignIn: (signIn) => endSignIn(ending, signIn),
    endStaffSessions: (userId) => endSessions(ending, userId, 'resident_linked'),
    newestCode: (phone) => outbox.newest(phone),
    provideShopNames: (names) => {
      shopNames = names;
    },
    start: () => endedSessions.start(),
    close: async () => endedSessions.stop(),
    routes: (router) =>
      authRoutes(router, {
        ...deps,
        sessions,
        identities,
        codes: { ...deps, sender, resendMs: deps.config.demo ? RESEND_DEMO_MS : RESEND_MS },
      }),
  };
}
