import type { Redemption } from '@red-points/shared/contracts';
import { useTranslation } from 'react-i18next';
import { formatMoment } from '../../components/formatters.ts';
import { Card, Facts } from '../../phone/components/Card.tsx';
import { PhonePage } from '../../phone/components/PhonePage.tsx';

/** A service that is booked for a later day: its points are set aside until then. */
export function BookedRedemption({ redemption, onHome }: { redemption: Redemption; onHome: () => void }) {
  const { t } = useTranslation('resident');
  return (
    <PhonePage title={t('redeem.title')} onBack={onHome}>
      <Card>
        <Facts
          rows={[
            { label: t('redeem.shop'), value: redemption.shopName },
            { label: t('redeem.offer'), value: redemption.offerTitle },
            { label: t('redeem.time'), value: formatMoment(redemption.bookedFor ?? redemption.createdAt) },
          ]}
        />
      </Card>
    </PhonePage>
  );
}
