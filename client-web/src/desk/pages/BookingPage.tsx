import { BookingLoaded } from '../../phone/bookings/BookingLoaded.tsx';
import { useBack } from '../../phone/use-back.ts';
import { bookingRoute } from '../router.tsx';

/** A booking that an officer made for somebody: they say for them what became of it, or cancel it. */
export function BookingPage() {
  const back = useBack();
  const { bookingId } = bookingRoute.useParams();
  return <BookingLoaded bookingId={bookingId} onBack={back} named />;
}
