import type { AgeBand } from '../people/index.ts';
import type { PeriodLimit } from './limits.ts';
import type { VoucherRule } from './voucher.ts';

/** Ages from which something may be redeemed: 14 (not by children), 18 (not by minors). */
export const OFFER_AGES = [14, 18] as const;
export type OfferAge = (typeof OFFER_AGES)[number];

/** Whom an offer is for. */
export interface OfferAudience {
  readonly ageMin: OfferAge | null;
  /** Units whose residents may redeem it, all below them included; empty for everybody. */
  readonly forUnits: readonly string[];
}

export type AudienceRefusalCode = 'offer_not_for_age' | 'offer_not_for_unit';

/** Why an offer is not for this person, or null. An age that is not known counts as adult; the till looks at the person. */
export function whyNotFor(
  { ageMin, forUnits }: OfferAudience,
  person: { readonly unitPath: readonly string[]; readonly ageBand: AgeBand },
): AudienceRefusalCode | null {
  if (forUnits.length > 0 && !forUnits.some((unitId) => person.unitPath.includes(unitId))) return 'offer_not_for_unit';
  if (ageMin === null) return null;
  const tooYoung = person.ageBand === 'under14' || (ageMin === 18 && person.ageBand === 'from14to17');
  return tooYoung ? 'offer_not_for_age' : null;
}

/** The terms of an offer as far as they depend on each other. */
export interface OfferTerms {
  readonly kind: 'goods' | 'voucher' | 'service';
  readonly validFrom: string;
  readonly validUntil: string | null;
  readonly perPersonMax: number | null;
  readonly period: PeriodLimit | null;
  readonly voucher: VoucherRule | null;
  readonly remainderFen: number;
}

export type TermsFault =
  | 'offer_dates_wrong'
  | 'offer_voucher_rule_missing'
  | 'offer_voucher_rule_unused'
  | 'offer_limit_empty';

/** What is wrong with the terms of an offer, or null. */
export function faultOf(terms: OfferTerms): TermsFault | null {
  const { validFrom, validUntil, kind, voucher, period } = terms;
  if (validUntil !== null && Date.parse(validUntil) <= Date.parse(validFrom)) return 'offer_dates_wrong';
  if (kind === 'voucher' && voucher === null) return 'offer_voucher_rule_missing';
  if (kind !== 'voucher' && voucher !== null) return 'offer_voucher_rule_unused';
  const limitsNothing = period !== null && period.perPersonMax === null && period.totalMax === null;
  return limitsNothing ? 'offer_limit_empty' : null;
}
