import { type Action, mayEver, type Principal } from '@red-points/shared/domain/permissions';
import { useMe } from '../api/index.ts';

/** Whether the signed-in person's roles could ever do this; only to hide what the server would refuse. */
export function useMay(): (action: Action) => boolean {
  const me = useMe();
  const principal: Principal = {
    userId: me.userId,
    sessionId: '',
    face: me.face,
    grants: me.grants,
    personIds: me.persons.map((person) => person.personId),
    actingPersonId: me.actingPersonId,
  };
  return (action) => mayEver(principal, action);
}
