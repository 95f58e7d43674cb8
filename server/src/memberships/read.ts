import type { MemberLine, MembershipLine } from '@red-points/shared/contracts';
import { businessDate } from '@red-points/shared/domain/calendar';
import { covers, sharedHousehold } from '@red-points/shared/domain/memberships';
import type { Filter } from 'mongodb';
import { together } from '../platform/together.ts';
import type { MembershipsDeps } from './deps.ts';
import { MEMBERSHIPS, type MembershipRecord } from './store.ts';

/** Members of the past that a page shows; those of today are bounded by themselves. */
const SHOWN_MAX = 100;

type Stores = Pick<MembershipsDeps, 'memberships'>;

/**
 * Who is told what happens to the account of a household or organisation: its head, else everybody who belongs to it on a
 * business date. Groups without anybody are missing.
 */
export async function responsibleOf(
  { memberships, heads }: Pick<MembershipsDeps, 'memberships' | 'heads'>,
  groupIds: readonly string[],
  date: string,
): Promise<Map<string, string[]>> {
  const wanted = [...new Set(groupIds)];
  if (wanted.length === 0) return new Map();
  const [spells, leading] = await Promise.all([
    memberships.find({ groupId: { $in: wanted }, ...coveringDate(date) }).toArray(),
    heads.find({ _id: { $in: wanted } }).toArray(),
  ]);
  const headOf = new Map(leading.map(({ _id, personId }) => [_id, personId]));
  const members = new Map<string, string[]>();
  for (const { groupId, personId } of spells) members.set(groupId, [...(members.get(groupId) ?? []), personId]);
  return new Map(
    [...members].map(([groupId, personIds]) => {
      const head = headOf.get(groupId);
      return [groupId, head !== undefined && personIds.includes(head) ? [head] : personIds];
    }),
  );
}

/** Those of a group without a known end: at most `MEMBERS_MAX`. */
export function currentMembers({ memberships }: Stores, groupId: string): Promise<MembershipRecord[]> {
  return memberships.find({ groupId, open: true }).toArray();
}

/** Households that nobody but a person belongs to now, and those with others that they are the head of. */
export async function dependentOn(
  { memberships, heads }: Pick<MembershipsDeps, 'memberships' | 'heads'>,
  personId: string,
): Promise<{ lone: number; headOf: number }> {
  const own = await memberships.find({ personId, open: true, groupKind: 'household' }).toArray();
  const standing = await Promise.all(
    own.map(async ({ groupId }) => {
      const [other, head] = await Promise.all([
        memberships.findOne({ groupId, open: true, personId: { $ne: personId } }, { projection: { _id: 1 } }),
        heads.findOne({ _id: groupId }),
      ]);
      return { isLone: other === null, isHead: head?.personId === personId };
    }),
  );
  return {
    lone: standing.filter(({ isLone }) => isLone).length,
    headOf: standing.filter(({ isLone, isHead }) => !isLone && isHead).length,
  };
}

/** The household of each person on a business date; people without one are missing. One query. */
export async function householdsOf(
  deps: Pick<MembershipsDeps, 'db'>,
  personIds: readonly string[],
  date: string,
): Promise<Map<string, string>> {
  const found = await covering(deps, personIds, date);
  return new Map(
    found.filter(({ groupKind }) => groupKind === 'household').map(({ personId, groupId }) => [personId, groupId]),
  );
}

/** The groups of people on a business date. */
export function covering(
  { db }: Pick<MembershipsDeps, 'db'>,
  personIds: readonly string[],
  date: string,
): Promise<MembershipRecord[]> {
  if (personIds.length === 0) return Promise.resolve([]);
  return together(db).find<MembershipRecord>(MEMBERSHIPS, {
    personId: { $in: [...new Set(personIds)] },
    ...coveringDate(date),
  });
}

/** Households and organisations that any of these people belong to, or ever did. */
export function everGroupsOf({ memberships }: Stores, personIds: readonly string[]): Promise<string[]> {
  return memberships.distinct('groupId', { personId: { $in: [...personIds] } });
}

/** Spells that cover a business date. */
function coveringDate(date: string): Filter<MembershipRecord> {
  return { from: { $lte: date }, $or: [{ until: null }, { until: { $gt: date } }] };
}

/**
 * Tells whether somebody shares, or shared on a day, a household with any of some people, or is a household or
 * organisation of one of them.
 */
export type HouseholdMates = (personId: string, date: string) => boolean;

const NO_MATES: HouseholdMates = () => false;

/** Two queries, whatever is asked of the answer. */
export async function matesOf({ memberships }: Stores, personIds: readonly string[]): Promise<HouseholdMates> {
  if (personIds.length === 0) return NO_MATES;
  const own = await memberships.find({ personId: { $in: [...personIds] } }).toArray();
  if (own.length === 0) return NO_MATES;
  const households = own.filter(({ groupKind }) => groupKind === 'household').map(({ groupId }) => groupId);
  const spells = await memberships.find({ groupId: { $in: households } }).toArray();
  return (personId, date) =>
    own.some((spell) => spell.groupId === personId && covers(spell, date)) ||
    personIds.some((mine) => mine !== personId && sharedHousehold(spells, mine, personId, date));
}

/** Whether somebody is one of these people, or shares a household with one of them today or, where a date is given, on that date. */
export type FamilyOn = (personId: string, date?: string) => boolean;

export async function familyOn(
  deps: Stores & Pick<MembershipsDeps, 'clock'>,
  personIds: readonly string[],
): Promise<FamilyOn> {
  const isMate = await matesOf(deps, personIds);
  const today = businessDate(deps.clock.now());
  return (personId, date = today) => personIds.includes(personId) || isMate(personId, today) || isMate(personId, date);
}

/** These people, whatever they belong to on a business date, and everybody who shares a household with one of them. */
export async function familyIdsOf(
  { memberships }: Stores,
  personIds: readonly string[],
  date: string,
): Promise<string[]> {
  if (personIds.length === 0) return [];
  const own = await memberships.find({ personId: { $in: [...personIds] }, ...coveringDate(date) }).toArray();
  const groupIds = own.map(({ groupId }) => groupId);
  const households = own.filter(({ groupKind }) => groupKind === 'household').map(({ groupId }) => groupId);
  const mates = await memberships.find({ groupId: { $in: households }, ...coveringDate(date) }).toArray();
  return [...new Set([...personIds, ...groupIds, ...mates.map(({ personId }) => personId)])];
}

/** A household's members or an organisation's representatives as staff read them. */
export async function memberLines(deps: MembershipsDeps, groupId: string): Promise<MemberLine[]> {
  const [found, head] = await Promise.all([
    deps.memberships.find({ groupId }).sort({ open: -1, from: -1, _id: 1 }).limit(SHOWN_MAX).toArray(),
    deps.heads.findOne({ _id: groupId }),
  ]);
  const names = await deps.people.names(found.map(({ personId }) => personId));
  const today = businessDate(deps.clock.now());
  const lines = found.map((spell) => ({
    ...spellOf(spell, today, head?.personId),
    personId: spell.personId,
    maskedName: names.get(spell.personId)?.masked ?? '—',
  }));
  return lines.sort((one, other) => rank(one) - rank(other));
}

/** The groups of a person as staff read them, the newest first. */
export async function membershipLines(deps: MembershipsDeps, personId: string): Promise<MembershipLine[]> {
  const found = await deps.memberships.find({ personId }).sort({ from: -1 }).limit(SHOWN_MAX).toArray();
  const groupIds = found.map(({ groupId }) => groupId);
  const [names, heads] = await Promise.all([
    deps.people.names(groupIds),
    deps.heads.find({ _id: { $in: groupIds } }).toArray(),
  ]);
  const today = businessDate(deps.clock.now());
  return found.map((spell) => ({
    ...spellOf(spell, today, heads.find(({ _id }) => _id === spell.groupId)?.personId),
    groupId: spell.groupId,
    groupKind: spell.groupKind,
    groupName: names.get(spell.groupId)?.masked ?? '—',
  }));
}

function spellOf(spell: MembershipRecord, today: string, headPersonId: string | undefined) {
  const current = covers(spell, today);
  return {
    membershipId: spell._id,
    role: spell.role,
    isHead: current && spell.personId === headPersonId,
    from: spell.from,
    until: spell.until,
    current,
  };
}

/** The head, then the members of today, then who comes, then who has gone. */
function rank({ isHead, current, until }: MemberLine): number {
  if (isHead) return 0;
  if (current) return 1;
  return until === null ? 2 : 3;
}
