import { type DataRequest, dataRequests } from '@red-points/shared/contracts';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { Segmented, type TableProps } from 'antd';
import { useTranslation } from 'react-i18next';
import { useList } from '../../api/index.ts';
import { formatDay, formatMoment } from '../../components/formatters.ts';
import { Tag } from '../../components/Tag.tsx';
import { Page, PageHeader } from '../components/PageHeader.tsx';
import { RecordTable } from '../components/RecordTable.tsx';
import { DataRequestDrawer, RequestStateTag } from '../data-requests/DataRequestDrawer.tsx';
import type { AccountsSearch } from '../search.ts';
import { useUnit } from '../unit.tsx';

const SHOWN = ['waiting', 'all'] as const;

/** 个人信息申请: what residents ask about their data, soonest due first. */
export function DataRequestsPage() {
  const { t } = useTranslation('consoleDataRequests');
  const { unitId } = useUnit();
  const search = useSearch({ strict: false }) as AccountsSearch;
  const navigate = useNavigate();
  const show = search.show ?? 'waiting';
  const list = useList(dataRequests.list, { query: { unitId, show, limit: 50 } }, { enabled: unitId !== '' });
  const go = (next: AccountsSearch): void => void navigate({ to: '/data-requests', search: next, replace: true });
  return (
    <Page>
      <PageHeader
        title={t('title')}
        note={t('note')}
        actions={
          <Segmented
            value={show}
            onChange={(next) => go({ ...search, show: next === 'waiting' ? undefined : next })}
            options={SHOWN.map((value) => ({ value, label: t(`show.${value}`) }))}
          />
        }
      />
      <RecordTable
        list={list}
        columns={useColumns()}
        rowKey={(request) => request.requestId}
        onOpen={(request) => go({ ...search, open: request.requestId })}
        openKey={search.open}
        empty={t(`none.${show}`)}
        minWidthPx={860}
      />
      <DataRequestDrawer requestId={search.open} onClose={() => go({ ...search, open: undefined })} />
    </Page>
  );
}

function useColumns(): NonNullable<TableProps<DataRequest>['columns']> {
  const { t } = useTranslation(['consoleDataRequests', 'ownData']);
  return [
    {
      key: 'who',
      title: t('field.who'),
      render: (_, { maskedName, maskedPhone, unitName }) => (
        <>
          {maskedName}
          <div className="small quiet">{[maskedPhone, unitName].filter(Boolean).join(' · ')}</div>
        </>
      ),
    },
    {
      key: 'kind',
      title: t('field.kind'),
      width: 150,
      render: (_, { kind, channel }) => (
        <>
          <b>{t(`ownData:kind.${kind}`)}</b>
          <div className="small quiet">{t(`ownData:channel.${channel}`)}</div>
        </>
      ),
    },
    { key: 'filed', title: t('field.filed'), width: 180, render: (_, { filedAt }) => formatMoment(filedAt) },
    {
      key: 'due',
      title: t('field.due'),
      width: 180,
      render: (_, { dueAt, overdue }) => (
        <>
          {lastDayOf(dueAt)} {overdue ? <Tag tone="danger">{t('overdue')}</Tag> : null}
        </>
      ),
    },
    {
      key: 'state',
      title: t('field.state'),
      width: 130,
      render: (_, { state }) => <RequestStateTag state={state} />,
    },
  ];
}

/** An end is told as the last day before it. */
export function lastDayOf(end: string): string {
  return formatDay(new Date(Date.parse(end) - 1).toISOString());
}
