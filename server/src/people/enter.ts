import { type Refusal, refuse } from '@red-points/shared/contracts';
import { businessDate } from '@red-points/shared/domain/calendar';
import { isBirthDatePossible } from '@red-points/shared/domain/people';
import type { Binary } from 'mongodb';
import { duplicateKeyFields, isDuplicateKey } from '../platform/database.ts';
import type { PeopleContext } from './deps.ts';
import { personIndexes } from './indexes.ts';
import { STANDING } from './read.ts';
import { type PersonRecord, type Profile, personOf } from './store.ts';
import type { NewPerson, Person } from './types.ts';

const profileOf = ({ name, phone, address, birthDate }: NewPerson): Profile => ({ name, phone, address, birthDate });

function recordOf(
  context: PeopleContext,
  input: NewPerson,
  parts: { readonly personId: string; readonly unitPath: readonly string[]; readonly sealed: Binary },
): PersonRecord {
  const index = personIndexes(context.keys);
  const phoneIndex = input.phone === null ? null : index.phone(input.phone);
  const joinedAt = new Date(input.joinedAtMs ?? context.clock.now());
  return {
    _id: parts.personId,
    accountId: input.accountId ?? context.ids.next(),
    kind: input.kind,
    unitId: input.unitId,
    unitPath: [...parts.unitPath],
    serveUnitId: input.serveUnitId,
    status: input.verified ? 'verified' : 'unverified',
    sealed: parts.sealed,
    phoneIndex,
    phoneOwnerIndex: input.sharedPhone ? null : phoneIndex,
    lastFourIndex: input.phone === null ? null : index.lastFour(input.phone.slice(-4)),
    nameIndex: index.name(input.name),
    hasBirthDate: input.birthDate !== null,
    joinedAt,
    enteredBy: input.enteredBy,
    consentVersion: input.consentVersion,
    verifiedAt: input.verified ? joinedAt : null,
    verifiedBy: input.verified ? input.enteredBy : null,
    joinedInto: null,
    version: 1,
  };
}

/** The record of a new person; a refusal where a unit is unknown or the birth date cannot be one. */
async function checkedRecords(context: PeopleContext, inputs: readonly NewPerson[]): Promise<PersonRecord[] | Refusal> {
  const today = businessDate(context.clock.now());
  const paths: (readonly string[])[] = [];
  for (const { unitId, serveUnitId, birthDate } of inputs) {
    const unitPath = await context.orgUnits.pathOf(unitId);
    if (unitPath === null) return refuse('unit_unknown');
    if (serveUnitId !== null && (await context.orgUnits.get(serveUnitId)) === null) return refuse('unit_unknown');
    if (birthDate !== null && !isBirthDatePossible(birthDate, today)) return refuse('birth_date_invalid');
    paths.push(unitPath);
  }
  const owners = inputs.map((input) => ({ ownerId: input.personId ?? context.ids.next(), fields: profileOf(input) }));
  const sealed = await context.personalData.sealMany('profile', owners);
  return inputs.map((input, at) => {
    const [owner, unitPath, seal] = [owners[at], paths[at], sealed[at]];
    if (!owner || !unitPath || !seal) throw new Error('a person was lost on the way to the database');
    return recordOf(context, input, { personId: owner.ownerId, unitPath, sealed: seal });
  });
}

/** Enters one person, household or organisation. A phone that somebody has is taken unless the two share it. */
export async function enter(context: PeopleContext, input: NewPerson): Promise<Person | Refusal> {
  if (input.phone !== null && !input.sharedPhone) {
    const phoneIndex = personIndexes(context.keys).phone(input.phone);
    const taken = await context.model.exists({ $and: [{ phoneIndex }, STANDING] }).exec();
    if (taken !== null) return refuse('phone_in_use');
  }
  const records = await checkedRecords(context, [input]);
  if ('refused' in records) return records;
  const [record] = records;
  if (record === undefined) throw new Error('nobody was entered');
  try {
    await context.model.collection.insertOne(record as never);
  } catch (error) {
    // Two requests with one phone at the same moment: the index lets one through.
    if (isDuplicateKey(error) && duplicateKeyFields(error) === 'phoneOwnerIndex') return refuse('phone_in_use');
    throw error;
  }
  return personOf(record);
}

/** Enters many in one write. Those whose phone was taken meanwhile are left out of the answer. */
export async function enterMany(context: PeopleContext, inputs: readonly NewPerson[]): Promise<Person[]> {
  if (inputs.length === 0) return [];
  const records = await checkedRecords(context, inputs);
  if ('refused' in records) throw new Error(`people could not be entered: ${records.refused}`);
  const failed = new Set<number>();
  try {
    await context.model.collection.insertMany(records as never[], { ordered: false });
  } catch (error) {
    for (const at of duplicatesOf(error)) failed.add(at);
  }
  return records.filter((_record, at) => !failed.has(at)).map(personOf);
}

/** Which documents of an unordered write met an equal one; any other failure is thrown on. */
function duplicatesOf(error: unknown): number[] {
  const failures = (error as { writeErrors?: { index: number; code: number }[] }).writeErrors;
  if (!Array.isArray(failures) || failures.some(({ code }) => code !== 11_000)) throw error;
  return failures.map(({ index }) => index);
}
