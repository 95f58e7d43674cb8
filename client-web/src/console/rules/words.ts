import type { RuleTerms } from '@red-points/shared/contracts';
import { useTranslation } from 'react-i18next';

/** `每小时 2 分`, with the coefficient where there is one. */
export function useEarnsWords(): (terms: Pick<RuleTerms, 'unit' | 'points' | 'coefficient'>) => string {
  const { t } = useTranslation('consoleRules');
  return (terms) => {
    const words = t(`earns.${terms.unit}`, { points: terms.points });
    return terms.coefficient === 1 ? words : t('earns.times', { words, coefficient: terms.coefficient });
  };
}

/** When points of the rule run out. */
export function useExpiryWords(): (expiry: RuleTerms['expiry']) => string {
  const { t } = useTranslation('consoleRules');
  return (expiry) =>
    expiry.kind === 'months' ? t('expiry.months', { count: expiry.months }) : t(`expiry.${expiry.kind}`);
}
