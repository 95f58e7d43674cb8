import { type Refusal, refuse } from '@red-points/shared/contracts';
import { businessDate } from '@red-points/shared/domain/calendar';
import type { ProfileValues } from '@red-points/shared/domain/own-data';
import { isBirthDatePossible } from '@red-points/shared/domain/people';
import { duplicateKeyFields, isDuplicateKey } from '../platform/database.ts';
import type { PeopleContext } from './deps.ts';
import { personIndexes } from './indexes.ts';
import { byPhoneIndexes, openProfiles } from './read.ts';
import type { PersonRecord, Profile } from './store.ts';

const TRIES_MAX = 5;

/** Why values cannot be those of a profile: an unknown unit, a birth date that cannot be, a phone that is somebody's. */
export async function whyNotValues(
  context: PeopleContext,
  personId: string,
  { phone, birthDate, unitId }: ProfileValues,
): Promise<Refusal | null> {
  if (birthDate && !isBirthDatePossible(birthDate, businessDate(context.clock.now()))) {
    return refuse('birth_date_invalid');
  }
  if (unitId) {
    const unit = await context.orgUnits.get(unitId);
    if (unit === null) return refuse('unit_unknown');
    if (unit.kind !== 'community' && unit.kind !== 'grid') return refuse('correction_unit');
  }
  if (!phone) return null;
  const onPhone = await byPhoneIndexes(context, [personIndexes(context.keys).phone(phone)]);
  return onPhone.some((other) => other.personId !== personId) ? refuse('phone_in_use') : null;
}

/**
 * Writes corrected values into a profile, with the indexes that it is found by. Fields that are missing stay. A new phone
 * is theirs alone: nobody else stands on it. Safe to repeat.
 */
export async function correct(
  context: PeopleContext,
  personId: string,
  values: ProfileValues,
): Promise<Refusal | null> {
  const wrong = await whyNotValues(context, personId, values);
  if (wrong !== null) return wrong;
  for (let turn = 0; turn < TRIES_MAX; turn += 1) {
    const record = await context.record(personId);
    if (record === null) return refuse('person_not_found');
    const [profile] = await openProfiles(context, [record]);
    if (!profile || record.status === 'closed') return refuse('person_closed');
    const outcome = await write(context, record, profile, values);
    if (outcome !== 'changed_meanwhile') return outcome;
  }
  throw new Error('a profile kept changing while it was corrected');
}

async function write(
  context: PeopleContext,
  record: PersonRecord,
  profile: Profile,
  values: ProfileValues,
): Promise<Refusal | null | 'changed_meanwhile'> {
  const index = personIndexes(context.keys);
  const corrected: Profile = {
    name: values.name ?? profile.name,
    phone: values.phone ?? profile.phone,
    address: values.address === undefined ? profile.address : values.address,
    birthDate: values.birthDate === undefined ? profile.birthDate : values.birthDate,
  };
  const unitId = values.unitId ?? record.unitId;
  const phoneIndex = values.phone ? index.phone(values.phone) : null;
  const byPhone =
    values.phone && phoneIndex !== null
      ? { phoneIndex, phoneOwnerIndex: phoneIndex, lastFourIndex: index.lastFour(values.phone.slice(-4)) }
      : {};
  try {
    // Through the driver, as entering does: sealed bytes are not Mongoose's to cast.
    const { matchedCount } = await context.model.collection.updateOne(
      { _id: record._id, version: record.version } as never,
      {
        $set: {
          sealed: await context.personalData.seal(record._id, 'profile', corrected),
          nameIndex: index.name(corrected.name),
          hasBirthDate: corrected.birthDate !== null,
          unitId,
          unitPath: [...((await context.orgUnits.pathOf(unitId)) ?? record.unitPath)],
          ...byPhone,
        } as never,
        $inc: { version: 1 } as never,
      },
    );
    return matchedCount === 1 ? null : 'changed_meanwhile';
  } catch (error) {
    if (isDuplicateKey(error) && duplicateKeyFields(error) === 'phoneOwnerIndex') return refuse('phone_in_use');
    throw error;
  }
}
