import { type Refusal, refuse } from '@red-points/shared/contracts';
import type { Actor } from '@red-points/shared/domain/ledger';
import type { Oneself } from '../memberships/index.ts';

/** Whom a correction is about: whose accounts, and who is named by the entry. */
export interface Concerned {
  readonly personIds: readonly string[];
  readonly actors: readonly Actor[];
}

/**
 * Why a member of staff has a part in it, or null. Nobody corrects their own or their household's points; whoever had a
 * part in the entry may say that it is wrong, but another one confirms it.
 */
export function whyNotIndependent(
  { isFamily, isOwn }: Oneself,
  concerned: Concerned,
  confirming: boolean,
): Refusal | null {
  const personIds = [...concerned.personIds, ...concerned.actors.map(({ id }) => id)];
  const own = personIds.some(isFamily);
  const tookPart = confirming && concerned.actors.some(({ id }) => isOwn(id));
  return own || tookPart ? refuse('adjustment_not_independent') : null;
}
