import ScanOutlined from '@ant-design/icons-svg/es/asn/ScanOutlined';
import {
  OFFER_CATEGORIES,
  type OfferCategory,
  offers,
  type PublicOffer,
  people,
  shops,
} from '@red-points/shared/contracts';
import { useNavigate } from '@tanstack/react-router';
import { SearchBar } from 'antd-mobile';
import { useDeferredValue, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { type ItemOf, useList, useRead } from '../../api/index.ts';
import { formatYuan, inOneLine } from '../../components/formatters.ts';
import { Icon } from '../../components/icons.tsx';
import { Points } from '../../components/Points.tsx';
import { Tag } from '../../components/Tag.tsx';
import { useVoucherWords } from '../../components/voucher-words.ts';
import { useOpeningFacts } from '../../features/shops/use-opening-facts.ts';
import { useOpeningWords } from '../../features/shops/use-opening-words.ts';
import { Card } from '../../phone/components/Card.tsx';
import { Chips } from '../../phone/components/Chips.tsx';
import { Row } from '../../phone/components/ListSection.tsx';
import { MoreButton } from '../../phone/components/MoreButton.tsx';
import { OfferPicture } from '../../phone/components/OfferPicture.tsx';
import { Nothing, Shown, Trouble, Waiting } from '../../phone/components/states.tsx';
import { VerifiedName } from '../../phone/components/Verified.tsx';
import { OfferSheet, type OpenedOffer } from '../OfferSheet.tsx';
import { useLeftWords } from '../offer-facts.ts';
import { offersRoute } from '../router.tsx';
import { TabPage } from '../TabPage.tsx';
import styles from './OffersPage.module.css';

/** Shops near with what they give for points; redeeming itself starts at the shop, by a scan. */
export function OffersPage() {
  const { t } = useTranslation(['resident', 'domain']);
  const navigate = useNavigate();
  const { shop: first } = offersRoute.useSearch();
  const [search, setSearch] = useState('');
  const [category, setCategory] = useState<OfferCategory | 'all' | 'affordable'>('all');
  const looking = search.trim() !== '' || category !== 'all';
  const list = useList(shops.nearby, { query: { limit: 20 } });
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
      <SearchBar value={search} onChange={setSearch} placeholder={t('offers.search')} maxLength={50} />
      <Chips
        chosen={category}
        onChoose={setCategory}
        chips={(['all', 'affordable', ...OFFER_CATEGORIES] as const).map((key) => ({
          key,
          label:
            key === 'all' || key === 'affordable' ? t(`offers.${key}`) : t(`offerCategory.${key}`, { ns: 'domain' }),
        }))}
      />
      {category === 'affordable' ? (
        <AffordableOffers search={search.trim()} />
      ) : looking ? (
        <FoundOffers search={search.trim()} {...(category === 'all' ? {} : { category })} />
      ) : (
        <NearShops list={list} first={first} />
      )}
    </TabPage>
  );
}

/** Opens an offer's terms above the list that it stands in. */
function useOpening() {
  const [opened, setOpened] = useState<OpenedOffer>();
  const opening =
    (offer: PublicOffer, { accepting }: { accepting: boolean }) =>
    () =>
      setOpened({ offer, accepting });
  return { opening, sheet: <OfferSheet opened={opened} onClose={() => setOpened(undefined)} /> };
}

/** What one's own points are enough for. */
function AffordableOffers({ search }: { search: string }) {
  const { t } = useTranslation('resident');
  const account = useRead(people.ownAccount, {});
  return (
    <Shown of={account} rows={4}>
      {({ available }) =>
        available < 1 ? (
          <Nothing title={t('offers.noPoints')} />
        ) : (
          <>
            <p className="small quiet">{t('offers.within', { points: available })}</p>
            <FoundOffers search={search} pointsMax={available} />
          </>
        )
      }
    </Shown>
  );
}

interface FoundOffersProps {
  search: string;
  category?: OfferCategory;
  pointsMax?: number;
}

/** What a search finds, cheapest first, each with its shop. */
function FoundOffers({ search, ...terms }: FoundOffersProps) {
  const { t } = useTranslation('resident');
  const { opening, sheet } = useOpening();
  const wanted = useDeferredValue(search);
  const list = useList(offers.search, {
    query: {
      limit: 20,
      ...(wanted === '' ? {} : { search: wanted }),
      ...terms,
    },
  });
  return (
    <>
      {list.isPending ? <Waiting rows={4} /> : null}
      {list.isError && list.items.length === 0 ? (
        <Trouble error={list.error} onRetry={() => void list.refetch()} />
      ) : null}
      {list.isSuccess && list.items.length === 0 ? (
        <Nothing title={t('offers.found.none')}>
          <span className="small">{t('offers.found.noneHint')}</span>
        </Nothing>
      ) : null}
      {list.items.length === 0 ? null : (
        <Card label={t('offers.found.title')}>
          {list.items.map((offer) => (
            <OfferRow key={offer.offerId} offer={offer} shop={offer.shopName} onOpen={opening(offer, offer)} />
          ))}
        </Card>
      )}
      <MoreButton list={list} />
      {sheet}
    </>
  );
}

type Near = ReturnType<typeof useList<typeof shops.nearby>>;

function NearShops({ list, first }: { list: Near; first: string | undefined }) {
  const { t } = useTranslation('resident');
  const { opening, sheet } = useOpening();
  const sorted = [...list.items].sort((one, other) => Number(other.shopId === first) - Number(one.shopId === first));
  return (
    <>
      {list.isPending ? <Waiting rows={6} /> : null}
      {list.isError && list.items.length === 0 ? (
        <Trouble error={list.error} onRetry={() => void list.refetch()} />
      ) : null}
      {list.isSuccess && list.items.length === 0 ? <Nothing title={t('home.noShops')} /> : null}
      {sorted.map((shop) => (
        <ShopCard key={shop.shopId} shop={shop} opening={opening} />
      ))}
      <MoreButton list={list} />
      {sheet}
    </>
  );
}

interface ShopCardProps {
  shop: ItemOf<typeof shops.nearby>;
  opening: ReturnType<typeof useOpening>['opening'];
}

function ShopCard({ shop, opening }: ShopCardProps) {
  const { t } = useTranslation('resident');
  const facts = useOpeningFacts();
  const closed = useOpeningWords()(shop.opening);
  return (
    <Card>
      <header className={styles.shop}>
        <div>
          <VerifiedName name={shop.name} verified={shop.verified} label={t('shop.verified')} />
          <p className="small quiet">{t('shop.address', { unit: shop.unitName, address: shop.address })}</p>
          {facts(shop.opening).map((line) => (
            <p key={line} className="small quiet">
              {line}
            </p>
          ))}
          {closed === undefined ? null : <p className={`small ${styles.closed}`}>{closed}</p>}
        </div>
        {shop.accepting ? null : <Tag tone="warning">{t('shop.paused')}</Tag>}
      </header>
      {shop.offers.length === 0 ? <p className={`small quiet ${styles.none}`}>{t('shop.noOffers')}</p> : null}
      {shop.offers.map((offer) => (
        <OfferRow key={offer.offerId} offer={offer} onOpen={opening(offer, shop)} />
      ))}
    </Card>
  );
}

/** One offer as a row: what it is, how many are left, what it takes. */
export function OfferRow({ offer, shop, onOpen }: { offer: PublicOffer; shop?: string; onOpen?: () => void }) {
  const { t } = useTranslation('resident');
  const voucherWords = useVoucherWords();
  const left = useLeftWords()(offer);
  return (
    <Row
      mark={<OfferPicture name={offer.picture} pictureId={offer.pictureId} />}
      title={<b>{offer.title}</b>}
      below={inOneLine(shop, offer.voucher === null ? offer.description : voucherWords(offer.voucher), left)}
      end={<Points value={offer.points} strong />}
      endBelow={offer.remainderFen > 0 ? t('shop.remainder', { yuan: formatYuan(offer.remainderFen) }) : undefined}
      {...(onOpen === undefined ? {} : { onOpen })}
    />
  );
}
