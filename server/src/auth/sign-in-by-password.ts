import { type Refusal, refuse } from '@red-points/shared/contracts';
import type { SharedLimit } from '../http/limits.ts';
import { grantsAt, type Identities } from './identities.ts';
import type { Passwords } from './passwords.ts';
import type { UserRecord } from './store.ts';

export interface PasswordLimits {
  /** Of one caller for one user name. */
  readonly pair: SharedLimit;
  /** Of one user name, from wherever. */
  readonly username: SharedLimit;
  /** Of one caller, for whatever user names. */
  readonly caller: SharedLimit;
}

/** Compared with where there is no such user, so that the time taken tells nothing. Made once, at first need. */
let nobodysHash: Promise<string> | null = null;

/**
 * Finds the user whose password this is. One answer for a wrong name and a wrong password; too many attempts lock the name
 * for a while, for this caller sooner than for others.
 */
export async function signInByPassword(
  deps: { readonly identities: Identities; readonly limits: PasswordLimits; readonly passwords: Passwords },
  attempt: { username: string; password: string; face: 'console' | 'merchant'; caller: string },
): Promise<UserRecord | Refusal> {
  const { identities, limits, passwords } = deps;
  const username = attempt.username.toLowerCase();
  const pairKey = `${attempt.caller}|${username}`;
  const locked =
    (await limits.caller.take(attempt.caller)) ??
    (await limits.pair.take(pairKey)) ??
    (await limits.username.take(username));
  if (locked !== null) return refuse('sign_in_locked', locked.detail);
  const user = await identities.byUsername(username);
  nobodysHash ??= passwords.hash('nobody has this password');
  const passwordHash = user?.passwordHash ?? (await nobodysHash);
  const right = await passwords.isRight(passwordHash, attempt.password);
  if (!right || user === null || user.passwordHash === null || user.status !== 'active')
    return refuse('sign_in_failed');
  await Promise.all([
    limits.caller.giveBack(attempt.caller),
    limits.pair.forgive(pairKey),
    limits.username.giveBack(username),
  ]);
  return grantsAt(attempt.face, user.grants).length === 0 ? refuse('face_not_allowed') : user;
}
