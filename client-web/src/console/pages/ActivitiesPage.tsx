import { ACTIVITY_STATES, type Activity, activities } from '@red-points/shared/contracts';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { Button, Segmented, Select, type TableProps } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useList } from '../../api/index.ts';
import { useCategories } from '../../components/categories.ts';
import { formatSpan } from '../../components/formatters.ts';
import { CategoryTag } from '../../components/Tag.tsx';
import { useMay } from '../../features/use-may.ts';
import { ActivityDrawer } from '../activities/ActivityDrawer.tsx';
import { ActivityStateTag } from '../activities/ActivityStateTag.tsx';
import { MonthCalendar } from '../activities/MonthCalendar.tsx';
import { PlanActivity } from '../activities/PlanActivity.tsx';
import { Page, PageHeader } from '../components/PageHeader.tsx';
import { RecordTable } from '../components/RecordTable.tsx';
import { given } from '../parts/given.ts';
import type { ActivitiesSearch } from '../search.ts';
import { useUnit } from '../unit.tsx';

const WHEN = ['all', 'today', 'coming', 'past'] as const;

/** 活动与签到: planned, running and past activities of the unit. */
export function ActivitiesPage() {
  const { t } = useTranslation(['consoleActivities', 'consoleActivityLife']);
  const { unitId, unit } = useUnit();
  const [view, setView] = useState<'list' | 'view'>('list');
  const may = useMay();
  const search = useSearch({ strict: false }) as ActivitiesSearch;
  const navigate = useNavigate();
  const [planning, setPlanning] = useState<Activity | 'new'>();
  const { open, shared, ...filters } = search;
  const list = useList(
    activities.list,
    { query: { unitId, limit: 50, ...given(filters), ...(shared === true ? { shared: 'true' as const } : {}) } },
    { enabled: unitId !== '' },
  );
  const columns = useColumns();
  const go = (next: ActivitiesSearch): void => void navigate({ to: '/activities', search: next, replace: true });
  return (
    <Page>
      <PageHeader
        title={t('title')}
        note={unit === undefined ? undefined : t('note', { unit: unit.name })}
        actions={
          <>
            <Segmented
              aria-label={t('calendar.views', { ns: 'consoleActivityLife' })}
              value={view}
              onChange={(chosen) => setView(chosen as 'list' | 'view')}
              options={(['list', 'view'] as const).map((value) => ({
                value,
                label: t(`calendar.${value}`, { ns: 'consoleActivityLife' }),
              }))}
            />
            <Button href={`/activities/${encodeURIComponent(unitId)}`} target="_blank">
              {t('calendar.monthly', { ns: 'consoleActivityLife' })}
            </Button>
            {may('activities.plan') ? (
              <Button type="primary" onClick={() => setPlanning('new')}>
                {t('plan.verb')}
              </Button>
            ) : null}
          </>
        }
      />
      {view === 'view' ? (
        <MonthCalendar onOpen={(activityId) => go({ ...search, open: activityId })} />
      ) : (
        <RecordTable
          list={list}
          columns={columns}
          rowKey={(activity) => activity.activityId}
          onOpen={(activity) => go({ ...search, open: activity.activityId })}
          openKey={open}
          empty={t('empty')}
          minWidthPx={980}
          toolbar={<Filters search={search} onChange={go} />}
        />
      )}
      <ActivityDrawer activityId={open} onClose={() => go({ ...search, open: undefined })} onChange={setPlanning} />
      <PlanActivity
        from={planning}
        onClose={() => setPlanning(undefined)}
        onDone={(activityId) => go({ ...search, open: activityId })}
      />
    </Page>
  );
}

function Filters({ search, onChange }: { search: ActivitiesSearch; onChange: (search: ActivitiesSearch) => void }) {
  const { t } = useTranslation(['consoleActivities', 'consoleActivityLife', 'domain']);
  const { options: categories } = useCategories();
  return (
    <>
      <Segmented
        value={search.shared ? 'shared' : 'own'}
        onChange={(source) => onChange({ ...search, shared: source === 'shared' ? true : undefined })}
        aria-label={t('consoleActivityLife:source.name')}
        options={(['own', 'shared'] as const).map((value) => ({
          value,
          label: t(`consoleActivityLife:source.${value}`),
        }))}
      />
      <Segmented
        value={search.when ?? 'all'}
        onChange={(when) => onChange({ ...search, when: when === 'all' ? undefined : when })}
        aria-label={t('filter.when')}
        options={WHEN.map((value) => ({ value, label: t(`when.${value}`) }))}
      />
      <Select
        allowClear
        value={search.state ?? null}
        placeholder={t('filter.state')}
        aria-label={t('filter.state')}
        style={{ width: 140 }}
        onChange={(state) => onChange({ ...search, state: state ?? undefined })}
        options={ACTIVITY_STATES.map((value) => ({ value, label: t(`state.${value}`) }))}
      />
      <Select
        allowClear
        value={search.category ?? null}
        placeholder={t('filter.category')}
        aria-label={t('filter.category')}
        style={{ width: 140 }}
        onChange={(category) => onChange({ ...search, category: category ?? undefined })}
        options={categories}
      />
    </>
  );
}

function useColumns(): NonNullable<TableProps<Activity>['columns']> {
  const { t } = useTranslation('consoleActivities');
  return [
    {
      key: 'title',
      title: t('column.title'),
      render: (_, activity) => (
        <>
          <b>{activity.title}</b>
          <div className="small quiet">{`${activity.unitName} · ${activity.place}`}</div>
        </>
      ),
    },
    {
      key: 'category',
      title: t('column.category'),
      width: 110,
      render: (_, activity) => <CategoryTag category={activity.category} />,
    },
    {
      key: 'when',
      title: t('column.when'),
      width: 230,
      render: (_, activity) => formatSpan(activity.startsAt, activity.endsAt),
    },
    { key: 'organiser', title: t('column.organiser'), width: 100, render: (_, activity) => activity.organiserName },
    {
      key: 'people',
      title: t('column.people'),
      width: 120,
      align: 'right',
      render: (_, activity) => <People activity={activity} />,
    },
    {
      key: 'state',
      title: t('column.state'),
      width: 110,
      render: (_, activity) => <ActivityStateTag state={activity.state} />,
    },
  ];
}

function People({ activity }: { activity: Activity }) {
  const { t } = useTranslation('consoleActivities');
  const over = activity.state === 'ended' || activity.state === 'settled';
  const running = activity.state === 'under_way';
  const count = over ? activity.checkedOut : running ? activity.present : activity.signedUp;
  return (
    <>
      {`${count} / ${activity.capacity}`}
      <div className="small quiet">{t(over ? 'attended' : running ? 'present' : 'signedUp')}</div>
    </>
  );
}
