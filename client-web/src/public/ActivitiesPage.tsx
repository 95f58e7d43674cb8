import { type CalendarItem, calendars } from '@red-points/shared/contracts';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useRead } from '../api/index.ts';
import { businessDate, formatDay, formatHours, formatMonth, formatSpan } from '../components/formatters.ts';
import styles from './ActivitiesPage.module.css';
import { ChooseCommunity } from './ChooseCommunity.tsx';
import notice from './NoticePage.module.css';
import { PublicFrame, Trouble } from './PublicFrame.tsx';

/** The monthly activity list of a community (活动安排), for everybody, on screen and on paper. */
export function ActivitiesPage({ unitId }: { unitId: string | undefined }) {
  return (
    <PublicFrame here="activities">{unitId === undefined ? <Communities /> : <Month unitId={unitId} />}</PublicFrame>
  );
}

function Communities() {
  const { t } = useTranslation('publicActivities');
  return <ChooseCommunity title={t('choose')} path="/activities" />;
}

/** The month `by` months away. */
function monthAway(month: string, by: number): string {
  const [year = 0, number = 1] = month.split('-').map(Number);
  const away = year * 12 + number - 1 + by;
  return `${Math.floor(away / 12)}-${String((away % 12) + 1).padStart(2, '0')}`;
}

function Month({ unitId }: { unitId: string }) {
  const { t } = useTranslation(['publicActivities', 'common']);
  const [month, setMonth] = useState(() => businessDate().slice(0, 7));
  const read = useRead(calendars.monthly, { query: { unitId, month } });
  const list = read.data;
  return (
    <main className={styles.page}>
      <h1>{list === undefined ? t('state.loading', { ns: 'common' }) : t('title', { unit: list.unitName })}</h1>
      <p className={notice.meta}>
        <span>{t('month', { month: formatMonth(month) })}</span>
        {list === undefined ? null : <span>{t('count', { count: list.items.length })}</span>}
        <Came items={list?.items ?? []} />
      </p>
      <p className={`${styles.months} no-print`}>
        <button type="button" onClick={() => setMonth(monthAway(month, -1))}>
          {t('before')}
        </button>
        <button type="button" onClick={() => setMonth(monthAway(month, 1))}>
          {t('after')}
        </button>
      </p>
      {read.error === null ? null : <Trouble error={read.error} onRetry={() => void read.refetch()} />}
      {list === undefined ? null : list.items.length === 0 ? (
        <p className={notice.empty}>{t('empty')}</p>
      ) : (
        <Items items={list.items} />
      )}
      {list?.more === true ? <p className={notice.quiet}>{t('more')}</p> : null}
      <p className={notice.foot}>{t('foot')}</p>
    </main>
  );
}

/** How many came in all, to what was reviewed so far; nothing before anything was. */
function Came({ items }: { items: readonly CalendarItem[] }) {
  const { t } = useTranslation('publicActivities');
  const served = items.flatMap((item) => item.served ?? []);
  if (served.length === 0) return null;
  const sum = (of: 'people' | 'minutes'): number => served.reduce((all, each) => all + each[of], 0);
  return <span>{t('came', { count: sum('people'), hours: formatHours(sum('minutes')) })}</span>;
}

function Items({ items }: { items: readonly CalendarItem[] }) {
  const { t } = useTranslation('publicActivities');
  const columns = ['when', 'title', 'place', 'people', 'earns'] as const;
  return (
    <table className={styles.table}>
      <thead>
        <tr>
          {columns.map((column) => (
            <th key={column} scope="col">
              {t(`column.${column}`)}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {items.map((item) => (
          <Line key={item.activityId} item={item} />
        ))}
      </tbody>
    </table>
  );
}

function State({ state }: Pick<CalendarItem, 'state'>) {
  const { t } = useTranslation('publicActivities');
  if (state === 'cancelled' || state === 'under_way') return <em>{t(`state.${state}`)}</em>;
  return state === 'ended' || state === 'settled' ? <em>{t('state.over')}</em> : null;
}

/** Before: who signed up. Afterwards: who came, as soon as that is reviewed. */
function People({ item }: { item: CalendarItem }) {
  const { t } = useTranslation('publicActivities');
  const { state, served, signedUp, capacity, waiting } = item;
  if (served !== null) {
    return (
      <>
        {t('people.came', { count: served.people })}
        <span className={notice.quiet}>{t('hours', { hours: formatHours(served.minutes) })}</span>
      </>
    );
  }
  if (state === 'ended') return <span className={notice.quiet}>{t('people.reviewing')}</span>;
  // Nobody need sign up where coming suffices: "none of thirty" would read as if nobody had come.
  if (signedUp === 0 && state !== 'open' && state !== 'approved') return '—';
  return (
    <>
      {t('people.signedUp', { signedUp, capacity })}
      {waiting === 0 ? null : <span className={notice.quiet}>{t('waiting', { count: waiting })}</span>}
    </>
  );
}

function Line({ item }: { item: CalendarItem }) {
  const { t, i18n } = useTranslation('publicActivities');
  const over = item.state === 'ended' || item.state === 'settled';
  return (
    <tr data-over={over || item.state === 'cancelled'}>
      <td data-label={t('column.when')}>
        <b>{formatDay(item.startsAt)}</b>
        <span>{formatSpan(item.startsAt, item.endsAt, false)}</span>
      </td>
      <td data-label={t('column.title')}>
        <b>{item.title}</b>
        {item.shared ? <span className={notice.quiet}>{t('shared', { unit: item.unitName })}</span> : null}
        <State state={item.state} />
      </td>
      <td data-label={t('column.place')}>{item.place}</td>
      <td data-label={t('column.people')}>
        <People item={item} />
      </td>
      <td data-label={t('column.earns')}>{i18n.language === 'en' ? item.earnsEn : item.earnsZh}</td>
    </tr>
  );
}
