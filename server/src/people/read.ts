import { businessDate } from '@red-points/shared/domain/calendar';
import { type AgeBand, ageBandOf, ageOn, displayedName, maskAmongFamily } from '@red-points/shared/domain/people';
import type { Filter } from 'mongodb';
import type { QueryFilter } from 'mongoose';
import { together } from '../platform/together.ts';
import type { PeopleContext } from './deps.ts';
import { personIndexes } from './indexes.ts';
import { PEOPLE, PERSON_FIELDS, type PersonRecord, type Profile, personOf } from './store.ts';
import type { Person, PersonNames } from './types.ts';

/** What somebody is called whose key was erased. */
const ERASED_NAME = '已注销';

/** Records by their ids, in that order; null where there is none. */
export async function recordsById(
  { model }: Pick<PeopleContext, 'model'>,
  personIds: readonly string[],
): Promise<(PersonRecord | null)[]> {
  const found = await model
    .find({ _id: { $in: [...new Set(personIds)] } })
    .lean<PersonRecord[]>()
    .exec();
  const byId = new Map(found.map((record) => [record._id, record]));
  return personIds.map((personId) => byId.get(personId) ?? null);
}

export async function byIds(context: PeopleContext, personIds: readonly string[]): Promise<Map<string, Person>> {
  const wanted = [...new Set(personIds)];
  if (wanted.length === 0) return new Map();
  const found = await context.model
    .find({ _id: { $in: wanted } }, PERSON_FIELDS)
    .lean<PersonRecord[]>()
    .exec();
  const byId = new Map(found.map((record) => [record._id, personOf(record)]));
  // In the order asked: the first of a sign-in's people is the one it acts for at first.
  return new Map(wanted.flatMap((id) => (byId.has(id) ? [[id, byId.get(id) as Person]] : [])));
}

export async function byAccounts(context: PeopleContext, accountIds: readonly string[]): Promise<Map<string, Person>> {
  const wanted = [...new Set(accountIds)];
  if (wanted.length === 0) return new Map();
  const found = await context.model
    .find({ accountId: { $in: wanted } })
    .lean<PersonRecord[]>()
    .exec();
  return new Map(found.map((record) => [record.accountId, personOf(record)]));
}

export function byPhone(context: PeopleContext, phone: string): Promise<Person[]> {
  return byPhoneIndexes(context, [personIndexes(context.keys).phone(phone)]);
}

/** The same by the keyed hashes of phones. */
export async function byPhoneIndexes(context: PeopleContext, phoneIndexes: readonly string[]): Promise<Person[]> {
  if (phoneIndexes.length === 0) return [];
  const found = await together(context.db).find<PersonRecord>(
    PEOPLE,
    { $and: [{ phoneIndex: { $in: [...phoneIndexes] } }, STANDING as Filter<PersonRecord>] },
    // Whose phone it is comes before those who share it.
    { sort: { phoneOwnerIndex: -1, joinedAt: 1, _id: 1 } },
  );
  return [...new Map((await asJoined(context, found)).map((record) => [record._id, personOf(record)])).values()];
}

/** The other way round: the phones of people, as keyed hashes. */
export async function phoneIndexesOf(context: PeopleContext, personIds: readonly string[]): Promise<string[]> {
  const found = await context.model
    .find({ $and: [{ _id: { $in: [...personIds] } }, STANDING] }, { phoneIndex: 1 })
    .lean<Pick<PersonRecord, 'phoneIndex'>[]>()
    .exec();
  return [...new Set(found.flatMap(({ phoneIndex }) => phoneIndex ?? []))];
}

/** Records by which somebody is found: those that are not closed, and those that were joined into another. */
export const STANDING: QueryFilter<PersonRecord> = {
  $or: [{ status: { $ne: 'closed' } }, { joinedInto: { $type: 'string' } }],
};

/** Each record as whom it is: one that was joined into another's is that other one. In the order given. */
export async function asJoined(context: PeopleContext, records: readonly PersonRecord[]): Promise<PersonRecord[]> {
  const kept = records.flatMap(({ joinedInto }) => joinedInto ?? []);
  if (kept.length === 0) return [...records];
  const found = await context.model
    .find({ _id: { $in: kept } })
    .lean<PersonRecord[]>()
    .exec();
  const byId = new Map(found.map((record) => [record._id, record]));
  return records.flatMap((record) => (record.joinedInto ? (byId.get(record.joinedInto) ?? []) : record));
}

/** These people as whom they are, then every other record that is one of them: all ids that mean the same people. */
export async function sameAs(context: PeopleContext, personIds: readonly string[]): Promise<string[]> {
  const people = [...(await byIds(context, personIds)).values()];
  const kept = [...new Set(people.map(({ personId, joinedInto }) => joinedInto ?? personId))];
  const joined = await joinedRecords(context, kept);
  return [...new Set([...kept, ...joined.map(({ _id }) => _id)])];
}

/** Of these records those that were joined into another, and into whose: ids by id. */
export async function movedTo(
  { model }: Pick<PeopleContext, 'model'>,
  personIds: readonly string[],
): Promise<Map<string, string>> {
  if (personIds.length === 0) return new Map();
  const moved = await model
    .find({ _id: { $in: [...new Set(personIds)] }, joinedInto: { $type: 'string' } }, { joinedInto: 1 })
    .lean<Pick<PersonRecord, '_id' | 'joinedInto'>[]>()
    .exec();
  return new Map(moved.map(({ _id, joinedInto }) => [_id, joinedInto ?? _id]));
}

/** The records that were joined into these people's, oldest first. */
export async function joinedRecords(
  { model }: Pick<PeopleContext, 'model'>,
  personIds: readonly string[],
): Promise<PersonRecord[]> {
  if (personIds.length === 0) return [];
  const found = await model
    .find({ joinedInto: { $in: [...new Set(personIds)] } })
    .lean<PersonRecord[]>()
    .exec();
  // Few, and in an order that no index has: one that has it would be read from end to end.
  return found.sort(
    (one, other) => one.joinedAt.getTime() - other.joinedAt.getTime() || (one._id < other._id ? -1 : 1),
  );
}

const ORGANISATIONS_MAX = 100;

/** Verified organisations of a unit and below, oldest first. A unit has few beside its residents: they have an index of their own. */
export async function organisationsOf(context: PeopleContext, unitId: string): Promise<Person[]> {
  const found = await context.model
    .find({ unitPath: unitId, kind: 'organisation', status: 'verified' })
    .sort({ joinedAt: 1 })
    .limit(ORGANISATIONS_MAX)
    .lean<PersonRecord[]>()
    .exec();
  return found.map(personOf);
}

/** Opens the profiles of records; null where the key was erased. */
export function openProfiles(context: PeopleContext, records: readonly PersonRecord[]): Promise<(Profile | null)[]> {
  const sealed = records.map((record) => ({ ownerId: record._id, sealed: record.sealed }));
  return context.personalData.openMany<Profile>('profile', sealed);
}

/** Somebody's names, with the account that is their own. */
export interface NamedOwner extends PersonNames {
  readonly accountId: string;
}

export async function names(context: PeopleContext, personIds: readonly string[]): Promise<Map<string, PersonNames>> {
  const named = await namedOwners(context, personIds);
  return new Map([...named].map(([personId, { accountId: _, ...called }]) => [personId, called]));
}

export async function namedOwners(
  context: PeopleContext,
  personIds: readonly string[],
): Promise<Map<string, NamedOwner>> {
  const wanted = [...new Set(personIds)];
  if (wanted.length === 0) return new Map();
  const found = await together(context.db).find<PersonRecord>(
    PEOPLE,
    { _id: { $in: wanted } },
    { projection: { sealed: 1, kind: 1, accountId: 1 } },
  );
  const profiles = await openProfiles(context, found);
  return new Map(
    found.map((record, at) => {
      const name = profiles[at]?.name;
      const shown = name === undefined ? ERASED_NAME : displayedName(record.kind, name);
      const amongFamily = name !== undefined && record.kind === 'person' ? maskAmongFamily(name) : shown;
      return [record._id, { full: name ?? ERASED_NAME, masked: shown, amongFamily, accountId: record.accountId }];
    }),
  );
}

export async function ageBands(context: PeopleContext, personIds: readonly string[]): Promise<Map<string, AgeBand>> {
  const today = businessDate(context.clock.now());
  const dates = await birthDates(context, personIds);
  return new Map([...dates].map(([personId, birthDate]) => [personId, ageBandOf(birthDate, today)]));
}

export async function ages(context: PeopleContext, personIds: readonly string[]): Promise<Map<string, number | null>> {
  const today = businessDate(context.clock.now());
  const dates = await birthDates(context, personIds);
  return new Map([...dates].map(([personId, birthDate]) => [personId, ageOn(birthDate, today)]));
}

/** Birth dates by person; null where none is kept. They do not leave this folder. */
async function birthDates(
  context: PeopleContext,
  personIds: readonly string[],
): Promise<ReadonlyMap<string, string | null>> {
  const wanted = [...new Set(personIds)];
  if (wanted.length === 0) return new Map();
  const found = await context.model
    .find({ _id: { $in: wanted } }, { sealed: 1, hasBirthDate: 1 })
    .lean<PersonRecord[]>()
    .exec();
  const dated = found.filter(({ hasBirthDate }) => hasBirthDate);
  const profiles = await openProfiles(context, dated);
  const dates = new Map<string, string | null>(found.map((record) => [record._id, null]));
  dated.forEach((record, at) => {
    dates.set(record._id, profiles[at]?.birthDate ?? null);
  });
  return dates;
}

export async function phones(context: PeopleContext, personIds: readonly string[]): Promise<Map<string, string>> {
  const wanted = [...new Set(personIds)];
  if (wanted.length === 0) return new Map();
  const found = await context.model
    .find({ _id: { $in: wanted }, status: { $ne: 'closed' }, phoneIndex: { $ne: null } }, { sealed: 1 })
    .lean<PersonRecord[]>()
    .exec();
  const profiles = await openProfiles(context, found);
  return new Map(
    found.flatMap(({ _id }, at) => {
      const phone = profiles[at]?.phone;
      return phone ? [[_id, phone]] : [];
    }),
  );
}

/** Of these phones, those that somebody has who is not closed: one query for all. */
export async function phonesTaken(context: PeopleContext, wanted: readonly string[]): Promise<Set<string>> {
  if (wanted.length === 0) return new Set();
  const index = personIndexes(context.keys);
  const byIndex = new Map(wanted.map((phone) => [index.phone(phone), phone]));
  const found = await context.model
    .find({ $and: [{ phoneIndex: { $in: [...byIndex.keys()] } }, STANDING] }, { phoneIndex: 1 })
    .lean<Pick<PersonRecord, 'phoneIndex'>[]>()
    .exec();
  return new Set(found.flatMap(({ phoneIndex }) => byIndex.get(phoneIndex ?? '') ?? []));
}

/** Of these names, those that somebody bears in a unit or below: one query for all. */
export async function namesBorne(
  context: PeopleContext,
  unitId: string,
  wanted: readonly string[],
): Promise<Set<string>> {
  if (wanted.length === 0) return new Set();
  const index = personIndexes(context.keys);
  const byIndex = new Map(wanted.map((name) => [index.name(name), name]));
  const found = await context.model
    .find({ $and: [{ nameIndex: { $in: [...byIndex.keys()] }, unitPath: unitId }, STANDING] }, { nameIndex: 1 })
    .lean<Pick<PersonRecord, 'nameIndex'>[]>()
    .exec();
  return new Set(found.flatMap(({ nameIndex }) => byIndex.get(nameIndex) ?? []));
}
