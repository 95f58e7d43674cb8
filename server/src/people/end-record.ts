import type { PeopleContext } from './deps.ts';
import { openProfiles } from './read.ts';
import type { PersonRecord, Profile } from './store.ts';

/** Ends a record whose account is closed; its phone may be somebody else's from now on. Safe to repeat. */
export async function closeRecord({ model }: Pick<PeopleContext, 'model'>, personId: string): Promise<void> {
  await model
    .updateOne(
      { _id: personId, status: { $ne: 'closed' } },
      { $set: { status: 'closed', phoneOwnerIndex: null }, $inc: { version: 1 } },
    )
    .exec();
}

/**
 * Ends a record that was found to be somebody already known. What only it knew goes into the record that stays: phone,
 * address, birth date, that somebody was verified. Safe to repeat: the record that ends says last that it has ended.
 */
export async function joinRecords(context: PeopleContext, personId: string, keptPersonId: string): Promise<void> {
  const [ended, kept] = await Promise.all([context.record(personId), context.record(keptPersonId)]);
  if (ended === null || kept === null) throw new Error('a record to be joined is missing');
  await fillIn(context, kept, ended);
  const { model } = context;
  await model
    .updateOne(
      { _id: personId, joinedInto: { $ne: keptPersonId } },
      { $set: { status: 'closed', joinedInto: keptPersonId }, $inc: { version: 1 } },
    )
    .exec();
  // Those that were joined into it before are that other person too: one step always leads to whom somebody is.
  await model.updateMany({ joinedInto: personId }, { $set: { joinedInto: keptPersonId }, $inc: { version: 1 } }).exec();
}

async function fillIn(context: PeopleContext, kept: PersonRecord, ended: PersonRecord): Promise<void> {
  const [own, other] = await openProfiles(context, [kept, ended]);
  if (!own || !other) return;
  const filled: Profile = {
    name: own.name,
    phone: own.phone ?? other.phone,
    address: own.address ?? other.address,
    birthDate: own.birthDate ?? other.birthDate,
  };
  const phone = own.phone === null ? { phoneIndex: ended.phoneIndex, lastFourIndex: ended.lastFourIndex } : {};
  const verified =
    kept.status === 'unverified' && ended.verifiedAt !== null
      ? { status: 'verified', verifiedAt: ended.verifiedAt, verifiedBy: ended.verifiedBy }
      : {};
  const changed = JSON.stringify(filled) !== JSON.stringify(own) || 'status' in verified;
  if (!changed) return;
  const sealed = await context.personalData.seal(kept._id, 'profile', filled);
  // Through the driver, as entering does: sealed bytes are not Mongoose's to cast.
  await context.model.collection.updateOne({ _id: kept._id, version: kept.version } as never, {
    $set: { sealed, hasBirthDate: filled.birthDate !== null, ...phone, ...verified } as never,
    $inc: { version: 1 } as never,
  });
}
