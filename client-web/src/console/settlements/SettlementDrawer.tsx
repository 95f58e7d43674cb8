import DownloadOutlined from '@ant-design/icons-svg/es/asn/DownloadOutlined';
import FileSearchOutlined from '@ant-design/icons-svg/es/asn/FileSearchOutlined';
import PrinterOutlined from '@ant-design/icons-svg/es/asn/PrinterOutlined';
import { type Settlement, settlements } from '@red-points/shared/contracts';
import { SIGNATURE_PARTS } from '@red-points/shared/domain/settlements';
import { Link } from '@tanstack/react-router';
import { Alert, App, Button } from 'antd';
import { useTranslation } from 'react-i18next';
import { messageOf, useRead } from '../../api/index.ts';
import { formatMoment, formatYuan } from '../../components/formatters.ts';
import { Icon } from '../../components/icons.tsx';
import { useWorkbook } from '../../features/settlements/use-workbook.ts';
import { useMay } from '../../features/use-may.ts';
import { RecordDrawer } from '../components/RecordDrawer.tsx';
import { OpenDisputes } from './OpenDisputes.tsx';
import { SettlementActions } from './SettlementActions.tsx';
import styles from './SettlementDrawer.module.css';
import { SettlementLines } from './SettlementLines.tsx';
import { SettlementStateTag } from './SettlementStateTag.tsx';

const FRESH_MS = 15_000;

/** One statement: its sums, who signed, how it was paid, every line, and what the reader may do. */
export function SettlementDrawer({ settlementId, onClose }: { settlementId: string | undefined; onClose: () => void }) {
  const { t } = useTranslation('settlements');
  const params = { settlementId: settlementId ?? '' };
  const read = useRead(settlements.get, { params }, { enabled: settlementId !== undefined, everyMs: FRESH_MS });
  const settlement = settlementId === undefined ? undefined : read.data;
  return (
    <RecordDrawer
      open={settlementId !== undefined}
      onClose={onClose}
      mark={settlement?.shopName.slice(0, 1) ?? ''}
      title={settlement?.shopName ?? ''}
      tags={settlement === undefined ? undefined : <SettlementStateTag state={settlement.state} />}
      subtitle={
        settlement === undefined ? undefined : (
          <>
            <span>{settlement.number}</span>
            <span>{`${settlement.payer.unitName} ${t(`payerKind.${settlement.payer.kind}`)}`}</span>
            <span>{`${t('column.until')} ${settlement.until}`}</span>
          </>
        )
      }
      figures={
        settlement === undefined
          ? []
          : [
              { label: t('column.lines'), value: settlement.totals.lines },
              { label: t('column.points'), value: settlement.totals.points },
              { label: t('column.fen'), value: formatYuan(settlement.totals.fen) },
            ]
      }
      loading={read.isPending}
      error={read.error}
      onRetry={() => void read.refetch()}
      footerNote={settlement === undefined ? undefined : <Papers settlement={settlement} />}
      footer={settlement === undefined ? undefined : <SettlementActions settlement={settlement} />}
    >
      {settlement === undefined ? null : (
        <>
          <Signatures settlement={settlement} />
          <SettlementLines settlement={settlement} />
        </>
      )}
    </RecordDrawer>
  );
}

function Papers({ settlement }: { settlement: Settlement }) {
  const { t } = useTranslation(['settlements', 'settlementEvidence']);
  const may = useMay();
  const { message } = App.useApp();
  const { settlementId } = settlement;
  const { saving, save } = useWorkbook(
    settlement,
    (error) => void message.error(t('exportFailed', { why: messageOf(error) })),
  );
  return (
    <span className={styles['papers']}>
      <Button size="small" icon={<Icon of={DownloadOutlined} />} loading={saving} onClick={() => void save()}>
        {t('export')}
      </Button>
      <Button
        size="small"
        icon={<Icon of={PrinterOutlined} />}
        href={`/console/print/settlement/${settlementId}`}
        target="_blank"
      >
        {t('print')}
      </Button>
      {may('settlements.audit') && settlement.closed !== null ? (
        <Link to="/settlements/$settlementId/evidence" params={{ settlementId }}>
          <Button size="small" icon={<Icon of={FileSearchOutlined} />} tabIndex={-1}>
            {t('verb', { ns: 'settlementEvidence' })}
          </Button>
        </Link>
      ) : null}
    </span>
  );
}

/** 经手, 证明, 审批 side by side as on the paper, then closing and payment. */
function Signatures({ settlement }: { settlement: Settlement }) {
  const { t } = useTranslation('settlements');
  const { signatures, closingProposed, closed, payout, signaturesVoided, fingerprint } = settlement;
  return (
    <section className={styles['signatures']} aria-label={t('column.signed')}>
      {signaturesVoided > 0 && signatures.length === 0 && closed === null ? (
        <Alert type="warning" showIcon title={t('voided')} />
      ) : null}
      <OpenDisputes settlement={settlement} />
      <dl>
        {SIGNATURE_PARTS.map((part) => {
          const signature = signatures.find((one) => one.part === part);
          return (
            <div key={part}>
              <dt className="small quiet">{t(`part.${part}`)}</dt>
              <dd>{signature === undefined ? <span className="quiet">{t('sign.waiting')}</span> : signature.byName}</dd>
              <dd className="small quiet">{signature === undefined ? '' : formatMoment(signature.at)}</dd>
            </div>
          );
        })}
      </dl>
      {closingProposed === null ? null : (
        <p className="small">
          {t('closing.by', { name: closingProposed.byName, time: formatMoment(closingProposed.at) })}
        </p>
      )}
      {closed === null ? null : (
        <p className="small">{t('closing.closedBy', { name: closed.byName, time: formatMoment(closed.at) })}</p>
      )}
      {payout === null ? null : (
        <p className="small">
          {t('pay.line', {
            date: payout.paidOn,
            method: payout.method,
            reference: payout.reference,
            invoice: payout.invoice === '' ? t('pay.noInvoice') : payout.invoice,
            name: payout.byName,
          })}
        </p>
      )}
      {fingerprint === null ? null : (
        <p className="small quiet">
          {t('paper.fingerprint')} <code>{fingerprint.slice(0, 16)}</code>
        </p>
      )}
    </section>
  );
}
