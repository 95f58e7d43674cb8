import { businessDate } from '@red-points/shared/domain/calendar';
import type { AnyBulkWriteOperation } from 'mongodb';
import { isDuplicateKey } from '../platform/database.ts';
import type { MembershipsDeps } from './deps.ts';
import type { MembershipRecord } from './store.ts';

/**
 * Somebody's account was closed: they belong to nothing from today on, and a household or organisation has nobody any
 * more. Safe to repeat.
 */
export async function endAllOf(deps: MembershipsDeps, personId: string, userId: string): Promise<void> {
  const today = businessDate(deps.clock.now());
  const ended = { open: false, endedBy: userId, endedAt: new Date(deps.clock.now()) };
  const open = await deps.memberships
    .find({ $or: [{ personId }, { groupId: personId }], open: true })
    .project<Pick<MembershipRecord, '_id' | 'from'>>({ from: 1 })
    .toArray();
  const updates = open.map<AnyBulkWriteOperation<MembershipRecord>>(({ _id, from }) => ({
    updateOne: { filter: { _id, open: true }, update: { $set: { ...ended, until: from > today ? from : today } } },
  }));
  if (updates.length > 0) await deps.memberships.bulkWrite(updates, { ordered: false });
}

/**
 * One record was found to be another: what it belonged to, and who belonged to it, is the other's. Where the other belongs
 * to the same group already, the doubled spell ends. Safe to repeat.
 */
export async function relabel(
  deps: MembershipsDeps,
  personId: string,
  keptPersonId: string,
  userId: string,
): Promise<void> {
  const found = await deps.memberships.find({ $or: [{ personId }, { groupId: personId }] }).toArray();
  for (const spell of found) {
    const change = spell.personId === personId ? { personId: keptPersonId } : { groupId: keptPersonId };
    try {
      await deps.memberships.updateOne({ _id: spell._id }, { $set: change });
    } catch (error) {
      if (!isDuplicateKey(error)) throw error;
      await endDouble(deps, spell, userId);
      await deps.memberships.updateOne({ _id: spell._id }, { $set: change });
    }
  }
  await deps.heads.updateMany({ personId }, { $set: { personId: keptPersonId } });
  const head = await deps.heads.findOne({ _id: personId });
  if (head === null) return;
  const { _id, ...rest } = head;
  await deps.heads.updateOne({ _id: keptPersonId }, { $setOnInsert: rest }, { upsert: true });
}

async function endDouble(deps: MembershipsDeps, { _id, from }: MembershipRecord, userId: string): Promise<void> {
  const today = businessDate(deps.clock.now());
  const until = from > today ? from : today;
  const end = { until, open: false, endedBy: userId, endedAt: new Date(deps.clock.now()) };
  await deps.memberships.updateOne({ _id, open: true }, { $set: end });
}
