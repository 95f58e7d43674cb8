import { type Refusal, refuse } from '@red-points/shared/contracts';
import { businessDate } from '@red-points/shared/domain/calendar';
import { whyNotDate } from '@red-points/shared/domain/memberships';
import { type Principal, permits } from '@red-points/shared/domain/permissions';
import type { MembershipsDeps } from './deps.ts';
import type { MembershipRecord } from './store.ts';

/**
 * A member moves out, or a representative steps down. What was earned until then stays where it is; from that day on
 * earnings go by where the person belongs then.
 */
export async function endMembership(
  deps: MembershipsDeps,
  principal: Principal,
  membershipId: string,
  asked: string | undefined,
): Promise<MembershipRecord | Refusal> {
  const found = await deps.memberships.findOne({ _id: membershipId });
  const group = found === null ? null : await deps.people.byId(found.groupId);
  if (found === null || group === null) return refuse('membership_not_found');
  if (!permits(principal, 'memberships.manage', { unitPath: group.unitPath })) return refuse('out_of_scope');
  if (!found.open) return refuse('membership_ended');
  const today = businessDate(deps.clock.now());
  const until = asked ?? today;
  const wrongDate = whyNotDate(until, today);
  if (wrongDate !== null) {
    const { code, ...detail } = wrongDate;
    return refuse(code, detail);
  }
  if (await isHeadOfOthers(deps, found)) return refuse('household_head_leaves');
  const ended = await deps.memberships.findOneAndUpdate(
    { _id: membershipId, open: true },
    // Somebody entered for a day ahead who does not come after all was never there.
    {
      $set: {
        until: until < found.from ? found.from : until,
        open: false,
        endedBy: principal.userId,
        endedAt: new Date(deps.clock.now()),
      },
    },
    { returnDocument: 'after' },
  );
  if (ended === null) return refuse('membership_ended');
  await deps.audit.record({
    principal,
    action: 'memberships.end',
    subject: { kind: 'person', id: found.groupId },
    unitId: group.unitId,
    detail: { memberId: found.personId, until: ended.until ?? until },
  });
  return ended;
}

/** The last one may leave: a household without members has no head either. */
async function isHeadOfOthers(deps: MembershipsDeps, { groupId, personId }: MembershipRecord): Promise<boolean> {
  const head = await deps.heads.findOne({ _id: groupId });
  if (head?.personId !== personId) return false;
  return (await deps.memberships.findOne({ groupId, open: true, personId: { $ne: personId } })) !== null;
}
