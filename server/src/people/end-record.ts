import type { PeopleContext } from './deps.ts';

/** Ends a record whose account is closed. Safe to repeat. */
export async function closeRecord({ model }: Pick<PeopleContext, 'model'>, personId: string): Promise<void> {
  await model
    .updateOne({ _id: personId, status: { $ne: 'closed' } }, { $set: { status: 'closed' }, $inc: { version: 1 } })
    .exec();
}

/**
 * Ends a record that was found to be somebody already known. Those that were joined into it before are that other person
 * as well, so that one step always leads to whom somebody is. Safe to repeat.
 */
export async function joinRecords(
  { model }: Pick<PeopleContext, 'model'>,
  personId: string,
  keptPersonId: string,
): Promise<void> {
  await model
    .updateOne(
      { _id: personId, joinedInto: { $ne: keptPersonId } },
      { $set: { status: 'closed', joinedInto: keptPersonId }, $inc: { version: 1 } },
    )
    .exec();
  await model.updateMany({ joinedInto: personId }, { $set: { joinedInto: keptPersonId }, $inc: { version: 1 } }).exec();
}
