import ClockCircleOutlined from '@ant-design/icons-svg/es/asn/ClockCircleOutlined';
import TagOutlined from '@ant-design/icons-svg/es/asn/TagOutlined';
import { type Redemption, redemptions, shops } from '@red-points/shared/contracts';
import { ActionSheet, Button, Toast } from 'antd-mobile';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { messageOf, useMoneyMutation } from '../api/index.ts';
import { useNow } from '../components/clock.ts';
import { formatTime, formatYuan, inOneLine } from '../components/formatters.ts';
import { Icon } from '../components/icons.tsx';
import { Points } from '../components/Points.tsx';
import { useVoucherWords } from '../components/voucher-words.ts';
import { OfferPicture } from '../phone/components/OfferPicture.tsx';
import styles from './OrderCard.module.css';
import { TakeBack } from './TakeBack.tsx';

/** The last seconds in which the card turns amber. */
const LAST_SECONDS = 30;

interface OrderCardProps {
  readonly order: Redemption;
  readonly newest: boolean;
  /** Told once it is confirmed: the card is gone by then, and a voucher has still to be taken off the bill. */
  onConfirmed(confirmed: Redemption): void;
}

/** One open order: the code that both sides see, the time left, the offer, confirm or decline. */
export function OrderCard({ order, newest, onConfirmed }: OrderCardProps) {
  const { t } = useTranslation('merchant');
  const voucherWords = useVoucherWords();
  const nowMs = useNow();
  const endsAtMs = Date.parse(order.expiresAt);
  const leftSeconds = Math.max(0, Math.ceil((endsAtMs - nowMs) / 1000));
  const share = Math.min(1, (endsAtMs - nowMs) / Math.max(1, endsAtMs - Date.parse(order.createdAt)));
  const late = leftSeconds <= LAST_SECONDS;
  return (
    <section
      className={styles.order}
      data-newest={newest}
      data-late={late}
      data-code={order.shortCode}
      aria-label={`${order.shortCode} ${order.offerTitle}`}
    >
      <div className={styles.top}>
        <b className={styles.code}>{order.shortCode}</b>
        <span className={styles.left}>
          <Icon of={ClockCircleOutlined} size={16} />
          {t('order.left', { seconds: leftSeconds })}
        </span>
      </div>
      <div className={styles.bar} aria-hidden="true">
        <i style={{ width: `${Math.max(0, share) * 100}%` }} />
      </div>
      <div className={styles.offer}>
        <OfferPicture name={order.picture} pictureId={order.pictureId} />
        <div>
          <b>{`${order.offerTitle} × ${order.quantity}`}</b>
          <span>{t('order.ordered', { name: order.personName, time: formatTime(order.createdAt) })}</span>
        </div>
        <div>
          <Points value={order.points} strong />
          <span>
            {order.remainderFen === 0
              ? t('order.noRemainder')
              : t('order.remainder', { yuan: formatYuan(order.remainderFen) })}
          </span>
        </div>
      </div>
      {order.voucher === null ? null : (
        <p className={styles.rule}>
          <Icon of={TagOutlined} size={14} />
          {voucherWords(order.voucher)}
        </p>
      )}
      {order.state === 'awaiting_resident' ? (
        <>
          <p className={styles.waits}>{t('order.awaitingResident')}</p>
          <TakeBack order={order} />
        </>
      ) : (
        <Acts order={order} onConfirmed={onConfirmed} />
      )}
    </section>
  );
}

function Acts({ order, onConfirmed }: Pick<OrderCardProps, 'order' | 'onConfirmed'>) {
  const { t } = useTranslation('merchant');
  const [asking, setAsking] = useState(false);
  const options = {
    changes: [redemptions.listOfShop, shops.get],
    onRefused: (error: unknown) => {
      Toast.show({ content: messageOf(error), duration: 4000 });
    },
  };
  const confirm = useMoneyMutation(redemptions.confirm, { ...options, onDone: onConfirmed });
  const decline = useMoneyMutation(redemptions.decline, options);
  const params = { redemptionId: order.redemptionId };
  const busy = confirm.sending || decline.sending;
  const unknown = confirm.outcomeUnknown ? confirm : decline.outcomeUnknown ? decline : undefined;
  const reasons = (['soldOut', 'busy', 'closed', 'other'] as const).map((key) => t(`order.declineReasons.${key}`));
  return (
    <>
      {confirm.repeating || decline.repeating ? <p className="small quiet">{t('order.asking')}</p> : null}
      {unknown === undefined ? null : (
        <p className={styles.unknown} role="alert">
          {t('order.unknown')}
          <Button size="small" onClick={unknown.askAgain}>
            {t('order.askAgain')}
          </Button>
        </p>
      )}
      <div className={styles.acts}>
        <Button
          className={styles.decline ?? ''}
          fill="none"
          disabled={busy}
          loading={decline.sending}
          onClick={() => setAsking(true)}
        >
          {t('order.decline')}
        </Button>
        <Button color="primary" disabled={busy} loading={confirm.sending} onClick={() => confirm.start({ params })}>
          {t('order.confirm')}
        </Button>
      </div>
      <ActionSheet
        visible={asking}
        extra={inOneLine(t('order.declineTitle'), t('order.declineHint'))}
        cancelText={t('action.cancel', { ns: 'common' })}
        closeOnAction
        onClose={() => setAsking(false)}
        actions={reasons.map((reason) => ({
          key: reason,
          text: reason,
          onClick: () => decline.start({ params, body: { reason } }),
        }))}
      />
    </>
  );
}
