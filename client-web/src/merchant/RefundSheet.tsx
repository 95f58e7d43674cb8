import { type Redemption, type RedemptionRefunds, redemptions, refunds, shops } from '@red-points/shared/contracts';
import { Button, Toast } from 'antd-mobile';
import { type FormEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { messageOf, useMoneyMutation } from '../api/index.ts';
import { formatYuan } from '../components/formatters.ts';
import { Banner } from '../phone/components/Banner.tsx';
import { Field } from '../phone/components/Field.tsx';
import { Sheet, SheetFoot } from '../phone/components/Sheet.tsx';
import { REASON_MAX } from '../phone/use-reason.ts';
import styles from './RefundSheet.module.css';

/** What is read again once points were given back, or are about to be. */
export const CHANGED_BY_REFUND = [redemptions.get, refunds.ofRedemption, redemptions.listOfShop, shops.get];

const REASON_MIN = 2;

interface RefundSheetProps {
  readonly open: boolean;
  readonly order: Redemption;
  readonly terms: RedemptionRefunds;
  onClose(): void;
}

/** The owner gives points back, in part or whole; whether that waits for the office is said before it is asked for. */
export function RefundSheet({ open, order, terms, onClose }: RefundSheetProps) {
  const { t } = useTranslation('shopOrders');
  const send = useMoneyMutation(redemptions.refund, {
    changes: CHANGED_BY_REFUND,
    onDone: (answer) => {
      const waits = answer.pendingRefunds.length > order.pendingRefunds.length;
      Toast.show({ icon: 'success', content: t(waits ? 'refund.proposed' : 'refund.done') });
      onClose();
    },
  });
  // What was sent may have been carried out: it is asked for again before the sheet is put away.
  const close = (): void => {
    if (!send.sending && !send.outcomeUnknown) onClose();
  };
  return (
    <Sheet open={open} title={t('refund.title')} lead={t('refund.lead', { left: terms.leftPoints })} onClose={close}>
      <RefundForm order={order} terms={terms} send={send} />
    </Sheet>
  );
}

type Send = ReturnType<typeof useMoneyMutation<typeof redemptions.refund>>;

function RefundForm({ order, terms, send }: { order: Redemption; terms: RedemptionRefunds; send: Send }) {
  const { t } = useTranslation('shopOrders');
  const { leftPoints: left, alonePoints: alone, answerDays: days } = terms;
  const [written, setWritten] = useState(String(left));
  const [reason, setReason] = useState('');
  const [checked, setChecked] = useState(false);
  const points = Number(written);
  const isAmount = written !== '' && points >= 1 && points <= left;
  const isReason = reason.trim().length >= REASON_MIN;
  const waits = isAmount && points > alone;
  const locked = send.sending || send.outcomeUnknown;
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    setChecked(true);
    if (!isAmount || !isReason || locked) return;
    send.start({ params: { redemptionId: order.redemptionId }, body: { points, reason: reason.trim() } });
  };
  return (
    <form onSubmit={submit} noValidate>
      <div className={styles.amount}>
        <Field label={t('refund.points')} error={checked && !isAmount ? t('refund.wrongPoints', { left }) : undefined}>
          <input
            inputMode="numeric"
            maxLength={7}
            disabled={locked}
            value={written}
            onChange={(event) => setWritten(event.target.value.replace(/\D/g, ''))}
          />
        </Field>
        <Button disabled={locked} onClick={() => setWritten(String(left))}>
          {t('refund.whole')}
        </Button>
      </div>
      <Field label={t('refund.reason')} error={checked && !isReason ? t('refund.noReason') : undefined}>
        <textarea
          maxLength={REASON_MAX}
          disabled={locked}
          placeholder={t('refund.reasonPlaceholder')}
          value={reason}
          onChange={(event) => setReason(event.target.value)}
        />
      </Field>
      <Banner tone={waits ? 'warning' : 'slate'}>
        {waits ? t(alone === 0 ? 'refund.waitsAlways' : 'refund.waits', { alone, days }) : t('refund.alone')}
        {order.remainderFen === 0 ? null : (
          <>
            <br />
            {t('refund.remainder', { yuan: formatYuan(order.remainderFen) })}
          </>
        )}
      </Banner>
      {send.refused === undefined ? null : (
        <p role="alert" className={styles.trouble}>
          {messageOf(send.refused)}
        </p>
      )}
      {send.repeating ? <p className="small quiet">{t('refund.asking')}</p> : null}
      {send.outcomeUnknown ? (
        <>
          <Banner>
            <b>{t('refund.unknown')}</b>
            <br />
            {t('refund.unknownHint')}
          </Banner>
          <SheetFoot>
            <Button block color="primary" onClick={send.askAgain}>
              {t('refund.askAgain')}
            </Button>
          </SheetFoot>
        </>
      ) : (
        <SheetFoot>
          <Button type="submit" block color="primary" loading={send.sending}>
            {waits ? t('refund.propose') : t('refund.send', { points: isAmount ? points : 0 })}
          </Button>
        </SheetFoot>
      )}
    </form>
  );
}
