import type { Principal } from '@red-points/shared/domain/permissions';
import { type IsOwnSignIn, ownSignInIds, ownSignIns, type Users } from '../auth/index.ts';
import type { Memberships } from './index.ts';

/** Somebody by who they are, for the question whether they have a part in something. */
export interface Oneself {
  /** Whether a person is one of those whom they are or act for, or of their household today. */
  readonly isFamily: (personId: string) => boolean;
  /** Whether a sign-in is theirs, at whichever desk or phone. */
  readonly isOwn: IsOwnSignIn;
}

/**
 * The same as ids, for a question to the database: what somebody may not decide does not wait for them. A household is a
 * handful of people, and they have a handful of sign-ins.
 */
export interface OneselfIds {
  /** Everybody of whom `isFamily` says yes. */
  readonly family: readonly string[];
  /** Every sign-in of which `isOwn` says yes. */
  readonly signIns: readonly string[];
}

type Caller = Pick<Principal, 'userId' | 'personIds'>;

/** Who a caller is. A few queries, whatever is asked of the answer. */
export async function oneselfOf(
  {
    memberships,
    users,
  }: { readonly memberships: Pick<Memberships, 'familyOf'>; readonly users: Pick<Users, 'signInsOf'> },
  principal: Caller,
): Promise<Oneself> {
  const [isFamily, isOwn] = await Promise.all([
    memberships.familyOf(principal.personIds),
    ownSignIns(users, principal),
  ]);
  return { isFamily, isOwn };
}

/** Who a caller is, as ids: asked for once by whoever counts for them. */
export async function oneselfIdsOf(
  {
    memberships,
    users,
  }: { readonly memberships: Pick<Memberships, 'familyIdsOf'>; readonly users: Pick<Users, 'signInsOf'> },
  principal: Caller,
): Promise<OneselfIds> {
  const [family, signIns] = await Promise.all([
    memberships.familyIdsOf(principal.personIds),
    ownSignInIds(users, principal),
  ]);
  return { family, signIns: [...signIns] };
}
