import { accountChanges, activities, budgets, type Endpoint } from '@red-points/shared/contracts';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { manyResidents, signedUpIds, staffView } from '../support/activities.ts';
import { nextKey, type SignedInUser, startTestApp, type TestApp } from '../support/app.ts';
import { type Cast, hourlyTerms, openActivity, publishRule, signInCast } from '../support/earning.ts';
import { lasting } from '../support/households.ts';

const HOUR_MS = 3_600_000;

let t: TestApp;
let cast: Cast;

const at = (fromNowMs: number) => new Date(t.clock.now() + fromNowMs).toISOString();
const tomorrow = () => ({ startsAt: at(24 * HOUR_MS), endsAt: at(26 * HOUR_MS) });
const signUp = (person: SignedInUser, activityId: string) =>
  person.call(activities.signUp, { params: { activityId } }).expect(201);
const arrange = async (activityId: string, body: Record<string, unknown>) => {
  const { version, place, description } = await staffView(cast.organiser, activityId);
  return cast.organiser.call(activities.arrange, {
    params: { activityId },
    body: { version, place, description, ...body },
  });
};
const reserved = async (activityId: string): Promise<number> => {
  const found = await t.database.db.collection('budget_reservations').find({ holderId: activityId }).toArray();
  return found.reduce((sum, { points }) => sum + points, 0);
};

beforeAll(async () => {
  t = await startTestApp();
  const { organiser, officer, secretary, deputy } = await signInCast(t);
  cast = {
    organiser: lasting(t, organiser),
    officer: lasting(t, officer),
    secretary: lasting(t, secretary),
    deputy: lasting(t, deputy),
  };
  await publishRule(cast, 'ZY-01', hourlyTerms());
});
afterAll(() => t.close());

describe('more places', () => {
  it('go to who waits longest, in order, with their points set aside; fewer than are taken are refused', async () => {
    const { activityId } = await openActivity(t, cast, { ...tomorrow(), capacity: 1 });
    const people = await manyResidents(t, 4);
    for (const person of people) {
      t.clock.advance(1_000);
      await signUp(person, activityId);
    }
    const ids = people.map(({ personId }) => personId);
    expect(await reserved(activityId)).toBe(4);
    const raised = (await arrange(activityId, { capacity: 3 })).body;
    expect(raised).toMatchObject({ capacity: 3, signedUp: 3, waiting: 1, pointsReserved: 12 });
    expect(await reserved(activityId)).toBe(12);
    expect(await signedUpIds(cast.organiser, activityId, 'places')).toEqual(ids.slice(0, 3));
    expect(await signedUpIds(cast.organiser, activityId, 'waiting')).toEqual(ids.slice(3));
    expect((await arrange(activityId, { capacity: 2 })).body).toMatchObject({
      code: 'activity_capacity_taken',
      detail: { taken: 3 },
    });
    // The place alone changes as before, and what is set aside stays.
    expect((await arrange(activityId, { place: '社区礼堂' })).body).toMatchObject({ capacity: 3, place: '社区礼堂' });
    expect((await arrange(activityId, { capacity: 5 })).body).toMatchObject({ signedUp: 4, waiting: 0 });
    expect(await t.context.budgets.recount()).toBe(0);
  });

  it('are not given where the budget is short, and nobody moves up then', async () => {
    const startsAt = new Date(Date.parse('2026-12-05T01:00:00Z')).toISOString();
    const plan = { startsAt, endsAt: new Date(Date.parse(startsAt) + 2 * HOUR_MS).toISOString(), capacity: 2 };
    const { activityId } = await openActivity(t, cast, plan);
    const body = { unitId: 'jinxiu', category: 'volunteering', period: '2026-12', points: 10, reason: '十二月额度' };
    const street = await t.signIn('street_admin', 'qihe');
    await street.call(budgets.set, { body: { ...body, version: 0 } }).expect(200);
    const people = await manyResidents(t, 3);
    for (const person of people) await signUp(person, activityId);
    expect((await arrange(activityId, { capacity: 3 })).body).toMatchObject({ code: 'budget_short' });
    expect(await staffView(cast.organiser, activityId)).toMatchObject({ capacity: 2, signedUp: 2, waiting: 1 });
    expect(await reserved(activityId)).toBe(8);
  });
});

describe('places of somebody whose account is closed', () => {
  const change = async (endpoint: Endpoint, personId: string, body: object) => {
    const call = cast.officer.call(endpoint, { params: { personId }, body, key: nextKey() });
    const { changeId } = (await call.expect(201)).body;
    return cast.secretary.call(accountChanges.confirm, { params: { changeId }, key: nextKey() }).expect(200);
  };

  it('go to who waits longest, who is told; what is over stays as it was', async () => {
    const { activityId } = await openActivity(t, cast, { ...tomorrow(), capacity: 1 });
    const other = await openActivity(t, cast, { ...tomorrow(), capacity: 1 });
    const [leaving, next, last] = await manyResidents(t, 3);
    if (leaving === undefined || next === undefined || last === undefined) throw new Error('three were entered');
    for (const person of [leaving, next, last]) await signUp(person, activityId);
    for (const person of [next, leaving, last]) await signUp(person, other.activityId);
    await change(accountChanges.proposeClosing, leaving.personId, { reason: '搬离本区', donateRest: false });
    expect(await signedUpIds(cast.organiser, activityId, 'places')).toEqual([next.personId]);
    expect(await staffView(cast.organiser, activityId)).toMatchObject({ signedUp: 1, waiting: 1 });
    // Who waited leaves the line.
    expect(await signedUpIds(cast.organiser, other.activityId, 'waiting')).toEqual([last.personId]);
    expect(await staffView(cast.organiser, other.activityId)).toMatchObject({ signedUp: 1, waiting: 1 });
    await t.context.activities.giveUpPlaces(leaving.personId);
    expect(await staffView(cast.organiser, activityId)).toMatchObject({ signedUp: 1, waiting: 1 });
  });

  it('are those of whom they were found to be, unless that one has a place already', async () => {
    const { activityId } = await openActivity(t, cast, { ...tomorrow(), capacity: 1 });
    const other = await openActivity(t, cast, { ...tomorrow(), capacity: 2 });
    const [twice, kept, third] = await manyResidents(t, 3);
    if (twice === undefined || kept === undefined || third === undefined) throw new Error('three were entered');
    await signUp(twice, activityId);
    for (const person of [twice, kept, third]) await signUp(person, other.activityId);
    await change(accountChanges.proposeJoining, twice.personId, {
      keptPersonId: kept.personId,
      reason: '登记了两次',
    });
    expect(await signedUpIds(cast.organiser, activityId, 'places')).toEqual([kept.personId]);
    const placed = await signedUpIds(cast.organiser, other.activityId, 'places');
    expect(placed.sort()).toEqual([kept.personId, third.personId].sort());
    expect(await staffView(cast.organiser, other.activityId)).toMatchObject({ signedUp: 2, waiting: 0 });
  });
});
