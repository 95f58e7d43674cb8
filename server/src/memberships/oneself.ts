import type { Principal } from '@red-points/shared/domain/permissions';
import { type IsOwnSignIn, ownSignIns, type Users } from '../auth/index.ts';
import type { Memberships } from './index.ts';

/** Somebody by who they are, for the question whether they have a part in something. */
export interface Oneself {
  /** Whether a person is one of those whom they are or act for, or of their household today. */
  readonly isFamily: (personId: string) => boolean;
  /** Whether a sign-in is theirs, at whichever desk or phone. */
  readonly isOwn: IsOwnSignIn;
}

/** Who a caller is. A few queries, whatever is asked of the answer. */
export async function oneselfOf(
  {
    memberships,
    users,
  }: { readonly memberships: Pick<Memberships, 'familyOf'>; readonly users: Pick<Users, 'signInsOf'> },
  principal: Pick<Principal, 'userId' | 'personIds'>,
): Promise<Oneself> {
  const [isFamily, isOwn] = await Promise.all([
    memberships.familyOf(principal.personIds),
    ownSignIns(users, principal),
  ]);
  return { isFamily, isOwn };
}
