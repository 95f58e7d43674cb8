import { type Batch, batches } from '@red-points/shared/contracts';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { Button, type TableProps } from 'antd';
import { useTranslation } from 'react-i18next';
import { useList } from '../../api/index.ts';
import { formatMoment, formatNumber } from '../../components/formatters.ts';
import { Points } from '../../components/Points.tsx';
import { useMay } from '../../features/use-may.ts';
import { BatchRecord } from '../batches/BatchRecord.tsx';
import { BatchStateTag } from '../batches/BatchStateTag.tsx';
import { BatchSteps } from '../batches/BatchSteps.tsx';
import { NewBatch } from '../batches/NewBatch.tsx';
import { Page, PageHeader } from '../components/PageHeader.tsx';
import { RecordTable } from '../components/RecordTable.tsx';
import { BackToList } from '../parts/filed/BackToList.tsx';
import type { BatchesSearch } from '../search.ts';
import { useUnit } from '../unit.tsx';

const FRESH_MS = 15_000;

/** 批量入账: file a list, let another person confirm it, watch it being posted. */
export function BatchesPage() {
  const { t } = useTranslation('consoleBatches');
  const search = useSearch({ strict: false }) as BatchesSearch;
  const navigate = useNavigate();
  const go = (next: BatchesSearch): void => void navigate({ to: '/batches', search: next });
  if (search.open === undefined) return <Overview onOpen={(open) => go({ open })} />;
  if (search.open === 'new') {
    return (
      <Page>
        <PageHeader
          title={<BackToList title={t('title')} label={t('back')} onBack={() => go({})} />}
          actions={<BatchSteps state="new" />}
        />
        <NewBatch onFiled={(open) => go({ open })} />
      </Page>
    );
  }
  return (
    <BatchRecord
      key={search.open}
      batchId={search.open}
      show={search.show ?? 'all'}
      onShow={(show) => go({ ...search, show })}
      onBack={() => go({})}
    />
  );
}

function Overview({ onOpen }: { onOpen: (batchId: string) => void }) {
  const { t } = useTranslation('consoleBatches');
  const { unitId } = useUnit();
  const may = useMay();
  const list = useList(batches.list, { query: { unitId, limit: 20 } }, { enabled: unitId !== '', everyMs: FRESH_MS });
  return (
    <Page>
      <PageHeader
        title={t('title')}
        note={t('note')}
        actions={
          may('batches.file') ? (
            <Button type="primary" onClick={() => onOpen('new')}>
              {t('new.verb')}
            </Button>
          ) : undefined
        }
      />
      <RecordTable
        list={list}
        columns={useColumns()}
        rowKey={(batch) => batch.batchId}
        onOpen={(batch) => onOpen(batch.batchId)}
        empty={t('empty')}
        minWidthPx={900}
      />
    </Page>
  );
}

function useColumns(): NonNullable<TableProps<Batch>['columns']> {
  const { t } = useTranslation('consoleBatches');
  return [
    {
      key: 'title',
      title: t('column.title'),
      ellipsis: true,
      render: (_, batch) => (
        <>
          <b>{batch.title}</b>
          <div className="small quiet">{batch.ruleCode ?? t('kind.correction')}</div>
        </>
      ),
    },
    { key: 'unit', title: t('column.unit'), width: 120, render: (_, batch) => batch.unitName },
    { key: 'by', title: t('column.by'), width: 100, render: (_, batch) => batch.filedByName },
    { key: 'at', title: t('column.at'), width: 190, render: (_, batch) => formatMoment(batch.filedAt) },
    {
      key: 'items',
      title: t('column.items'),
      width: 90,
      align: 'right',
      render: (_, batch) => formatNumber(batch.counts.items),
    },
    {
      key: 'problems',
      title: t('column.problems'),
      width: 90,
      align: 'right',
      render: (_, batch) => formatNumber(batch.counts.problems),
    },
    {
      key: 'points',
      title: t('column.points'),
      width: 110,
      align: 'right',
      render: (_, batch) => (
        <Points value={batch.state === 'posted' ? batch.counts.granted : batch.counts.points} tone="signed" />
      ),
    },
    { key: 'state', title: t('column.state'), width: 120, render: (_, batch) => <BatchStateTag state={batch.state} /> },
  ];
}
