import SafetyCertificateOutlined from '@ant-design/icons-svg/es/asn/SafetyCertificateOutlined';
import type { Redemption } from '@red-points/shared/contracts';
import { useNavigate } from '@tanstack/react-router';
import { Button } from 'antd-mobile';
import { useTranslation } from 'react-i18next';
import { formatMoment } from '../../components/formatters.ts';
import { Icon } from '../../components/icons.tsx';
import { Points } from '../../components/Points.tsx';
import { Banner } from '../../phone/components/Banner.tsx';
import { Card, Facts } from '../../phone/components/Card.tsx';
import { Row } from '../../phone/components/ListSection.tsx';
import { Outcome } from '../../phone/components/Outcome.tsx';
import { PhonePage } from '../../phone/components/PhonePage.tsx';
import { OfferHead } from './OfferHead.tsx';

/** One clear moment: the tick, the points, the shop, the time; the receipt small. */
export function SuccessfulRedemption({ redemption, onHome }: { redemption: Redemption; onHome: () => void }) {
  const { t } = useTranslation('resident');
  const navigate = useNavigate();
  return (
    <PhonePage
      header={<span />}
      bottom={
        <>
          <Button color="primary" block onClick={onHome}>
            {t('redeem.done')}
          </Button>
          <Button block onClick={() => void navigate({ to: '/statement' })}>
            {t('redeem.toStatement')}
          </Button>
        </>
      }
    >
      <Outcome kind="success" title={t('redeem.success')} points={-redemption.points} below={t('redeem.notice')} />
      {redemption.refundedPoints > 0 ? (
        <Banner tone="slate">{t('redeem.refunded', { points: redemption.refundedPoints })}</Banner>
      ) : null}
      {redemption.shopClosed === true ? <Banner>{t('redeem.shopClosed')}</Banner> : null}
      <Card>
        <OfferHead redemption={redemption} />
        <Facts
          rows={[
            { label: t('redeem.time'), value: formatMoment(redemption.finishedAt ?? redemption.createdAt) },
            ...(redemption.availableAfter === null
              ? []
              : [{ label: t('redeem.afterwards'), value: <Points value={redemption.availableAfter} />, strong: true }]),
          ]}
        />
      </Card>
      {redemption.receiptCode === null ? null : (
        <Card>
          <Row
            mark={<Icon of={SafetyCertificateOutlined} size={22} className="quiet" />}
            title={t('redeem.receipt')}
            below={redemption.receiptCode}
          />
        </Card>
      )}
    </PhonePage>
  );
}
