import { type ReviewLine, reports, reviewRuns, reviews } from '@red-points/shared/contracts';
import { App, Button } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { type CallInput, messageOf, useMoneyMutation } from '../../api/index.ts';
import { withLabel } from '../../components/formatters.ts';
import { Points } from '../../components/Points.tsx';
import type { Decision } from '../../features/reviews/decide.ts';
import { ReasonDialog } from '../components/ReasonDialog.tsx';
import { problemWords } from '../parts/problem-words.ts';
import styles from './BulkBar.module.css';

type Selection = NonNullable<CallInput<typeof reviewRuns.start>['body']['selection']>;

export interface BulkBarProps {
  lines: readonly ReviewLine[];
  /** Everything that the queue shows, and how many that are: offered where more wait than are ticked. */
  everything: { readonly count: number; readonly flagged: number; readonly selection: () => Selection };
  onDone: () => void;
  onClear: () => void;
  /** A bulk decision goes on in the background. */
  onStarted: (runId: string) => void;
}

/** One decision for all ticked lines, or for everything that the queue shows; each that was not done is named with its reason. */
export function BulkBar({ lines, everything, onDone, onClear, onStarted }: BulkBarProps) {
  const { t } = useTranslation('consoleReview');
  const { message, modal } = App.useApp();
  const [asking, setAsking] = useState<'return' | 'reject'>();
  const [whole, setWhole] = useState(false);
  const onRefused = (error: unknown): void => void message.error(messageOf(error));
  const many = useMoneyMutation(reviews.decideMany, {
    changes: [reviews.list, reports.tasks, reports.overview],
    onDone: (answer) => {
      setAsking(undefined);
      const failed = answer.outcomes.filter((outcome) => !outcome.done);
      void message.success(t('bulk.done', { count: answer.outcomes.length - failed.length }));
      if (failed.length > 0) {
        modal.warning({
          title: t('bulk.notDone', { count: failed.length }),
          content: (
            <ul>
              {failed.map((outcome) => {
                const line = lines.find((each) => each.id === outcome.id);
                return (
                  <li key={outcome.id}>
                    {withLabel(
                      `${line?.maskedName ?? ''} ${line?.title ?? ''}`,
                      problemWords(outcome.code, outcome.detail),
                    )}
                  </li>
                );
              })}
            </ul>
          ),
        });
      }
      onDone();
    },
    onRefused,
  });
  const run = useMoneyMutation(reviewRuns.start, {
    changes: [reviewRuns.list],
    onDone: ({ runId }) => {
      setAsking(undefined);
      onDone();
      onStarted(runId);
    },
    onRefused,
  });
  const send = (decision: Decision, reason?: string): void => {
    const verdict = { decision, ...(reason === undefined ? {} : { reason }) };
    if (whole) run.start({ body: { ...verdict, selection: everything.selection() } });
    else many.start({ body: { ...verdict, items: lines.map(({ kind, id }) => ({ kind, id })) } });
  };
  const count = whole ? everything.count : lines.length;
  const flagged = whole ? everything.flagged : lines.filter((line) => line.flagged).length;
  const points = lines.reduce((sum, line) => sum + line.points, 0);
  const confirm = (): void => {
    modal.confirm({
      title: whole ? t('bulk.confirmAll', { count }) : t('bulk.confirm', { count, points }),
      content: (
        <>
          {whole ? <p>{t('bulk.confirmAllHint')}</p> : null}
          {flagged > 0 ? <p>{t('bulk.flaggedHint', { count: flagged })}</p> : whole ? null : t('bulk.confirmHint')}
        </>
      ),
      okText: t('bulk.approve', { count }),
      onOk: () => send('approve'),
    });
  };
  return (
    <section className={styles['bar']} aria-label={t('bulk.label')}>
      <b>{t(whole ? 'bulk.everythingPicked' : 'bulk.picked', { count })}</b>
      {whole ? null : <Points value={points} />}
      {whole || everything.count <= lines.length ? null : (
        <Button type="link" onClick={() => setWhole(true)}>
          {t('bulk.everything', { count: everything.count })}
        </Button>
      )}
      <span className={styles['space']} />
      <Button onClick={onClear}>{t('bulk.clear')}</Button>
      <Button onClick={() => setAsking('return')}>{t('verb.return')}</Button>
      <Button onClick={() => setAsking('reject')}>{t('verb.reject')}</Button>
      <Button type="primary" loading={many.sending || run.sending} onClick={confirm}>
        {t('bulk.approve', { count })}
      </Button>
      <ReasonDialog
        open={asking !== undefined}
        explanation={t('bulk.reasonHint', { count })}
        verb={t(`verb.${asking ?? 'return'}`)}
        busy={many.sending || run.sending}
        onGive={(reason) => asking !== undefined && send(asking, reason)}
        onCancel={() => setAsking(undefined)}
      />
    </section>
  );
}
