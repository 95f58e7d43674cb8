import MenuOutlined from '@ant-design/icons-svg/es/asn/MenuOutlined';
import ScanOutlined from '@ant-design/icons-svg/es/asn/ScanOutlined';
import ShopOutlined from '@ant-design/icons-svg/es/asn/ShopOutlined';
import SoundOutlined from '@ant-design/icons-svg/es/asn/SoundOutlined';
import { type Redemption, shops } from '@red-points/shared/contracts';
import { useNavigate } from '@tanstack/react-router';
import { Switch, Toast } from 'antd-mobile';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { messageOf, useChange, useRead } from '../../api/index.ts';
import { formatNumber } from '../../components/formatters.ts';
import { Icon } from '../../components/icons.tsx';
import { useUnread } from '../../features/notices/use-unread.ts';
import { Banner } from '../../phone/components/Banner.tsx';
import { Card } from '../../phone/components/Card.tsx';
import { PhonePage } from '../../phone/components/PhonePage.tsx';
import { Nothing, Trouble, Waiting } from '../../phone/components/states.tsx';
import { Bell } from '../../phone/notices/Bell.tsx';
import { CapsLeft } from '../CapsLeft.tsx';
import { ClosedShop, StoppedShop, useShopState } from '../ClosedShop.tsx';
import { ConfirmedVoucher } from '../ConfirmedVoucher.tsx';
import { DoneLine } from '../DoneLine.tsx';
import { OrderCard } from '../OrderCard.tsx';
import { useOrders } from '../orders.ts';
import { useOwnShop } from '../shop.ts';
import { toggleVoice, useVoiceOn } from '../voice.ts';
import styles from './HomePage.module.css';

/** The shop's live orders: newest on top, each confirmed or declined by one touch. */
export function HomePage() {
  const { t } = useTranslation('merchant');
  const shop = useOwnShop();
  if (shop === undefined) {
    return (
      <PhonePage header={<span />}>
        <Nothing title={t('noShop')} />
      </PhonePage>
    );
  }
  return <OwnShop {...shop} />;
}

function OwnShop({ shopId, shopName }: { shopId: string; shopName: string }) {
  const state = useShopState(shopId);
  if (state !== 'closed') return <Orders shopId={shopId} shopName={shopName} serves={state === 'active'} />;
  return (
    <PhonePage header={<ShopHeader shopId={shopId} shopName={shopName} />}>
      <ClosedShop shopId={shopId} />
    </PhonePage>
  );
}

function Orders({ shopId, shopName, serves }: { shopId: string; shopName: string; serves: boolean }) {
  const { t } = useTranslation('merchant');
  const navigate = useNavigate();
  const [tab, setTab] = useState<'open' | 'done'>('open');
  const voiceOn = useVoiceOn();
  const orders = useOrders(shopId);
  const open = orders.open.data?.items ?? [];
  const done = orders.done.data;
  return (
    <PhonePage
      header={<ShopHeader shopId={shopId} shopName={shopName} />}
      {...(!serves
        ? {}
        : {
            bottom: (
              <button type="button" className={styles.scan} onClick={() => void navigate({ to: '/scan' })}>
                <Icon of={ScanOutlined} size={22} />
                {t('scan.button')}
              </button>
            ),
          })}
    >
      <StoppedShop shopId={shopId} />
      <Stats
        count={done?.todayCount}
        points={done?.todayPoints}
        waiting={orders.open.data === undefined ? undefined : open.length}
      />
      <CapsLeft shopId={shopId} />
      {orders.live ? null : <p className="small quiet">{t('live.down')}</p>}
      <div className={styles.tabs}>
        <button type="button" data-on={tab === 'open'} aria-pressed={tab === 'open'} onClick={() => setTab('open')}>
          {orders.open.data === undefined ? t('tabs.openUnread') : t('tabs.open', { count: open.length })}
        </button>
        <button type="button" data-on={tab === 'done'} aria-pressed={tab === 'done'} onClick={() => setTab('done')}>
          {done === undefined ? t('tabs.doneUnread') : t('tabs.done', { count: done.todayCount })}
        </button>
        <button type="button" className={styles.voice} data-on={voiceOn} aria-pressed={voiceOn} onClick={toggleVoice}>
          <Icon of={SoundOutlined} size={16} />
          {t(voiceOn ? 'sound.on' : 'sound.off')}
        </button>
      </div>
      {tab === 'open' ? <OpenOrders orders={orders} /> : <DoneOrders orders={orders} />}
    </PhonePage>
  );
}

type OrdersState = ReturnType<typeof useOrders>;

function OpenOrders({ orders }: { orders: OrdersState }) {
  const { t } = useTranslation('merchant');
  const { open } = orders;
  const latest = orders.finished.slice(0, 3);
  const [confirmed, setConfirmed] = useState<Redemption>();
  if (open.data === undefined)
    return open.isError ? <Trouble error={open.error} onRetry={() => void open.refetch()} /> : <Waiting rows={4} />;
  return (
    <>
      {open.data.items.length === 0 ? (
        <Card>
          <Nothing title={t('order.none')}>
            <span className="small">{t('order.noneHint')}</span>
          </Nothing>
        </Card>
      ) : (
        open.data.items.map((order, index) => (
          <OrderCard key={order.redemptionId} order={order} newest={index === 0} onConfirmed={setConfirmed} />
        ))
      )}
      {latest.length === 0 ? null : (
        <Card>
          {latest.map((order) => (
            <DoneLine key={order.redemptionId} order={order} />
          ))}
        </Card>
      )}
      <ConfirmedVoucher order={confirmed} onClose={() => setConfirmed(undefined)} />
    </>
  );
}

function DoneOrders({ orders }: { orders: OrdersState }) {
  const { t } = useTranslation('merchant');
  const { done } = orders;
  if (done.data === undefined)
    return done.isError ? <Trouble error={done.error} onRetry={() => void done.refetch()} /> : <Waiting rows={4} />;
  if (orders.finished.length === 0) return <Nothing title={t('order.doneNone')} />;
  return (
    <Card>
      {orders.finished.map((order) => (
        <DoneLine key={order.redemptionId} order={order} />
      ))}
    </Card>
  );
}

function ShopHeader({ shopId, shopName }: { shopId: string; shopName: string }) {
  const { t } = useTranslation('merchant');
  const navigate = useNavigate();
  const shop = useRead(shops.get, { params: { shopId } });
  const change = useChange(shops.setAccepting, { changes: [shops.get] });
  const accepting = shop.data?.accepting ?? true;
  const serves = (shop.data?.state ?? 'active') === 'active';
  return (
    <header className={styles.head}>
      <div>
        <Icon of={ShopOutlined} size={22} />
        <h1>{shopName}</h1>
        {!serves ? (
          <span className={styles.gap} />
        ) : (
          <div className={styles.accepting}>
            <span>{t(accepting ? 'accepting' : 'paused')}</span>
            <Switch
              checked={accepting}
              loading={change.isPending}
              aria-label={t('switch')}
              style={{ '--checked-color': 'var(--success)' }}
              onChange={(next) =>
                change.mutate(
                  { params: { shopId }, body: { accepting: next } },
                  { onError: (error) => Toast.show(messageOf(error)) },
                )
              }
            />
          </div>
        )}
        <Bell unread={useUnread()} onOpen={() => void navigate({ to: '/messages' })} />
        <button
          type="button"
          className="plain-button"
          aria-label={t('more.title')}
          onClick={() => void navigate({ to: '/more' })}
        >
          <Icon of={MenuOutlined} size={20} />
        </button>
      </div>
      {accepting || !serves ? null : <Banner>{t('pausedHint')}</Banner>}
    </header>
  );
}

function Stats({
  count,
  points,
  waiting,
}: {
  count: number | undefined;
  points: number | undefined;
  waiting: number | undefined;
}) {
  const { t } = useTranslation(['merchant', 'common']);
  return (
    <Card className={styles.stats}>
      <div>
        <span>{t('stats.count')}</span>
        <b>{count === undefined ? '—' : t('countUnit', { count })}</b>
      </div>
      <div>
        <span>{t('stats.points')}</span>
        <b>{points === undefined ? '—' : `${formatNumber(points)} ${t('unit.points', { ns: 'common' })}`}</b>
      </div>
      <div>
        <span>{t('stats.waiting')}</span>
        <b>{waiting === undefined ? '—' : t('countUnit', { count: waiting })}</b>
      </div>
    </Card>
  );
}
