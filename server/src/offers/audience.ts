import { type Refusal, refuse } from '@red-points/shared/contracts';
import { whyNotFor } from '@red-points/shared/domain/offers';
import { whyNotOnOffer } from '@red-points/shared/domain/redemptions';
import type { Person } from '../people/index.ts';
import type { OfferDeps } from './deps.ts';
import type { OfferRecord } from './store.ts';

/** Whom an offer is for, as it is stored. */
export function audienceOf({ ageMin = null, forUnits = [] }: Pick<OfferRecord, 'ageMin' | 'forUnits'>) {
  return { ageMin, forUnits };
}

/** Why a person may not redeem an offer: `offer_not_for_unit`, `offer_not_for_age`; or null. */
export async function whyNotForPerson(
  deps: Pick<OfferDeps, 'ageBands'>,
  offer: OfferRecord,
  person: Pick<Person, 'personId' | 'unitPath'>,
): Promise<Refusal | null> {
  const audience = audienceOf(offer);
  // A birth date is opened only where it decides something.
  const bands = audience.ageMin === null ? null : await deps.ageBands([person.personId]);
  const ageBand = bands?.get(person.personId) ?? 'unknown';
  const reason = whyNotFor(audience, { unitPath: person.unitPath, ageBand });
  return reason === null ? null : refuse(reason, reason === 'offer_not_for_age' ? { age: audience.ageMin ?? 0 } : {});
}

/** Why an offer cannot be redeemed at an instant, by its dates and whether it is on: `offer_not_started`, `offer_ended`; or null. */
export function whyNotOfferedAt(
  { active, validFrom, validUntil }: Pick<OfferRecord, 'active' | 'validFrom' | 'validUntil'>,
  atMs: number,
): Refusal | null {
  const dates = { active, validFromMs: validFrom.getTime(), validUntilMs: validUntil?.getTime() ?? null };
  const reason = whyNotOnOffer(dates, atMs);
  return reason === null ? null : refuse(reason);
}
