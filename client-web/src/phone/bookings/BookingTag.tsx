import type { Booking } from '@red-points/shared/contracts';
import { useTranslation } from 'react-i18next';
import { Tag } from '../../components/Tag.tsx';

/** How a booking stands, in a word. */
export function BookingTag({ booking }: { booking: Booking }) {
  const { t } = useTranslation('bookings');
  if (booking.dispute?.open) return <Tag tone="danger">{t('disputed')}</Tag>;
  const tone = booking.state === 'booked' ? 'warning' : booking.state === 'success' ? 'success' : 'plain';
  return <Tag tone={tone}>{t(`state.${booking.state}`)}</Tag>;
}
