import { reports, reviewOffice, reviewRuns, reviews } from '@red-points/shared/contracts';
import { useQueryClient } from '@tanstack/react-query';
import { Button, Modal, Progress, Skeleton } from 'antd';
import { useEffect } from 'react';
import { useTranslation } from 'react-i18next';
import { useList, useRead } from '../../api/index.ts';
import { Points } from '../../components/Points.tsx';
import { ScrollArea } from '../../components/ScrollArea.tsx';
import { Trouble } from '../components/Trouble.tsx';
import { problemWords } from '../parts/problem-words.ts';
import styles from './office.module.css';
import { percentOf } from './percent.ts';

const EVERY_MS = 1_000;

/** A bulk decision while it is made and afterwards: how far it is, and why which item was not done. */
export function RunDialog({ runId, onClose }: { runId: string | undefined; onClose: () => void }) {
  const { t } = useTranslation('consoleReviewOffice');
  const client = useQueryClient();
  const input = { params: { runId: runId ?? '' } };
  const enabled = runId !== undefined;
  const read = useRead(reviewRuns.get, input, { enabled, everyMs: EVERY_MS });
  const run = read.data;
  const isDone = run?.state === 'done';
  const refused = useList(
    reviewRuns.items,
    { ...input, query: { show: 'refused' } },
    { enabled: enabled && isDone && run.notDone > 0 },
  );
  useEffect(() => {
    if (!isDone) return;
    for (const stale of [reviews.list, reports.tasks, reports.overview, reviewOffice.get, reviewRuns.list]) {
      void client.invalidateQueries({ queryKey: [stale.id] });
    }
  }, [isDone, client]);
  return (
    <Modal
      open={enabled}
      title={
        run === undefined
          ? t('runs.title')
          : t('runs.dialog', { decision: t(`runs.decision.${run.decision}`), count: run.items })
      }
      onCancel={onClose}
      footer={<Button onClick={onClose}>{t('runs.close')}</Button>}
      destroyOnHidden
    >
      {read.isError && run === undefined ? <Trouble error={read.error} onRetry={() => void read.refetch()} /> : null}
      {read.isPending ? <Skeleton active title={false} paragraph={{ rows: 3 }} /> : null}
      {run === undefined ? null : (
        <div role="status">
          <Progress percent={isDone ? 100 : percentOf(run)} status={isDone ? 'success' : 'active'} />
          <p className="quiet">{t(isDone ? 'runs.finished' : 'runs.running')}</p>
          <p>
            {t('runs.counts', { done: run.done, notDone: run.notDone })}
            {run.second === 0 ? null : <span className="quiet">{` · ${t('runs.second', { count: run.second })}`}</span>}
          </p>
        </div>
      )}
      {isDone && run.notDone === 0 ? <p className="quiet">{t('runs.allDone')}</p> : null}
      {refused.items.length === 0 ? null : (
        <>
          <h3 className={styles['refusedTitle']}>{t('runs.refusedTitle')}</h3>
          <ScrollArea label={t('runs.refusedTitle')} className={styles['refused']}>
            <ul>
              {refused.items.map((item) => (
                <li key={`${item.kind}:${item.id}`}>
                  <span>
                    <b>{item.maskedName}</b> {item.title} <Points value={item.points} />
                  </span>
                  <span className="small quiet">{problemWords(item.code, item.detail)}</span>
                </li>
              ))}
            </ul>
          </ScrollArea>
          {refused.hasNextPage ? (
            <Button size="small" loading={refused.isFetchingNextPage} onClick={() => void refused.fetchNextPage()}>
              {t('runs.more')}
            </Button>
          ) : null}
        </>
      )}
    </Modal>
  );
}
