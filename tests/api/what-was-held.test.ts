import { WATCH_JOB } from '@red-points/server/watch/index';
import { activities, checkIns, imports } from '@red-points/shared/contracts';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startTestApp, type TestApp } from '../support/app.ts';
import {
  type Cast,
  decide,
  endActivity,
  hourlyTerms,
  publishRule,
  runningActivity,
  scanIn,
  scannedTicket,
  scanOut,
  signInCast,
} from '../support/earning.ts';
import { lasting } from '../support/households.ts';
import { rowsOf, type SheetCells, sheetOf, takeIn } from '../support/sheets.ts';

const MINUTE_MS = 60_000;
const TITLES = ['姓名', '手机', '签到时间', '签退时间'];

let test: TestApp;
let cast: Cast;
let phones = 0;

beforeAll(async () => {
  test = await startTestApp();
  const { organiser, officer, secretary, deputy } = await signInCast(test);
  cast = {
    ...{ organiser: lasting(test, organiser), officer: lasting(test, officer) },
    ...{ secretary: lasting(test, secretary), deputy: lasting(test, deputy) },
  };
  await publishRule(cast, 'ZY-01', hourlyTerms());
});
afterAll(() => test.close());

const attendances = () => test.database.db.collection('attendances');
const pass = (minutes: number) => test.clock.advance(minutes * MINUTE_MS);
/** A time of the day in Shanghai. */
const timeOf = (atMs: number) => new Date(atMs + 8 * 3_600_000).toISOString().slice(11, 16);

async function somebody(
  name: string,
): Promise<{ personId: string; row: (from?: string, until?: string) => SheetCells }> {
  phones += 1;
  const phone = `1373000${String(phones).padStart(4, '0')}`;
  const { personId } = await test.enterResident({ name, phone });
  return { personId, row: (from, until) => [name, phone, from ?? null, until ?? null] };
}

const list = (activityId: string, ...rows: readonly SheetCells[]) =>
  takeIn({ proposer: cast.officer, confirmer: cast.deputy }, sheetOf([TITLES, ...rows], '签到'), {
    ...{ kind: 'roster', activityId },
  });
const codesOf = async (importId: string) =>
  (await rowsOf(cast.officer, importId)).map(({ errors }) => errors.map(({ code }) => code).join());

// Each activity begins now and is planned for two hours.
describe('a list on paper', () => {
  it('gives nobody hours that have not passed', async () => {
    const { activityId } = await runningActivity(test, cast);
    const startMs = test.clock.now();
    const [early, whole] = [await somebody('早走'), await somebody('全程')];
    pass(50);
    const left = timeOf(startMs + 45 * MINUTE_MS);
    const importId = await list(activityId, early.row(timeOf(startMs), left), whole.row());
    expect(await codesOf(importId)).toEqual(['', 'attendance_not_over']);
    expect(await attendances().countDocuments({ personId: whole.personId })).toBe(0);
    // Once it is over the same list is taken in.
    pass(71);
    await list(activityId, whole.row());
    expect(await attendances().findOne({ personId: whole.personId })).toMatchObject({ priced: { minutes: 120 } });
  });

  it('counts until the real end, where it came before the planned one', async () => {
    const { activityId } = await runningActivity(test, cast);
    const startMs = test.clock.now();
    const [whole, written, after] = [
      await somebody('没写时间'),
      await somebody('写到计划结束'),
      await somebody('结束后才来'),
    ];
    const params = { unitId: 'jinxiu' };
    const file = sheetOf([TITLES, written.row(timeOf(startMs), timeOf(startMs + 120 * MINUTE_MS))], '签到');
    const query = { ...params, kind: 'roster', activityId };
    const before = (await cast.officer.call(imports.upload, { query }).attach('file', file, '表.xlsx').expect(201))
      .body;
    await cast.officer.call(imports.propose, { params: { importId: before.importId } }).expect(200);
    pass(60);
    await endActivity(cast, activityId);
    pass(5);
    await cast.deputy.call(imports.confirm, { params: { importId: before.importId } }).expect(202);
    const late = [timeOf(startMs + 70 * MINUTE_MS), timeOf(startMs + 110 * MINUTE_MS)] as const;
    const importId = await list(activityId, whole.row(), after.row(...late));
    expect(await codesOf(importId)).toEqual(['', 'time_outside']);
    await test.context.imports.post(before.importId);
    for (const { personId } of [whole, written]) {
      expect(await attendances().findOne({ personId })).toMatchObject({ priced: { minutes: 60 } });
    }
  });

  it('keeps out who checks in elsewhere for a time that it says they were there', async () => {
    const [here, there] = [await runningActivity(test, cast), await runningActivity(test, cast, { title: '另一处' })];
    const person = await test.signInResident();
    // As lists were taken in before: an end that has not come.
    const { attendanceId } = await scanIn(test, cast, person, here.activityId);
    const until = new Date(test.clock.now() + 60 * MINUTE_MS);
    await attendances().updateOne(
      { _id: attendanceId as never },
      {
        $set: { open: false, state: 'waiting', checkedOutAt: until, provenance: 'backfilled' },
      },
    );
    const ticket = await scannedTicket(test, cast, there.activityId);
    const answer = await person.call(checkIns.checkIn, { body: { ticket } }).expect(409);
    expect(answer.body.code).toBe('checkin_overlaps');
  });

  it('takes a no-show back from whoever came as it proves later', async () => {
    const person = await somebody('晚到名单');
    const scanned = await test.signInResident();
    const { activityId } = await runningActivity(test, cast);
    await test.database.db.collection('sign_ups').insertOne({
      ...{ _id: `${activityId}:${person.personId}` as never, activityId, personId: person.personId },
      ...{ at: new Date(test.clock.now()), by: null },
    });
    const { attendanceId } = await scanIn(test, cast, scanned, activityId);
    pass(121);
    await endActivity(cast, activityId);
    await decide(cast.secretary, 'attendance', attendanceId).expect(200);
    const params = { activityId };
    const view = async () => (await cast.organiser.call(activities.get, { params }).expect(200)).body;
    const noShows = () => test.database.db.collection('sign_ups').countDocuments({ activityId, noShow: true });
    expect([(await view()).state, (await view()).noShows, await noShows()]).toEqual(['settled', 1, 1]);
    await list(activityId, person.row());
    const listed = await attendances().findOne({ personId: person.personId });
    await decide(cast.secretary, 'attendance', String(listed?._id)).expect(200);
    expect([(await view()).noShows, await noShows()]).toEqual([0, 0]);
  });
});

describe('the end of a returned stay', () => {
  it('reaches into no other attendance, and not behind the real end', async () => {
    const { activityId } = await runningActivity(test, cast);
    const startMs = test.clock.now();
    const { attendanceId } = await scanIn(test, cast, await test.signInResident(), activityId);
    pass(30);
    await endActivity(cast, activityId);
    const doubt = { decision: 'return', reason: '结束时间不对' };
    await decide(cast.secretary, 'attendance', attendanceId, doubt).expect(200);
    const params = { activityId };
    const send = (leftAt: string) =>
      cast.organiser.call(checkIns.sendBack, { params, body: { attendanceId, leftAt, note: '核对过照片' } });
    const late = timeOf(startMs + 90 * MINUTE_MS);
    pass(70);
    expect((await send(late).expect(422)).body.code).toBe('attendance_end_wrong');
    // They were elsewhere from ten minutes on.
    const own = await attendances().findOne({ _id: attendanceId as never });
    await attendances().insertOne({
      ...{ ...own, _id: `${attendanceId}-b` as never, activityId: 'elsewhere', title: '另一处', state: 'posted' },
      ...{ checkedInAt: new Date(startMs + 10 * MINUTE_MS), checkedOutAt: new Date(startMs + 40 * MINUTE_MS) },
    });
    const answer = await send(timeOf(startMs + 25 * MINUTE_MS)).expect(409);
    expect(answer.body.code).toBe('attendance_end_elsewhere');
    expect(answer.body.title).toContain('另一处');
    const sent = await send(timeOf(startMs + 9 * MINUTE_MS)).expect(200);
    expect(sent.body.attendanceId).toBe(attendanceId);
  });
});

it('an approval within moments of the end is one however people left, and one days after leaving', async () => {
  const { activityId } = await runningActivity(test, cast);
  const person = lasting(test, await test.signInResident());
  const { attendanceId } = await scanIn(test, cast, person, activityId);
  pass(60);
  await scanOut(test, cast, person, activityId);
  pass(30);
  await endActivity(cast, activityId);
  await decide(cast.secretary, 'attendance', attendanceId).expect(200);
  await test.context.jobs.runNow(WATCH_JOB);
  const line = await test.database.db.collection('watch_lines').findOne({ _id: `attendance:${attendanceId}` as never });
  expect(line).toMatchObject({ waitedMs: 0 });
});
