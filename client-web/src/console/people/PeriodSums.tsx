import type { PeriodStatement } from '@red-points/shared/contracts';
import { useTranslation } from 'react-i18next';
import { Points } from '../../components/Points.tsx';
import { standingOf, sumsOf } from '../../features/statement/standing.ts';
import styles from './Statement.module.css';

/** What there was, what came, what went, what there is: the lines between add up. */
export function PeriodSums({ summary }: { summary: NonNullable<PeriodStatement['summary']> }) {
  const { t } = useTranslation('statement');
  const { gained, lost } = sumsOf(summary.totals);
  return (
    <dl className={styles['sums']}>
      <div>
        <dt>{t('opening')}</dt>
        <dd>
          <Points value={standingOf(summary.opening)} />
        </dd>
      </div>
      <div>
        <dt>{t('gained')}</dt>
        <dd>
          <Points value={gained} tone="signed" />
        </dd>
      </div>
      <div>
        <dt>{t('lost')}</dt>
        <dd>
          <Points value={lost} tone="signed" />
        </dd>
      </div>
      <div>
        <dt>{t('closing')}</dt>
        <dd>
          <Points value={standingOf(summary.closing)} strong />
        </dd>
      </div>
    </dl>
  );
}
