const EARTH_RADIUS_METRES = 6_371_000;
/** A position less certain than this says nothing. */
const ACCURACY_METRES_MAX = 500;

export interface VenueCircle {
  readonly latitude: number;
  readonly longitude: number;
  readonly radiusMetres: number;
}

export interface Position {
  readonly latitude: number;
  readonly longitude: number;
  /** Radius of the uncertainty. */
  readonly accuracyMetres: number;
}

/**
 * Whether a phone is at the venue: computed on the phone, so that no position ever leaves it. Uncertainty counts in the person's
 * favour, and a position that is too uncertain counts as none.
 */
export function venueSignal(venue: VenueCircle | null, position: Position | null): 'inside' | 'outside' | null {
  if (venue === null || position === null || position.accuracyMetres > ACCURACY_METRES_MAX) return null;
  return distanceMetres(venue, position) - position.accuracyMetres <= venue.radiusMetres ? 'inside' : 'outside';
}

/** Great-circle distance (haversine). */
function distanceMetres(
  from: Pick<Position, 'latitude' | 'longitude'>,
  to: Pick<Position, 'latitude' | 'longitude'>,
): number {
  const radians = (degrees: number): number => (degrees * Math.PI) / 180;
  const latitudes = radians(to.latitude - from.latitude) / 2;
  const longitudes = radians(to.longitude - from.longitude) / 2;
  const half =
    Math.sin(latitudes) ** 2 +
    Math.cos(radians(from.latitude)) * Math.cos(radians(to.latitude)) * Math.sin(longitudes) ** 2;
  return 2 * EARTH_RADIUS_METRES * Math.asin(Math.min(1, Math.sqrt(half)));
}
