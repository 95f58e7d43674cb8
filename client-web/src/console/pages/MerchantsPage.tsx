import { type shops as contract, SHOP_STATES, shops } from '@red-points/shared/contracts';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { Button, Segmented, Select, type TableProps } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { type ItemOf, useList } from '../../api/index.ts';
import { formatNumber, formatYuan } from '../../components/formatters.ts';
import { Points } from '../../components/Points.tsx';
import { useMay } from '../../features/use-may.ts';
import { Page, PageHeader } from '../components/PageHeader.tsx';
import { RecordTable } from '../components/RecordTable.tsx';
import type { MerchantsSearch } from '../search.ts';
import { ApplicationDrawer } from '../shops/ApplicationDrawer.tsx';
import { ApplicationsTable } from '../shops/ApplicationsTable.tsx';
import { BookingsTable } from '../shops/BookingsTable.tsx';
import { EnterShop } from '../shops/EnterShop.tsx';
import { RedemptionSettingsDrawer } from '../shops/RedemptionSettingsDrawer.tsx';
import { RedemptionsTable } from '../shops/RedemptionsTable.tsx';
import { ShopDrawer } from '../shops/ShopDrawer.tsx';
import { ShopStateTag } from '../shops/ShopStateTag.tsx';
import { useUnit } from '../unit.tsx';

type ShownShops = NonNullable<MerchantsSearch['shops']> | 'current';
type ShopLine = ItemOf<typeof contract.list>;

/** 商家与结算: partner shops, what each is owed this month, and every redemption. */
export function MerchantsPage() {
  const { t } = useTranslation(['consoleShops', 'consoleShopWork', 'consoleBookings']);
  const { unitId, unit } = useUnit();
  const may = useMay();
  const search = useSearch({ strict: false }) as MerchantsSearch;
  const navigate = useNavigate();
  const [entering, setEntering] = useState(false);
  const [setting, setSetting] = useState(false);
  const tab = search.tab ?? 'shops';
  const shown: ShownShops = search.shops ?? 'current';
  const filter = shown === 'current' || shown === 'all' ? { show: shown } : { state: shown };
  const list = useList(shops.list, { query: { unitId, limit: 50, ...filter } }, { enabled: unitId !== '' });
  const owedFen = list.items.reduce((sum, shop) => sum + shop.owedFenThisMonth, 0);
  const columns = useColumns();
  const go = (next: MerchantsSearch): void => void navigate({ to: '/merchants', search: next, replace: true });
  return (
    <Page>
      <PageHeader
        title={t('title')}
        note={unit === undefined || list.data === undefined ? undefined : t('owed', { yuan: formatYuan(owedFen) })}
        actions={
          <>
            <Segmented
              value={tab}
              onChange={(next) => go({ tab: next === 'shops' ? undefined : next })}
              options={[
                { value: 'shops' as const, label: t('tab.shops') },
                { value: 'redemptions' as const, label: t('tab.redemptions') },
                { value: 'applications' as const, label: t('tab', { ns: 'consoleShopWork' }) },
                { value: 'bookings' as const, label: t('tab', { ns: 'consoleBookings' }) },
              ]}
            />
            <Button onClick={() => setSetting(true)}>{t('settings.verb')}</Button>
            {may('shops.manage') ? (
              <Button type="primary" onClick={() => setEntering(true)}>
                {t('enter.verb')}
              </Button>
            ) : null}
          </>
        }
      />
      {tab === 'shops' ? (
        <RecordTable
          list={list}
          columns={columns}
          rowKey={(shop) => shop.shopId}
          onOpen={(shop) => go({ ...search, shop: shop.shopId })}
          openKey={search.shop}
          empty={t(shown === 'current' || shown === 'all' ? 'empty' : 'emptyState')}
          minWidthPx={900}
          toolbar={
            <Select<ShownShops>
              value={shown}
              aria-label={t('filter.state')}
              style={{ width: 160 }}
              onChange={(next) => go({ ...search, shops: next === 'current' ? undefined : next })}
              options={(['current', ...SHOP_STATES, 'all'] as const).map((value) => ({
                value,
                label: value === 'current' || value === 'all' ? t(`filter.${value}`) : t(`state.${value}`),
              }))}
            />
          }
        />
      ) : tab === 'applications' ? (
        <ApplicationsTable openId={search.application} onOpen={(application) => go({ tab, application })} />
      ) : tab === 'bookings' ? (
        <BookingsTable
          first={search.waiting === 'word' ? 'unanswered' : 'disputed'}
          open={search.open}
          onOpen={(open) => go({ ...search, open })}
        />
      ) : (
        <RedemptionsTable
          state={search.state}
          onState={(state) => go({ ...search, state })}
          waiting={search.waiting === 'refund'}
          onWaiting={(waiting) => go({ ...search, waiting: waiting ? 'refund' : undefined })}
          open={search.open}
          onOpen={(open) => go({ ...search, open })}
        />
      )}
      <ApplicationDrawer applicationId={search.application} onClose={() => go({ ...search, application: undefined })} />
      <ShopDrawer shopId={search.shop} onClose={() => go({ ...search, shop: undefined })} />
      <RedemptionSettingsDrawer open={setting} onClose={() => setSetting(false)} />
      <EnterShop
        open={entering}
        onClose={() => setEntering(false)}
        onEntered={(shopId) => {
          setEntering(false);
          go({ shop: shopId });
        }}
      />
    </Page>
  );
}

function useColumns(): NonNullable<TableProps<ShopLine>['columns']> {
  const { t } = useTranslation('consoleShops');
  return [
    {
      key: 'name',
      title: t('column.name'),
      render: (_, shop) => (
        <>
          <b>{shop.name}</b>
          <div className="small quiet">{[t(`kind.${shop.kind}`), shop.address].filter(Boolean).join(' · ')}</div>
        </>
      ),
    },
    { key: 'unit', title: t('column.unit'), width: 130, render: (_, shop) => shop.unitName },
    {
      key: 'state',
      title: t('column.state'),
      width: 130,
      render: (_, shop) => (
        <>
          <ShopStateTag state={shop.state} />
          {shop.state === 'active' && !shop.accepting ? <div className="small quiet">{t('paused')}</div> : null}
        </>
      ),
    },
    {
      key: 'count',
      title: t('column.redeemed'),
      width: 120,
      align: 'right',
      render: (_, shop) => t('times', { number: formatNumber(shop.redeemedThisMonth) }),
    },
    {
      key: 'points',
      title: t('column.points'),
      width: 120,
      align: 'right',
      render: (_, shop) => <Points value={shop.pointsThisMonth} />,
    },
    {
      key: 'owed',
      title: t('column.owed'),
      width: 140,
      align: 'right',
      render: (_, shop) => <b>{t('yuan', { yuan: formatYuan(shop.owedFenThisMonth) })}</b>,
    },
  ];
}
