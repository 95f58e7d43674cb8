import { type Refusal, refuse } from '@red-points/shared/contracts';
import { isMinor } from '@red-points/shared/domain/people';
import type { Principal } from '@red-points/shared/domain/permissions';
import type { People, Person } from '../people/index.ts';

/**
 * Why somebody may not redeem by themselves: under fourteen, up to the eve of that birthday in the business zone, they
 * redeem by a sign-in that acts for somebody grown up too, as consents are given by one, or by an officer
 * (`redeeming_alone_under14`). Whose birthday is not known counts as grown up.
 * @param by the phone's sign-in; null where there is none, as at a counter that scans a card
 */
export async function whyNotAlone(
  { people }: { readonly people: Pick<People, 'byIds' | 'ageBands'> },
  { personId, hasBirthDate }: Person,
  by: Principal | null,
): Promise<Refusal | null> {
  // Most have none on record: the counter does not wait for what cannot be.
  if (!hasBirthDate) return null;
  if ((await people.ageBands([personId])).get(personId) !== 'under14') return null;
  const others = (by?.personIds ?? []).filter((id) => id !== personId);
  if (others.length === 0) return refuse('redeeming_alone_under14');
  const [bands, found] = await Promise.all([people.ageBands(others), people.byIds(others)]);
  const isGuarded = [...found.values()].some(
    (other) => other.kind === 'person' && other.status !== 'closed' && !isMinor(bands.get(other.personId)),
  );
  return isGuarded ? null : refuse('redeeming_alone_under14');
}
