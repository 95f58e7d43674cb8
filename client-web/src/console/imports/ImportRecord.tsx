import ArrowLeftOutlined from '@ant-design/icons-svg/es/asn/ArrowLeftOutlined';
import FileExcelOutlined from '@ant-design/icons-svg/es/asn/FileExcelOutlined';
import { type Import, imports } from '@red-points/shared/contracts';
import { Alert, Skeleton } from 'antd';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useRead } from '../../api/index.ts';
import { formatNumber, formatWhen } from '../../components/formatters.ts';
import { Icon } from '../../components/icons.tsx';
import { Page, PageHeader } from '../components/PageHeader.tsx';
import { Trouble } from '../components/Trouble.tsx';
import { problemWords } from '../parts/problem-words.ts';
import { ConfirmPanel } from './ConfirmPanel.tsx';
import styles from './ImportRecord.module.css';
import { ImportRows, type Shown } from './ImportRows.tsx';
import { ImportSteps } from './ImportSteps.tsx';
import { ProblemsPanel } from './ProblemsPanel.tsx';

/** While rows are read or posted the progress is asked again this often, in milliseconds. */
const WORKING_MS = 700;
/** Otherwise this often: the other person may confirm it. */
const IDLE_MS = 10_000;

export interface ImportRecordProps {
  importId: string;
  show: Shown;
  onShow: (show: Shown) => void;
  onBack: () => void;
}

/** One import from its preview to its end. */
export function ImportRecord({ importId, show, onShow, onBack }: ImportRecordProps) {
  const { t } = useTranslation('consoleImports');
  const [busy, setBusy] = useState(false);
  const read = useRead(imports.get, { params: { importId } }, { staleMs: 0, everyMs: busy ? WORKING_MS : IDLE_MS });
  const record = read.data;
  const state = record?.state;
  useEffect(() => setBusy(state === 'reading' || state === 'posting'), [state]);
  return (
    <Page>
      <PageHeader
        title={
          <button type="button" className={`plain-button ${styles.back}`} onClick={onBack} aria-label={t('back')}>
            <Icon of={ArrowLeftOutlined} size={16} className="quiet" />
            {t('title')}
          </button>
        }
        actions={record === undefined ? undefined : <ImportSteps state={record.state} />}
      />
      {record === undefined && read.error !== null ? (
        <Trouble error={read.error} onRetry={() => void read.refetch()} />
      ) : null}
      {record === undefined && read.error === null ? <Skeleton active /> : null}
      {record === undefined ? null : (
        <div className={styles.grid}>
          <Summary record={record} />
          {record.state === 'failed' ? (
            <Alert
              className={styles.wide ?? ''}
              type="error"
              showIcon
              title={t('failed')}
              description={problemWords(record.failure)}
            />
          ) : null}
          <ImportRows record={record} show={show} onShow={onShow} />
          <aside className={styles.side} aria-label={t('second.title')}>
            <ProblemsPanel record={record} />
            <ConfirmPanel record={record} onStarted={() => void read.refetch()} />
          </aside>
        </div>
      )}
    </Page>
  );
}

function Summary({ record }: { record: Import }) {
  const { t } = useTranslation('consoleImports');
  const { counts } = record;
  return (
    <section className={`card ${styles.summary}`}>
      <div className={styles.file}>
        <span className={styles.tile}>
          <Icon of={FileExcelOutlined} size={20} />
        </span>
        <div>
          <b>{record.fileName}</b>
          <div className="small quiet">
            {[
              record.sheetName === null ? undefined : t('sheet', { name: record.sheetName }),
              t('uploaded', { name: record.proposedByName, when: formatWhen(record.uploadedAt) }),
              t(`written.${record.state === 'posted' ? 'all' : record.state === 'posting' ? 'some' : 'none'}`, {
                count: counts.posted,
              }),
            ]
              .filter(Boolean)
              .join(' · ')}
          </div>
        </div>
      </div>
      <Count label={t('count.all')} value={counts.rows} />
      <Count
        label={counts.warnings > 0 ? t('count.acceptedWarned', { count: counts.warnings }) : t('count.accepted')}
        value={counts.accepted}
        colour="var(--success)"
      />
      {counts.existing > 0 ? <Count label={t('count.existing')} value={counts.existing} colour="var(--slate)" /> : null}
      <Count label={t('count.rejected')} value={counts.rejected} colour="var(--danger)" />
    </section>
  );
}

function Count({ label, value, colour }: { label: string; value: number; colour?: string }) {
  const { t } = useTranslation('consoleImports');
  return (
    <div className={styles.count}>
      <span className="small quiet">
        {colour === undefined ? null : <i style={{ background: colour }} />}
        {label}
      </span>
      <b>
        {formatNumber(value)}
        <span>{t('rows')}</span>
      </b>
    </div>
  );
}
