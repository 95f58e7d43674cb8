import type { Principal } from '@red-points/shared/domain/permissions';
import type { Users } from './users.ts';

/** Tells whether a sign-in is somebody's own, by who they are and not only by how they signed in. */
export type IsOwnSignIn = (userId: string) => boolean;

/**
 * Every sign-in of the caller: the one that they use now, others of the same resident at any desk, and phones that act for
 * them. Two words want two persons, and somebody with a phone and a desk is one. Two queries, whatever is asked of the answer.
 */
export async function ownSignIns(
  users: Pick<Users, 'signInsOf'>,
  { userId, personIds }: Pick<Principal, 'userId' | 'personIds'>,
): Promise<IsOwnSignIn> {
  const others = await users.signInsOf(personIds);
  return (id) => id === userId || others.has(id);
}
