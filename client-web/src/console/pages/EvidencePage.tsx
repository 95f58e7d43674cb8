import { type SettlementEvidence, settlementEvidence } from '@red-points/shared/contracts';
import { Link, useNavigate, useParams, useSearch } from '@tanstack/react-router';
import { App, Button, Form, InputNumber, Skeleton } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { download, messageOf, useRead } from '../../api/index.ts';
import { inList } from '../../components/formatters.ts';
import { Page, PageHeader } from '../components/PageHeader.tsx';
import { Trouble } from '../components/Trouble.tsx';
import type { EvidenceSearch } from '../search.ts';
import { EvidenceHead } from '../settlements/evidence/EvidenceHead.tsx';
import { EvidenceLineBlock } from '../settlements/evidence/EvidenceLineBlock.tsx';
import styles from '../settlements/evidence/evidence.module.css';

/** 抽样核查: what stands behind a sample of a closed statement, on the screen and on A4. Each look is on record: it is read once. */
export function EvidencePage() {
  const { settlementId = '' } = useParams({ strict: false }) as { settlementId?: string };
  const { size } = useSearch({ strict: false }) as EvidenceSearch;
  const query = size === undefined ? {} : { size };
  const read = useRead(
    settlementEvidence.get,
    { params: { settlementId }, query },
    { enabled: settlementId !== '', staleMs: Number.POSITIVE_INFINITY },
  );
  const { t } = useTranslation('settlementEvidence');
  const { data } = read;
  return (
    <Page>
      <div className="no-print">
        <PageHeader
          title={t('title')}
          note={data === undefined ? undefined : `${data.settlement.shopName} · ${data.settlement.number}`}
          actions={
            <Link to="/settlements" search={{ open: settlementId }} className="link">
              {t('back')}
            </Link>
          }
        />
      </div>
      {read.error !== null ? <Trouble error={read.error} onRetry={() => void read.refetch()} /> : null}
      {read.isPending ? <Skeleton active paragraph={{ rows: 12 }} /> : null}
      {data === undefined ? null : (
        <div className={styles['desk']}>
          <Tools evidence={data} />
          <Sheet evidence={data} />
        </div>
      )}
    </Page>
  );
}

function Tools({ evidence: { settlement, sample } }: { evidence: SettlementEvidence }) {
  const { t } = useTranslation(['settlementEvidence', 'consolePrint']);
  const { message } = App.useApp();
  const navigate = useNavigate();
  const [size, setSize] = useState<number | null>(sample.size);
  const [busy, setBusy] = useState(false);
  const { settlementId, number } = settlement;
  const draw = (): void =>
    void navigate({
      to: '/settlements/$settlementId/evidence',
      params: { settlementId },
      search: { size: size ?? sample.suggested },
      replace: true,
    });
  const save = (): void => {
    setBusy(true);
    const wanted = { params: { settlementId }, query: { size: sample.size } };
    download(settlementEvidence.file, wanted, `evidence-${number}.zip`)
      .catch((error: unknown) => void message.error(t('saveFailed', { why: messageOf(error) })))
      .finally(() => setBusy(false));
  };
  return (
    <div className={`${styles['tools'] ?? ''} no-print`}>
      <Form layout="inline" className={styles['draw'] ?? ''} onFinish={draw}>
        <Form.Item label={t('size')} htmlFor="sample-size">
          <InputNumber
            id="sample-size"
            value={size}
            min={1}
            max={sample.sizeMax}
            precision={0}
            onChange={setSize}
            suffix={t('lines')}
          />
        </Form.Item>
        <Button htmlType="submit">{t('draw')}</Button>
      </Form>
      <Button loading={busy} onClick={save}>
        {t('save')}
      </Button>
      <Button type="primary" onClick={() => window.print()}>
        {t('print', { ns: 'consolePrint' })}
      </Button>
    </div>
  );
}

function Sheet({ evidence }: { evidence: SettlementEvidence }) {
  const { t } = useTranslation('settlementEvidence');
  const { lines, looks } = evidence;
  return (
    <article className={`paper ${styles['sheet']}`}>
      <h1>{t('title')}</h1>
      <EvidenceHead evidence={evidence} />
      {lines.map((line) => (
        <EvidenceLineBlock key={line.line.lineId} evidence={line} />
      ))}
      <div className={styles['signs']}>
        <span>{t('signAuditor')}</span>
        <span>{t('signDate')}</span>
      </div>
      <p className={styles['foot']}>
        {looks.length === 0
          ? t('firstLook')
          : t('looks', { names: inList([...new Set(looks.map(({ byName }) => byName))]) })}
      </p>
    </article>
  );
}
