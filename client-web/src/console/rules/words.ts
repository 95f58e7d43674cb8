import type { RuleTerms } from '@red-points/shared/contracts';
import { useRuleWords } from '../../features/rules/words.ts';

/** `每小时 2 分`, with the coefficient where there is one. */
export function useEarnsWords(): (terms: Pick<RuleTerms, 'unit' | 'points' | 'coefficient'>) => string {
  return useRuleWords().earns;
}
