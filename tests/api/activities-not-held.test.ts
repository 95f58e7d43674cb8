import { activities, checkIns, reviews } from '@red-points/shared/contracts';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startTestApp, type TestApp } from '../support/app.ts';
import { budgetOf, setBudget } from '../support/budgets.ts';
import {
  type Cast,
  decide,
  endActivity,
  hourlyTerms,
  later,
  openActivity,
  planBody,
  publishRule,
  runningActivity,
  scanIn,
  signInCast,
} from '../support/earning.ts';
import { noticesOf, untilNoticed } from '../support/notices.ts';

const HOUR_MS = 3_600_000;

describe('an activity that nobody starts', () => {
  let test: TestApp;
  let cast: Cast;

  const closeOverdue = () => test.context.jobs.runNow('activities.close-overdue');
  const shown = async (activityId: string) =>
    (await cast.organiser.call(activities.get, { params: { activityId } }).expect(200)).body;

  beforeAll(async () => {
    test = await startTestApp({ started: true });
    cast = await signInCast(test);
    await publishRule(cast, 'ZY-01', hourlyTerms());
  });
  afterAll(() => test.close());

  it('is cancelled two hours after its end: points go back, and who signed up and who organises it are told', async () => {
    const { budgetId } = await setBudget(cast.secretary, 1000);
    const reserved = async () => (await budgetOf(cast.secretary, budgetId)).reserved;
    const { activityId, pointsReserved } = await openActivity(test, cast, { signUpNeeded: true });
    const resident = await test.signInResident();
    await resident.call(activities.signUp, { params: { activityId } }).expect(201);
    expect([pointsReserved > 0, await reserved()]).toEqual([true, pointsReserved]);

    cast = later(test, cast, 3.9 * HOUR_MS);
    await closeOverdue();
    expect(await shown(activityId)).toMatchObject({ state: 'open', notHeld: false });
    cast = later(test, cast, 0.1 * HOUR_MS);
    await closeOverdue();
    expect(await shown(activityId)).toMatchObject({ state: 'cancelled', notHeld: true, reviewReason: null });
    expect(await reserved()).toBe(0);
    const who = { ...resident, ...(await test.signInByPhone(resident.phone)) };
    expect(await untilNoticed(who, 'activity_not_held')).toMatchObject([
      { title: '活动没有举行：河道清理', link: { kind: 'activity', id: activityId } },
    ]);
    await untilNoticed(cast.organiser, 'activity_not_held');
    const mine = await who.call(activities.getForResident, { params: { activityId } }).expect(200);
    expect(mine.body).toMatchObject({ state: 'cancelled', notHeld: true, cancelledBecause: null });
    await closeOverdue();
    expect((await noticesOf(who)).filter(({ template }) => template === 'activity_not_held')).toHaveLength(1);
  });

  it('nor approves in time is cancelled, too; a draft stays one', async () => {
    const draft = (await cast.organiser.call(activities.plan, { body: planBody(test) }).expect(201)).body;
    const planned = (await cast.organiser.call(activities.plan, { body: planBody(test) }).expect(201)).body;
    const params = { activityId: planned.activityId };
    const body = { version: planned.version };
    const submitted = (await cast.organiser.call(activities.submit, { params, body }).expect(200)).body;
    cast = later(test, cast, 3 * HOUR_MS);
    const approval = { decision: 'approve', version: submitted.version };
    const late = await cast.secretary.call(activities.decide, { params, body: approval }).expect(422);
    expect(late.body.code).toBe('activity_in_past');
    cast = later(test, cast, HOUR_MS);
    await closeOverdue();
    expect(await shown(planned.activityId)).toMatchObject({ state: 'cancelled', notHeld: true });
    expect(await shown(draft.activityId)).toMatchObject({ state: 'draft', notHeld: false });
  });
});

describe('an attendance that slipped past the end of its activity', () => {
  let test: TestApp;
  let cast: Cast;

  const closeOverdue = () => test.context.jobs.runNow('activities.close-overdue');
  const attendances = () => test.database.db.collection<{ _id: string }>('attendances');
  /** Somebody who was there for an hour, at an activity that has been ended. */
  const attended = async () => {
    const { activityId } = await runningActivity(test, cast);
    const { attendanceId } = await scanIn(test, cast, await test.signInResident(), activityId);
    cast = later(test, cast, HOUR_MS);
    return { activityId, attendanceId };
  };
  const isQueued = async (attendanceId: string) => {
    const { items } = (await cast.deputy.call(reviews.list, { query: { limit: 200 } }).expect(200)).body;
    return items.some(({ id }: { id: string }) => id === attendanceId);
  };

  beforeAll(async () => {
    test = await startTestApp();
    cast = await signInCast(test);
    await publishRule(cast, 'ZY-01', hourlyTerms());
  });
  afterAll(() => test.close());

  it('comes into the queue with who had a hand in it; one that is still under way, or wants a word, does not', async () => {
    const { activityId, attendanceId } = await attended();
    const running = await attended();
    const signOut = { params: { activityId: running.activityId }, body: {} };
    await cast.organiser.call(checkIns.signOutMany, signOut).expect(200);
    await cast.organiser.call(checkIns.signOutMany, { params: { activityId }, body: {} }).expect(200);
    const version = (await cast.organiser.call(activities.get, { params: { activityId } }).expect(200)).body.version;
    await cast.secretary.call(activities.end, { params: { activityId }, body: { version, headCount: 1 } }).expect(200);
    // As a word that was given while it ended leaves it: read before the end, written after what waits was put into the queue.
    await attendances().updateOne(
      { _id: attendanceId },
      { $set: { waitingSince: null }, $unset: { coOrganiserUserIds: 1 } },
    );
    await attendances().updateOne({ _id: attendanceId }, { $set: { word: 'wanted' } });
    await closeOverdue();
    expect(await isQueued(attendanceId)).toBe(false);
    await attendances().updateOne({ _id: attendanceId }, { $set: { word: 'given' } });
    await closeOverdue();
    expect([await isQueued(attendanceId), await isQueued(running.attendanceId)]).toEqual([true, false]);
    const own = await decide(cast.secretary, 'attendance', attendanceId);
    expect(own.body.code).toBe('review_own_activity');
    await decide(cast.deputy, 'attendance', attendanceId).expect(200);
    await endActivity(cast, running.activityId);
    expect(await isQueued(running.attendanceId)).toBe(true);
  });

  it('of one that was cancelled earns nothing', async () => {
    const { activityId, attendanceId } = await attended();
    const { version } = (await cast.organiser.call(activities.get, { params: { activityId } }).expect(200)).body;
    const body = { version, reason: '暴雨' };
    await cast.organiser.call(activities.cancel, { params: { activityId }, body }).expect(200);
    await attendances().updateOne({ _id: attendanceId }, { $set: { state: 'waiting', waitingSince: null } });
    await closeOverdue();
    expect(await attendances().findOne({ _id: attendanceId })).toMatchObject({ state: 'rejected' });
  });
});
