import { isRefusal, type Refusal, refuse } from '@red-points/shared/contracts';
import { businessDate } from '@red-points/shared/domain/calendar';
import { covers } from '@red-points/shared/domain/memberships';
import type { Principal } from '@red-points/shared/domain/permissions';
import type { MembershipsDeps } from './deps.ts';
import { findGroupToChange } from './find-group.ts';
import { currentMembers } from './read.ts';

/** Names one of today's members the head of a household. */
export async function setHead(
  deps: MembershipsDeps,
  principal: Principal,
  householdId: string,
  memberId: string,
): Promise<string | Refusal> {
  const household = await findGroupToChange(deps, principal, householdId);
  if (isRefusal(household)) return household;
  if (household.kind !== 'household') return refuse('household_only');
  const today = businessDate(deps.clock.now());
  const members = await currentMembers(deps, householdId);
  if (!members.some((spell) => spell.personId === memberId && covers(spell, today))) return refuse('head_not_member');
  await nameHead(deps, principal, householdId, memberId, true);
  await deps.audit.record({
    principal,
    action: 'memberships.set_head',
    subject: { kind: 'person', id: householdId },
    unitId: household.unitId,
    detail: { memberId },
  });
  return memberId;
}

/** Writes the head down; where nobody is to be replaced, only a household that has none yet gets one. */
export async function nameHead(
  deps: MembershipsDeps,
  principal: Principal,
  householdId: string,
  memberId: string,
  replace: boolean,
): Promise<void> {
  const head = { personId: memberId, since: new Date(deps.clock.now()), by: principal.userId };
  const change = replace ? { $set: head } : { $setOnInsert: head };
  await deps.heads.updateOne({ _id: householdId }, change, { upsert: true });
}
