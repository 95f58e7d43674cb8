import { type SettlementDue, settlements } from '@red-points/shared/contracts';
import { Button, Form, Input, type TableProps } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useRead } from '../../api/index.ts';
import { businessDate, formatNumber, formatShortDay, formatYuan } from '../../components/formatters.ts';
import { useMay } from '../../features/use-may.ts';
import { MoneyDialog } from '../components/MoneyDialog.tsx';
import { RecordTable } from '../components/RecordTable.tsx';
import { ActsHead } from '../parts/ActsHead.tsx';
import { useUnit } from '../unit.tsx';
import { CHANGED } from './changed.ts';

/** What is owed and in no statement, by shop and payer: from here a statement is drafted. */
export function DuesTable({ onOpen }: { onOpen: (settlementId: string) => void }) {
  const { t } = useTranslation('settlements');
  const { unitId } = useUnit();
  const [drafting, setDrafting] = useState<SettlementDue>();
  const read = useRead(settlements.dues, { query: { unitId } }, { enabled: unitId !== '' });
  const items = read.data?.items ?? [];
  return (
    <>
      <RecordTable
        list={{ items, isPending: read.isPending, error: read.error, refetch: read.refetch }}
        columns={useColumns(setDrafting, onOpen)}
        rowKey={(due) => `${due.shopId}|${due.payer.kind}|${due.payer.unitId}`}
        empty={t('noDues')}
        minWidthPx={860}
        total={items.length}
      />
      <MoneyDialog
        endpoint={settlements.draft}
        params={{}}
        open={drafting !== undefined}
        onClose={() => setDrafting(undefined)}
        title={t('draft.title', { shop: drafting?.shopName ?? '' })}
        verb={t('draft.verb')}
        explanation={t('draft.explain')}
        done={t('draft.done')}
        onAnswer={({ settlementId }) => onOpen(settlementId)}
        changes={CHANGED}
        initialValues={{ until: businessDate() }}
        toBody={(values) => ({
          shopId: drafting?.shopId,
          payer: { kind: drafting?.payer.kind, unitId: drafting?.payer.unitId },
          until: values['until'],
        })}
      >
        {(required) => (
          <Form.Item name="until" label={t('draft.until')} rules={[required]}>
            <Input type="date" max={businessDate()} />
          </Form.Item>
        )}
      </MoneyDialog>
    </>
  );
}

function useColumns(
  onDraft: (due: SettlementDue) => void,
  onOpen: (settlementId: string) => void,
): NonNullable<TableProps<SettlementDue>['columns']> {
  const { t } = useTranslation('settlements');
  const may = useMay();
  return [
    { key: 'shop', title: t('column.shop'), render: (_, due) => <b>{due.shopName}</b> },
    {
      key: 'payer',
      title: t('column.payer'),
      width: 190,
      render: (_, due) => `${due.payer.unitName} ${t(`payerKind.${due.payer.kind}`)}`,
    },
    { key: 'first', title: t('column.first'), width: 120, render: (_, due) => formatShortDay(due.firstAt) },
    { key: 'lines', title: t('column.lines'), width: 80, align: 'right', render: (_, due) => formatNumber(due.lines) },
    {
      key: 'points',
      title: t('column.points'),
      width: 90,
      align: 'right',
      render: (_, due) => formatNumber(due.points),
    },
    {
      key: 'fen',
      title: t('column.fen'),
      width: 120,
      align: 'right',
      render: (_, due) => <b>{formatYuan(due.fen)}</b>,
    },
    {
      key: 'verb',
      title: <ActsHead />,
      width: 150,
      align: 'right',
      render: (_, due) => {
        const { openSettlementId } = due;
        if (openSettlementId !== null) {
          return (
            <Button size="small" onClick={() => onOpen(openSettlementId)}>
              {t('draft.open')}
            </Button>
          );
        }
        return may('settlements.handle') ? (
          <Button size="small" onClick={() => onDraft(due)}>
            {t('draft.verb')}
          </Button>
        ) : null;
      },
    },
  ];
}
