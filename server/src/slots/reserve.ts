import { type Refusal, refuse } from '@red-points/shared/contracts';
import { whyNotBookable } from '@red-points/shared/domain/bookings';
import type { SlotDeps } from './deps.ts';
import type { PlaceInSlot } from './store.ts';

const ATTEMPTS_MAX = 5;

type Stores = Pick<SlotDeps, 'slots'>;

/**
 * Takes a place by one conditional update: it counts the places and adds one in the same act, so that a slot is never
 * overbooked however many processes try at once. Once for a redemption, and one place for a person. Refuses with
 * `slot_not_found`, `slot_closed`, `slot_over`, `slot_too_early`, `slot_booked_already`, `slot_full` or `slot_busy`.
 */
export async function reserve({ slots }: Stores, place: PlaceInSlot, nowMs: number): Promise<Refusal | null> {
  const { slotId: _id, redemptionId, personId } = place;
  for (let attempt = 0; attempt < ATTEMPTS_MAX; attempt += 1) {
    const taken = await slots.updateOne(
      {
        _id,
        state: 'open',
        bookUntil: { $gt: new Date(nowMs) },
        'bookings.redemptionId': { $ne: redemptionId },
        'bookings.personId': { $ne: personId },
        'served.redemptionId': { $ne: redemptionId },
        $expr: { $lt: [{ $add: [{ $size: '$bookings' }, { $size: '$served' }] }, '$capacity'] },
      },
      { $push: { bookings: { redemptionId, personId } } },
    );
    if (taken.matchedCount === 1) return null;
    const slot = await slots.findOne({ _id });
    if (slot === null) return refuse('slot_not_found');
    const places = [...slot.bookings, ...slot.served];
    if (places.some((other) => other.redemptionId === redemptionId)) return null;
    const notNow = whyNotBookable(
      { startsAtMs: slot.startsAt.getTime(), bookUntilMs: slot.bookUntil.getTime(), closed: slot.state === 'closed' },
      nowMs,
    );
    if (notNow !== null) return refuse(notNow);
    if (slot.bookings.some((other) => other.personId === personId)) return refuse('slot_booked_already');
    if (places.length >= slot.capacity) return refuse('slot_full');
  }
  return refuse('slot_busy');
}

/** The points of a booking are spent: its place is taken for good. Repeating changes nothing. */
export async function settle({ slots }: Stores, { slotId, redemptionId, personId }: PlaceInSlot): Promise<void> {
  await slots.updateOne(
    { _id: slotId, 'bookings.redemptionId': redemptionId, 'served.redemptionId': { $ne: redemptionId } },
    { $pull: { bookings: { redemptionId } }, $push: { served: { redemptionId, personId } } },
  );
}

/** Gives the place of a booking back that was not settled. Repeating changes nothing. */
export async function release({ slots }: Stores, { slotId, redemptionId }: PlaceInSlot): Promise<void> {
  await slots.updateOne(
    { _id: slotId, 'bookings.redemptionId': redemptionId },
    { $pull: { bookings: { redemptionId } } },
  );
}
