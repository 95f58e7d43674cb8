import { reports } from '@red-points/shared/contracts';
import { useTranslation } from 'react-i18next';
import { useRead } from '../../api/index.ts';
import { Trouble } from '../components/Trouble.tsx';
import { CurvePanel } from '../home/CurvePanel.tsx';
import { Headlines } from '../home/Headlines.tsx';
import { SubUnitsPanel } from '../home/SubUnitsPanel.tsx';
import { TodayActivities } from '../home/TodayActivities.tsx';
import { TodayTasks } from '../home/TodayTasks.tsx';
import { CalendarNotice } from '../review-office/CalendarNotice.tsx';
import { useUnit } from '../unit.tsx';
import styles from './HomePage.module.css';

/** How often the figures of an open page are asked again, in milliseconds. */
const REFRESH_MS = 60_000;

/** The first page of the day: three numbers, what is to be done, curves, sub-units, today's activities. */
export function HomePage() {
  const { t } = useTranslation('console');
  const { unitId } = useUnit();
  const overview = useRead(reports.overview, { query: { unitId } }, { enabled: unitId !== '', everyMs: REFRESH_MS });
  if (overview.isError && overview.data === undefined) {
    return <Trouble error={overview.error} onRetry={() => void overview.refetch()} />;
  }
  return (
    <div className={styles.home}>
      <h1 className="visually-hidden">{t('menu.home')}</h1>
      <div className={styles.headlines}>
        <CalendarNotice className={styles.notice} />
        <Headlines overview={overview.data} />
      </div>
      <TodayTasks />
      <CurvePanel weeks={overview.data?.weeks} />
      <SubUnitsPanel overview={overview.data} />
      <TodayActivities />
    </div>
  );
}
