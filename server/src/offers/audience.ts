import { type Refusal, refuse } from '@red-points/shared/contracts';
import { type AudienceRefusalCode, type OfferAudience, whyNotFor } from '@red-points/shared/domain/offers';
import { whyNotOnOffer } from '@red-points/shared/domain/redemptions';
import type { Person } from '../people/index.ts';
import type { OfferDeps } from './deps.ts';
import type { OfferRecord } from './store.ts';

/** Whom an offer is for, as it is stored. */
export function audienceOf({
  ageMin = null,
  ageMax = null,
  forUnits = [],
}: Pick<OfferRecord, 'ageMin' | 'ageMax' | 'forUnits'>): OfferAudience {
  return { ageMin, ageMax, forUnits };
}

/** Why a person may not redeem an offer: `offer_not_for_unit`, `offer_not_for_age`, `offer_for_younger`, `offer_age_unknown`; or null. */
export async function whyNotForPerson(
  deps: Pick<OfferDeps, 'ages'>,
  offer: OfferRecord,
  { personId, unitPath }: Pick<Person, 'personId' | 'unitPath'>,
): Promise<Refusal | null> {
  const audience = audienceOf(offer);
  // A birth date is opened only where it decides something.
  const asks = audience.ageMin !== null || audience.ageMax !== null;
  const age = asks ? ((await deps.ages([personId])).get(personId) ?? null) : null;
  const reason = whyNotFor(audience, { unitPath, age });
  return reason === null ? null : refuse(reason, detailOf(reason, audience));
}

/** The limit that a refusal names. */
function detailOf(reason: AudienceRefusalCode, { ageMin, ageMax }: OfferAudience): { age?: number } {
  if (reason === 'offer_not_for_age') return { age: ageMin ?? 0 };
  return reason === 'offer_for_younger' ? { age: ageMax ?? 0 } : {};
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
