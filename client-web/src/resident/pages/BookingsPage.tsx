import { BOOKING_SIDES, type Booking, bookings } from '@red-points/shared/contracts';
import { useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useList } from '../../api/index.ts';
import { formatSpan } from '../../components/formatters.ts';
import { BookingTag } from '../../phone/bookings/BookingTag.tsx';
import { Card } from '../../phone/components/Card.tsx';
import { Chips } from '../../phone/components/Chips.tsx';
import { Row } from '../../phone/components/ListSection.tsx';
import { MoreButton } from '../../phone/components/MoreButton.tsx';
import { OfferPicture } from '../../phone/components/OfferPicture.tsx';
import { PhonePage } from '../../phone/components/PhonePage.tsx';
import { Nothing, Trouble, Waiting } from '../../phone/components/states.tsx';
import { useBack } from '../../phone/use-back.ts';

/** 我的预约: what this person has booked, and where they help a neighbour. */
export function BookingsPage() {
  const { t } = useTranslation('bookings');
  const back = useBack();
  const navigate = useNavigate();
  const [as, setAs] = useState<(typeof BOOKING_SIDES)[number]>('resident');
  const list = useList(bookings.listOwn, { query: { as, limit: 20 } }, { staleMs: 0 });
  const open = ({ bookingId }: Booking): void => void navigate({ to: '/bookings/$bookingId', params: { bookingId } });
  return (
    <PhonePage title={t('own')} onBack={back}>
      <Chips
        chosen={as}
        onChoose={setAs}
        chips={BOOKING_SIDES.map((key) => ({ key, label: t(key === 'resident' ? 'own' : 'helping') }))}
      />
      {list.isPending ? <Waiting rows={6} /> : null}
      {list.isError && list.items.length === 0 ? (
        <Trouble error={list.error} onRetry={() => void list.refetch()} />
      ) : null}
      {list.isSuccess && list.items.length === 0 ? (
        <Nothing title={t(as === 'resident' ? 'none' : 'noneHelping')}>
          {as === 'resident' ? <span className="small">{t('noneHint')}</span> : null}
        </Nothing>
      ) : null}
      {list.items.length === 0 ? null : (
        <Card>
          {list.items.map((booking) => (
            <Row
              key={booking.bookingId}
              mark={<OfferPicture name={booking.picture} pictureId={booking.pictureId} size={40} />}
              title={booking.offerTitle}
              below={formatSpan(booking.startsAt, booking.endsAt)}
              end={<BookingTag booking={booking} />}
              wide
              onOpen={() => open(booking)}
            />
          ))}
        </Card>
      )}
      <MoreButton list={list} />
    </PhonePage>
  );
}
