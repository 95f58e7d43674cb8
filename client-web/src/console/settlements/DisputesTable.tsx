import { type SettlementDispute, settlements } from '@red-points/shared/contracts';
import { App, Button, Form, Input, InputNumber, Radio, type TableProps } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { messageOf, useList, useMoneyMutation } from '../../api/index.ts';
import { formatMoment, formatYuan } from '../../components/formatters.ts';
import { MoneyDialog } from '../components/MoneyDialog.tsx';
import { RecordTable } from '../components/RecordTable.tsx';
import { ActsHead } from '../parts/ActsHead.tsx';
import { useUnit } from '../unit.tsx';
import { CHANGED } from './changed.ts';

/** Disputes that wait, the oldest first, each kept or corrected by somebody who did not file it. */
export function DisputesTable() {
  const { t } = useTranslation('settlements');
  const { unitId } = useUnit();
  const [deciding, setDeciding] = useState<SettlementDispute>();
  const list = useList(
    settlements.disputes,
    { query: { unitId, show: 'open', limit: 50 } },
    { enabled: unitId !== '' },
  );
  return (
    <>
      <RecordTable
        list={list}
        columns={useColumns(setDeciding)}
        rowKey={(dispute) => dispute.disputeId}
        empty={t('noDisputes')}
        minWidthPx={900}
      />
      <Decide dispute={deciding} onClose={() => setDeciding(undefined)} />
    </>
  );
}

function Decide({ dispute, onClose }: { dispute: SettlementDispute | undefined; onClose: () => void }) {
  const { t } = useTranslation('settlements');
  return (
    <MoneyDialog
      endpoint={settlements.decideDispute}
      params={{ disputeId: dispute?.disputeId ?? '' }}
      open={dispute !== undefined}
      onClose={onClose}
      title={t('decide.title')}
      verb={t('decide.verb')}
      explanation={
        dispute === undefined ? null : (
          <>
            <b>{`${dispute.line.offerTitle} × ${dispute.line.quantity} · ${t('yuan', { yuan: formatYuan(dispute.line.fen) })}`}</b>
            <br />
            {dispute.reason}
          </>
        )
      }
      done={t('decide.done')}
      changes={CHANGED}
      initialValues={{ outcome: 'kept' }}
      toBody={(values) => ({
        outcome: values['outcome'],
        answer: values['answer'],
        correctionFen:
          values['outcome'] === 'corrected' && typeof values['yuan'] === 'number'
            ? Math.round(values['yuan'] * 100)
            : null,
      })}
    >
      {(required) => (
        <>
          <Form.Item name="outcome" label={t('decide.outcome')} rules={[required]}>
            <Radio.Group
              options={[
                { value: 'kept', label: t('decide.kept') },
                { value: 'corrected', label: t('decide.corrected') },
              ]}
            />
          </Form.Item>
          <Form.Item noStyle shouldUpdate={(before, after) => before.outcome !== after.outcome}>
            {({ getFieldValue }) =>
              getFieldValue('outcome') === 'corrected' ? (
                <Form.Item name="yuan" label={t('decide.amount')} rules={[required]}>
                  <InputNumber precision={2} style={{ width: 180 }} />
                </Form.Item>
              ) : null
            }
          </Form.Item>
          <Form.Item name="answer" label={t('decide.answer')} rules={[required]}>
            <Input.TextArea rows={3} maxLength={300} showCount />
          </Form.Item>
        </>
      )}
    </MoneyDialog>
  );
}

function useColumns(
  onDecide: (dispute: SettlementDispute) => void,
): NonNullable<TableProps<SettlementDispute>['columns']> {
  const { t } = useTranslation('settlements');
  return [
    {
      key: 'shop',
      title: t('column.shop'),
      width: 170,
      render: (_, each) => (
        <>
          <b>{each.shopName}</b>
          <div className="small quiet">{each.settlementNumber}</div>
        </>
      ),
    },
    {
      key: 'line',
      title: t('column.what'),
      width: 200,
      render: (_, each) => (
        <>
          {`${each.line.offerTitle} × ${each.line.quantity}`}
          <div className="small quiet">{formatMoment(each.line.at)}</div>
        </>
      ),
    },
    { key: 'fen', title: t('column.fen'), width: 100, align: 'right', render: (_, each) => formatYuan(each.line.fen) },
    { key: 'reason', title: t('column.reason'), render: (_, each) => each.reason },
    {
      key: 'filed',
      title: t('column.filed'),
      width: 150,
      render: (_, each) => (
        <>
          {`${t(`side.${each.side}`)} ${each.filedByName}`}
          <div className="small quiet">{formatMoment(each.filedAt)}</div>
        </>
      ),
    },
    {
      key: 'verb',
      title: <ActsHead />,
      width: 130,
      align: 'right',
      render: (_, each) => <Verbs dispute={each} onDecide={onDecide} />,
    },
  ];
}

function Verbs({ dispute, onDecide }: { dispute: SettlementDispute; onDecide: (dispute: SettlementDispute) => void }) {
  const { t } = useTranslation('settlements');
  const { message } = App.useApp();
  const withdraw = useMoneyMutation(settlements.withdrawDispute, {
    changes: CHANGED,
    onDone: () => void message.success(t('decide.withdrawn')),
    onRefused: (error) => void message.error(messageOf(error)),
  });
  if (dispute.mayDecide) {
    return (
      <Button size="small" onClick={() => onDecide(dispute)}>
        {t('decide.verb')}
      </Button>
    );
  }
  return dispute.mayWithdraw ? (
    <Button
      size="small"
      loading={withdraw.sending}
      onClick={() => withdraw.start({ params: { disputeId: dispute.disputeId } })}
    >
      {t('decide.withdraw')}
    </Button>
  ) : null;
}
