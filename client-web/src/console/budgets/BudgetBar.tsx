import type { Budget } from '@red-points/shared/contracts';
import { useTranslation } from 'react-i18next';
import { formatNumber } from '../../components/formatters.ts';
import styles from './BudgetBar.module.css';

/** How much of a budget is used and reserved; the numbers stand beside it, so that colour is never alone. */
export function BudgetBar({ budget }: { budget: Budget }) {
  const { t } = useTranslation('consoleBudgets');
  if (budget.points === null) return <span className="quiet">{t('unlimited')}</span>;
  const whole = Math.max(budget.points, budget.used + budget.reserved, 1);
  const part = (points: number): string => `${(Math.max(0, points) / whole) * 100}%`;
  return (
    <div
      className={styles.bar}
      data-level={budget.level}
      role="img"
      aria-label={t('bar', {
        used: formatNumber(budget.used),
        reserved: formatNumber(budget.reserved),
        points: formatNumber(budget.points),
      })}
    >
      <span className={styles.used} style={{ width: part(budget.used) }} />
      <span className={styles.reserved} style={{ width: part(budget.reserved) }} />
    </div>
  );
}

/** What the parts of the bar mean. */
export function BudgetLegend() {
  const { t } = useTranslation('consoleBudgets');
  return (
    <div className={`small quiet ${styles.legend}`}>
      <span>
        <i className={styles.used} aria-hidden="true" />
        {t('legend.used')}
      </span>
      <span>
        <i className={styles.reserved} aria-hidden="true" />
        {t('legend.reserved')}
      </span>
      <span>
        <i className={styles.left} aria-hidden="true" />
        {t('legend.left')}
      </span>
    </div>
  );
}
