import { type Activity, activities, consents, imports, reviews } from '@red-points/shared/contracts';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startTestApp, type TestApp } from '../support/app.ts';
import {
  type Cast,
  hourlyTerms,
  later,
  openActivity,
  publishRule,
  runningActivity,
  signInCast,
} from '../support/earning.ts';
import { rowsOf, type SheetCells, sheetOf, takeIn, untilState, uploadSheet } from '../support/sheets.ts';

const TITLES = ['序号', '姓名', '手机', '签到时间', '签退时间', '时长（小时）'];

let test: TestApp;
let cast: Cast;
let activity: Activity;
/** Another one at the same time. */
let beside: Activity;
/** Activities last two hours: what has not passed is not taken in. */
const PASSED_MS = 2 * 3_600_000 + 60_000;
let roster: { kind: 'roster'; activityId: string };

const PHONES = { ke: '13710000001', lin: '13710000002', hong: '13710000003', zheng: '13710000004' };

beforeAll(async () => {
  test = await startTestApp();
  cast = await signInCast(test);
  await publishRule(cast, 'ZY-01', hourlyTerms());
  const people = { 柯文: PHONES.ke, 林秀珠: PHONES.lin, 洪三妹: PHONES.hong, 郑小: PHONES.zheng };
  for (const [name, phone] of Object.entries(people)) await test.enterResident({ name, phone });
  activity = await runningActivity(test, cast);
  beside = await runningActivity(test, cast, { title: '同时的活动' });
  roster = { kind: 'roster', activityId: activity.activityId };
});
afterAll(() => test.close());

const listOf = (...rows: readonly SheetCells[]) =>
  sheetOf([['河道清理签到表'], TITLES, ...rows, ['合计', '4人']], '签到');
const attendances = () => test.database.db.collection('attendances');
/** Proposes by one, confirms by another, and waits until it is written. */
async function confirmed(importId: string): Promise<void> {
  await cast.officer.call(imports.propose, { params: { importId } }).expect(200);
  await cast.deputy.call(imports.confirm, { params: { importId } }).expect(202);
  await untilState(cast.officer, importId, 'posted');
}
const parties = () => ({ proposer: cast.officer, confirmer: cast.deputy });

// The activity is from 12:00 to 14:00 on a Monday in Shanghai.
describe('an attendance list', () => {
  it('is previewed: who was there and how long, and each bad row with its cell and reason', async () => {
    const file = listOf(
      [1, '柯文', PHONES.ke, '12:05', '13:35', null],
      [2, '林秀珠', null, null, null, null],
      [3, '洪三妹', 13710000003, 0.5, null, 1.5],
      [4, '无此人', '13710000099', null, null, null],
      [5, '陈外人', null, null, null, null],
      [6, '郑小', PHONES.ke, null, null, null],
      [7, '郑小', PHONES.zheng, '13:30', '13:00', null],
      [8, '郑小', PHONES.zheng, '下午五点', null, null],
      [9, '郑小', PHONES.zheng, '2026-11-20 12:00', null, null],
      [10, '郑小', PHONES.zheng, '15:00', '16:00', null],
      [11, '柯文', PHONES.ke, null, null, null],
    );
    const { body } = await uploadSheet(cast.officer, file, roster).expect(201);
    expect(body).toMatchObject({
      kind: 'roster',
      activity: { activityId: activity.activityId, title: '河道清理' },
      counts: { rows: 11, accepted: 3, rejected: 8, residents: 3, newResidents: 0, minutes: 90 + 120 + 90, points: 0 },
    });
    const bad = await rowsOf(cast.officer, body.importId, 'rejected');
    expect(bad.map(({ row, errors }) => `${row} ${errors.map(({ code, address }) => code + address).join()}`)).toEqual([
      '6 person_unknown',
      '7 person_unknown',
      '8 person_unknown',
      '9 time_orderE9',
      '10 time_invalidD10',
      '11 time_other_dayD11',
      '12 time_outsideD12',
      '13 person_duplicate',
    ]);
    expect(await attendances().countDocuments()).toBe(0);
  });

  it('confirmed by another waits for review as written afterwards, once however often it is done', async () => {
    const file = listOf([1, '柯文', PHONES.ke, '12:05', '13:35', null], [2, '林秀珠', null, null, null, null]);
    cast = later(test, cast, PASSED_MS);
    const importId = await takeIn(parties(), file, roster);
    await test.context.imports.post(importId);
    expect(await attendances().countDocuments()).toBe(2);
    const [ke] = await test.context.people.byPhone(PHONES.ke);
    expect(await attendances().findOne({ personId: ke?.personId })).toMatchObject({
      state: 'waiting',
      provenance: 'backfilled',
      open: false,
      filedBy: cast.officer.userId,
      waitingSince: null,
      priced: { minutes: 90, points: 0 },
    });
    const again = await uploadSheet(cast.officer, file, roster).expect(201);
    expect(again.body.counts).toMatchObject({ accepted: 0, existing: 2 });
    const refused = await cast.officer.call(imports.propose, { params: { importId: again.body.importId } }).expect(409);
    expect(refused.body.code).toBe('import_nothing_to_post');
  });

  it('is taken back line by line by who had no part in it, but for what was approved meanwhile', async () => {
    const file = listOf([1, '洪三妹', PHONES.hong, null, null, null], [2, '郑小', PHONES.zheng, null, null, null]);
    const importId = await takeIn(parties(), file, roster);
    const params = { importId };
    const { body: now } = await cast.organiser.call(activities.get, { params: { activityId: activity.activityId } });
    const end = { params: { activityId: activity.activityId }, body: { version: now.version, headCount: 4 } };
    await cast.organiser.call(activities.end, end).expect(200);
    const [hong] = await test.context.people.byPhone(PHONES.hong);
    const approved = await attendances().findOne({ personId: hong?.personId });
    const decision = { params: { kind: 'attendance', id: String(approved?._id) }, body: { decision: 'approve' } };
    await cast.secretary.call(reviews.decide, decision).expect(200);
    const body = { reason: '名单填错了活动' };
    expect((await cast.deputy.call(imports.undo, { params, body }).expect(403)).body.code).toBe('import_undo_own');
    expect((await cast.officer.call(imports.undo, { params, body }).expect(403)).body.code).toBe('forbidden');
    await cast.secretary.call(imports.undo, { params, body, key: 'undo-the-list' }).expect(202);
    await untilState(cast.officer, importId, 'undone');
    const again = await cast.secretary.call(imports.undo, { params, body, key: 'undo-the-list' }).expect(202);
    expect(again.body).toMatchObject({
      state: 'undone',
      undo: { reason: '名单填错了活动' },
      counts: { undone: 1, notUndone: 1 },
    });
    const rows = await rowsOf(cast.officer, importId, 'accepted');
    expect(rows.map(({ undo }) => undo)).toEqual(['import_attendance_decided', 'undone']);
    const fresh = await cast.secretary.call(imports.undo, { params, body }).expect(409);
    expect(fresh.body.code).toBe('import_not_posted');
    const corrected = listOf([2, '郑小', PHONES.zheng, null, null, 1]);
    expect((await uploadSheet(cast.officer, corrected, roster).expect(201)).body.counts).toMatchObject({ accepted: 1 });
  });

  it('of an activity that asks for sign-up keeps others out until somebody says why they were there', async () => {
    const needed = await runningActivity(test, cast, { title: '茶艺课', signUpNeeded: true });
    const file = listOf([1, '郑小', PHONES.zheng, null, null, null]);
    const as = { kind: 'roster' as const, activityId: needed.activityId };
    const { body } = await uploadSheet(cast.officer, file, as).expect(201);
    const [row] = await rowsOf(cast.officer, body.importId);
    expect(row).toMatchObject({ mayKeep: true, errors: [{ code: 'not_signed_up' }] });
  });

  it('shares no time with another attendance of the same person', async () => {
    const file = listOf([1, '柯文', PHONES.ke, null, null, null]);
    const { body } = await uploadSheet(cast.officer, file, { kind: 'roster', activityId: beside.activityId }).expect(
      201,
    );
    const [row] = await rowsOf(cast.officer, body.importId);
    expect(row).toMatchObject({ mayKeep: false, errors: [{ code: 'attendance_overlaps' }] });
  });

  it('that was previewed beside another one is looked at again when it is written', async () => {
    const phone = '13710000005';
    await test.enterResident({ name: '两处人', phone });
    const file = listOf([1, '两处人', phone, null, null, null]);
    const previewed: string[] = [];
    for (const title of ['此处', '彼处']) {
      const { activityId } = await runningActivity(test, cast, { title });
      const { body } = await uploadSheet(cast.officer, file, { kind: 'roster', activityId }).expect(201);
      expect(body.counts).toMatchObject({ accepted: 1, rejected: 0 });
      previewed.push(body.importId);
    }
    cast = later(test, cast, PASSED_MS);
    for (const importId of previewed) await confirmed(importId);
    const [person] = await test.context.people.byPhone(phone);
    expect(await attendances().distinct('title', { personId: person?.personId })).toEqual(['此处']);
    const [row] = await rowsOf(cast.officer, previewed[1] ?? '');
    expect(row).toMatchObject({ errors: [{ code: 'attendance_overlaps' }] });
  });

  it('takes nobody in from 14 to 17 without a guardian’s consent, at preview and when it is written', async () => {
    const phone = '13710000006';
    const { personId } = await test.enterResident({ name: '小少年', phone, birthDate: '2011-06-21' });
    const { activityId } = await runningActivity(test, cast, { title: '少年活动' });
    const file = listOf([1, '小少年', phone, null, null, null]);
    const upload = async () => (await uploadSheet(cast.officer, file, { kind: 'roster', activityId }).expect(201)).body;
    const [row] = await rowsOf(cast.officer, (await upload()).importId);
    expect(row).toMatchObject({ mayKeep: false, errors: [{ code: 'guardian_consent_missing' }] });
    const consent = (given: boolean) =>
      cast.officer
        .call(consents.record, { params: { personId, category: 'volunteering' }, body: { given } })
        .expect(200);
    await consent(true);
    const { importId, counts } = await upload();
    expect(counts).toMatchObject({ accepted: 1 });
    await consent(false);
    cast = later(test, cast, PASSED_MS);
    await confirmed(importId);
    expect(await attendances().countDocuments({ personId })).toBe(0);
    await consent(true);
    await confirmed((await upload()).importId);
    expect(await attendances().countDocuments({ personId })).toBe(1);
  });

  it('is refused without an activity, of one elsewhere, and of one that has not begun', async () => {
    const file = listOf([1, '柯文', PHONES.ke, null, null, null]);
    const without = await uploadSheet(cast.officer, file, { kind: 'roster' }).expect(422);
    expect(without.body.code).toBe('import_activity_missing');
    const unknown = await uploadSheet(cast.officer, file, { kind: 'roster', activityId: 'nothing' }).expect(404);
    expect(unknown.body.code).toBe('activity_not_found');
    const open = await openActivity(test, cast, { title: '明天的活动' });
    const early = await uploadSheet(cast.officer, file, { kind: 'roster', activityId: open.activityId }).expect(409);
    expect(early.body.code).toBe('import_activity_not_held');
  });
});
