import SafetyCertificateFilled from '@ant-design/icons-svg/es/asn/SafetyCertificateFilled';
import ShopOutlined from '@ant-design/icons-svg/es/asn/ShopOutlined';
import type { Redemption } from '@red-points/shared/contracts';
import { useTranslation } from 'react-i18next';
import { formatYuan } from '../../components/formatters.ts';
import { Icon } from '../../components/icons.tsx';
import { Points } from '../../components/Points.tsx';
import { OfferPicture } from '../../phone/components/OfferPicture.tsx';
import styles from './OfferHead.module.css';

/** The verified shop and what is redeemed there. */
export function OfferHead({ redemption }: { redemption: Redemption }) {
  const { t } = useTranslation('resident');
  return (
    <div className={styles.head}>
      <div className={styles.shop}>
        <Icon of={ShopOutlined} size={20} />
        <b>{redemption.shopName}</b>
        <span>
          <Icon of={SafetyCertificateFilled} size={16} />
          {t('shop.verified')}
        </span>
      </div>
      <div className={styles.offer}>
        <OfferPicture name={redemption.picture} pictureId={redemption.pictureId} size={56} />
        <div>
          <b>{`${redemption.offerTitle} × ${redemption.quantity}`}</b>
          <p className="small quiet">
            {redemption.remainderFen > 0
              ? t('shop.remainder', { yuan: formatYuan(redemption.remainderFen) })
              : t('shop.noRemainder')}
          </p>
        </div>
        <Points value={redemption.points} strong />
      </div>
    </div>
  );
}
