import { type Settlement, type SettlementLine, settlements } from '@red-points/shared/contracts';
import { Button, TextArea, Toast } from 'antd-mobile';
import { useId, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { messageOf, useList, useMoneyMutation } from '../api/index.ts';
import { formatMoment, formatYuan } from '../components/formatters.ts';
import { Row } from '../phone/components/ListSection.tsx';
import { MoreButton } from '../phone/components/MoreButton.tsx';
import { Sheet, SheetRows } from '../phone/components/Sheet.tsx';
import { Trouble, Waiting } from '../phone/components/states.tsx';
import { REASON_MAX, useReason } from '../phone/use-reason.ts';
import { SettlementPapers } from './SettlementPapers.tsx';
import styles from './SettlementSheet.module.css';

/** A statement on the shop's phone, line by line; a tap on a line says that it is wrong. */
export function SettlementSheet({ settlement, onClose }: { settlement: Settlement | undefined; onClose: () => void }) {
  const { t } = useTranslation('settlements');
  return (
    <Sheet
      open={settlement !== undefined}
      title={t('shop.lines')}
      lead={
        settlement === undefined
          ? undefined
          : t('paper.sum', {
              lines: settlement.totals.lines,
              points: settlement.totals.points,
              yuan: formatYuan(settlement.totals.fen),
            })
      }
      onClose={onClose}
    >
      {settlement === undefined ? null : (
        <>
          {settlement.payout === null ? null : (
            <p className="small">
              {t('pay.line', {
                date: settlement.payout.paidOn,
                method: settlement.payout.method,
                reference: settlement.payout.reference,
                invoice: settlement.payout.invoice === '' ? t('pay.noInvoice') : settlement.payout.invoice,
                name: settlement.payout.byName,
              })}
            </p>
          )}
          <SettlementPapers settlement={settlement} />
          <Lines settlement={settlement} />
        </>
      )}
    </Sheet>
  );
}

function Lines({ settlement }: { settlement: Settlement }) {
  const { t } = useTranslation('settlements');
  const [wrong, setWrong] = useState<SettlementLine>();
  const { settlementId, may } = settlement;
  const list = useList(settlements.lines, { params: { settlementId }, query: { limit: 30 } });
  if (list.isPending) return <Waiting rows={5} />;
  if (list.isError && list.items.length === 0) {
    return <Trouble error={list.error} onRetry={() => void list.refetch()} />;
  }
  return (
    <SheetRows>
      {list.items.map((line) => (
        <div key={line.lineId}>
          <Row
            title={`${line.offerTitle} × ${line.quantity}`}
            below={`${formatMoment(line.at)} · ${t(`kind.${line.kind}`)} · ${line.maskedName}`}
            end={t('yuan', { yuan: formatYuan(line.fen) })}
            endBelow={line.disputeId === null ? (may.dispute ? t('shop.dispute') : '') : t('lines.disputed')}
            {...(may.dispute && line.disputeId === null
              ? { onOpen: () => setWrong(wrong?.lineId === line.lineId ? undefined : line) }
              : {})}
          />
          {wrong?.lineId === line.lineId ? (
            <DisputeForm settlementId={settlementId} line={line} onDone={() => setWrong(undefined)} />
          ) : null}
        </div>
      ))}
      <MoreButton list={list} />
    </SheetRows>
  );
}

function DisputeForm({
  settlementId,
  line,
  onDone,
}: {
  settlementId: string;
  line: SettlementLine;
  onDone: () => void;
}) {
  const { t } = useTranslation('settlements');
  const dispute = useMoneyMutation(settlements.dispute, {
    changes: [settlements.list, settlements.lines, settlements.dues, settlements.disputes],
    onDone: () => {
      Toast.show({ icon: 'success', content: t('disputeDialog.done') });
      onDone();
    },
  });
  const fieldId = useId();
  const { written, setWritten, isShort, send } = useReason((reason) =>
    dispute.start({ params: { settlementId, lineId: line.lineId }, body: { reason } }),
  );
  const trouble = isShort ? t('shop.tooShort') : dispute.error === null ? undefined : messageOf(dispute.error);
  return (
    <div className={styles['form']}>
      <p>
        <label htmlFor={fieldId}>{t('shop.lead')}</label>
      </p>
      <TextArea
        autoFocus
        rows={3}
        maxLength={REASON_MAX}
        showCount
        value={written}
        onChange={setWritten}
        placeholder={t('shop.placeholder')}
        id={fieldId}
      />
      {trouble === undefined ? null : <p role="alert">{trouble}</p>}
      <Button color="primary" block loading={dispute.sending} onClick={send}>
        {t('shop.send')}
      </Button>
    </div>
  );
}
