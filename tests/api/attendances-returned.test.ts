import { activities, checkIns, reports, reviews } from '@red-points/shared/contracts';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startTestApp, type TestApp } from '../support/app.ts';
import {
  type Cast,
  decide,
  endActivity,
  hourlyTerms,
  later,
  publishRule,
  runningActivity,
  scanIn,
  signInCast,
} from '../support/earning.ts';
import { untilNoticed } from '../support/notices.ts';
import { refused } from '../support/refused.ts';

const MINUTE_MS = 60_000;

describe('an attendance that a reviewer returned', () => {
  let test: TestApp;
  let cast: Cast;

  /** Somebody was there from 12:00 to 13:00 of some day, and the reviewer doubts it. */
  const returned = async () => {
    const { activityId } = await runningActivity(test, cast);
    const person = await test.signInResident();
    const { attendanceId, checkedInAt } = await scanIn(test, cast, person, activityId);
    cast = later(test, cast, 60 * MINUTE_MS);
    await endActivity(cast, activityId);
    const back = { decision: 'return', reason: '现场照片里十一点半就没有人了' };
    await decide(cast.secretary, 'attendance', attendanceId, back).expect(200);
    return { activityId, attendanceId, person, checkedInAtMs: Date.parse(checkedInAt) };
  };
  const send = (activityId: string, body: Record<string, unknown>, headers: Record<string, string> = {}) =>
    cast.organiser.call(checkIns.sendBack, { params: { activityId }, body, headers });
  const shown = async (activityId: string) => {
    const call = { params: { activityId }, query: { show: 'returned' } };
    return (await cast.organiser.call(checkIns.attendances, call).expect(200)).body.items;
  };
  const task = async () => {
    const tasks = (await cast.organiser.call(reports.tasks, { query: { unitId: 'jinxiu' } }).expect(200)).body.items;
    return tasks.find(({ code }: { code: string }) => code === 'attendances_returned');
  };
  /** A time of the day in Shanghai. */
  const timeOf = (atMs: number) => new Date(atMs + 8 * 60 * MINUTE_MS).toISOString().slice(11, 16);

  beforeAll(async () => {
    test = await startTestApp({ started: true });
    cast = await signInCast(test);
    await publishRule(cast, 'ZY-01', hourlyTerms());
  });
  afterAll(() => test.close());

  it('is told to its organiser, stands in the tasks with the reviewer’s words, and goes back to somebody else', async () => {
    const { activityId, attendanceId } = await returned();
    const [told] = await untilNoticed(cast.organiser, 'attendances_returned');
    expect(told).toMatchObject({ title: '签到被退回：河道清理', link: { kind: 'activity', id: activityId } });
    expect(await task()).toMatchObject({ count: 1, since: new Date(test.clock.now()).toISOString() });
    expect(await shown(activityId)).toMatchObject([
      { attendanceId, minutes: 60, returnedBecause: '现场照片里十一点半就没有人了' },
    ]);
    const note = '照片是收工以后拍的，人还在仓库';
    const sent = (await send(activityId, { attendanceId, note }).expect(200)).body;
    expect(sent).toMatchObject({ state: 'waiting', minutes: 60, returnedBecause: null });
    expect([await shown(activityId), await task()]).toEqual([[], undefined]);
    const detail = { params: { kind: 'attendance', id: attendanceId } };
    const { history } = (await cast.deputy.call(reviews.get, detail).expect(200)).body;
    expect(history).toContainEqual(expect.objectContaining({ code: 'resubmitted', note }));
    await decide(cast.deputy, 'attendance', attendanceId).expect(200);
    const settled = await cast.organiser.call(activities.get, { params: { activityId } }).expect(200);
    expect(settled.body.state).toBe('settled');
  });

  it('is priced anew where its end was wrong; what is too short then earns nothing and settles the activity', async () => {
    const first = await returned();
    // What the end decided is decided anew with it; what the beginning did stays.
    const flags = { $set: { flags: ['late', 'forgotten_checkout'] } };
    await test.database.db.collection('attendances').updateOne({ _id: first.attendanceId as never }, flags);
    const leftAt = timeOf(first.checkedInAtMs + 45 * MINUTE_MS);
    const note = '查了照片，确实提前走了';
    const sent = await send(first.activityId, { attendanceId: first.attendanceId, leftAt, note }).expect(200);
    const minutes = Math.floor(sent.body.minutes);
    expect(sent.body).toMatchObject({ state: 'waiting', flags: ['late'] });
    expect([44, 45]).toContain(minutes);
    const detail = { params: { kind: 'attendance', id: first.attendanceId } };
    const { history } = (await cast.deputy.call(reviews.get, detail).expect(200)).body;
    const was = timeOf(first.checkedInAtMs + 60 * MINUTE_MS);
    expect(history).toContainEqual(expect.objectContaining({ code: 'stay_corrected', note: `${was} → ${leftAt}` }));

    const second = await returned();
    const soon = timeOf(second.checkedInAtMs + 10 * MINUTE_MS);
    const short = await send(second.activityId, { attendanceId: second.attendanceId, leftAt: soon, note }).expect(200);
    expect(short.body).toMatchObject({ state: 'rejected', flags: ['stay_too_short'], points: 0 });
    const settled = await cast.organiser.call(activities.get, { params: { activityId: second.activityId } });
    expect(settled.body.state).toBe('settled');
  });

  it('each refusal has its own code: an end that cannot be, one’s own, not returned, of another community', async () => {
    const { activityId, attendanceId, person, checkedInAtMs } = await returned();
    const note = '已核对';
    for (const minutes of [-30, 90]) {
      const leftAt = timeOf(checkedInAtMs + minutes * MINUTE_MS);
      const code = await refused((headers) => send(activityId, { attendanceId, leftAt, note }, headers));
      expect(code).toBe('attendance_end_wrong');
    }
    const body = { attendanceId, note };
    const own = await test.signIn('organiser', 'jinxiu', { personId: person.personId });
    const params = { activityId };
    expect(await refused((headers) => own.call(checkIns.sendBack, { params, body, headers }))).toBe(
      'attendance_send_back_own',
    );
    const stranger = await test.signIn('organiser', 'hechi');
    expect((await stranger.call(checkIns.sendBack, { params, body }).expect(403)).body.code).toBe('out_of_scope');
    expect((await send(activityId, { ...body, attendanceId: 'nothing' }).expect(404)).body.code).toBe(
      'attendance_not_found',
    );
    await cast.deputy.call(checkIns.sendBack, { params, body }).expect(200);
    // Whoever sends it back says that it is right, and does not review that.
    expect((await decide(cast.deputy, 'attendance', attendanceId).expect(403)).body.code).toBe('review_own_claim');
    expect(await refused((headers) => send(activityId, body, headers))).toBe('attendance_not_returned');
  });
});
