import { offers, shops, slots } from '@red-points/shared/contracts';
import { App, Button, Empty, Skeleton } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { type CallAnswer, messageOf, useChange, useMoneyMutation, useRead } from '../../api/index.ts';
import { formatYuan } from '../../components/formatters.ts';
import { Tag } from '../../components/Tag.tsx';
import { useMay } from '../../features/use-may.ts';
import { MoreSteps } from '../components/MoreSteps.tsx';
import { ReasonDialog } from '../components/ReasonDialog.tsx';
import { RecordDrawer } from '../components/RecordDrawer.tsx';
import { Trouble } from '../components/Trouble.tsx';
import { Agreements } from './Agreements.tsx';
import { OfferForm } from './OfferForm.tsx';
import { OfferLine } from './OfferLine.tsx';
import { ShopActs } from './ShopActs.tsx';
import { CloseShopDialog, ShopClosing } from './ShopClosing.tsx';
import styles from './ShopDrawer.module.css';
import { ShopOpening } from './ShopOpening.tsx';
import { ShopPeople } from './ShopPeople.tsx';
import { ShopStateTag } from './ShopStateTag.tsx';

type Shop = CallAnswer<typeof shops.get>;

/** One shop: what it redeemed and is owed, its offers, its poster, and whether it takes part. */
export function ShopDrawer({ shopId, onClose }: { shopId: string | undefined; onClose: () => void }) {
  const { t } = useTranslation(['consoleShops', 'consoleShopWork', 'common']);
  const may = useMay();
  const read = useRead(
    shops.get,
    { params: { shopId: shopId ?? '' } },
    { enabled: shopId !== undefined, everyMs: 15_000 },
  );
  const shop = read.data;
  return (
    <RecordDrawer
      open={shopId !== undefined}
      onClose={onClose}
      mark={shop?.name.slice(0, 1) ?? ''}
      title={shop?.name ?? t('state.loading', { ns: 'common' })}
      tags={
        shop === undefined ? undefined : (
          <>
            <ShopStateTag state={shop.state} />
            <Tag>{t(`kind.${shop.kind}`)}</Tag>
          </>
        )
      }
      subtitle={
        shop === undefined ? undefined : (
          <>
            <span>{shop.unitName}</span>
            {shop.parentName === null ? null : (
              <span>{t('branch.of', { ns: 'consoleShopWork', name: shop.parentName })}</span>
            )}
            <span>{shop.address}</span>
            {shop.state === 'active' ? <span>{t(shop.accepting ? 'accepting' : 'paused')}</span> : null}
          </>
        )
      }
      figures={
        shop === undefined
          ? []
          : [
              { label: t('column.redeemed'), value: shop.redeemedThisMonth, unit: t('timesUnit') },
              { label: t('column.points'), value: shop.pointsThisMonth, unit: t('unit.points', { ns: 'common' }) },
              { label: t('column.owed'), value: formatYuan(shop.owedFenThisMonth), unit: t('yuanUnit') },
            ]
      }
      loading={read.isPending}
      error={shop === undefined ? read.error : null}
      onRetry={() => void read.refetch()}
      footer={shop === undefined ? undefined : <Actions shop={shop} />}
    >
      {shop === undefined ? null : (
        <>
          <ShopClosing shop={shop} />
          <ShopActs shop={shop} />
          <ShopOpening shop={shop} />
          {may('shop_staff.manage') ? <ShopPeople shopId={shop.shopId} closed={shop.state === 'closed'} /> : null}
          {shop.parentId === null ? <Agreements shopId={shop.shopId} closed={shop.state === 'closed'} /> : null}
          <Offers shop={shop} />
        </>
      )}
    </RecordDrawer>
  );
}

function Offers({ shop }: { shop: Shop }) {
  const { t } = useTranslation('consoleShops');
  const may = useMay();
  const [adding, setAdding] = useState(false);
  const list = useRead(offers.listOfShop, { params: { shopId: shop.shopId } });
  return (
    <section>
      <header className={styles.head}>
        <h3>{t('offers.title')}</h3>
        {may('offers.manage') && shop.state !== 'closed' ? (
          <Button onClick={() => setAdding(true)}>{t('offers.add')}</Button>
        ) : null}
      </header>
      {list.error !== null && list.data === undefined ? (
        <Trouble error={list.error} onRetry={() => void list.refetch()} />
      ) : null}
      {list.isPending ? <Skeleton active title={false} /> : null}
      {list.data?.items.length === 0 ? (
        <Empty image={Empty.PRESENTED_IMAGE_SIMPLE} description={t('offers.none')} />
      ) : null}
      <ul>
        {(list.data?.items ?? []).map((offer) => (
          <OfferLine key={offer.offerId} offer={offer} closed={shop.state === 'closed'} />
        ))}
      </ul>
      <OfferForm shopId={shop.shopId} from={adding ? 'new' : undefined} onClose={() => setAdding(false)} />
    </section>
  );
}

const CHANGES = [shops.get, shops.list];

function Actions({ shop }: { shop: Shop }) {
  const { t } = useTranslation(['consoleShops', 'consoleShopWork']);
  const { message } = App.useApp();
  const may = useMay();
  const [asking, setAsking] = useState<'suspend' | 'replace' | 'callOff'>();
  const [closing, setClosing] = useState(false);
  const params = { shopId: shop.shopId };
  const done = (step: 'approve' | 'resume' | 'suspend' | 'replace' | 'callOff') => () => {
    setAsking(undefined);
    void message.success(t(`done.${step}`));
  };
  // A suspension is lifted as a shop is approved: by somebody else.
  const step = shop.state === 'suspended' ? 'resume' : 'approve';
  const approve = useChange(shops.approve, { changes: CHANGES, onDone: done(step) });
  const suspend = useChange(shops.suspend, { changes: CHANGES, onDone: done('suspend') });
  const replace = useMoneyMutation(shops.replacePoster, {
    changes: [shops.poster, shops.get],
    onDone: done('replace'),
  });
  const callOff = useMoneyMutation(slots.closeOfShop, { onDone: done('callOff') });
  const error = { suspend: suspend.error, replace: replace.error, callOff: callOff.error }[asking ?? 'replace'];
  const give = { suspend: suspend.mutate, replace: replace.start, callOff: callOff.start }[asking ?? 'replace'];
  const acts = shop.state === 'active' && may('shops.manage');
  const sheet = (name: string): string => `/console/print/${name}/${encodeURIComponent(shop.shopId)}`;
  return (
    <>
      <MoreSteps
        steps={[
          { key: 'stock', label: t('stock.verb', { ns: 'consoleShopWork' }), href: sheet('stock') },
          { key: 'sheet', label: t('sheet.verb', { ns: 'consoleShopWork' }), href: sheet('sign-sheet') },
          acts && { key: 'replace', label: t('verb.replace'), onChoose: () => setAsking('replace') },
          acts && { key: 'suspend', label: t('verb.suspend'), onChoose: () => setAsking('suspend'), danger: true },
          shop.state !== 'closed' &&
            may('shops.close') && {
              key: 'close',
              label: t('closing.verb', { ns: 'consoleShopWork' }),
              onChoose: () => setClosing(true),
              danger: true,
            },
        ]}
      />
      {shop.state === 'suspended' && may('slots.manage') ? (
        <Button danger onClick={() => setAsking('callOff')}>
          {t('verb.callOff')}
        </Button>
      ) : null}
      {shop.state === 'active' ? (
        <Button href={sheet('shop')} target="_blank">
          {t('verb.poster')}
        </Button>
      ) : null}
      {(shop.state === 'applied' || shop.state === 'suspended') && may('shops.manage') ? (
        <Button
          type="primary"
          loading={approve.isPending}
          onClick={() =>
            approve.mutate({ params }, { onError: (refused) => void message.warning(messageOf(refused), 6) })
          }
        >
          {t(`verb.${step}`)}
        </Button>
      ) : null}
      <CloseShopDialog shop={shop} open={closing} onClose={() => setClosing(false)} />
      <ReasonDialog
        open={asking !== undefined}
        title={t(`ask.${asking ?? 'replace'}`, { name: shop.name })}
        explanation={t(`askWhat.${asking ?? 'replace'}`)}
        verb={t(`verb.${asking ?? 'replace'}`)}
        busy={suspend.isPending || replace.sending || callOff.sending}
        error={error === null ? undefined : messageOf(error)}
        onGive={(reason) => give({ params, body: { reason } })}
        onCancel={() => setAsking(undefined)}
      />
    </>
  );
}
