import type { Notification } from '@red-points/shared/contracts';
import { useNavigate } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { useNoticesLive } from '../../features/notices/use-unread.ts';
import { NoticesView } from '../../phone/notices/NoticesView.tsx';
import { useActingPerson } from '../acting.ts';

/** 消息 of the person acted for. */
export function MessagesPage() {
  const { t } = useTranslation('notices');
  const navigate = useNavigate();
  const person = useActingPerson();
  useNoticesLive(person === undefined ? undefined : `person:${person.personId}`);
  const follow = ({ kind, id }: NonNullable<Notification['link']>): void => {
    switch (kind) {
      case 'booking':
        if (id !== null) void navigate({ to: '/bookings/$bookingId', params: { bookingId: id } });
        return;
      case 'redemption':
        if (id !== null) void navigate({ to: '/redemptions/$redemptionId', params: { redemptionId: id } });
        return;
      case 'activity':
        if (id !== null) void navigate({ to: '/activities/$activityId', params: { activityId: id } });
        return;
      case 'contests':
        void navigate({ to: '/contests' });
        return;
      case 'own_data':
        void navigate({ to: '/own-data' });
        return;
      case 'objections':
        void navigate({ to: '/objections' });
        return;
      case 'claim':
        void navigate({ to: '/claims' });
        return;
      case 'offers':
        void navigate({ to: '/offers' });
        return;
      case 'entry':
      case 'statement':
        void navigate({ to: '/statement', search: id === null ? {} : { entry: id } });
        return;
      case 'shop_work':
        void navigate({ to: '/shop-work' });
        return;
      case 'shop':
      case 'agreement':
      case 'reviews':
      case 'data_requests':
      case 'publicity':
      case 'settlements':
        return;
      default:
        kind satisfies never;
    }
  };
  return (
    <NoticesView
      emptyHint={t('noneHint')}
      onFollow={follow}
      onSettings={() => void navigate({ to: '/messages/settings' })}
    />
  );
}
