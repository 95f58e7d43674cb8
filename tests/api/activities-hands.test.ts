import { type Activity, activities, activitySeries, checkIns } from '@red-points/shared/contracts';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type SignedInUser, startTestApp, type TestApp } from '../support/app.ts';
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

const MINUTE_MS = 60_000;

describe('whoever had a hand in an activity', () => {
  let test: TestApp;
  let cast: Cast;

  const draft = async (): Promise<Activity> =>
    (await cast.organiser.call(activities.plan, { body: planBody(test) }).expect(201)).body;
  const submit = (user: SignedInUser, { activityId, version }: Activity) =>
    user.call(activities.submit, { params: { activityId }, body: { version } });
  const approve = (user: SignedInUser, { activityId, version }: Activity) =>
    user.call(activities.decide, { params: { activityId }, body: { decision: 'approve', version } });
  const versionOf = async (activityId: string): Promise<number> =>
    (await cast.organiser.call(activities.get, { params: { activityId } }).expect(200)).body.version;
  /** Somebody who came to an activity for an hour; it has not ended. */
  const attended = async (activityId: string): Promise<string> => {
    const { attendanceId } = await scanIn(test, cast, await test.signInResident(), activityId);
    cast = later(test, cast, 60 * MINUTE_MS);
    return attendanceId;
  };
  const outcomeOf = async (user: SignedInUser, attendanceId: string) => {
    const { status, body } = await decide(user, 'attendance', attendanceId);
    return status === 200 ? 'decided' : body.code;
  };

  beforeAll(async () => {
    test = await startTestApp();
    cast = await signInCast(test);
    await publishRule(cast, 'ZY-01', hourlyTerms());
  });
  afterAll(() => test.close());

  it('does not approve it: who changed a colleague’s draft, or submitted it', async () => {
    const planned = await draft();
    const params = { activityId: planned.activityId };
    const change = { ...planBody(test, { capacity: 40 }), version: planned.version };
    const changed = (await cast.secretary.call(activities.change, { params, body: change }).expect(200)).body;
    const submitted = (await submit(cast.organiser, changed).expect(200)).body;
    expect((await approve(cast.secretary, submitted).expect(403)).body.code).toBe('activity_approve_own');
    await approve(cast.deputy, submitted).expect(200);

    const asked = (await submit(cast.secretary, await draft()).expect(200)).body;
    expect((await approve(cast.secretary, asked).expect(403)).body.code).toBe('activity_approve_own');
    await approve(cast.deputy, asked).expect(200);
  });

  it('approves no date of a series that they submitted', async () => {
    const repeats = { weekdays: [6], everyWeeks: 1, until: '2026-12-12', skip: [] };
    const times = { startsAt: '2026-11-28T01:00:00.000Z', endsAt: '2026-11-28T03:00:00.000Z' };
    const planned = await cast.organiser.call(activitySeries.plan, { body: { ...planBody(test, times), repeats } });
    const params = { seriesId: planned.body.seriesId };
    await cast.secretary.call(activitySeries.submit, { params }).expect(200);
    const own = await cast.secretary.call(activitySeries.decide, { params, body: { decision: 'approve' } }).expect(200);
    expect(own.body.items.map(({ refused }: { refused: string }) => refused)).toEqual(
      Array.from({ length: 3 }, () => 'activity_approve_own'),
    );
  });

  it('does not review who came: who started it, changed its capacity, or ended it', async () => {
    const { activityId, version } = await openActivity(test, cast);
    const params = { activityId };
    await cast.secretary.call(activities.start, { params, body: { version } }).expect(200);
    const attendanceId = await attended(activityId);
    const room = { place: '锦绣河边', description: '', capacity: 50, version: await versionOf(activityId) };
    await cast.deputy.call(activities.arrange, { params, body: room }).expect(200);
    const ender = await test.signIn('community_admin', 'jinxiu');
    await ender
      .call(activities.end, { params, body: { version: await versionOf(activityId), headCount: 1 } })
      .expect(200);
    for (const user of [cast.secretary, cast.deputy, ender]) {
      expect(await outcomeOf(user, attendanceId)).toMatch(/^review_own_/);
    }
    // Nobody of the office is left: the street above it decides.
    expect(await outcomeOf(await test.signIn('street_admin', 'qihe'), attendanceId)).toBe('decided');
  });

  it('does not review whom they signed out: that sets the hours', async () => {
    const { activityId } = await runningActivity(test, cast);
    const attendanceId = await attended(activityId);
    await cast.secretary
      .call(checkIns.signOutMany, { params: { activityId }, body: { attendanceIds: [attendanceId] } })
      .expect(200);
    await endActivity(cast, activityId);
    expect(await outcomeOf(cast.secretary, attendanceId)).toBe('review_own_claim');
    expect(await outcomeOf(cast.deputy, attendanceId)).toBe('decided');
  });

  it('does not review what they sent back to review, though they returned it themselves', async () => {
    const { activityId } = await runningActivity(test, cast);
    const attendanceId = await attended(activityId);
    await endActivity(cast, activityId);
    const back = { decision: 'return', reason: '请核对签退时间' };
    await decide(cast.secretary, 'attendance', attendanceId, back).expect(200);
    await cast.secretary
      .call(checkIns.signOutMany, { params: { activityId }, body: { attendanceIds: [attendanceId] } })
      .expect(200);
    expect(await outcomeOf(cast.secretary, attendanceId)).toBe('review_own_claim');
    expect(await outcomeOf(cast.deputy, attendanceId)).toBe('decided');
  });

  it('does not review who stood on a list on paper that came after the end, either', async () => {
    const { activityId, version } = await runningActivity(test, cast);
    const params = { activityId };
    const too = { userIds: [cast.secretary.userId], version };
    await cast.organiser.call(activities.setCoOrganisers, { params, body: too }).expect(200);
    const inAtMs = test.clock.now();
    cast = later(test, cast, 60 * MINUTE_MS);
    await endActivity(cast, activityId);
    const { personId } = await test.signInResident();
    const filedBy = cast.officer.userId;
    for (const attendanceId of ['listed-late', 'listed-late']) {
      const stay = { attendanceId, personId, filedBy, inAtMs, outAtMs: test.clock.now() };
      expect(await test.context.checkIns.lists.enter(activityId, stay)).toMatchObject({ state: 'waiting' });
    }
    expect(await outcomeOf(cast.secretary, 'listed-late')).toBe('review_own_activity');
    expect(await outcomeOf(cast.deputy, 'listed-late')).toBe('decided');
  });

  it('approves it where they only looked at it, or decided on it', async () => {
    const { activityId } = await runningActivity(test, cast);
    await cast.secretary.call(checkIns.display, { params: { activityId } }).expect(200);
    const attendanceId = await attended(activityId);
    await endActivity(cast, activityId);
    expect(await outcomeOf(cast.secretary, attendanceId)).toBe('decided');
  });
});
