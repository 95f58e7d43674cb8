import { type SettlementFunding, settlements } from '@red-points/shared/contracts';
import { Alert, App, Button, Form, Input, InputNumber, Modal, Select, type TableProps } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { messageOf, useChange, useRead } from '../../api/index.ts';
import { businessDate, formatYuan } from '../../components/formatters.ts';
import { RecordTable } from '../components/RecordTable.tsx';
import { ActsHead } from '../parts/ActsHead.tsx';
import { useUnit } from '../unit.tsx';
import { CHANGED } from './changed.ts';

/** 资金预算: what communities and districts may spend on shops this year, and what of it is settled and owed. */
export function FundingTable() {
  const { t } = useTranslation('settlements');
  const { unitId } = useUnit();
  const thisYear = Number(businessDate().slice(0, 4));
  // A statement up to December counts on the year past: it is drafted and closed in January.
  const years = [thisYear - 1, thisYear, thisYear + 1].map(String);
  const [year, setYear] = useState(String(thisYear));
  const [changing, setChanging] = useState<SettlementFunding>();
  const read = useRead(settlements.funding, { query: { unitId, year } }, { enabled: unitId !== '' });
  const items = read.data?.items ?? [];
  return (
    <>
      <RecordTable
        list={{ items, isPending: read.isPending, error: read.error, refetch: read.refetch }}
        columns={useColumns(setChanging)}
        rowKey={(each) => `${each.payer.kind}|${each.payer.unitId}`}
        minWidthPx={820}
        total={items.length}
        toolbar={
          <>
            <Select
              value={year}
              aria-label={t('column.year')}
              style={{ width: 120 }}
              onChange={setYear}
              options={years.map((value) => ({ value, label: t('funding.ofYear', { year: value }) }))}
            />
            <span className="small quiet">{t('funding.explain')}</span>
          </>
        }
      />
      {changing === undefined ? null : <SetFunding funding={changing} onClose={() => setChanging(undefined)} />}
    </>
  );
}

function SetFunding({ funding, onClose }: { funding: SettlementFunding; onClose: () => void }) {
  const { t } = useTranslation('settlements');
  const { message } = App.useApp();
  const [yuan, setYuan] = useState<number | null>(funding.limitFen === null ? null : funding.limitFen / 100);
  const [reason, setReason] = useState('');
  const { payer, year, version } = funding;
  const set = useChange(settlements.setFunding, {
    changes: CHANGED,
    onDone: () => {
      void message.success(t('funding.done'));
      onClose();
    },
  });
  const send = (): void => {
    if (payer.kind === 'shop') return;
    const limitFen = yuan === null ? null : Math.round(yuan * 100);
    const body = { kind: payer.kind, limitFen, version, reason: reason.trim() };
    set.mutate({ params: { unitId: payer.unitId, year }, body });
  };
  return (
    <Modal
      open
      title={t('funding.title', { unit: payer.unitName, year })}
      okText={t('funding.verb')}
      okButtonProps={{ disabled: reason.trim().length < 2, loading: set.isPending }}
      onOk={send}
      onCancel={onClose}
    >
      <Form layout="vertical">
        <Form.Item label={t('funding.limit')} htmlFor="funding-limit">
          <InputNumber
            id="funding-limit"
            autoFocus
            min={0}
            precision={2}
            value={yuan}
            onChange={setYuan}
            style={{ width: 200 }}
          />
          {payer.kind === 'community' ? <p className="small quiet">{t('funding.more')}</p> : null}
        </Form.Item>
        <Form.Item label={t('funding.reason')} htmlFor="funding-reason">
          <Input
            id="funding-reason"
            value={reason}
            maxLength={300}
            onChange={(event) => setReason(event.target.value)}
          />
        </Form.Item>
      </Form>
      {set.error === null ? null : <Alert type="warning" showIcon title={messageOf(set.error)} />}
    </Modal>
  );
}

function useColumns(
  onChange: (funding: SettlementFunding) => void,
): NonNullable<TableProps<SettlementFunding>['columns']> {
  const { t } = useTranslation('settlements');
  const money = (fen: number | null) =>
    fen === null ? <span className="quiet">{t('funding.unlimited')}</span> : formatYuan(fen);
  return [
    {
      key: 'payer',
      title: t('column.payer'),
      render: (_, each) => (
        <>
          <b>{each.payer.unitName}</b>
          <div className="small quiet">{t(`payerKind.${each.payer.kind}`)}</div>
        </>
      ),
    },
    { key: 'year', title: t('column.year'), width: 80, render: (_, each) => each.year },
    { key: 'limit', title: t('column.limit'), width: 140, align: 'right', render: (_, each) => money(each.limitFen) },
    {
      key: 'settled',
      title: t('column.settled'),
      width: 130,
      align: 'right',
      render: (_, each) => money(each.settledFen),
    },
    { key: 'owing', title: t('column.owing'), width: 130, align: 'right', render: (_, each) => money(each.owedFen) },
    {
      key: 'left',
      title: t('column.left'),
      width: 130,
      align: 'right',
      render: (_, each) => <b>{money(each.leftFen)}</b>,
    },
    {
      key: 'verb',
      title: <ActsHead />,
      width: 90,
      align: 'right',
      render: (_, each) =>
        each.mayChange ? (
          <Button size="small" onClick={() => onChange(each)}>
            {t('funding.verb')}
          </Button>
        ) : null,
    },
  ];
}
