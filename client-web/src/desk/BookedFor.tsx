import { type Booking, bookings } from '@red-points/shared/contracts';
import { useNavigate } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { useMe, useRead } from '../api/index.ts';
import { formatSpan, inOneLine } from '../components/formatters.ts';
import { BookingTag } from '../phone/bookings/BookingTag.tsx';
import { ListSection, Row } from '../phone/components/ListSection.tsx';

const UNANSWERED = 20;

/** What officers booked for somebody and is not over; they answer for them on its page. Nothing where there is none. */
export function BookedFor({ personId }: { personId: string }) {
  const { t } = useTranslation('desk');
  const read = useRead(bookings.listForPerson, { params: { personId } }, { staleMs: 0 });
  const items = read.data?.items ?? [];
  if (items.length === 0) return null;
  return (
    <ListSection title={t('help.bookings')}>
      {items.map((booking) => (
        <Line key={booking.bookingId} booking={booking} below={formatSpan(booking.startsAt, booking.endsAt)} />
      ))}
    </ListSection>
  );
}

/** Those of the unit whose time is over and that wait for the word of who booked them. Nothing where there is none. */
export function BookingsUnanswered() {
  const { t } = useTranslation('desk');
  const unitId = useMe().grants.find((grant) => grant.unitId !== null)?.unitId ?? '';
  const query = { unitId, show: 'unanswered', limit: UNANSWERED } as const;
  const read = useRead(bookings.list, { query }, { enabled: unitId !== '', staleMs: 0 });
  const items = read.data?.items ?? [];
  if (items.length === 0) return null;
  return (
    <ListSection title={t('home.unanswered')}>
      {items.map((booking) => (
        <Line
          key={booking.bookingId}
          booking={booking}
          below={inOneLine(booking.personName, formatSpan(booking.startsAt, booking.endsAt))}
        />
      ))}
    </ListSection>
  );
}

function Line({ booking, below }: { booking: Booking; below: string }) {
  const navigate = useNavigate();
  const params = { bookingId: booking.bookingId };
  return (
    <Row
      title={booking.offerTitle}
      below={below}
      end={<BookingTag booking={booking} />}
      onOpen={() => void navigate({ to: '/bookings/$bookingId', params })}
    />
  );
}
