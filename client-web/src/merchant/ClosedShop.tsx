import RightOutlined from '@ant-design/icons-svg/es/asn/RightOutlined';
import { type SHOP_STATES, shopClosings, shops } from '@red-points/shared/contracts';
import { useNavigate } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { useRead } from '../api/index.ts';
import { businessDate, formatFullDate, formatYuan } from '../components/formatters.ts';
import { Icon } from '../components/icons.tsx';
import { Banner } from '../phone/components/Banner.tsx';
import { Card } from '../phone/components/Card.tsx';
import { Row } from '../phone/components/ListSection.tsx';

type ShopState = (typeof SHOP_STATES)[number];

/** Whether the shop of this phone takes part; as if it did until that is known. */
export function useShopState(shopId: string): ShopState {
  return useRead(shops.get, { params: { shopId } }, { enabled: shopId !== '' }).data?.state ?? 'active';
}

/** Why nothing new is served: the shop waits for its approval, or is suspended. Nothing where it takes part. */
export function StoppedShop({ shopId }: { shopId: string }) {
  const { t } = useTranslation('merchant');
  const { state, suspension = null } = useRead(shops.get, { params: { shopId } }).data ?? {};
  if (state !== 'applied' && state !== 'suspended') return null;
  return (
    <Banner tone={state === 'suspended' ? 'danger' : 'warning'}>
      <b>{t(`${state}.title`)}</b>
      <br />
      {suspension === null ? t(`${state}.hint`) : t('suspended.why', { reason: suspension.reason })}
    </Banner>
  );
}

/** That the shop takes part no more: since when, why, and what is still owed to it. */
export function ClosedShop({ shopId }: { shopId: string }) {
  const { t } = useTranslation(['merchant', 'settlements']);
  const navigate = useNavigate();
  const arrow = <Icon of={RightOutlined} size={12} className="quiet" />;
  const read = useRead(shopClosings.get, { params: { shopId } });
  const closing = read.data?.closing ?? null;
  const owedFen = read.data?.effects.owedFen ?? 0;
  return (
    <>
      <Banner tone="danger">
        <b>{t('closed.title')}</b>
        {closing === null || closing.closedAt === null ? null : (
          <>
            <br />
            {t('closed.why', { day: formatFullDate(businessDate(closing.closedAt)), reason: closing.reason })}
          </>
        )}
        <br />
        {owedFen === 0 ? t('closed.hint') : t('closed.owed', { yuan: formatYuan(owedFen) })}
      </Banner>
      <Card>
        <Row title={t('more.history')} end={arrow} onOpen={() => void navigate({ to: '/history' })} />
        <Row
          title={t('shop.entry', { ns: 'settlements' })}
          end={arrow}
          onOpen={() => void navigate({ to: '/settlements' })}
        />
      </Card>
    </>
  );
}
