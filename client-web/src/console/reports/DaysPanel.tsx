import type { PeriodReport } from '@red-points/shared/contracts';
import { Empty, Skeleton } from 'antd';
import { lazy, Suspense, useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { formatDate, formatMonth, formatNumber } from '../../components/formatters.ts';
import { Panel } from '../parts/Panel.tsx';
import type { Bar } from './IssuedRedeemedBars.tsx';
import styles from './reports.module.css';

const IssuedRedeemedBars = lazy(() =>
  import('./IssuedRedeemedBars.tsx').then((module) => ({ default: module.IssuedRedeemedBars })),
);

/** More days than this are drawn by month. */
const DAYS_MAX = 62;

/** What was issued and redeemed, day by day or, for long periods, month by month. */
export function DaysPanel({ report }: { report: PeriodReport | undefined }) {
  const { t } = useTranslation('consoleReports');
  const byMonth = (report?.days.length ?? 0) > DAYS_MAX;
  const bars = useMemo(() => barsOf(report, byMonth), [report, byMonth]);
  const something = bars.some(({ issued, redeemed }) => issued !== 0 || redeemed !== 0);
  const waiting = <Skeleton active title={false} paragraph={{ rows: 7 }} />;
  return (
    <Panel title={t(byMonth ? 'days.months' : 'days.title')} padded>
      <div className={styles.chart}>
        {report === undefined ? waiting : null}
        {report !== undefined && !something ? (
          <Empty image={Empty.PRESENTED_IMAGE_SIMPLE} description={t('days.none')} />
        ) : null}
        {report !== undefined && something ? (
          <Suspense fallback={waiting}>
            <IssuedRedeemedBars
              bars={bars}
              label={t('days.label', {
                from: formatDate(report.from),
                until: formatDate(report.until),
                issued: formatNumber(report.total.issued),
                redeemed: formatNumber(report.total.redeemed),
              })}
            />
          </Suspense>
        ) : null}
      </div>
    </Panel>
  );
}

function barsOf(report: PeriodReport | undefined, byMonth: boolean): Bar[] {
  const bars = new Map<string, Bar>();
  for (const { day, issued, redeemed } of report?.days ?? []) {
    const name = byMonth ? formatMonth(day.slice(0, 7)) : formatDate(day);
    const before = bars.get(name) ?? { name, issued: 0, redeemed: 0 };
    bars.set(name, { name, issued: before.issued + issued, redeemed: before.redeemed + redeemed });
  }
  return [...bars.values()];
}
