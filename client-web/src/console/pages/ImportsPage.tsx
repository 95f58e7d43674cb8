import { type Import, imports } from '@red-points/shared/contracts';
import { useNavigate, useSearch } from '@tanstack/react-router';
import type { TableProps } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useChange, useList } from '../../api/index.ts';
import { formatMoment, formatNumber } from '../../components/formatters.ts';
import { useMay } from '../../features/use-may.ts';
import { Page, PageHeader } from '../components/PageHeader.tsx';
import { RecordTable } from '../components/RecordTable.tsx';
import { ImportRecord } from '../imports/ImportRecord.tsx';
import { ImportStateTag } from '../imports/ImportStateTag.tsx';
import { ImportSteps } from '../imports/ImportSteps.tsx';
import { MappingStep, type SheetSource } from '../imports/MappingStep.tsx';
import { UploadSheet } from '../imports/UploadSheet.tsx';
import type { ImportsSearch } from '../search.ts';
import { useUnit } from '../unit.tsx';
import styles from './ImportsPage.module.css';

/** 导入: say what it is and upload, check, let another person confirm, done. */
export function ImportsPage() {
  const search = useSearch({ strict: false }) as ImportsSearch;
  const navigate = useNavigate();
  const go = (next: ImportsSearch): void => void navigate({ to: '/imports', search: next });
  // A file stays at hand only as long as this page: it is kept nowhere.
  const [sent, setSent] = useState<{ importId: string; source: SheetSource }>();
  const [otherwise, setOtherwise] = useState(false);
  const withdraw = useChange(imports.withdraw, { changes: [imports.list] });
  const opened = (importId: string, source: SheetSource): void => {
    setSent({ importId, source });
    setOtherwise(false);
    go({ open: importId });
  };
  const atHand = sent !== undefined && sent.importId === search.open ? sent : undefined;
  if (otherwise && atHand !== undefined) {
    return (
      <Reread
        source={atHand.source}
        onCancel={() => setOtherwise(false)}
        onUploaded={(importId) => {
          withdraw.mutate({ params: { importId: atHand.importId } });
          opened(importId, atHand.source);
        }}
      />
    );
  }
  if (search.open !== undefined) {
    return (
      <ImportRecord
        key={search.open}
        importId={search.open}
        show={search.show ?? 'all'}
        onShow={(show) => go({ ...search, show })}
        onBack={() => go({})}
        onReadOtherwise={atHand === undefined ? undefined : () => setOtherwise(true)}
      />
    );
  }
  return <Overview onOpen={(importId) => go({ open: importId })} onUploaded={opened} />;
}

interface RereadProps {
  source: SheetSource;
  onUploaded: (importId: string) => void;
  onCancel: () => void;
}

/** The same file, read as somebody says. */
function Reread(props: RereadProps) {
  const { t } = useTranslation('consoleImports');
  return (
    <Page>
      <PageHeader title={t('title')} actions={<ImportSteps state="reading" />} />
      <MappingStep {...props} />
    </Page>
  );
}

interface OverviewProps {
  onOpen: (importId: string) => void;
  onUploaded: (importId: string, source: SheetSource) => void;
}

function Overview({ onOpen, onUploaded }: OverviewProps) {
  const { t } = useTranslation('consoleImports');
  const { unitId } = useUnit();
  const may = useMay();
  const list = useList(imports.list, { query: { unitId, limit: 20 } }, { enabled: unitId !== '', everyMs: 15_000 });
  return (
    <Page>
      <PageHeader title={t('title')} actions={<ImportSteps state="reading" />} />
      <div className={styles.overview}>
        {may('imports.propose') ? <UploadSheet onUploaded={onUploaded} /> : null}
        <RecordTable
          list={list}
          columns={useColumns()}
          rowKey={(each) => each.importId}
          onOpen={(each) => onOpen(each.importId)}
          empty={t('empty')}
          minWidthPx={980}
        />
      </div>
    </Page>
  );
}

function useColumns(): NonNullable<TableProps<Import>['columns']> {
  const { t } = useTranslation('consoleImports');
  return [
    { key: 'file', title: t('column.file'), ellipsis: true, render: (_, each) => <b>{each.fileName}</b> },
    { key: 'kind', title: t('column.kind'), width: 110, render: (_, each) => t(`kind.${each.kind}`) },
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
