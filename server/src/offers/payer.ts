import { type Refusal, refuse } from '@red-points/shared/contracts';
import type { OfferDeps } from './deps.ts';
import type { OfferRecord } from './store.ts';

type Payer = NonNullable<OfferRecord['payer']>;

/** Who pays for what is redeemed, as it is fixed on a redemption. */
export interface PayerOfOffer {
  readonly payer: Payer;
  /** The unit whose money it is; the shop's own community where the shop gives it, which then owes nothing. */
  readonly payerUnit: string;
  /** The community in which it is redeemed: the ledger's entries stand there, whoever pays. */
  readonly communityUnit: string;
}

/** Who pays for an offer of a shop in this unit; null where there is no such payer above it. */
export async function payerOf(
  { orgUnits }: Pick<OfferDeps, 'orgUnits'>,
  { payer = 'community', unitId }: Pick<OfferRecord, 'payer' | 'unitId'>,
): Promise<PayerOfOffer | null> {
  const communityUnit = (await orgUnits.communityOf(unitId))?.id ?? unitId;
  if (payer !== 'district') return { payer, payerUnit: communityUnit, communityUnit };
  const units = await orgUnits.all();
  const district = units.get(unitId)?.ancestorIds.find((id) => units.get(id)?.kind === 'district');
  return district === undefined ? null : { payer, payerUnit: district, communityUnit };
}

/** Why these terms of payment cannot be: `offer_payer_missing`, `offer_shop_gives`. */
export async function whyNotPaid(
  deps: Pick<OfferDeps, 'orgUnits'>,
  terms: { readonly payer: Payer; readonly unitId: string; readonly settlementFen: number },
): Promise<Refusal | null> {
  if (terms.payer === 'shop' && terms.settlementFen !== 0) return refuse('offer_shop_gives');
  return (await payerOf(deps, terms)) === null ? refuse('offer_payer_missing') : null;
}
