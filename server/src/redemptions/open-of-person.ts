import type { Collection } from 'mongodb';
import type { RedemptionRecord } from './store.ts';

/** What of a person is not over. */
export interface OpenOfPerson {
  /** Redemptions that can still end in success; bookings are counted apart. */
  readonly redemptions: number;
  /** Booked services, whether they get or give them. */
  readonly bookings: number;
  /** Redemptions with a refund that waits for a second word or for the ledger. */
  readonly refunds: number;
}

/** Counts among one person's own redemptions: asked for when they want to be erased, never on the way of a redemption. */
export async function openOf(redemptions: Collection<RedemptionRecord>, personId: string): Promise<OpenOfPerson> {
  const booked = { open: true, 'booking.slotId': { $gt: '' } } as const;
  const [all, guest, helper, refunds] = await Promise.all([
    redemptions.countDocuments({ personId, open: true }),
    redemptions.countDocuments({ personId, ...booked }),
    redemptions.countDocuments({ 'booking.helperPersonId': personId, open: true }),
    redemptions.countDocuments({ personId, refunds: { $elemMatch: { state: { $in: ['proposed', 'asked'] } } } }),
  ]);
  return { redemptions: all - guest, bookings: guest + helper, refunds };
}
