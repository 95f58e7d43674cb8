import { type Refusal, refuse } from '@red-points/shared/contracts';
import type { Principal } from '@red-points/shared/domain/permissions';
import type { Memberships } from '../memberships/index.ts';

/** Why a member of staff hands out nothing that spends this person's points: it is they themselves, or somebody of their household. */
export async function whyNotForFamily(
  memberships: Pick<Memberships, 'familyOf'>,
  principal: Principal,
  personId: string,
): Promise<Refusal | null> {
  const isFamily = await memberships.familyOf(principal.personIds);
  return isFamily(personId) ? refuse('card_not_for_family') : null;
}
