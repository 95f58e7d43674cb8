import { type Refusal, refuse } from '@red-points/shared/contracts';
import type { Actor } from '@red-points/shared/domain/ledger';
import type { Principal } from '@red-points/shared/domain/permissions';
import { type IsOwnSignIn, ownSignIns } from '../auth/index.ts';
import type { AdjustmentsDeps } from './deps.ts';

/** Whom a correction is about: whose accounts, and who is named by the entry. */
export interface Concerned {
  readonly personIds: readonly string[];
  readonly actors: readonly Actor[];
}

/** A member of staff, by who they are: their people and household, and every sign-in of theirs. */
export interface Corrector {
  readonly isFamily: (personId: string) => boolean;
  readonly isOwn: IsOwnSignIn;
}

/** A few queries, whatever is asked of the answer. */
export async function correctorOf(
  { memberships, users }: Pick<AdjustmentsDeps, 'memberships' | 'users'>,
  principal: Principal,
): Promise<Corrector> {
  const [isFamily, isOwn] = await Promise.all([
    memberships.familyOf(principal.personIds),
    ownSignIns(users, principal),
  ]);
  return { isFamily, isOwn };
}

/**
 * Why a member of staff has a part in it, or null. Nobody corrects their own or their household's points; whoever had a
 * part in the entry may say that it is wrong, but another one confirms it.
 */
export function whyNotIndependent(
  { isFamily, isOwn }: Corrector,
  concerned: Concerned,
  confirming: boolean,
): Refusal | null {
  const personIds = [...concerned.personIds, ...concerned.actors.map(({ id }) => id)];
  const own = personIds.some(isFamily);
  const tookPart = confirming && concerned.actors.some(({ id }) => isOwn(id));
  return own || tookPart ? refuse('adjustment_not_independent') : null;
}
