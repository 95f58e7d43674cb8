import { type Team, teams } from '@red-points/shared/contracts';
import { App, Button, DatePicker, Segmented, type TableProps } from 'antd';
import dayjs from 'dayjs';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { type CallAnswer, useList, useRead } from '../../api/index.ts';
import { businessDate, formatHours, formatShortDay } from '../../components/formatters.ts';
import { useMay } from '../../features/use-may.ts';
import { Page, PageHeader } from '../components/PageHeader.tsx';
import { RecordTable } from '../components/RecordTable.tsx';
import { FoundTeam } from '../teams/FoundTeam.tsx';
import { TeamDrawer } from '../teams/TeamDrawer.tsx';
import { useUnit } from '../unit.tsx';

type Tab = 'teams' | 'ranking';

/** 服务队: teams of the unit with their members, and how they stand by the hours of a month. */
export function TeamsPage() {
  const { t } = useTranslation('consoleTeams');
  const { message } = App.useApp();
  const { unit } = useUnit();
  const may = useMay();
  const [tab, setTab] = useState<Tab>('teams');
  const [open, setOpen] = useState<string>();
  const [founding, setFounding] = useState(false);
  return (
    <Page>
      <PageHeader
        title={t('title')}
        note={unit === undefined ? undefined : t('note', { unit: unit.name })}
        actions={
          may('teams.manage') ? (
            <Button type="primary" onClick={() => setFounding(true)}>
              {t('found.verb')}
            </Button>
          ) : undefined
        }
      />
      <Segmented
        aria-label={t('title')}
        value={tab}
        onChange={(chosen) => setTab(chosen as Tab)}
        options={(['teams', 'ranking'] as const).map((value) => ({ value, label: t(`tab.${value}`) }))}
        style={{ marginBottom: 16 }}
      />
      {tab === 'teams' ? <TeamList open={open} onOpen={setOpen} /> : <Ranking onOpen={setOpen} />}
      <TeamDrawer teamId={open} onClose={() => setOpen(undefined)} />
      <FoundTeam
        open={founding}
        onClose={() => setFounding(false)}
        onDone={(team) => {
          void message.success(t('found.done', { name: team.name }));
          setOpen(team.teamId);
        }}
      />
    </Page>
  );
}

function TeamList({ open, onOpen }: { open: string | undefined; onOpen: (teamId: string) => void }) {
  const { t } = useTranslation('consoleTeams');
  const { unitId } = useUnit();
  const list = useList(teams.list, { query: { unitId, limit: 50 } }, { enabled: unitId !== '' });
  const columns: NonNullable<TableProps<Team>['columns']> = [
    {
      key: 'name',
      title: t('column.name'),
      render: (_, team) => (
        <>
          <b>{team.name}</b>
          <div className="small quiet">{team.unitName}</div>
        </>
      ),
    },
    { key: 'kind', title: t('column.kind'), width: 140, render: (_, team) => t(`kind.${team.kind}`) },
    { key: 'leader', title: t('column.leader'), width: 120, render: (_, team) => team.leaderName },
    {
      key: 'members',
      title: t('column.members'),
      width: 120,
      align: 'right',
      render: (_, team) => t('people', { count: team.members }),
    },
    { key: 'founded', title: t('column.founded'), width: 140, render: (_, team) => formatShortDay(team.foundedAt) },
  ];
  return (
    <RecordTable
      list={list}
      columns={columns}
      rowKey={(team) => team.teamId}
      onOpen={(team) => onOpen(team.teamId)}
      openKey={open}
      empty={t('empty')}
      minWidthPx={680}
    />
  );
}

type Place = CallAnswer<typeof teams.ranking>['items'][number];

function Ranking({ onOpen }: { onOpen: (teamId: string) => void }) {
  const { t } = useTranslation('consoleTeams');
  const { unitId } = useUnit();
  const [month, setMonth] = useState(() => businessDate().slice(0, 7));
  const read = useRead(teams.ranking, { query: { unitId, month } }, { enabled: unitId !== '' });
  const columns: NonNullable<TableProps<Place>['columns']> = [
    { key: 'place', title: t('column.rank'), width: 90, align: 'right', render: (_, each) => each.place },
    { key: 'name', title: t('column.name'), render: (_, each) => <b>{each.name}</b> },
    { key: 'kind', title: t('column.kind'), width: 140, render: (_, each) => t(`kind.${each.kind}`) },
    {
      key: 'people',
      title: t('column.people'),
      width: 170,
      align: 'right',
      render: (_, each) => t('times', { people: each.people, times: each.times }),
    },
    {
      key: 'hours',
      title: t('column.hours'),
      width: 130,
      align: 'right',
      render: (_, each) => t('hours', { hours: formatHours(each.minutes) }),
    },
  ];
  return (
    <RecordTable
      list={{ items: read.data?.items ?? [], isPending: read.isPending, error: read.error, refetch: read.refetch }}
      columns={columns}
      rowKey={(each) => each.teamId}
      onOpen={(each) => onOpen(each.teamId)}
      empty={t('empty')}
      minWidthPx={680}
      toolbar={
        <>
          <DatePicker
            picker="month"
            allowClear={false}
            aria-label={t('ranking.month')}
            value={dayjs(`${month}-01`)}
            onChange={(chosen) => chosen !== null && setMonth(chosen.format('YYYY-MM'))}
          />
          <span className="small quiet">{t('ranking.note')}</span>
        </>
      }
    />
  );
}
