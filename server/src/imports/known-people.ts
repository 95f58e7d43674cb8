import type { Person } from '../people/index.ts';
import type { ImportsDeps } from './deps.ts';

/** Somebody as a sheet names them. */
interface Named {
  readonly name: string;
  readonly phone: string | null;
  readonly unitId: string;
}

/** Whom the system knows of those that some rows name. */
export interface KnownPeople {
  /** The person of that phone and name; without a phone, the only one of that name in the community. */
  same(named: Named): Person | null;
  /** Whether the phone is somebody else's. */
  phoneOfAnother(named: Named): boolean;
  /** Whether the community has somebody of that name, who has another phone or none. */
  nameOfAnother(named: Named): boolean;
}

/** Looks for everybody whom these rows name, with a few queries for all together. */
export async function knownPeople(deps: ImportsDeps, named: readonly Named[]): Promise<KnownPeople> {
  const phones = [...new Set(named.flatMap(({ phone }) => phone ?? []))];
  const [byPhone, byName, taken] = await Promise.all([
    deps.people.find(named.map(({ name, phone, unitId }) => ({ name, phone, unitId }))),
    deps.people.find(named.map(({ name, unitId }) => ({ name, phone: null, unitId }))),
    deps.people.phonesTaken(phones),
  ]);
  const found = [...byPhone, ...byName].flatMap((person) => person ?? []);
  const names = await deps.people.names([...new Set(found.map(({ personId }) => personId))]);
  const isCalled = (person: Person, name: string) => names.get(person.personId)?.full === name;
  const keyOf = ({ name, phone, unitId }: Named) => JSON.stringify([name, phone, unitId]);
  const byPhoneOf = new Map(named.map((one, index) => [keyOf(one), byPhone[index] ?? null]));
  const byNameOf = new Map(named.map((one, index) => [keyOf(one), byName[index] ?? null]));
  const same = (one: Named): Person | null => {
    const person = byPhoneOf.get(keyOf(one)) ?? null;
    return person !== null && isCalled(person, one.name) ? person : null;
  };
  return {
    same,
    phoneOfAnother: (one) => one.phone !== null && taken.has(one.phone) && same(one) === null,
    nameOfAnother: (one) => one.phone !== null && (byNameOf.get(keyOf(one)) ?? null) !== null,
  };
}
