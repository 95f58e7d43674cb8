import ScanOutlined from '@ant-design/icons-svg/es/asn/ScanOutlined';
import { type PublicOffer, shops } from '@red-points/shared/contracts';
import { useNavigate } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { type ItemOf, useList } from '../../api/index.ts';
import { formatYuan, inOneLine } from '../../components/formatters.ts';
import { Icon } from '../../components/icons.tsx';
import { Points } from '../../components/Points.tsx';
import { Tag } from '../../components/Tag.tsx';
import { Card } from '../../phone/components/Card.tsx';
import { Row } from '../../phone/components/ListSection.tsx';
import { MoreButton } from '../../phone/components/MoreButton.tsx';
import { OfferPicture } from '../../phone/components/OfferPicture.tsx';
import { Nothing, Trouble, Waiting } from '../../phone/components/states.tsx';
import { VerifiedName } from '../../phone/components/Verified.tsx';
import { offersRoute } from '../router.tsx';
import { TabPage } from '../TabPage.tsx';
import styles from './OffersPage.module.css';

/** Shops near with what they give for points; redeeming itself starts at the shop, by a scan. */
export function OffersPage() {
  const { t } = useTranslation('resident');
  const navigate = useNavigate();
  const { shop: first } = offersRoute.useSearch();
  const list = useList(shops.nearby, { query: { limit: 20 } });
  const sorted = [...list.items].sort((one, other) => Number(other.shopId === first) - Number(one.shopId === first));
  return (
    <TabPage tab="offers" title={t('tabs.offers')}>
      <button type="button" className={`plain-button ${styles.scan}`} onClick={() => void navigate({ to: '/scan' })}>
        <span>
          <Icon of={ScanOutlined} size={26} />
        </span>
        <span>
          <b>{t('shop.toScan')}</b>
          <span className="small quiet">{t('shop.toScanHint')}</span>
        </span>
      </button>
      {list.isPending ? <Waiting rows={6} /> : null}
      {list.isError && list.items.length === 0 ? (
        <Trouble error={list.error} onRetry={() => void list.refetch()} />
      ) : null}
      {list.isSuccess && list.items.length === 0 ? <Nothing title={t('home.noShops')} /> : null}
      {sorted.map((shop) => (
        <ShopCard key={shop.shopId} shop={shop} />
      ))}
      <MoreButton list={list} />
    </TabPage>
  );
}

function ShopCard({ shop }: { shop: ItemOf<typeof shops.nearby> }) {
  const { t } = useTranslation('resident');
  return (
    <Card>
      <header className={styles.shop}>
        <div>
          <VerifiedName name={shop.name} verified={shop.verified} label={t('shop.verified')} />
          <p className="small quiet">{t('shop.address', { unit: shop.unitName, address: shop.address })}</p>
        </div>
        {shop.accepting ? null : <Tag tone="warning">{t('shop.paused')}</Tag>}
      </header>
      {shop.offers.length === 0 ? <p className={`small quiet ${styles.none}`}>{t('shop.noOffers')}</p> : null}
      {shop.offers.map((offer) => (
        <OfferRow key={offer.offerId} offer={offer} />
      ))}
    </Card>
  );
}

/** One offer as a row: what it is, how many are left, what it takes. */
export function OfferRow({ offer, onOpen }: { offer: PublicOffer; onOpen?: () => void }) {
  const { t } = useTranslation('resident');
  const left =
    offer.stock === null
      ? t('shop.leftMany')
      : offer.stock === 0
        ? t('shop.none')
        : t('shop.left', { count: offer.stock });
  return (
    <Row
      mark={<OfferPicture name={offer.picture} />}
      title={<b>{offer.title}</b>}
      below={inOneLine(offer.description, left)}
      end={<Points value={offer.points} strong />}
      endBelow={offer.remainderFen > 0 ? t('shop.remainder', { yuan: formatYuan(offer.remainderFen) }) : undefined}
      {...(onOpen === undefined ? {} : { onOpen })}
    />
  );
}
