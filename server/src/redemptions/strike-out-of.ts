import { strikeOut } from '../platform/strike-out.ts';
import type { RedemptionDeps } from './deps.ts';

/**
 * Takes words about somebody out of what was written about their redemptions, about the bookings in which they help somebody,
 * and of why a time of either does not take place. By their own records only. Safe to repeat.
 */
export async function strikeOutOf(
  { redemptions, slots }: Pick<RedemptionDeps, 'redemptions' | 'slots'>,
  personIds: readonly string[],
  words: readonly string[],
): Promise<void> {
  const theirs = { $in: [...personIds] };
  await strikeOut(redemptions, { personId: theirs }, ['note', 'refunds', 'booking'], words);
  await strikeOut(redemptions, { 'booking.helperPersonId': theirs }, ['note', 'refunds', 'booking'], words);
  const booked = await redemptions
    .find({ personId: theirs, 'booking.slotId': { $gt: '' } }, { projection: { 'booking.slotId': 1 } })
    .toArray();
  await slots.strikeOut({ personIds, slotIds: booked.flatMap(({ booking }) => booking?.slotId ?? []) }, words);
}
