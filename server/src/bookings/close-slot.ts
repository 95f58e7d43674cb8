import { isRefusal, type Refusal, refuse, type Slot } from '@red-points/shared/contracts';
import type { Principal } from '@red-points/shared/domain/permissions';
import { type RequestIdentity, repeats } from '../http/idempotency.ts';
import { carryOnJob } from '../platform/carry-on-job.ts';
import type { Job } from '../platform/jobs.ts';
import type { HoldEnder } from '../redemptions/index.ts';
import type { SlotRecord } from '../slots/index.ts';
import { callOffAs } from './act.ts';
import type { BookingDeps } from './deps.ts';
import { findBooking } from './find-booking.ts';

export const TAKE_UP_MS = 10_000;

/**
 * A time does not take place: nobody books it any more from this write on, then each booking is called off, and whoever
 * booked gets the points back. A process that ends in between leaves the rest to the job.
 */
export async function closeSlot(
  deps: BookingDeps,
  principal: Principal,
  slotId: string,
  reason: string,
  request: RequestIdentity,
): Promise<Slot | Refusal> {
  const found = await deps.slots.collection.findOne({ _id: slotId });
  if (found === null) return refuse('slot_not_found');
  const shop = await deps.merchants.findFor(principal, 'slots.manage', found.shopId);
  if (isRefusal(shop)) return shop;
  const now = new Date(deps.platform.clock.now());
  const closed = { userId: principal.userId, byShop: principal.face === 'merchant', reason, at: now, request };
  const written = await deps.slots.collection.findOneAndUpdate(
    { _id: slotId, state: 'open', startsAt: { $gt: now } },
    { $set: { state: 'closed', closed, nextCheckAt: new Date(now.getTime() + TAKE_UP_MS) } },
    { returnDocument: 'after' },
  );
  const slot = written ?? (await deps.slots.collection.findOne({ _id: slotId }));
  if (slot === null) return refuse('slot_not_found');
  if (written === null) {
    const again = repeats(slot.closed?.request ?? null, request);
    if (isRefusal(again)) return again;
    if (!again) return refuse(slot.state === 'closed' ? 'slot_closed' : 'slot_over');
  }
  await callOffAll(deps, slot);
  const [view] = await deps.slots.views([(await deps.slots.collection.findOne({ _id: slotId })) ?? slot]);
  return view ?? refuse('slot_not_found');
}

/** Calls off whatever still has a place in a closed slot. Repeating changes nothing. */
export async function callOffAll(deps: BookingDeps, slot: SlotRecord): Promise<void> {
  const { _id, closed } = slot;
  if (closed === null) return;
  const { byShop, withShop = false, userId } = closed;
  const by: HoldEnder = { part: withShop ? 'closer' : byShop ? 'cashier' : 'officer', userId };
  for (const { redemptionId } of slot.bookings) {
    const booking = await findBooking(deps, redemptionId);
    if (booking === null) continue;
    const { caller, fingerprint } = closed.request;
    // Over already, or being ended by somebody else: that is as good.
    await callOffAs(deps, booking, by, closed.reason, { caller, key: `close:${redemptionId}`, fingerprint });
  }
  await deps.slots.collection.updateOne({ _id, bookings: [] }, { $set: { nextCheckAt: null } });
  const again = new Date(deps.platform.clock.now() + TAKE_UP_MS);
  await deps.slots.collection.updateOne({ _id, 'bookings.0': { $exists: true } }, { $set: { nextCheckAt: again } });
}

/** Goes on with slots that were closed while their bookings were being called off. */
export function closedSlotsJob(deps: BookingDeps): Job {
  return carryOnJob<SlotRecord>({
    name: 'bookings.closed_slots',
    what: 'slot',
    collection: deps.slots.collection,
    underWay: { state: 'closed' },
    carryOn: (slot) => callOffAll(deps, slot),
    logger: deps.platform.logger,
  });
}
