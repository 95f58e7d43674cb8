import type { RuleTerms } from '@red-points/shared/contracts';
import type { Declarations } from '@red-points/shared/domain/rules';
import { eligibilityOf } from '@red-points/shared/domain/rules';

/** Whether everything that the rule asks was answered. */
export function allAnswered(terms: Pick<RuleTerms, 'notEligible'> | undefined, declared: Declarations): boolean {
  return terms === undefined || eligibilityOf(terms, declared).kind !== 'not_asked';
}
