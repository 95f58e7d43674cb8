import { type BodyOf, type offers, type Refusal, refuse } from '@red-points/shared/contracts';
import { faultOf, gramsOf } from '@red-points/shared/domain/offers';
import type { OfferDeps } from './deps.ts';
import { whyNotPaid } from './payer.ts';
import { usePicture } from './pictures.ts';

type Terms = Omit<BodyOf<typeof offers.create>, 'stock'>;

/** Why an offer cannot be made on these terms, or null. Keeps the picture that they name. */
export async function whyNotOnTerms(
  deps: Pick<OfferDeps, 'orgUnits' | 'pictures'>,
  terms: Terms,
  shop: { readonly _id: string; readonly unitId: string },
): Promise<Refusal | null> {
  const fault = faultOf(terms);
  if (fault !== null) return refuse(fault);
  const notPaid = await whyNotPaid(deps, { ...terms, unitId: shop.unitId });
  if (notPaid !== null) return notPaid;
  const units = await deps.orgUnits.all();
  if (terms.forUnits.some((unitId) => !units.has(unitId))) return refuse('unit_unknown');
  return terms.pictureId === null ? null : usePicture(deps, shop._id, terms.pictureId);
}

/** Terms as they are stored: dates as dates, and what they are found by. */
export function storedTerms<T extends Terms>({ validFrom, validUntil, ...terms }: T) {
  return {
    ...terms,
    validFrom: new Date(validFrom),
    validUntil: validUntil === null ? null : new Date(validUntil),
    grams: gramsOf(terms.title),
  };
}
