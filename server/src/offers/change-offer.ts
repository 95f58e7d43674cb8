import { type BodyOf, isRefusal, type Offer, type offers, type Refusal, refuse } from '@red-points/shared/contracts';
import type { Principal } from '@red-points/shared/domain/permissions';
import { storedTerms, whyNotOnTerms } from './check-terms.ts';
import type { OfferDeps } from './deps.ts';
import { offerFor } from './find-offer.ts';
import { type OfferRecord, offerView } from './store.ts';

/**
 * Changes the terms of an offer from now on: redemptions keep those they were made under. Refuses with
 * `version_conflict` where somebody else changed it meanwhile; redemptions do not count as a change.
 */
export async function changeOffer(
  deps: OfferDeps,
  principal: Principal,
  offerId: string,
  input: BodyOf<typeof offers.change>,
): Promise<Offer | Refusal> {
  const found = await offerFor(deps, principal, offerId);
  if (isRefusal(found)) return found;
  const refusal = await whyNotOnTerms(deps, input, found.shop);
  if (refusal !== null) return refusal;
  const { version, ...terms } = input;
  const changed = await deps.model
    .findOneAndUpdate(
      { _id: offerId, version },
      {
        $set: storedTerms(terms),
        $inc: { version: 1 },
      },
      { returnDocument: 'after' },
    )
    .lean<OfferRecord>()
    .exec();
  if (changed === null) return refuse('version_conflict');
  const { shop } = found;
  await deps.audit.record({
    principal,
    action: 'offers.change',
    subject: { kind: 'offer', id: offerId },
    unitId: shop.unitId,
    detail: {
      points: changed.points,
      settlementFen: changed.settlementFen,
      settlementFenBefore: found.offer.settlementFen,
      active: changed.active,
    },
  });
  return offerView(changed, shop.name);
}
