import { useMe } from '../../api/index.ts';
import { useActingPerson } from '../acting.ts';

/**
 * What a member of the own household is called on this phone: by their name where they use this phone too, else masked
 * as everywhere.
 */
export function useMemberName(): (member: { personId: string | null; maskedName: string | null }) => string {
  const me = useMe();
  const acting = useActingPerson();
  return ({ personId, maskedName }) =>
    (personId === acting?.personId ? acting?.name : me.persons.find((person) => person.personId === personId)?.name) ??
    maskedName ??
    '—';
}
