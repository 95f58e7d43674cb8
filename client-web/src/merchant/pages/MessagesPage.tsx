import { useNavigate } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { useNoticesLive } from '../../features/notices/use-unread.ts';
import { NoticesView } from '../../phone/notices/NoticesView.tsx';
import { useOwnShop } from '../shop.ts';

/** 消息 of the shop: all of its staff read the same. */
export function MessagesPage() {
  const { t } = useTranslation('notices');
  const navigate = useNavigate();
  const shop = useOwnShop();
  useNoticesLive(shop === undefined ? undefined : `shop:${shop.shopId}`);
  return (
    <NoticesView
      emptyHint={t('noneShop')}
      onFollow={({ kind, id }) => {
        if (kind === 'redemption') {
          void (id === null
            ? navigate({ to: '/history' })
            : navigate({ to: '/orders/$redemptionId', params: { redemptionId: id } }));
        }
        if (kind === 'booking' && id !== null) {
          void navigate({ to: '/bookings/$bookingId', params: { bookingId: id } });
        }
        if (kind === 'shop') void navigate({ to: '/' });
        if (kind === 'agreement') void navigate({ to: '/agreement' });
        if (kind === 'settlements') void navigate({ to: '/settlements' });
      }}
      onSettings={() => void navigate({ to: '/messages/settings' })}
    />
  );
}
