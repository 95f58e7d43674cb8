import type { PeriodLimit } from './limits.ts';
import type { VoucherRule } from './voucher.ts';

/** The greatest age, in whole years, that an offer can name. */
export const OFFER_AGE_YEARS_MAX = 120;

/**
 * Up to this least age an offer only keeps minors from it. Whose birthday is not known counts as grown up there: the till looks
 * at the person. Any other limit of age is a favour to those of that age, and asks that it is known.
 */
const GROWN_UP_YEARS = 18;

/** From and up to which age, in whole years and both included, something may be redeemed; null for no limit. */
export interface OfferAges {
  readonly ageMin: number | null;
  readonly ageMax: number | null;
}

/** Whom an offer is for. */
export interface OfferAudience extends OfferAges {
  /** Units whose residents may redeem it, all below them included; empty for everybody. */
  readonly forUnits: readonly string[];
}

/** Where somebody lives, and how old they are in whole years; null where that is not known. */
export interface OfferPerson {
  readonly unitPath: readonly string[];
  readonly age: number | null;
}

export type AgeRefusalCode = 'offer_not_for_age' | 'offer_for_younger' | 'offer_age_unknown';
export type AudienceRefusalCode = AgeRefusalCode | 'offer_not_for_unit';

/** Why an offer is not for this person, or null. */
export function whyNotFor(
  { forUnits, ...ages }: OfferAudience,
  { unitPath, age }: OfferPerson,
): AudienceRefusalCode | null {
  if (forUnits.length > 0 && !forUnits.some((unitId) => unitPath.includes(unitId))) return 'offer_not_for_unit';
  return whyNotOfAge(ages, age);
}

function whyNotOfAge({ ageMin, ageMax }: OfferAges, age: number | null): AgeRefusalCode | null {
  if (age === null) {
    const isFavour = ageMax !== null || (ageMin ?? 0) > GROWN_UP_YEARS;
    return isFavour ? 'offer_age_unknown' : null;
  }
  if (ageMin !== null && age < ageMin) return 'offer_not_for_age';
  return ageMax !== null && age > ageMax ? 'offer_for_younger' : null;
}

/** The terms of an offer as far as they depend on each other. */
export interface OfferTerms extends OfferAges {
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
  | 'offer_limit_empty'
  | 'offer_ages_wrong';

/** What is wrong with the terms of an offer, or null. */
export function faultOf(terms: OfferTerms): TermsFault | null {
  const { validFrom, validUntil, kind, voucher, period, ageMin, ageMax } = terms;
  if (validUntil !== null && Date.parse(validUntil) <= Date.parse(validFrom)) return 'offer_dates_wrong';
  if (kind === 'voucher' && voucher === null) return 'offer_voucher_rule_missing';
  if (kind !== 'voucher' && voucher !== null) return 'offer_voucher_rule_unused';
  if (ageMin !== null && ageMax !== null && ageMin > ageMax) return 'offer_ages_wrong';
  const limitsNothing = period !== null && period.perPersonMax === null && period.totalMax === null;
  return limitsNothing ? 'offer_limit_empty' : null;
}
