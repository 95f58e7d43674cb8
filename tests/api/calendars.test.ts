import { CLOSE_OVERDUE_JOB } from '@red-points/server/activities/index';
import {
  API_BASE,
  activities,
  type CalendarItem,
  calendars,
  checkIns,
  objections,
  people,
} from '@red-points/shared/contracts';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { manyResidents } from '../support/activities.ts';
import { startTestApp, type TestApp } from '../support/app.ts';
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

const HOUR_MS = 3_600_000;

describe('calendars of activities', () => {
  let test: TestApp;
  let cast: Cast;

  const on = (day: number) => ({
    startsAt: `2026-12-${String(day).padStart(2, '0')}T01:00:00.000Z`,
    endsAt: `2026-12-${String(day).padStart(2, '0')}T03:00:00.000Z`,
  });
  const titles = (items: { title: string }[]) => items.map(({ title }) => title);

  beforeAll(async () => {
    test = await startTestApp();
    cast = await signInCast(test);
    await publishRule(cast, 'ZY-01', hourlyTerms());
  });
  afterAll(() => test.close());

  it('staff see drafts too, everybody sees what was approved, in the order of time, shared ones marked', async () => {
    await openActivity(test, cast, { title: '十日', ...on(10), sharedWith: ['hechi'] });
    await openActivity(test, cast, { title: '五日', ...on(5) });
    const draft = planBody(test, { title: '草稿', ...on(7) });
    await cast.organiser.call(activities.plan, { body: draft }).expect(201);
    const query = { unitId: 'jinxiu', from: '2026-12-01', until: '2026-12-31' };
    const staff = (await cast.organiser.call(calendars.staff, { query }).expect(200)).body;
    expect(titles(staff.items)).toEqual(['五日', '草稿', '十日']);
    const month = (unitId: string) => test.call(calendars.monthly, { query: { unitId, month: '2026-12' } });
    const listed = (await month('jinxiu').expect(200)).body;
    expect(listed).toMatchObject({ unitName: '锦绣社区', more: false });
    expect(titles(listed.items)).toEqual(['五日', '十日']);
    expect((await month('hechi').expect(200)).body.items).toMatchObject([{ title: '十日', shared: true }]);
    expect((await month('nowhere').expect(422)).body.code).toBe('unit_unknown');
    const long = { ...query, until: '2027-01-31' };
    const refused = await cast.organiser.call(calendars.staff, { query: long }).expect(422);
    expect(refused.body.code).toBe('calendar_range_invalid');
    const elsewhere = { ...query, unitId: 'hechi' };
    const foreign = await cast.organiser.call(calendars.staff, { query: elsewhere }).expect(403);
    expect(foreign.body.code).toBe('out_of_scope');
  });

  it('a phone subscribes by a private address, which is made anew and withdrawn; nothing of it is kept in clear', async () => {
    const [person, other] = await manyResidents(test, 2);
    if (person === undefined || other === undefined) throw new Error('two are needed');
    const full = await openActivity(test, cast, { title: '合唱, 排练', ...on(12), capacity: 1 });
    const params = { activityId: full.activityId };
    await other.call(activities.signUp, { params }).expect(201);
    await person.call(activities.signUp, { params }).expect(201);
    expect((await person.call(calendars.ownFeed).expect(200)).body).toEqual({ madeAt: null });
    const made = (await person.call(calendars.makeFeed).expect(201)).body;
    const read = (url: string) => test.http.get(new URL(url).pathname);
    const file = await read(made.url).expect(200);
    expect(file.headers['content-type']).toContain('text/calendar');
    expect(file.text).toContain('SUMMARY:合唱\\, 排练\r\n');
    expect(file.text).toContain('STATUS:TENTATIVE');
    const stored = await test.database.db.collection('calendar_feeds').find().toArray();
    expect(JSON.stringify(stored)).not.toContain(/feeds\/(.+)\.ics/.exec(made.url)?.[1]);
    // A place frees up, then it is cancelled: the same event, with what became of it.
    await other.call(activities.withdraw, { params }).expect(200);
    expect((await read(made.url).expect(200)).text).toContain('STATUS:CONFIRMED');
    const cancel = { params, body: { version: full.version, reason: '教室停电' } };
    await cast.organiser.call(activities.cancel, cancel).expect(200);
    expect((await read(made.url).expect(200)).text).toContain('STATUS:CANCELLED');
    const again = (await person.call(calendars.makeFeed).expect(201)).body;
    expect((await read(made.url).expect(404)).body.code).toBe('calendar_feed_unknown');
    await read(again.url).expect(200);
    await person.call(calendars.dropFeed).expect(204);
    await read(again.url).expect(404);
    await test.http.get(`${API_BASE}/calendar-feeds/short`).expect(400);
    // An address of the right form that nobody ever made.
    const never = again.url.replace(
      /feeds\/(.)/,
      (_all: string, first: string) => `feeds/${first === 'A' ? 'B' : 'A'}`,
    );
    expect((await read(never).expect(404)).body.code).toBe('calendar_feed_unknown');
  });

  it('one activity is a file for anybody signed in; a draft does not exist', async () => {
    const [person] = await manyResidents(test, 1);
    const { activityId } = await openActivity(test, cast, { title: '义诊', ...on(20) });
    const file = await person?.call(calendars.file, { params: { activityId } }).expect(200);
    expect(file?.text).toContain('DTSTART:20261220T010000Z');
    const draft = (await cast.organiser.call(activities.plan, { body: planBody(test) }).expect(201)).body;
    const missing = await person?.call(calendars.file, { params: { activityId: draft.activityId } }).expect(404);
    expect(missing?.body.code).toBe('activity_not_found');
  });

  it('the sheet has full names for who may see them, each look on record; others are masked or refused', async () => {
    const shared = await openActivity(test, cast, { ...on(22), sharedWith: ['hechi'] });
    const { activityId } = shared;
    const [near] = await manyResidents(test, 1);
    const [far] = await manyResidents(test, 1, 'hechi-g1');
    for (const person of [near, far]) await person?.call(activities.signUp, { params: { activityId } }).expect(201);
    const asked = { params: { activityId }, body: { reason: '活动当天签名留存' } };
    expect((await cast.organiser.call(calendars.fullSheet, asked).expect(403)).body.code).toBe('forbidden');
    const sheet = (await cast.officer.call(calendars.fullSheet, asked).expect(200)).body;
    expect(sheet).toMatchObject({ masked: 1 });
    expect(sheet.items.map(({ name }: { name: string }) => name).sort()).toEqual(['陈*', '陈秀英']);
    const seen = { params: { personId: near?.personId ?? '' } };
    const log = (await cast.secretary.call(people.viewLog, seen).expect(200)).body.items;
    expect(log).toMatchObject([{ reason: '活动当天签名留存' }]);
    const foreign = await test.signIn('community_admin', 'wangjiang');
    expect((await foreign.call(calendars.fullSheet, asked).expect(403)).body.code).toBe('out_of_scope');
  });
});

describe('who came, on the monthly list', () => {
  let test: TestApp;
  let cast: Cast;

  beforeAll(async () => {
    test = await startTestApp();
    cast = await signInCast(test);
    await publishRule(cast, 'ZY-03', hourlyTerms({ publicityDays: 3 }));
  });
  afterAll(() => test.close());

  it('is told once all of it is reviewed, in people and minutes, without names, and follows an objection', async () => {
    const { activityId, startsAt } = await runningActivity(test, cast, { ruleCode: 'ZY-03', title: '河道清理' });
    const people = await manyResidents(test, 3);
    const ids: string[] = [];
    for (const person of people) ids.push((await scanIn(test, cast, person, activityId)).attendanceId);
    const [longest, shorter, refused] = ids;
    if (longest === undefined || shorter === undefined || refused === undefined) throw new Error('three are needed');
    const month = startsAt.slice(0, 7);
    const listed = async (): Promise<CalendarItem> => {
      const { body } = await test.call(calendars.monthly, { query: { unitId: 'jinxiu', month } }).expect(200);
      expect(JSON.stringify(body)).not.toContain('陈');
      return body.items.find((item: CalendarItem) => item.activityId === activityId);
    };
    cast = later(test, cast, HOUR_MS);
    const leaving = { params: { activityId }, body: { attendanceIds: [shorter] } };
    await cast.organiser.call(checkIns.signOutMany, leaving).expect(200);
    cast = later(test, cast, HOUR_MS);
    await endActivity(cast, activityId);
    expect(await listed()).toMatchObject({ state: 'ended', served: null });
    for (const id of [longest, shorter]) await decide(cast.secretary, 'attendance', id).expect(200);
    expect((await listed()).served).toBeNull();
    const rejection = { decision: 'reject', reason: '现场没有本人' };
    await decide(cast.secretary, 'attendance', refused, rejection).expect(200);
    expect(await listed()).toMatchObject({ state: 'settled', served: { people: 2, minutes: 180 } });

    const neighbour = await test.signInResident();
    const judge = await test.signIn('community_admin', 'jinxiu');
    const rule = async (attendanceId: string, verdict: Record<string, unknown>) => {
      const body = { creditId: `attendance:${attendanceId}`, reason: '中途就走了' };
      const { objectionId } = (await neighbour.call(objections.fileOwn, { body }).expect(201)).body;
      // An entry that waits for a decision counts as it did.
      await test.context.jobs.runNow(CLOSE_OVERDUE_JOB);
      const before = (await listed()).served;
      const decision = { params: { objectionId }, body: { reason: '查看了监控', ...verdict } };
      await judge.call(objections.decide, decision).expect(200);
      await test.context.jobs.runNow(CLOSE_OVERDUE_JOB);
      return [before, (await listed()).served];
    };
    expect(await rule(longest, { outcome: 'corrected', minutes: 90, points: 3 })).toEqual([
      { people: 2, minutes: 180 },
      { people: 2, minutes: 150 },
    ]);
    expect(await rule(shorter, { outcome: 'upheld' })).toEqual([
      { people: 2, minutes: 150 },
      { people: 1, minutes: 90 },
    ]);
  });

  it('is counted again where a list on paper comes after everything was decided', async () => {
    const { activityId, startsAt } = await runningActivity(test, cast, { ruleCode: 'ZY-03', title: '敬老饭' });
    const [person] = await manyResidents(test, 1);
    if (person === undefined) throw new Error('somebody is needed');
    const inAtMs = Date.parse(startsAt);
    cast = later(test, cast, 2 * HOUR_MS);
    await endActivity(cast, activityId);
    const served = async () => {
      const query = { unitId: 'jinxiu', month: startsAt.slice(0, 7) };
      const { body } = await test.call(calendars.monthly, { query }).expect(200);
      return body.items.find((item: CalendarItem) => item.activityId === activityId).served;
    };
    expect(await served()).toEqual({ people: 0, minutes: 0 });
    const attendanceId = 'paper-list-attendance-1';
    const stay = { attendanceId, personId: person.personId, inAtMs, outAtMs: inAtMs + HOUR_MS };
    await test.context.checkIns.lists.enter(activityId, { ...stay, filedBy: cast.officer.userId });
    await decide(cast.secretary, 'attendance', attendanceId).expect(200);
    expect(await served()).toEqual({ people: 1, minutes: 60 });
  });
});
