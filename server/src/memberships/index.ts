import type { Refusal } from '@red-points/shared/contracts';
import { businessDate } from '@red-points/shared/domain/calendar';
import type { Principal } from '@red-points/shared/domain/permissions';
import type { ApiRouter } from '../http/route.ts';
import { addMember, type NewMember } from './add-member.ts';
import type { MembershipsDeps } from './deps.ts';
import {
  covering,
  dependentOn,
  everGroupsOf,
  type FamilyOn,
  familyIdsOf,
  familyOn,
  type HouseholdMates,
  householdsOf,
  matesOf,
  responsibleOf,
} from './read.ts';
import { endAllOf, relabel } from './relabel.ts';
import { membershipRoutes } from './routes.ts';
import { headCollection, type MembershipRecord, membershipCollection } from './store.ts';

export { type Oneself, type OneselfIds, oneselfIdsOf, oneselfOf } from './oneself.ts';
export type { HouseholdMates } from './read.ts';
export { ensureMemberships } from './store.ts';

/** Who belongs to which household, and who speaks for which organisation, day by day. */
export interface Memberships {
  /** The household of each person on a business date, by person id; people without one are missing. One query. */
  householdsOf(personIds: readonly string[], date: string): Promise<ReadonlyMap<string, string>>;
  /** Households and organisations that a person belongs to today, by person id. */
  groupsOf(personId: string): Promise<{ groupId: string; groupKind: 'household' | 'organisation' }[]>;
  /** Groups that any of these people belong to, or ever did. */
  everGroupsOf(personIds: readonly string[]): Promise<string[]>;
  /** Tells who shares, or shared on a day, a household with any of these people. */
  matesOf(personIds: readonly string[]): Promise<HouseholdMates>;
  /** Tells who is one of these people, or shares a household with one of them today. */
  familyOf(personIds: readonly string[]): Promise<(personId: string) => boolean>;
  /** Tells who is one of these people, or shares a household with one of them today or on a date: moving out makes nobody independent. */
  familyOn(personIds: readonly string[]): Promise<FamilyOn>;
  /** Everybody of whom `familyOf` says yes: these people, those of their households and what they belong to today. */
  familyIdsOf(personIds: readonly string[]): Promise<string[]>;
  /** Where a person belonged, and from when until when, newest first; at most two hundred. */
  spellsOf(personId: string): Promise<MembershipRecord[]>;
  /** Households that nobody but this person belongs to, and those with others that they are the head of. */
  dependentOn(personId: string): Promise<{ lone: number; headOf: number }>;
  /** Ends what a person whose account was closed belongs to, and who belongs to them. Safe to repeat. */
  endAllOf(personId: string, userId: string): Promise<void>;
  /** Gives what a record belonged to, that was found to be another, to that other. Safe to repeat. */
  relabel(personId: string, keptPersonId: string, userId: string): Promise<void>;
  /** Who is told what happens to a group's account today: its head, else all of its members. Groups without any are missing. */
  responsibleOf(groupIds: readonly string[]): Promise<ReadonlyMap<string, readonly string[]>>;
  /** Enters somebody in a household, or as a representative of an organisation, from a day on. */
  add(principal: Principal, groupId: string, member: NewMember): Promise<MembershipRecord | Refusal>;
  routes(router: ApiRouter): void;
}

export type MembershipsNeeds = Omit<MembershipsDeps, 'memberships' | 'heads'>;

export function createMemberships(needs: MembershipsNeeds): Memberships {
  const { db } = needs;
  const deps: MembershipsDeps = { ...needs, memberships: membershipCollection(db), heads: headCollection(db) };
  return {
    householdsOf: (personIds, date) => householdsOf(deps, personIds, date),
    groupsOf: (personId) => covering(deps, [personId], businessDate(deps.clock.now())),
    everGroupsOf: (personIds) => everGroupsOf(deps, personIds),
    matesOf: (personIds) => matesOf(deps, personIds),
    familyOf: async (personIds) => {
      const isFamily = await familyOn(deps, personIds);
      return (personId) => isFamily(personId);
    },
    familyOn: (personIds) => familyOn(deps, personIds),
    familyIdsOf: (personIds) => familyIdsOf(deps, personIds, businessDate(deps.clock.now())),
    spellsOf: (personId) => deps.memberships.find({ personId }).sort({ from: -1 }).limit(200).toArray(),
    dependentOn: (personId) => dependentOn(deps, personId),
    endAllOf: (personId, userId) => endAllOf(deps, personId, userId),
    relabel: (personId, keptPersonId, userId) => relabel(deps, personId, keptPersonId, userId),
    responsibleOf: (groupIds) => responsibleOf(deps, groupIds, businessDate(deps.clock.now())),
    add: (principal, groupId, member) => addMember(deps, principal, groupId, member),
    routes: (router) => membershipRoutes(router, deps),
  };
}
