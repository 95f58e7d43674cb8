import { type Redemption, type Refund, redemptions } from '@red-points/shared/contracts';
import { Button, Toast } from 'antd-mobile';
import { useTranslation } from 'react-i18next';
import { messageOf, useChange, useMoneyMutation } from '../api/index.ts';
import { formatMoment } from '../components/formatters.ts';
import { Points } from '../components/Points.tsx';
import { ListSection } from '../phone/components/ListSection.tsx';
import styles from './RefundSheet.module.css';
import { CHANGED_BY_REFUND } from './RefundSheet.tsx';

type Pending = Redemption['pendingRefunds'][number];

/** Every act of giving points back: what came of it, and what the reader may say to one that waits. */
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

function Answer({ orderId, pending }: { orderId: string; pending: Pending }) {
  const { t } = useTranslation('shopOrders');
  const params = { redemptionId: orderId, number: pending.number };
  const confirm = useMoneyMutation(redemptions.confirmRefund, {
    changes: CHANGED_BY_REFUND,
    onDone: () => void Toast.show({ icon: 'success', content: t('refund.done') }),
  });
  const withdraw = useChange(redemptions.withdrawRefund, {
    changes: CHANGED_BY_REFUND,
    onDone: () => void Toast.show(t(pending.proposedByYou ? 'refunds.withdrawn' : 'refunds.turnedDown')),
  });
  const error = confirm.outcomeUnknown ? null : (confirm.error ?? withdraw.error);
  return (
    <>
      {pending.answerBy === null ? null : (
        <p className="small quiet">{t('refunds.answerBy', { moment: formatMoment(pending.answerBy) })}</p>
      )}
      {error === null ? null : (
        <p role="alert" className={styles.trouble}>
          {messageOf(error)}
        </p>
      )}
      {confirm.outcomeUnknown ? <p role="alert">{t('refund.unknownHint')}</p> : null}
      <div className={styles.acts}>
        {confirm.outcomeUnknown ? (
          <Button size="small" onClick={confirm.askAgain}>
            {t('refund.askAgain')}
          </Button>
        ) : pending.mayConfirm ? (
          <Button size="small" color="primary" loading={confirm.sending} onClick={() => confirm.start({ params })}>
            {t('refunds.confirm')}
          </Button>
        ) : null}
        {pending.mayWithdraw && !confirm.outcomeUnknown ? (
          <Button size="small" loading={withdraw.isPending} onClick={() => withdraw.mutate({ params })}>
            {t(pending.proposedByYou ? 'refunds.withdraw' : 'refunds.turnDown')}
          </Button>
        ) : null}
      </div>
    </>
  );
}
