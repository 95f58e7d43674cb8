import type { SlotDeps } from './deps.ts';

/** A place in a time that is still to come. */
export interface BookedAhead {
  readonly redemptionId: string;
  readonly personId: string;
  readonly startsAtMs: number;
}

/** Whoever has booked a time at these shops that is still to come; the bounds of slots bound it. */
export async function bookedAhead(
  { slots, platform }: Pick<SlotDeps, 'slots' | 'platform'>,
  shopIds: readonly string[],
): Promise<BookedAhead[]> {
  const found = await slots
    .find(
      {
        shopId: { $in: [...shopIds] },
        startsAt: { $gt: new Date(platform.clock.now()) },
        'bookings.0': { $exists: true },
      },
      { projection: { bookings: 1, startsAt: 1 } },
    )
    .toArray();
  return found.flatMap(({ bookings, startsAt }) =>
    bookings.map(({ redemptionId, personId }) => ({ redemptionId, personId, startsAtMs: startsAt.getTime() })),
  );
}
