import type { PeriodReport } from '@red-points/shared/contracts';
import { Empty, Skeleton } from 'antd';
import { useTranslation } from 'react-i18next';
import { useCategories } from '../../components/categories.ts';
import { formatHours, formatNumber } from '../../components/formatters.ts';
import { Points } from '../../components/Points.tsx';
import { Panel } from '../parts/Panel.tsx';
import styles from './reports.module.css';

/** Items, points and hours by category, the one with most points first. */
export function CategoriesPanel({ report }: { report: PeriodReport | undefined }) {
  const { t } = useTranslation('consoleReports');
  const { nameOf } = useCategories();
  const most = Math.max(1, ...(report?.categories ?? []).map(({ points }) => points));
  const shown = report?.categories.filter(({ items, points, minutes }) => items !== 0 || points !== 0 || minutes !== 0);
  return (
    <Panel title={t('categories.title')} padded>
      {shown === undefined ? <Skeleton active title={false} paragraph={{ rows: 5 }} /> : null}
      {shown?.length === 0 ? <Empty image={Empty.PRESENTED_IMAGE_SIMPLE} description={t('categories.none')} /> : null}
      <ul className={styles.categories}>
        {shown?.map(({ category, items, points, minutes }) => (
          <li key={category}>
            <div>
              <b>{nameOf(category)}</b>
              <Points value={points} />
            </div>
            <div className={styles.bar} aria-hidden="true">
              <span style={{ width: `${Math.max(0, (points / most) * 100)}%` }} />
            </div>
            <span className="small quiet">
              {t('categories.line', { items: formatNumber(items), hours: formatHours(minutes) })}
            </span>
          </li>
        ))}
      </ul>
    </Panel>
  );
}
