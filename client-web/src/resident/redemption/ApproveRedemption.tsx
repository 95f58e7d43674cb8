import { people, type Redemption, redemptions } from '@red-points/shared/contracts';
import { Button } from 'antd-mobile';
import { useTranslation } from 'react-i18next';
import { messageOf, useMoneyMutation } from '../../api/index.ts';
import { useNow } from '../../components/clock.ts';
import { formatCountdown, formatNumber } from '../../components/formatters.ts';
import { Banner } from '../../phone/components/Banner.tsx';
import { Card, Facts } from '../../phone/components/Card.tsx';
import { PhonePage } from '../../phone/components/PhonePage.tsx';
import { OfferHead } from './OfferHead.tsx';

const CHANGED = [redemptions.get, redemptions.listOwn, people.ownAccount, people.ownStatement];

/** The shop scanned this person's code for more than a small amount: the person has the last word. */
export function ApproveRedemption({ redemption, onHome }: { redemption: Redemption; onHome: () => void }) {
  const { t } = useTranslation(['resident', 'common']);
  const nowMs = useNow();
  const approve = useMoneyMutation(redemptions.approve, { changes: CHANGED });
  const refuse = useMoneyMutation(redemptions.revoke, { changes: CHANGED });
  const params = { redemptionId: redemption.redemptionId };
  const unknown = approve.outcomeUnknown ? approve : refuse.outcomeUnknown ? refuse : undefined;
  const refused = approve.refused ?? refuse.refused;
  const unit = t('unit.points', { ns: 'common' });
  return (
    <PhonePage
      title={t('redeem.approveTitle')}
      onBack={onHome}
      bottom={
        unknown === undefined ? (
          <>
            <Button
              color="primary"
              block
              loading={approve.sending}
              disabled={refuse.sending}
              onClick={() => approve.start({ params })}
            >
              {t('redeem.approve', { points: redemption.points })}
            </Button>
            <Button block loading={refuse.sending} disabled={approve.sending} onClick={() => refuse.start({ params })}>
              {t('redeem.refuse')}
            </Button>
          </>
        ) : (
          <Button block onClick={unknown.askAgain}>
            {t('redeem.askAgain')}
          </Button>
        )
      }
    >
      <p className="quiet">{t('redeem.approveLead')}</p>
      <Card>
        <OfferHead redemption={redemption} />
        <Facts
          rows={[
            {
              label: t('redeem.shortCode'),
              value: <span data-short-code={redemption.shortCode}>{redemption.shortCode}</span>,
              strong: true,
            },
            { label: t('redeem.held'), value: `${formatNumber(redemption.points)} ${unit}` },
            ...(redemption.availableAfter === null
              ? []
              : [
                  {
                    label: t('redeem.after'),
                    value: `${formatNumber(redemption.availableAfter)} ${unit}`,
                    strong: true,
                  },
                ]),
          ]}
        />
      </Card>
      <p className="small quiet" role="timer">
        {t('redeem.approveLeft', { time: formatCountdown(Date.parse(redemption.expiresAt) - nowMs) })}
      </p>
      {approve.repeating || refuse.repeating ? <p className="small quiet">{t('redeem.asking')}</p> : null}
      {unknown === undefined ? null : (
        <Banner>
          <b>{t('redeem.unknown')}</b>
          <br />
          {t('redeem.unknownHint')}
        </Banner>
      )}
      {refused === undefined ? null : <Banner tone="danger">{messageOf(refused)}</Banner>}
    </PhonePage>
  );
}
