import { type Redemption, type Refund, redemptions } from '@red-points/shared/contracts';
import { Button, Toast } from 'antd-mobile';
import { useTranslation } from 'react-i18next';
import { messageOf, useChange } from '../api/index.ts';
import { formatMoment } from '../components/formatters.ts';
import { Points } from '../components/Points.tsx';
import { ListSection } from '../phone/components/ListSection.tsx';
import styles from './RefundSheet.module.css';
import { CHANGED_BY_REFUND } from './RefundSheet.tsx';

type Pending = Redemption['pendingRefunds'][number];

/** Every act of giving points back: what came of it, and whether the reader may take back one that waits. */
export function RefundList({ order, items }: { order: Redemption; items: readonly Refund[] }) {
  const { t } = useTranslation('shopOrders');
  if (items.length === 0) return null;
  const pending = new Map(order.pendingRefunds.map((refund) => [refund.number, refund]));
  return (
    <ListSection title={t('refunds.title')}>
      {items.map((refund) => (
        <OneRefund
          key={refund.number}
          refund={refund}
          pending={pending.get(refund.number)}
          orderId={order.redemptionId}
        />
      ))}
    </ListSection>
  );
}

function OneRefund({ refund, pending, orderId }: { refund: Refund; pending: Pending | undefined; orderId: string }) {
  const { t } = useTranslation('shopOrders');
  const { decidedByName, decidedAt } = refund;
  return (
    <div className={styles.refund}>
      <header>
        <Points value={refund.points} strong />
        <span className="small quiet">{t(`refunds.state.${refund.state}`)}</span>
      </header>
      <p>{refund.reason}</p>
      <p className="small quiet">{t('refunds.by', { name: refund.byName, moment: formatMoment(refund.at) })}</p>
      {decidedByName === null || decidedAt === null ? null : (
        <p className="small quiet">{t('refunds.decided', { name: decidedByName, moment: formatMoment(decidedAt) })}</p>
      )}
      {pending === undefined ? null : <Answer orderId={orderId} pending={pending} />}
    </div>
  );
}

/** What waits for the office; whoever of the shop proposed it may take it back, and confirms nothing: the second word is the office's. */
function Answer({ orderId, pending }: { orderId: string; pending: Pending }) {
  const { t } = useTranslation('shopOrders');
  const params = { redemptionId: orderId, number: pending.number };
  const withdraw = useChange(redemptions.withdrawRefund, {
    changes: CHANGED_BY_REFUND,
    onDone: () => void Toast.show(t('refunds.withdrawn')),
  });
  return (
    <>
      {pending.answerBy === null ? null : (
        <p className="small quiet">{t('refunds.answerBy', { moment: formatMoment(pending.answerBy) })}</p>
      )}
      {withdraw.error === null ? null : (
        <p role="alert" className={styles.trouble}>
          {messageOf(withdraw.error)}
        </p>
      )}
      {pending.mayWithdraw ? (
        <div className={styles.acts}>
          <Button size="small" loading={withdraw.isPending} onClick={() => withdraw.mutate({ params })}>
            {t('refunds.withdraw')}
          </Button>
        </div>
      ) : null}
    </>
  );
}
