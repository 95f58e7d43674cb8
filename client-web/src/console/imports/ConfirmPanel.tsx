import CheckCircleFilled from '@ant-design/icons-svg/es/asn/CheckCircleFilled';
import { type Import, imports, people, reports, transactions } from '@red-points/shared/contracts';
import { Alert, App, Button, Progress } from 'antd';
import { useTranslation } from 'react-i18next';
import { messageOf, useChange, useMoneyMutation } from '../../api/index.ts';
import { formatDate, formatNumber } from '../../components/formatters.ts';
import { Icon } from '../../components/icons.tsx';
import { Points } from '../../components/Points.tsx';
import { useMay } from '../../features/use-may.ts';
import styles from '../parts/filed/panels.module.css';
import { TwoPersons } from '../parts/TwoPersons.tsx';
import { UndoImport } from './UndoImport.tsx';

/** What confirming will do, who does it, and the button of the person who is asked now. */
export function ConfirmPanel({ record, onStarted }: { record: Import; onStarted: () => void }) {
  const { t } = useTranslation('consoleImports');
  return (
    <section className={`card ${styles.panel}`}>
      <h2>{t(WRITTEN.includes(record.state) ? 'effect.was' : 'effect.will')}</h2>
      <dl className={styles.effect}>
        {record.kind === 'ledger' ? <LedgerEffect record={record} /> : <OtherEffect record={record} />}
      </dl>
      <h2>{t('second.title')}</h2>
      <TwoPersons
        first={{ name: record.proposedByName, part: t('second.proposer') }}
        second={{ name: record.confirmedByName ?? t('second.other'), part: t('second.confirmer') }}
        turn={record.state === 'previewed' ? 'first' : record.state === 'proposed' ? 'second' : undefined}
      />
      <p className={`small quiet ${styles.note}`}>{t('second.note')}</p>
      <Step record={record} onStarted={onStarted} />
    </section>
  );
}

function LedgerEffect({ record }: { record: Import }) {
  const { t } = useTranslation('consoleImports');
  const { counts } = record;
  return (
    <>
      <dt>{t('effect.points')}</dt>
      <dd>
        <Points value={counts.points} tone="signed" />
      </dd>
      <dt>{t('effect.hours')}</dt>
      <dd>{t('effect.hoursValue', { hours: formatNumber(Math.round(counts.minutes / 6) / 10) })}</dd>
      <dt>{t('effect.people')}</dt>
      <dd>
        {WRITTEN.includes(record.state)
          ? t('effect.peopleAll', { all: counts.residents })
          : t('effect.peopleValue', { all: counts.residents, fresh: counts.newResidents })}
      </dd>
      <dt>{t('effect.unit')}</dt>
      <dd>{record.unitName}</dd>
      <dt>{t('effect.lastDay')}</dt>
      <dd>{record.lastDay === null ? t('effect.never') : formatDate(record.lastDay)}</dd>
    </>
  );
}

const WRITTEN: readonly Import['state'][] = ['posted', 'undoing', 'undone'];

function OtherEffect({ record }: { record: Import }) {
  const { t } = useTranslation('consoleImports');
  const { kind, counts } = record;
  return (
    <>
      <dt>{t(`effect.made.${kind}`)}</dt>
      <dd>{formatNumber(WRITTEN.includes(record.state) ? counts.posted : counts.accepted)}</dd>
      {kind === 'roster' ? (
        <>
          <dt>{t('effect.hours')}</dt>
          <dd>{t('effect.hoursValue', { hours: formatNumber(Math.round(counts.minutes / 6) / 10) })}</dd>
          <dt>{t('effect.activity')}</dt>
          <dd>{record.activity?.title}</dd>
        </>
      ) : null}
      {counts.kept === 0 ? null : (
        <>
          <dt>{t('effect.kept')}</dt>
          <dd>{formatNumber(counts.kept)}</dd>
        </>
      )}
      <dt>{t('effect.for')}</dt>
      <dd>{record.unitName}</dd>
      <dt>{t('effect.afterwards')}</dt>
      <dd>{t(`effect.next.${kind}`)}</dd>
    </>
  );
}

function Step({ record, onStarted }: { record: Import; onStarted: () => void }) {
  const { t } = useTranslation('consoleImports');
  const { counts } = record;
  switch (record.state) {
    case 'previewed':
      return <Propose record={record} />;
    case 'proposed':
      return <Confirm record={record} onStarted={onStarted} />;
    case 'posting':
      return (
        <div role="status">
          <Progress
            percent={counts.accepted === 0 ? 100 : Math.floor((counts.posted / counts.accepted) * 100)}
            status="active"
          />
          <p className="quiet">
            {t(record.kind === 'ledger' ? 'posting' : 'writing', {
              posted: formatNumber(counts.posted),
              all: formatNumber(counts.accepted),
            })}
          </p>
        </div>
      );
    case 'posted':
      return (
        <>
          <div className={styles.done} role="status">
            <Icon of={CheckCircleFilled} size={32} />
            <b>{t(record.kind === 'ledger' ? 'posted' : 'writtenAll', { count: counts.posted })}</b>
          </div>
          <UndoImport record={record} onStarted={onStarted} />
        </>
      );
    case 'undoing':
    case 'undone':
      return <UndoImport record={record} onStarted={onStarted} />;
    default:
      return <p className="quiet">{t(`state.${record.state}`)}</p>;
  }
}

const CHANGES = [imports.get, imports.list, imports.rows, reports.tasks];

function Propose({ record }: { record: Import }) {
  const { t } = useTranslation('consoleImports');
  const may = useMay();
  const params = { importId: record.importId };
  const propose = useChange(imports.propose, { changes: CHANGES });
  const withdraw = useChange(imports.withdraw, { changes: CHANGES });
  const error = propose.error ?? withdraw.error;
  if (!may('imports.propose')) return null;
  return (
    <div className={styles.buttons}>
      {error === null ? null : <Alert type="warning" showIcon title={messageOf(error)} />}
      <Button
        type="primary"
        size="large"
        block
        disabled={record.counts.accepted === 0}
        loading={propose.isPending}
        onClick={() => propose.mutate({ params })}
      >
        {record.counts.accepted === 0 ? t('nothingNew') : t('propose', { count: record.counts.accepted })}
      </Button>
      <Button block loading={withdraw.isPending} onClick={() => withdraw.mutate({ params })}>
        {t('withdraw')}
      </Button>
    </div>
  );
}

function Confirm({ record, onStarted }: { record: Import; onStarted: () => void }) {
  const { t } = useTranslation('consoleImports');
  const { modal } = App.useApp();
  const may = useMay();
  const params = { importId: record.importId };
  const confirm = useMoneyMutation(imports.confirm, {
    changes: [...CHANGES, people.list, transactions.list, reports.overview],
    onDone: onStarted,
  });
  const withdraw = useChange(imports.withdraw, { changes: CHANGES });
  const error = confirm.error ?? withdraw.error;
  const ask = (): void => {
    modal.confirm({
      title:
        record.kind === 'ledger'
          ? t('confirm.title', { count: record.counts.accepted, points: formatNumber(record.counts.points) })
          : t('confirm.titleOther', { count: record.counts.accepted }),
      content: record.kind === 'ledger' ? t('confirm.what') : t(`effect.next.${record.kind}`),
      okText: t(record.kind === 'ledger' ? 'confirm.verb' : 'confirm.verbOther'),
      onOk: () => confirm.start({ params }),
    });
  };
  return (
    <div className={styles.buttons}>
      {error === null ? null : <Alert type="warning" showIcon title={messageOf(error)} />}
      {confirm.outcomeUnknown ? <Button onClick={confirm.askAgain}>{t('askAgain')}</Button> : null}
      {record.mayConfirm ? (
        <Button type="primary" size="large" block loading={confirm.sending} onClick={ask}>
          {t(record.kind === 'ledger' ? 'confirm.button' : 'confirm.buttonOther', { count: record.counts.accepted })}
        </Button>
      ) : (
        <p className="quiet">{t('waiting')}</p>
      )}
      {may('imports.propose') ? (
        <Button block loading={withdraw.isPending} onClick={() => withdraw.mutate({ params })}>
          {t('withdraw')}
        </Button>
      ) : null}
    </div>
  );
}
