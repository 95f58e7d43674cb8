import { venueSignal } from '@red-points/shared/domain/check-ins';
import type { Ticket } from './ticket.ts';

const STORE_KEY = 'red-points.device';
const POSITION_WITHIN_MS = 6000;
const POSITION_AGE_MAX_MS = 60_000;

/** Random text for names that nobody can guess. */
export function randomName(): string {
  return Array.from(crypto.getRandomValues(new Uint8Array(16)), (byte) => byte.toString(16).padStart(2, '0')).join('');
}

/** The random name of this phone, made once; the server keeps a keyed hash of it. */
export function deviceName(): string {
  const known = window.localStorage.getItem(STORE_KEY);
  if (known !== null) return known;
  const made = randomName();
  window.localStorage.setItem(STORE_KEY, made);
  return made;
}

/**
 * Whether this phone is at the venue, worked out here: the position leaves neither this function nor the phone. Null where
 * there is no venue, no permission, or no position in time.
 */
export async function signalOf(venue: Ticket['activity']['venue']): Promise<'inside' | 'outside' | null> {
  const geolocation: Geolocation | undefined = navigator.geolocation;
  if (venue === null || geolocation === undefined) return null;
  const position = await new Promise<GeolocationPosition | null>((resolve) => {
    geolocation.getCurrentPosition(resolve, () => resolve(null), {
      enableHighAccuracy: true,
      timeout: POSITION_WITHIN_MS,
      maximumAge: POSITION_AGE_MAX_MS,
    });
  });
  if (position === null) return null;
  const { latitude, longitude, accuracy } = position.coords;
  return venueSignal(venue, { latitude, longitude, accuracyMetres: accuracy });
}
