import { type Import, imports } from '@red-points/shared/contracts';
import { useNavigate, useSearch } from '@tanstack/react-router';
import type { TableProps } from 'antd';
import { useTranslation } from 'react-i18next';
import { useList } from '../../api/index.ts';
import { formatMoment, formatNumber } from '../../components/formatters.ts';
import { Page, PageHeader } from '../components/PageHeader.tsx';
import { RecordTable } from '../components/RecordTable.tsx';
import { ImportRecord } from '../imports/ImportRecord.tsx';
import { ImportStateTag } from '../imports/ImportStateTag.tsx';
import { ImportSteps } from '../imports/ImportSteps.tsx';
import { UploadLedger } from '../imports/UploadLedger.tsx';
import { useMay } from '../permissions.ts';
import type { ImportsSearch } from '../search.ts';
import { useUnit } from '../unit.tsx';
import styles from './ImportsPage.module.css';

/** 台账导入: upload, check, let another person confirm, done. */
export function ImportsPage() {
  const search = useSearch({ strict: false }) as ImportsSearch;
  const navigate = useNavigate();
  const go = (next: ImportsSearch): void => void navigate({ to: '/imports', search: next });
  if (search.open !== undefined) {
    return (
      <ImportRecord
        key={search.open}
        importId={search.open}
        show={search.show ?? 'all'}
        onShow={(show) => go({ ...search, show })}
        onBack={() => go({})}
      />
    );
  }
  return <Overview onOpen={(importId) => go({ open: importId })} />;
}

function Overview({ onOpen }: { onOpen: (importId: string) => void }) {
  const { t } = useTranslation('consoleImports');
  const { unitId } = useUnit();
  const may = useMay();
  const list = useList(imports.list, { query: { unitId, limit: 20 } }, { enabled: unitId !== '', everyMs: 15_000 });
  return (
    <Page>
      <PageHeader title={t('title')} actions={<ImportSteps state="reading" />} />
      <div className={styles.overview}>
        {may('imports.propose') ? <UploadLedger onUploaded={onOpen} /> : null}
        <RecordTable
          list={list}
          columns={useColumns()}
          rowKey={(each) => each.importId}
          onOpen={(each) => onOpen(each.importId)}
          empty={t('empty')}
          minWidthPx={860}
        />
      </div>
    </Page>
  );
}

function useColumns(): NonNullable<TableProps<Import>['columns']> {
  const { t } = useTranslation('consoleImports');
  return [
    { key: 'file', title: t('column.file'), ellipsis: true, render: (_, each) => <b>{each.fileName}</b> },
    { key: 'unit', title: t('column.unit'), width: 120, render: (_, each) => each.unitName },
    { key: 'by', title: t('column.by'), width: 100, render: (_, each) => each.proposedByName },
    { key: 'at', title: t('column.at'), width: 190, render: (_, each) => formatMoment(each.uploadedAt) },
    {
      key: 'accepted',
      title: t('column.accepted'),
      width: 100,
      align: 'right',
      render: (_, each) => formatNumber(each.counts.accepted),
    },
    {
      key: 'existing',
      title: t('column.existing'),
      width: 90,
      align: 'right',
      render: (_, each) => formatNumber(each.counts.existing),
    },
    {
      key: 'rejected',
      title: t('column.rejected'),
      width: 90,
      align: 'right',
      render: (_, each) => formatNumber(each.counts.rejected),
    },
    { key: 'state', title: t('column.state'), width: 120, render: (_, each) => <ImportStateTag state={each.state} /> },
  ];
}
