import { type ReviewLine, reports, reviews } from '@red-points/shared/contracts';
import { App, Button } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { messageOf, useMoneyMutation } from '../../api/index.ts';
import { Points } from '../../components/Points.tsx';
import { ReasonDialog } from '../components/ReasonDialog.tsx';
import { problemWords } from '../parts/problem-words.ts';
import styles from './BulkBar.module.css';

export interface BulkBarProps {
  lines: readonly ReviewLine[];
  onDone: () => void;
  onClear: () => void;
}

/** One decision for all ticked lines; afterwards each that was not done is named with its reason. */
export function BulkBar({ lines, onDone, onClear }: BulkBarProps) {
  const { t } = useTranslation('consoleReview');
  const { message, modal } = App.useApp();
  const [asking, setAsking] = useState<'return' | 'reject'>();
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
                    {`${line?.maskedName ?? ''} ${line?.title ?? ''}：${problemWords(outcome.code, outcome.detail)}`}
                  </li>
                );
              })}
            </ul>
          ),
        });
      }
      onDone();
    },
    onRefused: (error) => void message.error(messageOf(error)),
  });
  const send = (decision: 'approve' | 'return' | 'reject', reason?: string): void =>
    many.start({
      body: {
        decision,
        ...(reason === undefined ? {} : { reason }),
        items: lines.map(({ kind, id }) => ({ kind, id })),
      },
    });
  const flagged = lines.filter((line) => line.flagged).length;
  const points = lines.reduce((sum, line) => sum + line.points, 0);
  return (
    <section className={styles['bar']} aria-label={t('bulk.label')}>
      <b>{t('bulk.picked', { count: lines.length })}</b>
      <Points value={points} />
      <span className={styles['space']} />
      <Button onClick={onClear}>{t('bulk.clear')}</Button>
      <Button onClick={() => setAsking('return')}>{t('verb.return')}</Button>
      <Button onClick={() => setAsking('reject')}>{t('verb.reject')}</Button>
      <Button
        type="primary"
        loading={many.sending}
        onClick={() =>
          modal.confirm({
            title: t('bulk.confirm', { count: lines.length, points }),
            content: flagged === 0 ? t('bulk.confirmHint') : t('bulk.flaggedHint', { count: flagged }),
            okText: t('bulk.approve', { count: lines.length }),
            onOk: () => send('approve'),
          })
        }
      >
        {t('bulk.approve', { count: lines.length })}
      </Button>
      <ReasonDialog
        open={asking !== undefined}
        explanation={t('bulk.reasonHint', { count: lines.length })}
        verb={t(`verb.${asking ?? 'return'}`)}
        busy={many.sending}
        onGive={(reason) => asking !== undefined && send(asking, reason)}
        onCancel={() => setAsking(undefined)}
      />
    </section>
  );
}
