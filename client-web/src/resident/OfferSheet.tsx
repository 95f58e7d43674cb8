import type { PublicOffer } from '@red-points/shared/contracts';
import { useNavigate } from '@tanstack/react-router';
import { Button } from 'antd-mobile';
import { useTranslation } from 'react-i18next';
import { Points } from '../components/Points.tsx';
import { Banner } from '../phone/components/Banner.tsx';
import { Facts } from '../phone/components/Card.tsx';
import { OfferPicture } from '../phone/components/OfferPicture.tsx';
import { Sheet, SheetFoot } from '../phone/components/Sheet.tsx';
import styles from './OfferSheet.module.css';
import { useOfferFacts } from './offer-facts.ts';

export interface OpenedOffer {
  readonly offer: PublicOffer;
  /** Whether its shop takes orders now. */
  readonly accepting: boolean;
}

/** One offer opened: what it is, whom it is for and until when, and how to get it: by a scan at the shop, or by booking a time. */
export function OfferSheet({ opened, onClose }: { opened: OpenedOffer | undefined; onClose: () => void }) {
  const { t } = useTranslation(['resident', 'bookings']);
  const factsOf = useOfferFacts();
  return (
    <Sheet
      open={opened !== undefined}
      title={opened?.offer.title}
      figure={opened === undefined ? undefined : <Points value={opened.offer.points} figure />}
      onClose={onClose}
    >
      {opened === undefined ? null : (
        <>
          <div className={styles.picture}>
            <OfferPicture name={opened.offer.picture} pictureId={opened.offer.pictureId} size={96} />
          </div>
          {opened.offer.description === '' ? null : <p>{opened.offer.description}</p>}
          <Facts rows={[{ label: t('offers.terms.shop'), value: opened.offer.shopName }, ...factsOf(opened.offer)]} />
          <SheetFoot>
            {opened.accepting ? <NextStep offer={opened.offer} /> : <Banner>{t('shop.paused')}</Banner>}
          </SheetFoot>
        </>
      )}
    </Sheet>
  );
}

function NextStep({ offer: { kind, offerId } }: { offer: PublicOffer }) {
  const { t } = useTranslation(['resident', 'bookings']);
  const navigate = useNavigate();
  if (kind === 'service') {
    return (
      <Button
        color="primary"
        block
        onClick={() => void navigate({ to: '/offers/$offerId/slots', params: { offerId } })}
      >
        {t('choose', { ns: 'bookings' })}
      </Button>
    );
  }
  return (
    <Button color="primary" block onClick={() => void navigate({ to: '/scan' })}>
      {t('shop.toScan')}
    </Button>
  );
}
