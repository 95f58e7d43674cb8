import { bookings, live } from '@red-points/shared/contracts';
import { useQueryClient } from '@tanstack/react-query';
import { useCallback } from 'react';
import { useTranslation } from 'react-i18next';
import { useLive, useRead } from '../../api/index.ts';
import { PhonePage } from '../components/PhonePage.tsx';
import { Trouble, Waiting } from '../components/states.tsx';
import { BookingView } from './BookingView.tsx';

/** One booking as the server knows it now; what the other side says appears by itself. */
export function BookingLoaded({
  bookingId,
  onBack,
  named = false,
}: {
  bookingId: string;
  onBack: () => void;
  /** Says whose it is: an officer answers for somebody. */
  named?: boolean;
}) {
  const { t } = useTranslation('bookings');
  const client = useQueryClient();
  const read = useRead(bookings.get, { params: { bookingId } }, { staleMs: 0 });
  const reread = useCallback(() => void client.invalidateQueries({ queryKey: [bookings.get.id] }), [client]);
  useLive(`${live.events.path}?topics=${encodeURIComponent(`redemption:${bookingId}`)}`, {
    onEvent: reread,
    onCatchUp: reread,
    enabled: read.data?.state === 'booked',
  });
  if (read.data !== undefined) return <BookingView booking={read.data} onBack={onBack} named={named} />;
  return (
    <PhonePage title={t('title')} onBack={onBack}>
      {read.isError ? <Trouble error={read.error} onRetry={() => void read.refetch()} /> : <Waiting rows={6} />}
    </PhonePage>
  );
}
