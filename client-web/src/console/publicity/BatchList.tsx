import { publicity } from '@red-points/shared/contracts';
import { addDays } from '@red-points/shared/domain/calendar';
import type { TableProps } from 'antd';
import { useTranslation } from 'react-i18next';
import { type ItemOf, useList, useRead } from '../../api/index.ts';
import { businessDate, formatDate, formatNumber } from '../../components/formatters.ts';
import { RecordTable } from '../components/RecordTable.tsx';
import { ActsHead } from '../parts/ActsHead.tsx';
import { StateTag } from '../parts/StateTag.tsx';
import { useUnit } from '../unit.tsx';
import { BatchDrawer } from './BatchDrawer.tsx';

type Batch = ItemOf<typeof publicity.staffBatches>;

const VIEW_DAYS = 30;

/** What the unit and those below published, the newest first; each opens with its lines. */
export function BatchList({
  openId,
  onOpen,
}: {
  openId: string | undefined;
  onOpen: (batchId: string | undefined) => void;
}) {
  const { t } = useTranslation('objections');
  const { unitId } = useUnit();
  const list = useList(
    publicity.staffBatches,
    { query: { unitId, limit: 50 } },
    { enabled: unitId !== '', everyMs: 60_000 },
  );
  return (
    <>
      <RecordTable
        list={list}
        columns={useColumns()}
        rowKey={(batch) => batch.batchId}
        openKey={openId}
        onOpen={(batch) => onOpen(batch.batchId)}
        empty={t('console.noneBatches')}
        minWidthPx={900}
      />
      <Views />
      <BatchDrawer batchId={openId} onClose={() => onOpen(undefined)} />
    </>
  );
}

/** How often the unit's public lists were opened lately. */
function Views() {
  const { t } = useTranslation('objections');
  const { unitId } = useUnit();
  const until = businessDate();
  const query = { unitId, from: addDays(until, 1 - VIEW_DAYS), until };
  const days = useRead(publicity.views, { query }, { enabled: unitId !== '' }).data?.days;
  if (days === undefined) return null;
  const sum = (of: 'openly' | 'signedIn') => formatNumber(days.reduce((total, day) => total + day[of], 0));
  return (
    <p className="small quiet" style={{ marginTop: 12 }}>
      {t('console.viewsOf', { openly: sum('openly'), signedIn: sum('signedIn') })} · {t('console.viewsWhat')}
    </p>
  );
}

function useColumns(): NonNullable<TableProps<Batch>['columns']> {
  const { t } = useTranslation('objections');
  const number = (key: 'total' | 'peopleCount' | 'points' | 'objected' | 'views', of: (batch: Batch) => number) => ({
    key,
    title: t(`console.${key}`),
    width: 90,
    align: 'right' as const,
    render: (_: unknown, batch: Batch) => formatNumber(of(batch)),
  });
  return [
    {
      key: 'number',
      title: t('console.number'),
      render: (_, { unitName, year, number: count }) => <b>{t('number', { unit: unitName, year, number: count })}</b>,
    },
    { key: 'publishedOn', title: t('console.publishedOn'), width: 130, render: (_, b) => formatDate(b.publishedOn) },
    { key: 'lastDay', title: t('console.lastDay'), width: 130, render: (_, b) => formatDate(b.lastDay) },
    number('total', ({ total }) => total),
    number('peopleCount', ({ people }) => people),
    number('points', ({ points }) => points),
    number('objected', ({ objected }) => objected),
    number('views', ({ views }) => views),
    {
      key: 'state',
      title: <ActsHead />,
      width: 130,
      render: (_, { isOpen, objected }) =>
        objected > 0 ? (
          <StateTag tone="warning">{t('console.stateWaits')}</StateTag>
        ) : (
          <StateTag tone={isOpen ? 'slate' : 'plain'}>{t(isOpen ? 'console.stateOpen' : 'console.stateOver')}</StateTag>
        ),
    },
  ];
}
