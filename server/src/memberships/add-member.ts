import { isRefusal, type Refusal, refuse } from '@red-points/shared/contracts';
import { businessDate } from '@red-points/shared/domain/calendar';
import { MEMBERS_MAX, roleIn, whyNotDate, whyNotEnter } from '@red-points/shared/domain/memberships';
import { type Principal, permits } from '@red-points/shared/domain/permissions';
import type { Person } from '../people/index.ts';
import { duplicateKeyFields, isDuplicateKey } from '../platform/database.ts';
import type { MembershipsDeps } from './deps.ts';
import { findGroupToChange, type Group } from './find-group.ts';
import { nameHead } from './set-head.ts';
import { type MembershipRecord, ONE_HOUSEHOLD_FIELDS } from './store.ts';

export interface NewMember {
  readonly memberId: string;
  readonly from?: string | undefined;
  readonly asHead: boolean;
}

/**
 * Enters somebody in a household, or as a representative of an organisation, from a day on. Of two households that enter
 * one person at once, the index lets one.
 */
export async function addMember(
  deps: MembershipsDeps,
  principal: Principal,
  groupId: string,
  { memberId, from, asHead }: NewMember,
): Promise<MembershipRecord | Refusal> {
  const group = await findGroupToChange(deps, principal, groupId);
  if (isRefusal(group)) return group;
  if (asHead && group.kind !== 'household') return refuse('household_only');
  const member = await deps.people.byId(memberId);
  const today = businessDate(deps.clock.now());
  const day = from ?? today;
  const refusal = await whyNot(deps, principal, group, member, day, today);
  if (refusal !== null) return refusal;
  const record: MembershipRecord = {
    _id: deps.ids.next(),
    groupId: group.personId,
    groupKind: group.kind,
    personId: memberId,
    role: roleIn(group.kind),
    from: day,
    until: null,
    open: true,
    addedBy: principal.userId,
    addedAt: new Date(deps.clock.now()),
    endedBy: null,
    endedAt: null,
  };
  const inserted = await insertOnce(deps, record);
  if (inserted !== null) return inserted;
  await deps.audit.record({
    principal,
    action: 'memberships.add',
    subject: { kind: 'person', id: group.personId },
    unitId: group.unitId,
    detail: { memberId, from: day },
  });
  if (group.kind === 'household') await nameHead(deps, principal, group.personId, memberId, asHead);
  return record;
}

async function whyNot(
  deps: MembershipsDeps,
  principal: Principal,
  group: Group,
  member: Person | null,
  day: string,
  today: string,
): Promise<Refusal | null> {
  if (member === null) return refuse('person_not_found');
  if (member.kind !== 'person') return refuse('member_not_person');
  if (member.status === 'closed') return refuse('person_closed');
  if (!permits(principal, 'memberships.manage', { unitPath: member.unitPath })) {
    return refuse('person_other_community');
  }
  const [spells, open] = await Promise.all([
    deps.memberships.find({ personId: member.personId, groupKind: group.kind }).toArray(),
    deps.memberships.countDocuments({ groupId: group.personId, open: true }),
  ]);
  if (spells.some(({ groupId, until }) => groupId === group.personId && until === null))
    return refuse('member_already');
  const refusal = group.kind === 'household' ? whyNotEnter(spells, day, today) : whyNotDate(day, today);
  if (refusal !== null) {
    const { code, ...detail } = refusal;
    return refuse(code, detail);
  }
  return open >= MEMBERS_MAX ? refuse('group_full', { max: MEMBERS_MAX }) : null;
}

async function insertOnce(deps: MembershipsDeps, record: MembershipRecord): Promise<Refusal | null> {
  try {
    await deps.memberships.insertOne(record);
    return null;
  } catch (error) {
    if (!isDuplicateKey(error)) throw error;
    return refuse(duplicateKeyFields(error) === ONE_HOUSEHOLD_FIELDS ? 'household_taken' : 'member_already');
  }
}
