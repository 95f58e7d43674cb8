import type { PeopleContext } from './deps.ts';
import { byPhoneIndexes, openProfiles } from './read.ts';
import type { Contact } from './types.ts';

/** How a person is reached, and whether the phone is theirs. Null where nobody is known by this id. */
export async function contactOf(context: PeopleContext, personId: string): Promise<Contact | null> {
  const record = await context.record(personId);
  if (record === null) return null;
  const [profile] = await openProfiles(context, [record]);
  const { phoneIndex } = record;
  const onPhone = phoneIndex === null ? [] : await byPhoneIndexes(context, [phoneIndex]);
  const isAlone = onPhone.every((other) => other.personId === personId);
  return {
    name: profile?.name ?? null,
    phone: profile?.phone ?? null,
    phoneIndex,
    ownsPhone: phoneIndex !== null && (record.phoneOwnerIndex === phoneIndex || isAlone),
  };
}
