import LockOutlined from '@ant-design/icons-svg/es/asn/LockOutlined';
import { type MediationCase, mediation, reports } from '@red-points/shared/contracts';
import { VISIT_FINDINGS } from '@red-points/shared/domain/mediation';
import { App, Button, Checkbox, Form, Input, Radio, Skeleton } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { type CallAnswer, call, messageOf, useRead } from '../../api/index.ts';
import { formatDate, formatShortMoment } from '../../components/formatters.ts';
import { Icon } from '../../components/icons.tsx';
import { Tag } from '../../components/Tag.tsx';
import { useMay } from '../../features/use-may.ts';
import { MoneyDialog } from '../components/MoneyDialog.tsx';
import { Trouble } from '../components/Trouble.tsx';
import styles from './CasePanel.module.css';

/** A case of mediation beside one of its claims: outcome, mediators with their parts, visits; the parties behind a logged act. */
export function CasePanel({ caseId }: { caseId: string }) {
  const { t } = useTranslation('claimForm');
  const found = useRead(mediation.get, { params: { caseId } }, { staleMs: 10_000 });
  if (found.isError) return <Trouble error={found.error} onRetry={() => void found.refetch()} />;
  if (found.data === undefined) return <Skeleton active paragraph={{ rows: 4 }} title={false} />;
  const record = found.data;
  return (
    <section className={styles['panel']} aria-label={t('mediation.title')}>
      <header>
        <b>{t('mediation.title')}</b>
        <Tag tone={record.outcome === 'settled' ? 'success' : 'plain'}>
          {t(`mediation.outcomeOf.${record.outcome}`)}
        </Tag>
        {record.withdrawn ? <Tag tone="plain">{t('withdraw.done')}</Tag> : null}
        <span className="small quiet">{t('mediation.total', { points: record.points })}</span>
      </header>
      <ul className={styles['people']}>
        {record.mediators.map(({ claimId, maskedName, points }) => (
          <li key={claimId}>{t('mediation.part', { name: maskedName, points })}</li>
        ))}
      </ul>
      <Parties key={caseId} record={record} />
      <Visits record={record} />
    </section>
  );
}

function Parties({ record }: { record: MediationCase }) {
  const { t } = useTranslation('claimForm');
  const { message } = App.useApp();
  const [details, setDetails] = useState<CallAnswer<typeof mediation.open>>();
  const [busy, setBusy] = useState(false);
  if (record.erased) return <p className="small quiet">{t('mediation.erased')}</p>;
  if (!record.mayOpen) return <p className="small quiet">{t('mediation.hidden')}</p>;
  const open = async (): Promise<void> => {
    setBusy(true);
    try {
      setDetails(await call(mediation.open, { params: { caseId: record.caseId } }));
    } catch (error) {
      void message.warning(messageOf(error), 6);
    } finally {
      setBusy(false);
    }
  };
  if (details === undefined) {
    return (
      <Button
        icon={<Icon of={LockOutlined} />}
        loading={busy}
        style={{ alignSelf: 'flex-start' }}
        onClick={() => void open()}
      >
        {t('mediation.open')}
      </Button>
    );
  }
  return (
    <div className={styles['sealed']} role="status">
      <b>{t('mediation.parties')}</b>
      <ul>
        {details.parties.map(({ name, contact }) => (
          <li key={`${name}${contact}`}>
            {name} {contact === '' ? null : <span className="quiet">{contact}</span>}
          </li>
        ))}
      </ul>
      {details.dispute === '' ? null : <p>{details.dispute}</p>}
      {details.notes.length === 0 ? null : (
        <>
          <b>{t('visit.notes')}</b>
          <ul>
            {details.notes.map(({ at, note }) => (
              <li key={at}>
                <span className="quiet">{formatShortMoment(at)}</span> {note}
              </li>
            ))}
          </ul>
        </>
      )}
      <p className="small quiet">{t('mediation.opened')}</p>
    </div>
  );
}

/** What follow-up visits found, and when the next is due; recorded here by who may file. */
function Visits({ record }: { record: MediationCase }) {
  const { t } = useTranslation('claimForm');
  const may = useMay();
  const [recording, setRecording] = useState(false);
  const { visits, visitDueOn } = record;
  return (
    <>
      {visits.length === 0 ? null : (
        <ul className={styles['visits']} aria-label={t('visit.history')}>
          {visits.map(({ at, byName, finding, nextDueOn }) => (
            <li key={at}>
              {t('visit.line', {
                moment: formatShortMoment(at),
                name: byName,
                finding: t(`visit.findingOf.${finding}`),
              })}
              {nextDueOn === null ? null : (
                <span className="quiet"> · {t('visit.next', { date: formatDate(nextDueOn) })}</span>
              )}
            </li>
          ))}
        </ul>
      )}
      {visitDueOn === null ? null : (
        <p className={styles['due']}>
          <span>{t('visit.dueOn', { date: formatDate(visitDueOn) })}</span>
          {may('claims.file') ? (
            <Button size="small" onClick={() => setRecording(true)}>
              {t('visit.record')}
            </Button>
          ) : null}
        </p>
      )}
      <RecordVisit caseId={record.caseId} open={recording} onClose={() => setRecording(false)} />
    </>
  );
}

export function RecordVisit({ caseId, open, onClose }: { caseId: string; open: boolean; onClose: () => void }) {
  const { t } = useTranslation('claimForm');
  return (
    <MoneyDialog
      endpoint={mediation.visit}
      params={{ caseId }}
      open={open}
      onClose={onClose}
      title={t('visit.title')}
      verb={t('visit.record')}
      explanation={t('visit.what')}
      done={t('visit.done')}
      changes={[mediation.get, mediation.visits, reports.tasks]}
      initialValues={{ another: false, note: '' }}
    >
      {(required) => (
        <>
          <Form.Item name="finding" label={t('visit.finding')} rules={[required]}>
            <Radio.Group options={VISIT_FINDINGS.map((value) => ({ value, label: t(`visit.findingOf.${value}`) }))} />
          </Form.Item>
          <Form.Item name="note" label={t('visit.note')}>
            <Input.TextArea rows={3} maxLength={500} showCount />
          </Form.Item>
          <Form.Item name="another" valuePropName="checked">
            <Checkbox>{t('visit.another')}</Checkbox>
          </Form.Item>
        </>
      )}
    </MoneyDialog>
  );
}
