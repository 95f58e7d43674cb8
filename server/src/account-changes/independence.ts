import { type Refusal, refuse } from '@red-points/shared/contracts';
import type { Principal } from '@red-points/shared/domain/permissions';
import type { Filter } from 'mongodb';
import { ownSignIns } from '../auth/index.ts';
import type { OneselfIds } from '../memberships/index.ts';
import type { AccountChangesDeps } from './deps.ts';
import type { AccountChangeRecord } from './store.ts';

/** Why a member of staff has a part in these people's accounts, or null: their own, their household's or a group's. */
export async function whyNotIndependent(
  deps: Pick<AccountChangesDeps, 'memberships'>,
  principal: Principal,
  personIds: readonly string[],
): Promise<Refusal | null> {
  const isFamily = await deps.memberships.familyOf(principal.personIds);
  return personIds.some(isFamily) ? refuse('change_not_independent') : null;
}

/** Why this caller does not turn a change down, or null: whoever proposed it takes it back, anybody else has no part in the accounts. */
export async function whyNotWithdrawnBy(
  deps: Pick<AccountChangesDeps, 'memberships' | 'users'>,
  principal: Principal,
  change: AccountChangeRecord,
): Promise<Refusal | null> {
  if ((await ownSignIns(deps.users, principal))(change.proposedBy)) return null;
  return whyNotIndependent(deps, principal, partiesOf(change));
}

/** Of those that wait, the ones that these ids do not keep their holder from confirming: neither their proposal nor their accounts. */
export function confirmableBy({ family, signIns }: OneselfIds): Filter<AccountChangeRecord> {
  return { proposedBy: { $nin: signIns }, personId: { $nin: family }, keptPersonId: { $nin: family } };
}

/** The people whose accounts a change is about. */
export function partiesOf({
  personId,
  keptPersonId,
}: Pick<AccountChangeRecord, 'personId' | 'keptPersonId'>): string[] {
  return keptPersonId === null ? [personId] : [personId, keptPersonId];
}
