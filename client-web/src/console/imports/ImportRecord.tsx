import FileExcelOutlined from '@ant-design/icons-svg/es/asn/FileExcelOutlined';
import { type Import, imports } from '@red-points/shared/contracts';
import { useQueryClient } from '@tanstack/react-query';
import { Alert, Skeleton } from 'antd';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useRead } from '../../api/index.ts';
import { formatWhen } from '../../components/formatters.ts';
import { Icon } from '../../components/icons.tsx';
import { Page, PageHeader } from '../components/PageHeader.tsx';
import { Trouble } from '../components/Trouble.tsx';
import { BackToList } from '../parts/filed/BackToList.tsx';
import { FiledCount } from '../parts/filed/FiledCount.tsx';
import { FiledProblems } from '../parts/filed/FiledProblems.tsx';
import styles from '../parts/filed/record.module.css';
import { problemWords } from '../parts/problem-words.ts';
import { ConfirmPanel } from './ConfirmPanel.tsx';
import { ImportRows, type Shown } from './ImportRows.tsx';
import { ImportSteps } from './ImportSteps.tsx';
import { ReadAs } from './ReadAs.tsx';
import { problemName } from './row-words.ts';

/** While rows are read or posted the progress is asked again this often, in milliseconds. */
const WORKING_MS = 700;
/** Otherwise this often: the other person may confirm it. */
const IDLE_MS = 10_000;

export interface ImportRecordProps {
  importId: string;
  show: Shown;
  onShow: (show: Shown) => void;
  onBack: () => void;
  /** The file, where it was uploaded from this page a moment ago; and how to have it read otherwise. */
  onReadOtherwise?: (() => void) | undefined;
}

/** One import from its preview to its end. */
export function ImportRecord({ importId, show, onShow, onBack, onReadOtherwise }: ImportRecordProps) {
  const { t } = useTranslation('consoleImports');
  const [busy, setBusy] = useState(false);
  const read = useRead(imports.get, { params: { importId } }, { staleMs: 0, everyMs: busy ? WORKING_MS : IDLE_MS });
  const record = read.data;
  const state = record?.state;
  const client = useQueryClient();
  // Rows say what became of them only once it is done: they are asked for again at every step.
  // biome-ignore lint/correctness/useExhaustiveDependencies: the step is what they depend on
  useEffect(() => void client.invalidateQueries({ queryKey: [imports.rows.id] }), [client, state]);
  useEffect(() => setBusy(state === 'reading' || state === 'posting' || state === 'undoing'), [state]);
  return (
    <Page>
      <PageHeader
        title={<BackToList title={t('title')} label={t('back')} onBack={onBack} />}
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
          {record.state === 'withdrawn' ? (
            <Alert
              className={styles.wide ?? ''}
              type="info"
              showIcon
              title={t('withdrawn.title')}
              description={t('withdrawn.hint')}
            />
          ) : (
            <>
              <ImportRows record={record} show={show} onShow={onShow} />
              <aside className={styles.side} aria-label={t('second.title')}>
                <FiledProblems
                  label={t('problems', { count: record.counts.rejected })}
                  problems={record.problems}
                  nameOf={problemName}
                />
                <ConfirmPanel record={record} onStarted={() => void read.refetch()} />
                <ReadAs record={record} onChange={record.state === 'previewed' ? onReadOtherwise : undefined} />
              </aside>
            </>
          )}
        </div>
      )}
    </Page>
  );
}

const WRITTEN: readonly Import['state'][] = ['posted', 'undoing', 'undone'];

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
          <b>{record.fileName}</b> <span className="quiet">{t(`kind.${record.kind}`)}</span>
          <div className="small quiet">
            {[
              record.sheetName === null ? undefined : t('sheet', { name: record.sheetName }),
              t('uploaded', { name: record.proposedByName, when: formatWhen(record.uploadedAt) }),
              record.activity?.title,
              t(`written.${WRITTEN.includes(record.state) ? 'all' : record.state === 'posting' ? 'some' : 'none'}`, {
                count: counts.posted,
              }),
            ]
              .filter(Boolean)
              .join(' · ')}
          </div>
        </div>
      </div>
      <FiledCount unit={t('rows')} label={t('count.all')} value={counts.rows} />
      <FiledCount
        unit={t('rows')}
        label={counts.warnings > 0 ? t('count.acceptedWarned', { count: counts.warnings }) : t('count.accepted')}
        value={counts.accepted}
        colour="var(--success)"
      />
      {counts.existing > 0 ? (
        <FiledCount
          unit={t('rows')}
          label={t(record.kind === 'ledger' ? 'count.existing' : 'count.there')}
          value={counts.existing}
          colour="var(--slate)"
        />
      ) : null}
      <FiledCount unit={t('rows')} label={t('count.rejected')} value={counts.rejected} colour="var(--danger)" />
    </section>
  );
}
