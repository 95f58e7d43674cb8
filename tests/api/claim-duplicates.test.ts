import { claims, type ReviewDetail, reviews } from '@red-points/shared/contracts';
import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startTestApp, type TestApp } from '../support/app.ts';
import {
  type Cast,
  claimBody,
  endActivity,
  fileClaim,
  hourlyTerms,
  later,
  openActivity,
  publishRule,
  runningActivity,
  scanIn,
  signInCast,
} from '../support/earning.ts';
import { evidenceOf, photo, scene } from '../support/evidence.ts';

const HOUR_MS = 3_600_000;
const TODAY = '2026-11-23';

let t: TestApp;
let cast: Cast;

const checksOf = async (claimId: string, who = cast.secretary): Promise<ReviewDetail['checks']> =>
  (await who.call(reviews.get, { params: { kind: 'claim', id: claimId } }).expect(200)).body.checks;
const codesOf = async (claimId: string): Promise<string[]> => (await checksOf(claimId)).map(({ code }) => code);

beforeAll(async () => {
  t = await startTestApp();
  cast = await signInCast(t);
  await publishRule(cast, 'ZY-01', hourlyTerms({ oncePerEvent: true }));
  await publishRule(cast, 'ZY-02', hourlyTerms());
  await publishRule(await signInCast(t, 'hechi'), 'HC-01', hourlyTerms(), 'hechi');
});
afterAll(() => t.close());

describe('the same photo twice', () => {
  it('is flagged on both claims however it was saved, says whose, and another photo is not', async () => {
    const original = await scene(1).jpeg({ quality: 95 }).toBuffer();
    const again = await sharp(original).resize(300).modulate({ brightness: 1.1 }).webp({ quality: 60 }).toBuffer();
    const [one, two, three] = [
      await t.enterResident(),
      await t.enterResident({ name: '李建国' }),
      await t.enterResident(),
    ];
    const first = await fileClaim(cast, one.personId, {
      evidenceIds: [await evidenceOf(t, cast.officer, original)],
      occurredOn: '2026-11-20',
    });
    expect(await codesOf(first)).toContain('no_similar_photo');
    const second = await fileClaim(cast, two.personId, { evidenceIds: [await evidenceOf(t, cast.officer, again)] });
    expect(await checksOf(second)).toContainEqual({
      code: 'similar_photo',
      ok: false,
      detail: { count: 1, name: '陈*', title: '环境整治志愿服务', date: '2026-11-20' },
    });
    expect(await codesOf(first)).toContain('similar_photo');
    const queue = (await cast.secretary.call(reviews.list, { query: { limit: 50 } }).expect(200)).body.items;
    const flagged = queue.filter((line: { flagged: boolean }) => line.flagged).map(({ id }: { id: string }) => id);
    expect(flagged.sort()).toEqual([first, second].sort());
    const other = await fileClaim(cast, three.personId, {
      evidenceIds: [await evidenceOf(t, cast.officer, await photo(4))],
    });
    expect(await codesOf(other)).toContain('no_similar_photo');
  });

  it('is found in another community too, without telling whose it is there', async () => {
    const hechi = await signInCast(t, 'hechi');
    const original = await scene(9).png().toBuffer();
    const there = await t.enterResident({ unitId: 'hechi-g1' });
    const evidenceIds = [await evidenceOf(t, hechi.officer, original)];
    await fileClaim(hechi, there.personId, { ruleCode: 'HC-01', evidenceIds });
    const here = await t.enterResident();
    const claimId = await fileClaim(cast, here.personId, {
      evidenceIds: [await evidenceOf(t, cast.officer, await sharp(original).jpeg({ quality: 70 }).toBuffer())],
    });
    expect(await checksOf(claimId)).toContainEqual({ code: 'similar_photo', ok: false, detail: { count: 1 } });
  });

  it('walls and the dark prove nothing', async () => {
    const dark = async () => {
      const input = { create: { width: 400, height: 300, channels: 3 as const, background: '#111111' } };
      return evidenceOf(t, cast.officer, await sharp(input).jpeg().toBuffer());
    };
    const [one, two] = [await t.enterResident(), await t.enterResident()];
    await fileClaim(cast, one.personId, { evidenceIds: [await dark()] });
    const claimId = await fileClaim(cast, two.personId, { evidenceIds: [await dark()] });
    expect(await codesOf(claimId)).toContain('no_similar_photo');
  });
});

describe('the same time twice', () => {
  it('a claim that names no time is compared by its day, one that names it by its time', async () => {
    const resident = await t.signInResident();
    const activity = await runningActivity(t, cast);
    await scanIn(t, cast, resident, activity.activityId);
    cast = later(t, cast, HOUR_MS);
    await endActivity(cast, activity.activityId);
    const file = (departures: Record<string, unknown>) =>
      fileClaim(cast, resident.personId, { ruleCode: 'ZY-02', occurredOn: TODAY, minutes: 60, ...departures });
    const untimed = await file({ description: '没有写几点' });
    expect(await checksOf(untimed)).toContainEqual({
      code: 'attended_same_day',
      ok: false,
      detail: { title: '河道清理' },
    });
    const before = await file({ description: '早上的事', startTime: '08:00' });
    expect(await codesOf(before)).toContain('no_overlap');
    const during = await file({ description: '同时的事', startTime: '11:30' });
    expect(await checksOf(during)).toContainEqual({
      code: 'overlaps_attendance',
      ok: false,
      detail: { title: '河道清理' },
    });
    const twin = await file({ description: '也是早上', startTime: '08:30' });
    expect(await codesOf(twin)).toContain('overlaps_claim');
    const body = { personId: resident.personId, ...claimBody({ occurredOn: TODAY, startTime: '23:00' }) };
    expect((await cast.officer.call(claims.file, { body }).expect(422)).body.code).toBe('claim_in_future');
  });
});

describe('the activity that a claim is about', () => {
  it('is chosen from those of the day, is shown to the reviewer, and has to be one of that day', async () => {
    const activity = await openActivity(t, cast);
    const draft = await cast.organiser.call(claims.activitiesOn, { query: { date: TODAY } }).expect(403);
    expect(draft.body.code).toBe('registration_needed');
    const resident = await t.signInResident();
    const found = (await resident.call(claims.activitiesOn, { query: { date: TODAY } }).expect(200)).body.items;
    expect(found).toContainEqual(expect.objectContaining({ activityId: activity.activityId, title: '河道清理' }));
    const asked = { query: { date: TODAY, personId: resident.personId } };
    expect((await cast.officer.call(claims.activitiesOn, asked).expect(200)).body.items).toEqual(found);
    const stranger = await t.signIn('grid_officer', 'hechi');
    expect((await stranger.call(claims.activitiesOn, asked).expect(403)).body.code).toBe('person_other_community');
    const nobody = { query: { date: TODAY, personId: 'nobody' } };
    expect((await cast.officer.call(claims.activitiesOn, nobody).expect(404)).body.code).toBe('person_not_found');

    const body = (departures: Record<string, unknown>) => ({
      body: { personId: resident.personId, ...claimBody({ activityId: activity.activityId, ...departures }) },
    });
    const other = await cast.officer.call(claims.file, body({ occurredOn: '2026-11-21' })).expect(422);
    expect(other.body).toMatchObject({ code: 'claim_activity_other_day', fields: [{ path: 'activityId' }] });
    const unknown = await cast.officer.call(claims.file, body({ activityId: 'nothing' })).expect(422);
    expect(unknown.body.code).toBe('claim_activity_unknown');
    const filed = (await cast.officer.call(claims.file, body({ occurredOn: TODAY })).expect(201)).body;
    expect(filed).toMatchObject({ activityId: activity.activityId, activityTitle: '河道清理' });
    expect(await codesOf(filed.claimId)).toContain('about_activity');
  });
});
