import { accounts, memberships, people } from '@red-points/shared/contracts';
import { expect } from 'vitest';
import type { SignedInUser, TestApp } from './app.ts';
import { principalOf } from './earning.ts';
import { callerOf } from './redeeming.ts';

/** The same sign-in with a token that never gets old: for tests in which time passes. */
export function lasting<User extends SignedInUser>(t: TestApp, user: User): User {
  return { ...user, ...callerOf(t, principalOf(t, user)) };
}

export interface TestGroup {
  readonly personId: string;
  readonly accountId: string;
}

/** A household or an organisation, entered over HTTP. */
export async function enterGroup(
  staff: SignedInUser,
  kind: 'household' | 'organisation' = 'household',
  name = '陈秀英家',
  unitId = 'jinxiu-g1',
): Promise<TestGroup> {
  const entered = await staff.call(people.enter, { body: { kind, name, unitId } });
  expect(entered.status, JSON.stringify(entered.body)).toBe(201);
  return entered.body as TestGroup;
}

/** Enters somebody in a group; returns the membership's id. */
export async function addMember(
  staff: SignedInUser,
  group: TestGroup,
  memberId: string,
  departures: Record<string, unknown> = {},
): Promise<string> {
  const params = { personId: group.personId };
  const added = await staff.call(memberships.add, { params, body: { memberId, ...departures } });
  expect(added.status, JSON.stringify(added.body)).toBe(201);
  return added.body.membershipId as string;
}

/** Decides for a unit whose account is credited, from today unless said otherwise. */
export async function creditTo(
  staff: SignedInUser,
  creditedTo: 'person' | 'household' | 'inherit',
  unitId = 'jinxiu',
  from?: string,
): Promise<void> {
  const body = from === undefined ? { creditedTo } : { creditedTo, from };
  const set = await staff.call(accounts.setCrediting, { params: { unitId }, body });
  expect(set.status, JSON.stringify(set.body)).toBe(201);
}

/** A household of two residents who are signed in, in a community that credits households. */
export async function householdOfTwo(t: TestApp, staff: SignedInUser, unitId = 'jinxiu-g1') {
  const household = await enterGroup(staff, 'household', '陈秀英家', unitId);
  const mother = lasting(t, await t.signInResident({ name: '陈秀英', unitId }));
  const son = lasting(t, await t.signInResident({ name: '林国强', unitId }));
  const motherIn = await addMember(staff, household, mother.personId);
  const sonIn = await addMember(staff, household, son.personId);
  return { household, mother, son, motherIn, sonIn };
}
