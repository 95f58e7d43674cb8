import type { Overview } from '@red-points/shared/contracts';
import { Empty, Skeleton } from 'antd';
import { lazy, Suspense } from 'react';
import { useTranslation } from 'react-i18next';
import { serverNowMs } from '../../components/clock.ts';
import { businessDate } from '../../components/formatters.ts';
import { Panel } from '../parts/Panel.tsx';
import styles from './CurvePanel.module.css';

const IssuedRedeemedChart = lazy(() =>
  import('./IssuedRedeemedChart.tsx').then((module) => ({ default: module.IssuedRedeemedChart })),
);

const WEEK_MS = 7 * 86_400_000;

/** The weeks that are over: the running one would look like a fall. */
function wholeWeeks(weeks: Overview['weeks']): Overview['weeks'] {
  const weekAgo = businessDate(serverNowMs() - WEEK_MS);
  return weeks.filter((week) => week.from <= weekAgo);
}

/** Points issued and redeemed week by week. */
export function CurvePanel({ weeks: all }: { weeks: Overview['weeks'] | undefined }) {
  const { t } = useTranslation('consoleHome');
  const weeks = all === undefined ? undefined : wholeWeeks(all);
  const loading = <Skeleton active title={false} paragraph={{ rows: 6 }} />;
  const something = weeks?.some((week) => week.issued > 0 || week.redeemed > 0) ?? false;
  return (
    <Panel
      title={t('curve.title')}
      hint={t('curve.hint')}
      extra={weeks === undefined ? null : <span className="quiet">{t('curve.weeks', { count: weeks.length })}</span>}
      padded
    >
      <div className={styles.chart}>
        {weeks === undefined ? loading : null}
        {weeks !== undefined && !something ? (
          <Empty image={Empty.PRESENTED_IMAGE_SIMPLE} description={t('curve.none')} />
        ) : null}
        {weeks !== undefined && something ? (
          <Suspense fallback={loading}>
            <IssuedRedeemedChart weeks={weeks} />
          </Suspense>
        ) : null}
      </div>
    </Panel>
  );
}
