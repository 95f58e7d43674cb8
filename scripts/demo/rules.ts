import type { RuleAdoption, RuleTerms } from '@red-points/shared/contracts';
import { STARTER_RULES, starterTerms } from '@red-points/shared/domain/rules';

/** A rule of the demo's scheme, adopted by the district. */
export interface RulePlan {
  readonly code: string;
  readonly terms: Omit<RuleTerms, 'validFrom'>;
}

const ADOPTED_BY = '望澜区居民代表会议';

/** What earns: the starter catalogue, as an office would adopt it. */
export const RULES: readonly RulePlan[] = STARTER_RULES.map((rule) => ({
  code: rule.code,
  terms: { ...starterTerms(rule), adoptedBy: ADOPTED_BY },
}));

/** The meeting that adopted it, on the day before it began. */
export function adoptionOn(adoptedOn: string): RuleAdoption {
  return {
    body: ADOPTED_BY,
    place: '望澜区党群服务中心会议室',
    adoptedOn,
    documentNumber: '望积办〔2026〕3 号',
    present: 86,
    inFavour: 81,
  };
}

/** What everybody of the demo answers: nobody is paid for what they claim. */
export const UNPAID = { paid_on_duty: false, paid_per_case: false };
