import CheckCircleFilled from '@ant-design/icons-svg/es/asn/CheckCircleFilled';
import { type Batch, batches, people, reports, transactions } from '@red-points/shared/contracts';
import { Alert, App, Button, Progress } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { messageOf, useChange, useMoneyMutation } from '../../api/index.ts';
import { formatHours, formatNumber } from '../../components/formatters.ts';
import { Icon } from '../../components/icons.tsx';
import { Points } from '../../components/Points.tsx';
import { ReasonDialog } from '../components/ReasonDialog.tsx';
import styles from '../parts/filed/panels.module.css';
import { TwoPersons } from '../parts/TwoPersons.tsx';

const CHANGES = [batches.get, batches.list, batches.items, reports.tasks];

/** What confirming will do, who does it, and the buttons of the person who is asked now. */
export function ConfirmBatch({ batch, onStarted }: { batch: Batch; onStarted: () => void }) {
  const { t } = useTranslation('consoleBatches');
  const { counts } = batch;
  const isOver = batch.state === 'posted';
  return (
    <section className={`card ${styles.panel}`}>
      <h2>{t(isOver ? 'effect.was' : 'effect.will')}</h2>
      <dl className={styles.effect}>
        <dt>{t('effect.points')}</dt>
        <dd>
          <Points value={isOver ? counts.granted : counts.points} tone="signed" />
        </dd>
        <dt>{t('effect.hours')}</dt>
        <dd>{t('effect.hoursValue', { hours: formatHours(counts.minutes) })}</dd>
        <dt>{t('effect.people')}</dt>
        <dd>{t('effect.peopleValue', { count: counts.people })}</dd>
        <dt>{t('effect.unit')}</dt>
        <dd>{batch.unitName}</dd>
      </dl>
      <h2>{t('second.title')}</h2>
      <TwoPersons
        first={{ name: batch.filedByName, part: t('second.filer') }}
        second={{ name: batch.decidedByName ?? t('second.other'), part: t('second.confirmer') }}
        turn={batch.state === 'filed' ? 'second' : undefined}
      />
      <p className={`small quiet ${styles.note}`}>{t('second.note')}</p>
      <Step batch={batch} onStarted={onStarted} />
    </section>
  );
}

function Step({ batch, onStarted }: { batch: Batch; onStarted: () => void }) {
  const { t } = useTranslation('consoleBatches');
  const { counts } = batch;
  const decided = counts.posted + counts.refused;
  switch (batch.state) {
    case 'filed':
      return <Decide batch={batch} onStarted={onStarted} />;
    case 'posting':
      return (
        <div role="status">
          <Progress
            percent={counts.accepted === 0 ? 100 : Math.floor((decided / counts.accepted) * 100)}
            status="active"
          />
          <p className="quiet">{t('posting', { posted: formatNumber(decided), all: formatNumber(counts.accepted) })}</p>
        </div>
      );
    case 'posted':
      return (
        <div className={styles.done} role="status">
          <Icon of={CheckCircleFilled} size={32} />
          <b>{t('posted', { count: counts.posted })}</b>
        </div>
      );
    case 'declined':
      return <Alert type="warning" showIcon title={t('declined', { reason: batch.declineReason ?? '' })} />;
    case 'checking':
    case 'withdrawn':
      return <p className="quiet">{t(`state.${batch.state}`)}</p>;
    default:
      return batch.state satisfies never;
  }
}

function Decide({ batch, onStarted }: { batch: Batch; onStarted: () => void }) {
  const { t } = useTranslation('consoleBatches');
  const { modal } = App.useApp();
  const [declining, setDeclining] = useState(false);
  const params = { batchId: batch.batchId };
  const confirm = useMoneyMutation(batches.confirm, {
    changes: [...CHANGES, people.list, transactions.list, reports.overview],
    onDone: onStarted,
  });
  const decline = useChange(batches.decline, { changes: CHANGES, onDone: () => setDeclining(false) });
  const withdraw = useChange(batches.withdraw, { changes: CHANGES });
  const error = confirm.error ?? withdraw.error;
  const points = formatNumber(batch.counts.points);
  const ask = (): void => {
    modal.confirm({
      title: t('confirm.title', { count: batch.counts.accepted, points }),
      content: t('confirm.what'),
      okText: t('confirm.verb'),
      onOk: () => confirm.start({ params }),
    });
  };
  return (
    <div className={styles.buttons}>
      {error === null ? null : <Alert type="warning" showIcon title={messageOf(error)} />}
      {confirm.outcomeUnknown ? <Button onClick={confirm.askAgain}>{t('askAgain')}</Button> : null}
      {batch.mayConfirm ? (
        <>
          <Button type="primary" size="large" block loading={confirm.sending} onClick={ask}>
            {t('confirm.button', { count: batch.counts.accepted })}
          </Button>
          <Button block onClick={() => setDeclining(true)}>
            {t('decline.verb')}
          </Button>
        </>
      ) : (
        <p className="quiet">{t(batch.counts.accepted === 0 ? 'nothingToPost' : 'waiting')}</p>
      )}
      {batch.mayWithdraw ? (
        <Button block loading={withdraw.isPending} onClick={() => withdraw.mutate({ params })}>
          {t('withdraw')}
        </Button>
      ) : null}
      <ReasonDialog
        open={declining}
        title={t('decline.title')}
        explanation={t('decline.what')}
        verb={t('decline.verb')}
        busy={decline.isPending}
        error={decline.error === null ? undefined : messageOf(decline.error)}
        onGive={(reason) => decline.mutate({ params, body: { reason } })}
        onCancel={() => setDeclining(false)}
      />
    </div>
  );
}
