import type { Me } from '@red-points/shared/contracts';
import { useMe } from '../api/index.ts';

export type OwnPerson = Me['persons'][number];

/** The person this session acts for; undefined until somebody is registered with this phone. */
export function useActingPerson(): OwnPerson | undefined {
  const me = useMe();
  return me.persons.find((person) => person.personId === me.actingPersonId) ?? me.persons[0];
}
