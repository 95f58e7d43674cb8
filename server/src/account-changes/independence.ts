import { type Refusal, refuse } from '@red-points/shared/contracts';
import type { Filter } from 'mongodb';
import type { Oneself, OneselfIds } from '../memberships/index.ts';
import type { AccountChangeRecord } from './store.ts';

/** Why a member of staff has a part in these people's accounts, or null: their own, their household's or a group's. */
export function whyNotIndependent(
  { isFamily }: Pick<Oneself, 'isFamily'>,
  personIds: readonly string[],
): Refusal | null {
  return personIds.some(isFamily) ? refuse('change_not_independent') : null;
}

/** Why this caller's word is not the second one, or null: they proposed it, or have a part in the accounts. */
export function whyNotConfirmedBy(oneself: Oneself, change: AccountChangeRecord): Refusal | null {
  if (oneself.isOwn(change.proposedBy)) return refuse('change_own_proposal');
  return whyNotIndependent(oneself, partiesOf(change));
}

/** Why this caller does not turn a change down, or null: whoever proposed it takes it back, anybody else has no part in the accounts. */
export function whyNotWithdrawnBy(oneself: Oneself, change: AccountChangeRecord): Refusal | null {
  return oneself.isOwn(change.proposedBy) ? null : whyNotIndependent(oneself, partiesOf(change));
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
