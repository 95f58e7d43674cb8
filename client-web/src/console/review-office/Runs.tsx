import { type ReviewRun, reviewRuns } from '@red-points/shared/contracts';
import { Button, Progress } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useList } from '../../api/index.ts';
import { formatMoment } from '../../components/formatters.ts';
import { Panel } from '../parts/Panel.tsx';
import styles from './office.module.css';
import { percentOf } from './percent.ts';
import { RunDialog } from './RunDialog.tsx';

const SHOWN = 5;

/** The caller's own bulk decisions with their progress. */
export function Runs() {
  const { t } = useTranslation('consoleReviewOffice');
  const [open, setOpen] = useState<string>();
  const list = useList(reviewRuns.list, { query: { limit: SHOWN } });
  return (
    <Panel title={t('runs.title')} hint={t('runs.hint')} padded>
      {list.isSuccess && list.items.length === 0 ? <p className="quiet">{t('runs.none')}</p> : null}
      <ul className={styles['runs']}>
        {list.items.slice(0, SHOWN).map((run) => (
          <li key={run.runId}>
            <span>
              <b>{`${t(`runs.decision.${run.decision}`)} ${run.items}`}</b>
              <span className="small quiet">{formatMoment(run.startedAt)}</span>
            </span>
            <Counts run={run} />
            <Button size="small" onClick={() => setOpen(run.runId)}>
              {t('runs.look')}
            </Button>
          </li>
        ))}
      </ul>
      <RunDialog runId={open} onClose={() => setOpen(undefined)} />
    </Panel>
  );
}

function Counts({ run }: { run: ReviewRun }) {
  const { t } = useTranslation('consoleReviewOffice');
  if (run.state !== 'done') {
    return <Progress percent={percentOf(run)} size="small" aria-label={t('runs.progress', { ...run })} />;
  }
  return <span className="small quiet">{t('runs.counts', { done: run.done, notDone: run.notDone })}</span>;
}
