import type { Person } from '../people/index.ts';
import type { AdjustmentsDeps } from './deps.ts';

/** How often a record can have been found to be somebody else's; more would be a circle. */
const JOINS_MAX = 20;

/** Whose account takes what is put right in this one: its owner's, or that into which it was joined. Null where it is closed for good. */
export async function landingOf(deps: Pick<AdjustmentsDeps, 'people'>, owner: Person): Promise<Person | null> {
  let person = owner;
  for (let joins = 0; person.status === 'closed'; joins += 1) {
    const next = person.joinedInto === null || joins === JOINS_MAX ? null : await deps.people.byId(person.joinedInto);
    if (next === null) return null;
    person = next;
  }
  return person;
}
