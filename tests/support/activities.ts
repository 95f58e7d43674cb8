import { type Activity, activities } from '@red-points/shared/contracts';
import type { SignedInUser, TestApp } from './app.ts';

type Resident = SignedInUser & { readonly personId: string; readonly accountId: string };

/** A resident with an access token of now, as their phone would have one: without a text message for each. */
export function signedIn(test: TestApp, person: { personId: string; accountId: string }): Resident {
  const principal = {
    userId: `phone-${person.personId}`,
    sessionId: `session-${person.personId}`,
    face: 'resident',
    grants: [{ role: 'resident', unitId: null, shopId: null }],
    personIds: [person.personId],
    actingPersonId: person.personId,
  } as const;
  const { accessToken: token } = test.context.tokens.issue(principal);
  return {
    ...person,
    userId: principal.userId,
    token,
    me: {} as SignedInUser['me'],
    call: (endpoint, input = {}) => test.call(endpoint, { ...input, token }),
  };
}

/** Verified residents, signed in. */
export async function manyResidents(test: TestApp, count: number, unitId = 'jinxiu-g1'): Promise<Resident[]> {
  const people: Resident[] = [];
  for (let index = 0; index < count; index += 1) people.push(signedIn(test, await test.enterResident({ unitId })));
  return people;
}

/** The same people at another process of the installation. */
export function atProcess(process: TestApp, people: readonly SignedInUser[]): SignedInUser[] {
  return people.map((person) => ({
    ...person,
    call: (endpoint, input = {}) => process.call(endpoint, { ...input, token: person.token }),
  }));
}

/** An activity as its staff see it. */
export async function staffView(user: SignedInUser, activityId: string): Promise<Activity> {
  return (await user.call(activities.get, { params: { activityId } }).expect(200)).body;
}

/** People of a list of sign-ups, in its order. */
export async function signedUpIds(user: SignedInUser, activityId: string, show: string): Promise<string[]> {
  const query = { show, limit: 200 };
  const { items } = (await user.call(activities.signUps, { params: { activityId }, query }).expect(200)).body;
  return items.map(({ personId }: { personId: string }) => personId);
}
