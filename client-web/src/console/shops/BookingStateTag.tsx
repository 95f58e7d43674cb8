import type { Booking } from '@red-points/shared/contracts';
import { useTranslation } from 'react-i18next';
import { StateTag } from '../parts/StateTag.tsx';

/** How a booking stands, as staff read it. */
export function BookingStateTag({ booking }: { booking: Booking }) {
  const { t } = useTranslation('consoleBookings');
  if (booking.dispute?.open) return <StateTag tone="danger">{t('state.disputed')}</StateTag>;
  if (booking.outcome === null) return <StateTag tone="slate">{t('state.booked')}</StateTag>;
  return (
    <StateTag tone={booking.state === 'success' ? 'success' : 'plain'}>{t(`outcome.${booking.outcome}`)}</StateTag>
  );
}
