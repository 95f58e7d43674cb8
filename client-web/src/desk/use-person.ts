import { people } from '@red-points/shared/contracts';
import { useRead } from '../api/index.ts';

/** A person by id, masked, with their account; undefined until read. */
export function usePerson(personId: string | undefined) {
  return useRead(people.get, { params: { personId: personId ?? '' } }, { enabled: personId !== undefined }).data;
}
