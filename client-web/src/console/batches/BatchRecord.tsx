import OrderedListOutlined from '@ant-design/icons-svg/es/asn/OrderedListOutlined';
import { type Batch, batches } from '@red-points/shared/contracts';
import { Skeleton } from 'antd';
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
import { BatchItems, type Shown } from './BatchItems.tsx';
import { BatchSteps } from './BatchSteps.tsx';
import { ConfirmBatch } from './ConfirmBatch.tsx';

/** While items are posted the progress is asked again this often, in milliseconds. */
const WORKING_MS = 700;
/** Otherwise this often: the other person may confirm it. */
const IDLE_MS = 10_000;

export interface BatchRecordProps {
  batchId: string;
  show: Shown;
  onShow: (show: Shown) => void;
  onBack: () => void;
}

/** One batch from its list to its end. */
export function BatchRecord({ batchId, show, onShow, onBack }: BatchRecordProps) {
  const { t } = useTranslation('consoleBatches');
  const [busy, setBusy] = useState(false);
  const read = useRead(batches.get, { params: { batchId } }, { staleMs: 0, everyMs: busy ? WORKING_MS : IDLE_MS });
  const batch = read.data;
  const state = batch?.state;
  useEffect(() => setBusy(state === 'checking' || state === 'posting'), [state]);
  return (
    <Page>
      <PageHeader
        title={<BackToList title={t('title')} label={t('back')} onBack={onBack} />}
        actions={batch === undefined ? undefined : <BatchSteps state={batch.state} />}
      />
      {batch === undefined && read.error !== null ? (
        <Trouble error={read.error} onRetry={() => void read.refetch()} />
      ) : null}
      {batch === undefined && read.error === null ? <Skeleton active /> : null}
      {batch === undefined ? null : (
        <div className={styles.grid}>
          <Summary batch={batch} />
          <BatchItems batch={batch} show={show} onShow={onShow} />
          <aside className={styles.side} aria-label={t('second.title')}>
            <FiledProblems
              label={t('problems', { count: batch.counts.problems })}
              problems={batch.problems}
              nameOf={problemName}
            />
            <ConfirmBatch batch={batch} onStarted={() => void read.refetch()} />
          </aside>
        </div>
      )}
    </Page>
  );
}

function Summary({ batch }: { batch: Batch }) {
  const { t } = useTranslation('consoleBatches');
  const { counts } = batch;
  const how = batch.ruleCode === null ? t('kind.correction') : `${batch.ruleCode} ${batch.ruleTitle ?? ''}`;
  return (
    <section className={`card ${styles.summary}`}>
      <div className={styles.file}>
        <span className={styles.tile}>
          <Icon of={OrderedListOutlined} size={20} />
        </span>
        <div>
          <b>{batch.title}</b>
          <div className="small quiet">
            {[how, t('filed', { name: batch.filedByName, when: formatWhen(batch.filedAt) }), batch.reason].join(' · ')}
          </div>
        </div>
      </div>
      <FiledCount unit={t('items')} label={t('count.items')} value={counts.items} />
      <FiledCount unit={t('items')} label={t('count.accepted')} value={counts.accepted} colour="var(--success)" />
      <FiledCount unit={t('items')} label={t('count.problems')} value={counts.problems} colour="var(--danger)" />
      {counts.refused > 0 ? (
        <FiledCount unit={t('items')} label={t('count.refused')} value={counts.refused} colour="var(--warning)" />
      ) : null}
    </section>
  );
}

/** The first sentence of a problem's words, without places that only single items fill. */
function problemName(code: string): string {
  return problemWords(code).split(/[，。：,.:]/)[0] ?? code;
}
