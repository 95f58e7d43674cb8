import { type Refusal, refuse } from '@red-points/shared/contracts';
import { businessDate } from '@red-points/shared/domain/calendar';
import type { Principal } from '@red-points/shared/domain/permissions';
import type { AccountChangesDeps } from './deps.ts';
import type { AccountChangeRecord } from './store.ts';

/** Why a member of staff has a part in these people's accounts, or null: their own, their household's or a group's. */
export async function whyNotIndependent(
  deps: Pick<AccountChangesDeps, 'memberships' | 'clock'>,
  principal: Principal,
  personIds: readonly string[],
): Promise<Refusal | null> {
  if (personIds.some((personId) => principal.personIds.includes(personId))) return refuse('change_not_independent');
  const isMate = await deps.memberships.matesOf(principal.personIds);
  const today = businessDate(deps.clock.now());
  return personIds.some((personId) => isMate(personId, today)) ? refuse('change_not_independent') : null;
}

/** The people whose accounts a change is about. */
export function partiesOf({
  personId,
  keptPersonId,
}: Pick<AccountChangeRecord, 'personId' | 'keptPersonId'>): string[] {
  return keptPersonId === null ? [personId] : [personId, keptPersonId];
}
