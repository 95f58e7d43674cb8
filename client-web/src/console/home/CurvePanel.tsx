import type { Overview } from '@red-points/shared/contracts';
import { Empty, Skeleton } from 'antd';
import { lazy, Suspense } from 'react';
import { useTranslation } from 'react-i18next';
import { Panel } from '../parts/Panel.tsx';
import styles from './CurvePanel.module.css';

const IssuedRedeemedChart = lazy(() =>
  import('./IssuedRedeemedChart.tsx').then((module) => ({ default: module.IssuedRedeemedChart })),
);

/** Points issued and redeemed week by week. */
export function CurvePanel({ weeks }: { weeks: Overview['weeks'] | undefined }) {
  const { t } = useTranslation('consoleHome');
  const loading = <Skeleton active title={false} paragraph={{ rows: 6 }} />;
  return (
    <Panel
      title={t('curve.title')}
      hint={t('curve.hint')}
      extra={weeks === undefined ? null : <span className="quiet">{t('curve.weeks', { count: weeks.length })}</span>}
      padded
    >
      <div className={styles['chart']}>
        {weeks === undefined ? loading : null}
        {weeks?.every((week) => week.issued === 0 && week.redeemed === 0) === true ? (
          <Empty image={Empty.PRESENTED_IMAGE_SIMPLE} description={t('curve.none')} />
        ) : null}
        {weeks?.some((week) => week.issued > 0 || week.redeemed > 0) === true ? (
          <Suspense fallback={loading}>
            <IssuedRedeemedChart weeks={weeks} />
          </Suspense>
        ) : null}
      </div>
    </Panel>
  );
}
