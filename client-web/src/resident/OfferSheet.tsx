import type { PublicOffer } from '@red-points/shared/contracts';
import { useNavigate } from '@tanstack/react-router';
import { Button, Popup } from 'antd-mobile';
import { useTranslation } from 'react-i18next';
import { Points } from '../components/Points.tsx';
import { Banner } from '../phone/components/Banner.tsx';
import { Facts } from '../phone/components/Card.tsx';
import { OfferPicture } from '../phone/components/OfferPicture.tsx';
import styles from './EntrySheet.module.css';
import own from './OfferSheet.module.css';
import { useOfferFacts } from './offer-facts.ts';

export interface OpenedOffer {
  readonly offer: PublicOffer;
  /** Whether its shop takes orders now. */
  readonly accepting: boolean;
}

/** One offer opened: what it is, whom it is for and until when, and how to get it: by a scan at the shop, or by booking a time. */
export function OfferSheet({ opened, onClose }: { opened: OpenedOffer | undefined; onClose: () => void }) {
  const { t } = useTranslation(['resident', 'common', 'bookings']);
  const factsOf = useOfferFacts();
  return (
    <Popup
      visible={opened !== undefined}
      onMaskClick={onClose}
      onClose={onClose}
      bodyClassName={styles.sheet ?? ''}
      destroyOnClose
    >
      {opened === undefined ? null : (
        <div className={own.body} role="dialog" aria-modal="true" aria-label={opened.offer.title}>
          <div className={styles.head}>
            <div className={own.picture}>
              <OfferPicture name={opened.offer.picture} pictureId={opened.offer.pictureId} size={96} />
            </div>
            <h2>{opened.offer.title}</h2>
            <p>
              <Points value={opened.offer.points} figure />
            </p>
          </div>
          {opened.offer.description === '' ? null : <p>{opened.offer.description}</p>}
          <Facts rows={[{ label: t('offers.terms.shop'), value: opened.offer.shopName }, ...factsOf(opened.offer)]} />
          {opened.accepting ? <NextStep offer={opened.offer} /> : <Banner>{t('shop.paused')}</Banner>}
          <Button block onClick={onClose}>
            {t('action.close', { ns: 'common' })}
          </Button>
        </div>
      )}
    </Popup>
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
