import { type Settlement, type SettlementLine, settlements } from '@red-points/shared/contracts';
import { App, Button, Skeleton, Table, type TableProps } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { messageOf, useList, useMoneyMutation } from '../../api/index.ts';
import { formatMoment, formatNumber, formatYuan } from '../../components/formatters.ts';
import { ReasonDialog } from '../components/ReasonDialog.tsx';
import { Trouble } from '../components/Trouble.tsx';
import { ActsHead } from '../parts/ActsHead.tsx';
import { CHANGED } from './changed.ts';
import styles from './SettlementDrawer.module.css';

/** The lines of a statement, each of which can be disputed. */
export function SettlementLines({ settlement }: { settlement: Settlement }) {
  const { t } = useTranslation('settlements');
  const { message } = App.useApp();
  const [disputed, setDisputed] = useState<SettlementLine>();
  const { settlementId } = settlement;
  const list = useList(settlements.lines, { params: { settlementId }, query: { limit: 50 } });
  const dispute = useMoneyMutation(settlements.dispute, {
    changes: CHANGED,
    onDone: () => {
      void message.success(t('disputeDialog.done'));
      setDisputed(undefined);
    },
  });
  const columns = useColumns(settlement, setDisputed);
  if (list.error !== null && list.items.length === 0) {
    return <Trouble error={list.error} onRetry={() => void list.refetch()} />;
  }
  return (
    <section className={styles['lines']} aria-label={t('lines.title')}>
      <h3>{t('lines.title')}</h3>
      {list.isPending ? (
        <Skeleton active title={false} paragraph={{ rows: 5, width: '100%' }} />
      ) : (
        <Table<SettlementLine>
          dataSource={[...list.items]}
          columns={columns}
          rowKey={(line) => line.lineId}
          pagination={false}
          size="small"
          scroll={{ x: 520 }}
        />
      )}
      {list.hasNextPage ? (
        <Button type="link" loading={list.isFetchingNextPage} onClick={() => void list.fetchNextPage()}>
          {t('lines.more')}
        </Button>
      ) : null}
      <ReasonDialog
        open={disputed !== undefined}
        title={t('disputeDialog.title')}
        explanation={t(settlement.state === 'draft' ? 'disputeDialog.explain' : 'disputeDialog.explainClosed')}
        verb={t('disputeDialog.verb')}
        busy={dispute.sending}
        error={dispute.error === null ? undefined : messageOf(dispute.error)}
        onGive={(reason) =>
          disputed !== undefined &&
          dispute.start({ params: { settlementId, lineId: disputed.lineId }, body: { reason } })
        }
        onCancel={() => {
          dispute.reset();
          setDisputed(undefined);
        }}
      />
    </section>
  );
}

function useColumns(
  settlement: Settlement,
  onDispute: (line: SettlementLine) => void,
): NonNullable<TableProps<SettlementLine>['columns']> {
  const { t } = useTranslation('settlements');
  return [
    { key: 'at', title: t('column.time'), width: 116, render: (_, line) => formatMoment(line.at) },
    {
      key: 'what',
      title: t('column.what'),
      render: (_, line) => (
        <>
          {`${line.offerTitle} × ${line.quantity}`}
          <div className="small quiet">{`${t(`kind.${line.kind}`)} · ${line.maskedName}`}</div>
        </>
      ),
    },
    {
      key: 'points',
      title: t('column.points'),
      width: 70,
      align: 'right',
      render: (_, line) => formatNumber(line.points),
    },
    { key: 'fen', title: t('column.fen'), width: 90, align: 'right', render: (_, line) => formatYuan(line.fen) },
    {
      key: 'dispute',
      title: <ActsHead />,
      width: 96,
      align: 'right',
      render: (_, line) =>
        line.disputeId !== null ? (
          <span className="small quiet">{t('lines.disputed')}</span>
        ) : settlement.may.dispute ? (
          <Button size="small" type="link" onClick={() => onDispute(line)}>
            {t('lines.dispute')}
          </Button>
        ) : null,
    },
  ];
}
