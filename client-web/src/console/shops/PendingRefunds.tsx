import { type Redemption, redemptions, shops } from '@red-points/shared/contracts';
import { Alert, App, Button } from 'antd';
import { useTranslation } from 'react-i18next';
import { messageOf, useChange, useMoneyMutation } from '../../api/index.ts';
import { formatMoment } from '../../components/formatters.ts';
import styles from './PendingRefunds.module.css';

/** What is read again once points were given back, or are about to be. */
export const CHANGED_BY_REFUND = [redemptions.get, redemptions.list, shops.list, shops.get];

type Pending = Redemption['pendingRefunds'][number];

/** Refunds that wait for a second person's word. */
export function PendingRefunds({ redemption }: { redemption: Redemption }) {
  return redemption.pendingRefunds.map((refund) => (
    <PendingRefund key={refund.number} redemptionId={redemption.redemptionId} refund={refund} />
  ));
}

function PendingRefund({ redemptionId, refund }: { redemptionId: string; refund: Pending }) {
  const { t } = useTranslation(['consoleShops', 'common']);
  const { message } = App.useApp();
  const params = { redemptionId, number: refund.number };
  const confirm = useMoneyMutation(redemptions.confirmRefund, {
    changes: CHANGED_BY_REFUND,
    onDone: () => void message.success(t('refund.done')),
  });
  const withdraw = useChange(redemptions.withdrawRefund, {
    changes: CHANGED_BY_REFUND,
    onDone: () => void message.success(t(refund.proposedByYou ? 'refund.withdrawn' : 'refund.turnedDown')),
  });
  const error = confirm.error ?? withdraw.error;
  return (
    <Alert
      type="warning"
      showIcon
      className={styles['pending'] ?? ''}
      title={t('refund.pending', { points: refund.points })}
      description={
        <>
          <p>{refund.reason}</p>
          <p className="small quiet">
            {t('refund.proposedBy', { name: refund.proposedByName, moment: formatMoment(refund.proposedAt) })}
            {refund.answerBy === null ? '' : ` · ${t('refund.answerBy', { moment: formatMoment(refund.answerBy) })}`}
          </p>
          {error === null ? null : <p role="alert">{messageOf(error)}</p>}
          <div className={styles['acts']}>
            {confirm.outcomeUnknown ? <Button onClick={confirm.askAgain}>{t('refund.askAgain')}</Button> : null}
            {refund.mayConfirm && !confirm.outcomeUnknown ? (
              <Button type="primary" loading={confirm.sending} onClick={() => confirm.start({ params })}>
                {t('refund.confirm')}
              </Button>
            ) : null}
            {refund.mayWithdraw ? (
              <Button loading={withdraw.isPending} onClick={() => withdraw.mutate({ params })}>
                {t(refund.proposedByYou ? 'refund.withdraw' : 'refund.turnDown')}
              </Button>
            ) : null}
          </div>
        </>
      }
    />
  );
}
