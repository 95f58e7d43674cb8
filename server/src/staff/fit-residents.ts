import type { People, Person } from '../people/index.ts';

const PHONE = /^1\d{10}$/;

/** Only a person who is there can be a member of staff too. */
export const isFitToLink = ({ kind, status, joinedInto }: Person): boolean =>
  kind === 'person' && status !== 'closed' && joinedInto === null;

/** Residents who can be members of staff too: those of a whole phone number, or the one of a resident number. */
export async function fitResidents(people: Pick<People, 'byId' | 'byPhone'>, search: string): Promise<Person[]> {
  if (PHONE.test(search)) return (await people.byPhone(search)).filter(isFitToLink);
  return [await people.byId(search)].flatMap((person) => person ?? []).filter(isFitToLink);
}
