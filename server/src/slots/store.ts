import type { MissedTerms } from '@red-points/shared/domain/bookings';
import type { Collection, Db } from 'mongodb';
import { type RequestIdentity, requestIdentityIndex } from '../http/idempotency.ts';
import { dueIndex, ensureCollection } from '../platform/database.ts';

const SLOTS = 'slots';

/** One place in a slot: the redemption that took it, and for whom. */
interface Place {
  readonly redemptionId: string;
  readonly personId: string;
}

/** The place that a booking takes in its slot. */
export interface PlaceInSlot extends Place {
  readonly slotId: string;
}

/** A time at which a service can be booked, as it is stored. */
export interface SlotRecord {
  _id: string;
  /** All slots that were made together. */
  seriesId: string;
  /** On the first slot of a series: the request that made them all, in one transaction. */
  request?: RequestIdentity;
  offerId: string;
  shopId: string;
  unitId: string;
  unitPath: string[];
  startsAt: Date;
  endsAt: Date;
  bookUntil: Date;
  cancelUntil: Date;
  missed: MissedTerms;
  /** Never changed: 50 at most, so that the places lie in this document. */
  capacity: number;
  helperPersonId: string | null;
  ruleCode: string | null;
  /** Places of open bookings; they make taking and giving back idempotent. */
  bookings: Place[];
  /** Places for which points were spent. */
  served: Place[];
  state: 'open' | 'closed';
  closed: {
    /** Whether the shop closed it, and not staff. */
    readonly byShop: boolean;
    /** Whether it was closed because its shop is closed for good. */
    readonly withShop?: boolean;
    readonly userId: string;
    readonly reason: string;
    readonly at: Date;
    readonly request: RequestIdentity;
  } | null;
  /** When the bookings of a closed slot are to be called off; null where nothing is left to do. */
  nextCheckAt: Date | null;
  createdBy: string;
  createdAt: Date;
}

export function slotsOf(db: Db): Collection<SlotRecord> {
  return db.collection<SlotRecord>(SLOTS);
}

/** Those slots that somebody asked for, with the request: the first of each series. */
export function requestedSlotsOf(db: Db): Collection<SlotRecord & { request: RequestIdentity }> {
  return db.collection<SlotRecord & { request: RequestIdentity }>(SLOTS);
}

/** Makes the collection of slots. */
export async function ensureSlots(db: Db): Promise<void> {
  await ensureCollection(db, {
    name: SLOTS,
    indexes: [
      requestIdentityIndex,
      { key: { offerId: 1, startsAt: 1 } },
      { key: { shopId: 1, startsAt: 1 } },
      { key: { seriesId: 1, startsAt: 1 } },
      {
        name: 'of_helper',
        key: { helperPersonId: 1, startsAt: 1 },
        partialFilterExpression: { helperPersonId: { $gt: '' } },
      },
      dueIndex('to_carry_on', 'nextCheckAt'),
    ],
  });
}
