import { API_BASE, type Me, type SignedIn, sessions } from '@red-points/shared/contracts';
import { useSyncExternalStore } from 'react';
import { learnFromAnswer } from '../components/clock.ts';

export type Face = Me['face'];

/** `unknown` until the refresh cookie was tried once. */
export type SessionState =
  | { kind: 'unknown' }
  | { kind: 'signed_out' }
  | { kind: 'unreachable' }
  | { kind: 'signed_in'; me: Me; accessToken: string; expiresAtMs: number };

let face: Face = 'resident';
let state: SessionState = { kind: 'unknown' };
let renewing: Promise<boolean> | undefined;
const listeners = new Set<() => void>();

function become(next: SessionState): void {
  state = next;
  for (const listener of listeners) listener();
}

/** Says which face this page is; each has a cookie of its own, so that one browser can be clerk, shop and resident at once. */
export function startFace(of: Face): void {
  face = of;
}

export const currentFace = (): Face => face;
export const sessionState = (): SessionState => state;

/** The bearer token, kept in memory only. */
export function accessToken(): string | undefined {
  return state.kind === 'signed_in' ? state.accessToken : undefined;
}

/** Takes over what a sign-in endpoint answered. */
export function signedIn(answer: SignedIn): void {
  become({
    kind: 'signed_in',
    me: answer.me,
    accessToken: answer.accessToken,
    expiresAtMs: Date.parse(answer.expiresAt),
  });
}

/** The server no longer knows this session. */
export function sessionEnded(): void {
  if (state.kind !== 'signed_out') become({ kind: 'signed_out' });
}

/**
 * Exchanges the refresh cookie for a new access token. True when signed in afterwards.
 * Two tabs must not send the same cookie at the same time (a cookie used twice ends the session): a lock shared by
 * the tabs of this browser lets them go one after the other.
 */
export function renewSession(): Promise<boolean> {
  renewing ??= lockedAcrossTabs(requestRenewal).finally(() => {
    renewing = undefined;
  });
  return renewing;
}

async function lockedAcrossTabs(task: () => Promise<boolean>): Promise<boolean> {
  // Absent outside secure contexts (a phone on plain http in the local network).
  const locks: LockManager | undefined = navigator.locks;
  return locks === undefined ? task() : locks.request(`red-points.refresh.${face}`, task);
}

async function requestRenewal(): Promise<boolean> {
  let response: Response;
  const askedAtMs = Date.now();
  try {
    response = await fetch(`${API_BASE}${sessions.refresh.path}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      credentials: 'same-origin',
      body: JSON.stringify({ face }),
    });
  } catch {
    if (state.kind === 'unknown') become({ kind: 'unreachable' });
    return false;
  }
  learnFromAnswer(response, askedAtMs);
  if (response.ok) {
    signedIn((await response.json()) as SignedIn);
    return true;
  }
  if (response.status >= 500 || response.status === 429) {
    if (state.kind === 'unknown') become({ kind: 'unreachable' });
  } else sessionEnded();
  return false;
}

/** Ends the session here and on the server. */
export async function signOut(): Promise<void> {
  try {
    await fetch(`${API_BASE}${sessions.signOut.path}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      credentials: 'same-origin',
      body: JSON.stringify({ face }),
    });
  } finally {
    sessionEnded();
  }
}

const subscribe = (listener: () => void): (() => void) => {
  listeners.add(listener);
  return () => {
    listeners.delete(listener);
  };
};

/** Calls back on every change of the session, until the returned function is called. */
export const watchSession = (listener: (state: SessionState) => void): (() => void) => subscribe(() => listener(state));

export function useSession(): SessionState {
  return useSyncExternalStore(subscribe, sessionState);
}

/** Who is signed in. Only for pages behind the sign-in gate. */
export function useMe(): Me {
  const session = useSession();
  if (session.kind !== 'signed_in') throw new Error('A page that needs a session was shown without one.');
  return session.me;
}
