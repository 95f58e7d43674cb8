import { type Activity, activities } from '@red-points/shared/contracts';
import { Link } from '@tanstack/react-router';
import { Empty, Skeleton } from 'antd';
import { useTranslation } from 'react-i18next';
import { useList } from '../../api/index.ts';
import { formatTime } from '../../components/formatters.ts';
import { CategoryTag } from '../../components/Tag.tsx';
import { Trouble } from '../components/Trouble.tsx';
import { Panel } from '../parts/Panel.tsx';
import { useUnit } from '../unit.tsx';
import styles from './TodayActivities.module.css';

/** Today's activities in the order of the day, with how many are there. */
export function TodayActivities() {
  const { t } = useTranslation('consoleHome');
  const { unitId } = useUnit();
  const list = useList(
    activities.list,
    { query: { unitId, when: 'today', limit: 50 } },
    { enabled: unitId !== '', everyMs: 30_000 },
  );
  const items = [...list.items].sort((a, b) => a.startsAt.localeCompare(b.startsAt));
  return (
    <Panel
      title={t('today.title')}
      hint={list.data === undefined ? undefined : t('today.count', { count: items.length })}
      extra={
        <Link to="/activities" className="link">
          {t('today.all')}
        </Link>
      }
    >
      {list.isError && list.data === undefined ? (
        <Trouble error={list.error} onRetry={() => void list.refetch()} />
      ) : null}
      {list.isPending ? (
        <Skeleton active title={false} paragraph={{ rows: 6 }} className={styles['loading'] ?? ''} />
      ) : null}
      {list.data !== undefined && items.length === 0 ? (
        <Empty image={Empty.PRESENTED_IMAGE_SIMPLE} description={t('today.none')} />
      ) : null}
      <ul className={styles['list']}>
        {items.map((activity) => (
          <ActivityRow key={activity.activityId} activity={activity} />
        ))}
      </ul>
    </Panel>
  );
}

function ActivityRow({ activity }: { activity: Activity }) {
  const { t } = useTranslation('consoleHome');
  const running = activity.state === 'under_way';
  const over = activity.state === 'ended' || activity.state === 'settled';
  return (
    <li>
      <Link to="/activities" search={{ open: activity.activityId }} className={styles['row'] ?? ''}>
        <span className={styles['time']}>
          {formatTime(activity.startsAt)}
          <span className="small quiet">{formatTime(activity.endsAt)}</span>
        </span>
        <span className={styles['what']}>
          <span className={styles['name']}>
            <b>{activity.title}</b>
            <CategoryTag category={activity.category} />
          </span>
          <span className="small quiet">{activity.place}</span>
        </span>
        <span className={styles['count']}>
          {`${running ? activity.present : over ? activity.checkedOut : activity.signedUp} / ${activity.capacity}`}
          <span className={`small ${running ? (styles['live'] ?? '') : 'quiet'}`}>
            {running ? <i /> : null}
            {t(
              running
                ? 'today.running'
                : activity.state === 'open'
                  ? 'today.signedUp'
                  : `today.${stateWord(activity.state)}`,
            )}
          </span>
        </span>
      </Link>
    </li>
  );
}

function stateWord(state: Activity['state']): 'ended' | 'planned' | 'cancelled' {
  if (state === 'ended' || state === 'settled') return 'ended';
  return state === 'cancelled' ? 'cancelled' : 'planned';
}
