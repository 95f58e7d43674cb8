import { BookingLoaded } from '../../phone/bookings/BookingLoaded.tsx';
import { useBack } from '../../phone/use-back.ts';
import { bookingRoute } from '../router.tsx';

/** One booking. */
export function BookingPage() {
  const back = useBack();
  const { bookingId } = bookingRoute.useParams();
  return <BookingLoaded bookingId={bookingId} onBack={back} />;
}
