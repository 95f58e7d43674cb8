import { type Refusal, refuse } from '@red-points/shared/contracts';
import { businessDate } from '@red-points/shared/domain/calendar';
import type { Actor } from '@red-points/shared/domain/ledger';
import type { Principal } from '@red-points/shared/domain/permissions';
import type { AdjustmentsDeps } from './deps.ts';

/** Whom a correction is about: whose accounts, and who is named by the entry. */
export interface Concerned {
  readonly personIds: readonly string[];
  readonly actors: readonly Actor[];
}

/**
 * Why a member of staff has a part in it, or null. Nobody corrects their own or their household's points; whoever had a
 * part in the entry may say that it is wrong, but another one confirms it.
 */
export async function whyNotIndependent(
  deps: Pick<AdjustmentsDeps, 'memberships' | 'clock'>,
  principal: Principal,
  concerned: Concerned,
  confirming: boolean,
): Promise<Refusal | null> {
  const personIds = [...concerned.personIds, ...concerned.actors.map(({ id }) => id)];
  const isMate = await deps.memberships.matesOf(principal.personIds);
  const today = businessDate(deps.clock.now());
  const own = personIds.some((id) => principal.personIds.includes(id) || isMate(id, today));
  const tookPart = confirming && concerned.actors.some(({ id }) => id === principal.userId);
  return own || tookPart ? refuse('adjustment_not_independent') : null;
}
