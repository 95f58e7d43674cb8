import { OFFER_CATEGORIES, type Offer, type OfferCategory, offers } from '@red-points/shared/contracts';
import { Link } from '@tanstack/react-router';
import { Input, Select, type TableProps } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useList } from '../../api/index.ts';
import { formatNumber, formatYuan } from '../../components/formatters.ts';
import { Points } from '../../components/Points.tsx';
import { Tag } from '../../components/Tag.tsx';
import { Page, PageHeader } from '../components/PageHeader.tsx';
import { RecordTable } from '../components/RecordTable.tsx';
import { ActsHead } from '../parts/ActsHead.tsx';
import { StateTag } from '../parts/StateTag.tsx';
import { OfferButtons } from '../shops/OfferLine.tsx';
import { useUnit } from '../unit.tsx';

/** Below this many left an offer's stock is shown in amber. */
const STOCK_LOW = 10;

/** 兑换项目: what the shops of the unit give for points. */
export function OffersPage() {
  const { t } = useTranslation(['consoleShops', 'domain']);
  const { unitId } = useUnit();
  const [search, setSearch] = useState('');
  const [category, setCategory] = useState<OfferCategory>();
  const query = { unitId, limit: 50, ...(search === '' ? {} : { search }), ...(category ? { category } : {}) };
  const list = useList(offers.list, { query }, { enabled: unitId !== '', everyMs: 20_000 });
  return (
    <Page>
      <PageHeader
        title={t('offers.pageTitle')}
        note={t('offers.pageNote')}
        actions={
          <Link to="/merchants" className="link">
            {t('offers.addAtShop')}
          </Link>
        }
      />
      <RecordTable
        list={list}
        columns={useColumns()}
        toolbar={
          <>
            <Input.Search
              allowClear
              aria-label={t('offer.title')}
              placeholder={t('offer.title')}
              style={{ width: 260 }}
              onSearch={(written) => setSearch(written.trim())}
            />
            <Select
              allowClear
              aria-label={t('offer.category')}
              placeholder={t('offer.category')}
              style={{ width: 160 }}
              value={category}
              onChange={setCategory}
              options={OFFER_CATEGORIES.map((value) => ({
                value,
                label: t(`offerCategory.${value}`, { ns: 'domain' }),
              }))}
            />
          </>
        }
        rowKey={(offer) => offer.offerId}
        empty={t('offers.none')}
        minWidthPx={980}
      />
    </Page>
  );
}

function useColumns(): NonNullable<TableProps<Offer>['columns']> {
  const { t } = useTranslation('consoleShops');
  return [
    {
      key: 'title',
      title: t('offer.title'),
      render: (_, offer) => (
        <>
          <b>{offer.title}</b>
          <div className="small quiet">{offer.description}</div>
        </>
      ),
    },
    {
      key: 'shop',
      title: t('column.name'),
      width: 150,
      render: (_, offer) => (
        <Link to="/merchants" search={{ shop: offer.shopId }} className="link">
          {offer.shopName}
        </Link>
      ),
    },
    { key: 'kind', title: t('offer.kind'), width: 90, render: (_, offer) => <Tag>{t(`offerKind.${offer.kind}`)}</Tag> },
    {
      key: 'points',
      title: t('column.points'),
      width: 90,
      align: 'right',
      render: (_, offer) => <Points value={offer.points} strong />,
    },
    {
      key: 'remainder',
      title: t('offer.remainder'),
      width: 110,
      align: 'right',
      render: (_, offer) =>
        offer.remainderFen === 0 ? (
          <span className="quiet">—</span>
        ) : (
          t('yuan', { yuan: formatYuan(offer.remainderFen) })
        ),
    },
    {
      key: 'settlement',
      title: t('offer.settlement'),
      width: 110,
      align: 'right',
      render: (_, offer) => t('yuan', { yuan: formatYuan(offer.settlementFen) }),
    },
    {
      key: 'stock',
      title: t('offer.stock'),
      width: 100,
      align: 'right',
      render: (_, offer) => <Stock stock={offer.stock} />,
    },
    {
      key: 'active',
      title: t('column.state'),
      width: 100,
      render: (_, offer) => (
        <StateTag tone={offer.active ? 'success' : 'plain'}>
          {t(offer.active ? 'offers.active' : 'offers.inactive')}
        </StateTag>
      ),
    },
    {
      key: 'do',
      title: <ActsHead />,
      width: 160,
      align: 'right',
      render: (_, offer) => <OfferButtons offer={offer} />,
    },
  ];
}

function Stock({ stock }: { stock: number | null }) {
  const { t } = useTranslation('consoleShops');
  if (stock === null) return <span className="quiet">{t('offers.uncounted')}</span>;
  if (stock < STOCK_LOW) return <Tag tone="warning">{t('offers.stock', { number: formatNumber(stock) })}</Tag>;
  return <>{formatNumber(stock)}</>;
}
