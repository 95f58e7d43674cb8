import ArrowLeftOutlined from '@ant-design/icons-svg/es/asn/ArrowLeftOutlined';
import OrderedListOutlined from '@ant-design/icons-svg/es/asn/OrderedListOutlined';
import { type Batch, batches } from '@red-points/shared/contracts';
import { Skeleton } from 'antd';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useRead } from '../../api/index.ts';
import { formatNumber, formatWhen } from '../../components/formatters.ts';
import { Icon } from '../../components/icons.tsx';
import { Page, PageHeader } from '../components/PageHeader.tsx';
import { Trouble } from '../components/Trouble.tsx';
import styles from '../imports/ImportRecord.module.css';
import panels from '../imports/panels.module.css';
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
        title={<Back onBack={onBack} />}
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
            <Problems batch={batch} label={t('problems', { count: batch.counts.problems })} />
            <ConfirmBatch batch={batch} onStarted={() => void read.refetch()} />
          </aside>
        </div>
      )}
    </Page>
  );
}

/** The way back to the list, as the page's title. */
export function Back({ onBack }: { onBack: () => void }) {
  const { t } = useTranslation('consoleBatches');
  return (
    <button type="button" className={`plain-button ${styles.back}`} onClick={onBack} aria-label={t('back')}>
      <Icon of={ArrowLeftOutlined} size={16} className="quiet" />
      {t('title')}
    </button>
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
      <Count label={t('count.items')} value={counts.items} />
      <Count label={t('count.accepted')} value={counts.accepted} colour="var(--success)" />
      <Count label={t('count.problems')} value={counts.problems} colour="var(--danger)" />
      {counts.refused > 0 ? <Count label={t('count.refused')} value={counts.refused} colour="var(--warning)" /> : null}
    </section>
  );
}

function Count({ label, value, colour }: { label: string; value: number; colour?: string }) {
  const { t } = useTranslation('consoleBatches');
  return (
    <div className={styles.count}>
      <span className="small quiet">
        {colour === undefined ? null : <i style={{ background: colour }} />}
        {label}
      </span>
      <b>
        {formatNumber(value)}
        <span>{t('items')}</span>
      </b>
    </div>
  );
}

function Problems({ batch, label }: { batch: Batch; label: string }) {
  if (batch.problems.length === 0) return null;
  const most = Math.max(...batch.problems.map(({ count }) => count));
  return (
    <section className={`card ${panels.panel}`}>
      <h2>{label}</h2>
      <ul className={panels.problems}>
        {batch.problems.map(({ code, count }) => (
          <li key={code}>
            <span>{problemName(code)}</span>
            <b>{count}</b>
            <i aria-hidden="true">
              <span style={{ width: `${(count / most) * 100}%` }} />
            </i>
          </li>
        ))}
      </ul>
    </section>
  );
}

/** The first sentence of a problem's words, without places that only single items fill. */
function problemName(code: string): string {
  return problemWords(code).split(/[，。：,.:]/)[0] ?? code;
}
