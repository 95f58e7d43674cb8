import type { Budget } from '@red-points/shared/contracts';
import { periodKindOf } from '@red-points/shared/domain/budgets';
import { useTranslation } from 'react-i18next';
import { useCategories } from '../../components/categories.ts';
import { formatMonth } from '../../components/formatters.ts';

/** `2026年第4季度`, in the language of the page. */
export function usePeriodWords(): (period: string) => string {
  const { t } = useTranslation('consoleBudgets');
  return (period) => {
    const year = period.slice(0, 4);
    switch (periodKindOf(period)) {
      case 'year':
        return t('period.year', { year });
      case 'quarter':
        return t('period.quarter', { year, quarter: period.slice(6) });
      case 'month':
        return formatMonth(period);
      default:
        return period;
    }
  };
}

/** `全部类别` or the name of a category. */
export function useCategoryWords(): (category: Budget['category']) => string {
  const { t } = useTranslation('consoleBudgets');
  const { nameOf } = useCategories();
  return (category) => (category === 'all' ? t('all') : nameOf(category));
}
