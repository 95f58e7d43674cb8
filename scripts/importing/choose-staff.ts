import type { AppContext } from '@red-points/server/app';
import { type Action, type Principal, permits, type RoleGrant } from '@red-points/shared/domain/permissions';

interface StaffRecord {
  _id: string;
  kind: string;
  username: string;
  grants: RoleGrant[];
  personId: string | null;
  status: string;
  createdAt: Date;
}

/** What the command line stands for where a preview is asked for by nobody in particular. */
const NOBODY: Principal = {
  userId: 'command-line',
  sessionId: 'command-line',
  face: 'console',
  grants: [],
  personIds: [],
  actingPersonId: null,
};

/**
 * Finds the two persons of an import by their user names, or chooses them where the command may. Both must be permitted
 * by the same policy that the server asks.
 * @throws Error with a text for people
 */
export async function chooseStaff(
  context: AppContext,
  asked: { confirm: boolean; actor: string | undefined; approver: string | undefined; isTrial: boolean },
  unitPath: readonly string[],
): Promise<{ actor: Principal; approver: Principal }> {
  const staff = await context.db
    .collection<StaffRecord>('users')
    .find({ kind: 'staff', status: 'active' }, { projection: { username: 1, grants: 1, personId: 1 } })
    .sort({ createdAt: 1, _id: 1 })
    .toArray();
  const permitted = (action: Action) => staff.filter((user) => permits(principalOf(user), action, { unitPath }));
  const named = (option: string, username: string, action: Action): StaffRecord => {
    const user = permitted(action).find((one) => one.username === username.toLowerCase() || one._id === username);
    if (user === undefined)
      throw new Error(`--${option} ${username}: no such user, or not permitted (${action}) in this unit.`);
    return user;
  };
  if (!asked.confirm && asked.actor === undefined) return { actor: NOBODY, approver: NOBODY };
  if (!asked.isTrial && (asked.actor === undefined || (asked.confirm && asked.approver === undefined))) {
    throw new Error('Name the two persons: --actor USER proposes, --approver USER confirms.');
  }
  const actors =
    asked.actor === undefined ? permitted('imports.propose') : [named('actor', asked.actor, 'imports.propose')];
  if (!asked.confirm) return { actor: actors[0] === undefined ? NOBODY : principalOf(actors[0]), approver: NOBODY };
  const approvers =
    asked.approver === undefined
      ? permitted('imports.confirm')
      : [named('approver', asked.approver, 'imports.confirm')];
  // Two names that are one person are not put right here: the server refuses them in its own words.
  const bothNamed = asked.actor !== undefined && asked.approver !== undefined;
  for (const actor of actors) {
    const approver = approvers.find((user) => bothNamed || user._id !== actor._id);
    if (approver !== undefined) return { actor: principalOf(actor), approver: principalOf(approver) };
  }
  throw new Error('This unit has no two members of staff who may propose and confirm an import.');
}

function principalOf(user: StaffRecord): Principal {
  const personIds = user.personId === null ? [] : [user.personId];
  return { ...NOBODY, userId: user._id, grants: user.grants, personIds };
}
