export { type Bookings, createBookings } from './bookings.ts';
