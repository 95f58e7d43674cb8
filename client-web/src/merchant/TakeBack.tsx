import { type Redemption, redemptions, shops } from '@red-points/shared/contracts';
import { ActionSheet, Button, Toast } from 'antd-mobile';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { messageOf, useMoneyMutation } from '../api/index.ts';
import { inOneLine } from '../components/formatters.ts';
import styles from './OrderCard.module.css';

const REASONS = ['wrongPerson', 'wrongOffer', 'wrongCount', 'leaves'] as const;

/** A scan that was a mistake: while the resident has not agreed yet, the cashier takes it back, with a reason that the resident reads. */
export function TakeBack({ order }: { order: Redemption }) {
  const { t } = useTranslation(['shopOrders', 'merchant', 'common']);
  const [asking, setAsking] = useState(false);
  const decline = useMoneyMutation(redemptions.decline, {
    changes: [redemptions.listOfShop, redemptions.get, shops.get],
    onRefused: (error) => void Toast.show({ content: messageOf(error), duration: 4000 }),
  });
  if (order.state !== 'awaiting_resident') return null;
  const params = { redemptionId: order.redemptionId };
  return (
    <>
      {decline.repeating ? <p className="small quiet">{t('order.asking', { ns: 'merchant' })}</p> : null}
      {decline.outcomeUnknown ? (
        <p className={styles.unknown} role="alert">
          {t('order.unknown', { ns: 'merchant' })}
          <Button size="small" onClick={decline.askAgain}>
            {t('order.askAgain', { ns: 'merchant' })}
          </Button>
        </p>
      ) : (
        <Button block className={styles.takeBack ?? ''} loading={decline.sending} onClick={() => setAsking(true)}>
          {t('takeBack.verb')}
        </Button>
      )}
      <ActionSheet
        visible={asking}
        extra={inOneLine(t('takeBack.title'), t('takeBack.hint'))}
        cancelText={t('action.cancel', { ns: 'common' })}
        closeOnAction
        onClose={() => setAsking(false)}
        actions={REASONS.map((key) => ({
          key,
          text: t(`takeBack.reasons.${key}`),
          onClick: () => decline.start({ params, body: { reason: t(`takeBack.reasons.${key}`) } }),
        }))}
      />
    </>
  );
}
