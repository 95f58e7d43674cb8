import CheckOutlined from '@ant-design/icons-svg/es/asn/CheckOutlined';
import { people, type Redemption, redemptions } from '@red-points/shared/contracts';
import { Button, Dialog, Toast } from 'antd-mobile';
import { useTranslation } from 'react-i18next';
import { messageOf, useMoneyMutation } from '../../api/index.ts';
import { useNow } from '../../components/clock.ts';
import { formatCountdown, formatNumber, formatTime } from '../../components/formatters.ts';
import { Icon } from '../../components/icons.tsx';
import { Card } from '../../phone/components/Card.tsx';
import { PhonePage } from '../../phone/components/PhonePage.tsx';
import { OfferHead } from './OfferHead.tsx';
import styles from './WaitingRedemption.module.css';

/** Points are set aside and the shop is asked: the code that both sides see, and the time left. */
export function WaitingRedemption({ redemption, onHome }: { redemption: Redemption; onHome: () => void }) {
  const { t } = useTranslation(['resident', 'common']);
  const nowMs = useNow();
  const endsAtMs = Date.parse(redemption.expiresAt);
  const leftMs = Math.max(0, endsAtMs - nowMs);
  const share = Math.min(1, leftMs / Math.max(1, endsAtMs - Date.parse(redemption.createdAt)));
  const unit = t('unit.points', { ns: 'common' });
  return (
    <PhonePage title={t('redeem.waiting')} onBack={onHome} bottom={<Cancel redemption={redemption} />}>
      <Card className={styles.code}>
        <p>{t('redeem.show')}</p>
        <p data-short-code={redemption.shortCode}>{redemption.shortCode}</p>
        <div aria-hidden="true">
          <i style={{ width: `${share * 100}%` }} />
        </div>
        <p role="timer">
          <b>{t('redeem.left', { time: formatCountdown(leftMs) })}</b>
        </p>
      </Card>
      <Card>
        <OfferHead redemption={redemption} />
        <dl className={styles.sums}>
          <dt>{t('redeem.held')}</dt>
          <dd>{`${formatNumber(redemption.points)} ${unit}`}</dd>
          {redemption.availableAfter === null ? null : (
            <>
              <dt>{t('redeem.after')}</dt>
              <dd>
                <b>{`${formatNumber(redemption.availableAfter)} ${unit}`}</b>
              </dd>
            </>
          )}
        </dl>
      </Card>
      <Card>
        <ol className={styles.steps}>
          <li data-step="done">
            <span>
              <Icon of={CheckOutlined} size={12} />
            </span>
            {t('redeem.submitted', { points: redemption.points })}
            <small>{formatTime(redemption.createdAt)}</small>
          </li>
          <li data-step="now">
            <span />
            {t('redeem.confirming')}
          </li>
          <li data-step="todo">
            <span />
            {t('redeem.succeeds')}
          </li>
        </ol>
      </Card>
    </PhonePage>
  );
}

function Cancel({ redemption }: { redemption: Redemption }) {
  const { t } = useTranslation('resident');
  const revoke = useMoneyMutation(redemptions.revoke, {
    changes: [redemptions.get, redemptions.listOwn, people.ownAccount],
    onRefused: (error) => {
      Toast.show({ content: messageOf(error), duration: 3000 });
    },
  });
  const ask = async (): Promise<void> => {
    const sure = await Dialog.confirm({
      content: t('redeem.cancelAsk', { points: redemption.points }),
      confirmText: t('redeem.cancel'),
      cancelText: t('redeem.keep'),
    });
    if (sure) revoke.start({ params: { redemptionId: redemption.redemptionId } });
  };
  return (
    <>
      <p className={`small quiet ${styles.note}`}>{t('redeem.release', { points: redemption.points })}</p>
      <Button block loading={revoke.sending} onClick={() => void ask()}>
        {t('redeem.cancel')}
      </Button>
    </>
  );
}
