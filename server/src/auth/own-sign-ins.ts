import type { Principal } from '@red-points/shared/domain/permissions';
import type { Users } from './users.ts';

/** Tells whether a sign-in is somebody's own, by who they are and not only by how they signed in. */
export type IsOwnSignIn = (userId: string) => boolean;

type Caller = Pick<Principal, 'userId' | 'personIds'>;

/**
 * Every sign-in of the caller: the one that they use now, others of the same resident at any desk, and phones that act for
 * them. Two words want two persons, and somebody with a phone and a desk is one. Two queries, whatever is asked of the answer.
 */
export async function ownSignIns(users: Pick<Users, 'signInsOf'>, caller: Caller): Promise<IsOwnSignIn> {
  const own = await ownSignInIds(users, caller);
  return (id) => own.has(id);
}

/** The same as ids, for a question to the database. */
export async function ownSignInIds(
  users: Pick<Users, 'signInsOf'>,
  { userId, personIds }: Caller,
): Promise<ReadonlySet<string>> {
  return new Set([userId, ...(await users.signInsOf(personIds))]);
}
