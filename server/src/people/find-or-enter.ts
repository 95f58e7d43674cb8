import type { PeopleContext } from './deps.ts';
import { enterMany } from './enter.ts';
import { personIndexes } from './indexes.ts';
import { asJoined, STANDING } from './read.ts';
import { type PersonRecord, personOf } from './store.ts';
import type { FindOrEnter, FoundOrEntered, NewPerson, Person } from './types.ts';

/** Another process may enter the same people meanwhile: then they are found the next time round. */
const ROUNDS_MAX = 4;

interface Candidates {
  readonly byPhone: ReadonlyMap<string, readonly PersonRecord[]>;
  readonly byName: ReadonlyMap<string, readonly PersonRecord[]>;
}

/** Who is found by each key. A record that was joined into another's finds that other one. */
async function grouped(
  context: PeopleContext,
  records: readonly PersonRecord[],
  keyOf: (record: PersonRecord) => string | null,
): Promise<Map<string, PersonRecord[]>> {
  const groups = new Map<string, PersonRecord[]>();
  for (const record of records) {
    const key = keyOf(record);
    if (key !== null) groups.set(key, [...(groups.get(key) ?? []), record]);
  }
  if (records.every(({ joinedInto }) => !joinedInto)) return groups;
  for (const [key, found] of groups) {
    const people = await asJoined(context, found);
    groups.set(key, [...new Map(people.map((person) => [person._id, person])).values()]);
  }
  return groups;
}

/** Everybody who could be meant, in one query. */
async function candidatesFor(context: PeopleContext, inputs: readonly FindOrEnter[]): Promise<Candidates> {
  const index = personIndexes(context.keys);
  const phones = inputs.flatMap(({ phone }) => (phone === null ? [] : [index.phone(phone)]));
  const names = inputs.flatMap(({ phone, name }) => (phone === null ? [index.name(name)] : []));
  const found = await context.model
    .find({ $and: [STANDING, { $or: [{ phoneIndex: { $in: phones } }, { nameIndex: { $in: names } }] }] })
    .sort({ joinedAt: 1, _id: 1 })
    .lean<PersonRecord[]>()
    .exec();
  const [byPhone, byName] = await Promise.all([
    grouped(context, found, (record) => record.phoneIndex),
    grouped(context, found, (record) => record.nameIndex),
  ]);
  return { byPhone, byName };
}

interface Matched {
  readonly found: (Person | null)[];
  /** Whether anybody had this phone by the same read. */
  isTaken(phone: string): boolean;
}

async function match(context: PeopleContext, inputs: readonly FindOrEnter[]): Promise<Matched> {
  if (inputs.length === 0) return { found: [], isTaken: () => false };
  const index = personIndexes(context.keys);
  const { byPhone, byName } = await candidatesFor(context, inputs);
  const found = await Promise.all(
    inputs.map(async ({ name, phone, unitId }) => {
      const nameIndex = index.name(name);
      if (phone !== null) {
        const sharing = byPhone.get(index.phone(phone)) ?? [];
        const found =
          sharing.find((record) => record.nameIndex === nameIndex) ?? (sharing.length === 1 ? sharing[0] : null);
        return found ? personOf(found) : null;
      }
      const community = (await context.orgUnits.communityOf(unitId))?.id ?? unitId;
      const named = (byName.get(nameIndex) ?? []).filter((record) => record.unitPath.includes(community));
      // Two people of one name: nobody can say which, so neither is taken.
      return named.length === 1 && named[0] ? personOf(named[0]) : null;
    }),
  );
  return { found, isTaken: (phone) => byPhone.has(index.phone(phone)) };
}

/** Finds each, in the order given; null where nobody, or nobody for certain, is found. */
export async function find(context: PeopleContext, inputs: readonly FindOrEnter[]): Promise<(Person | null)[]> {
  return (await match(context, inputs)).found;
}

/** Finds or enters each, in the order given. Equal inputs are one person; doing it again finds everybody. */
export async function findOrEnter(
  context: PeopleContext,
  inputs: readonly FindOrEnter[],
  enteredBy: string,
): Promise<FoundOrEntered[]> {
  const index = personIndexes(context.keys);
  const keyOf = ({ name, phone, unitId }: FindOrEnter) => `${phone ?? unitId}|${index.name(name)}`;
  const entered = new Set<string>();
  for (let round = 0; round < ROUNDS_MAX; round++) {
    const { found, isTaken } = await match(context, inputs);
    const missing = new Map<string, FindOrEnter>();
    inputs.forEach((input, at) => {
      if (found[at] === null) missing.set(keyOf(input), input);
    });
    if (missing.size === 0) {
      return found.flatMap((person) => (person ? [{ person, entered: entered.has(person.personId) }] : []));
    }
    const phonesSeen = new Set<string>();
    const fresh = await enterMany(
      context,
      [...missing.values()].map((input) => newPersonOf(input, enteredBy, { phonesSeen, isTaken })),
    );
    for (const { personId } of fresh) entered.add(personId);
  }
  throw new Error('people could not be told apart: the same name without a phone is there more than once');
}

function newPersonOf(
  input: FindOrEnter,
  enteredBy: string,
  { phonesSeen, isTaken }: { phonesSeen: Set<string> } & Pick<Matched, 'isTaken'>,
): NewPerson {
  // The second of two names with one phone shares it, and so does whoever is neither of several who have it already.
  const sharedPhone = input.phone !== null && (phonesSeen.has(input.phone) || isTaken(input.phone));
  if (input.phone !== null) phonesSeen.add(input.phone);
  return {
    kind: input.kind ?? 'person',
    name: input.name,
    phone: input.phone,
    sharedPhone,
    unitId: input.unitId,
    serveUnitId: null,
    birthDate: null,
    address: null,
    enteredBy,
    consentVersion: null,
    verified: false,
  };
}
