import type { Offer } from '@red-points/shared/contracts';
import { Button } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { formatNumber, formatYuan } from '../../components/formatters.ts';
import { Points } from '../../components/Points.tsx';
import { Tag } from '../../components/Tag.tsx';
import { useMay } from '../../features/use-may.ts';
import { OfferForm } from './OfferForm.tsx';
import styles from './ShopDrawer.module.css';
import { SlotsDialog } from './SlotsDialog.tsx';
import { StockChange } from './StockChange.tsx';

/** One offer with its price in points, what the shop is paid for it, and the stock. */
export function OfferLine({
  offer,
  shopName = false,
  closed = false,
}: {
  offer: Offer;
  shopName?: boolean;
  /** Of a shop that is closed for good only what is left on the shelf is still entered. */
  closed?: boolean;
}) {
  const { t } = useTranslation('consoleShops');
  return (
    <li className={styles.offer} data-off={!offer.active}>
      <div>
        <b>{offer.title}</b> <Tag>{t(`offerKind.${offer.kind}`)}</Tag>{' '}
        {offer.active ? null : <Tag>{t('offers.inactive')}</Tag>}
        <div className="small quiet">
          {[shopName ? offer.shopName : undefined, offer.description].filter(Boolean).join(' · ')}
        </div>
      </div>
      <div className={styles.figures}>
        <Points value={offer.points} strong />
        {offer.remainderFen > 0 ? ` + ${t('yuan', { yuan: formatYuan(offer.remainderFen) })}` : ''}
        <div className="small quiet">
          {t('offers.settled', { yuan: formatYuan(offer.settlementFen) })}
          {' · '}
          {offer.stock === null ? t('offers.uncounted') : t('offers.stock', { number: formatNumber(offer.stock) })}
        </div>
      </div>
      <OfferButtons offer={offer} closed={closed} />
    </li>
  );
}

/** 改库存 and 修改, for people who manage offers. */
export function OfferButtons({ offer, closed = false }: { offer: Offer; closed?: boolean }) {
  const { t } = useTranslation(['consoleShops', 'consoleBookings']);
  const may = useMay();
  const [changing, setChanging] = useState(false);
  const [stocking, setStocking] = useState(false);
  const [timing, setTiming] = useState(false);
  if (!may('offers.manage')) return null;
  return (
    <div className={styles.buttons}>
      {offer.stock === null ? null : (
        <Button size="small" onClick={() => setStocking(true)}>
          {t('offers.changeStock')}
        </Button>
      )}
      {offer.kind === 'service' && may('slots.manage') && !closed ? (
        <Button size="small" onClick={() => setTiming(true)}>
          {t('slots.verb', { ns: 'consoleBookings' })}
        </Button>
      ) : null}
      {closed ? null : (
        <Button size="small" onClick={() => setChanging(true)}>
          {t('offers.change')}
        </Button>
      )}
      <SlotsDialog offer={offer} open={timing} onClose={() => setTiming(false)} />
      <StockChange offer={offer} open={stocking} onClose={() => setStocking(false)} />
      <OfferForm shopId={offer.shopId} from={changing ? offer : undefined} onClose={() => setChanging(false)} />
    </div>
  );
}
