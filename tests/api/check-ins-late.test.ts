import { randomUUID } from 'node:crypto';
import { activities, checkIns, reports, reviews } from '@red-points/shared/contracts';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type SignedInUser, startTestApp, type TestApp } from '../support/app.ts';
import {
  type Cast,
  decide,
  endActivity,
  hourlyTerms,
  later,
  publishRule,
  runningActivity,
  scanIn,
  shownCode,
  signInCast,
} from '../support/earning.ts';

const MINUTE_MS = 60_000;
const DAY_MS = 86_400_000;

describe('a scan that was delivered late', () => {
  let test: TestApp;
  let cast: Cast;

  const resident = () => test.signInResident();
  const deliver = (user: SignedInUser, code: string, scanId: string = randomUUID()) =>
    user.call(checkIns.deliver, { body: { code, scanId } });
  const word = (user: SignedInUser, activityId: string, body: Record<string, unknown>) =>
    user.call(checkIns.giveWord, { params: { activityId }, body });
  const renew = async (phone: string) => test.signInByPhone(phone);

  beforeAll(async () => {
    test = await startTestApp();
    cast = await signInCast(test);
    await publishRule(cast, 'ZY-01', hourlyTerms());
  });
  afterAll(() => test.close());

  it('counts from when the code was shown, whatever the phone thinks the time is, and wants the organiser’s word', async () => {
    const { activityId } = await runningActivity(test, cast);
    const person = await resident();
    const code = await shownCode(cast, activityId);
    const shownAtMs = Math.floor(test.clock.now() / 10_000) * 10_000;
    cast = later(test, cast, 9 * MINUTE_MS);
    const late = await person
      .call(checkIns.deliver, {
        body: { code, scanId: randomUUID() },
        headers: { Date: 'Thu, 01 Jan 2015 00:00:00 GMT' },
      })
      .expect(200);
    expect(late.body).toMatchObject({ state: 'present', provenance: 'late', flags: ['late'], word: 'wanted' });
    expect(Date.parse(late.body.checkedInAt)).toBe(shownAtMs);
    cast = later(test, cast, 61 * MINUTE_MS);
    const params = { activityId };
    await cast.organiser.call(checkIns.signOutMany, { params, body: {} }).expect(200);
    await endActivity(cast, activityId);
    const queued = async () =>
      (await cast.secretary.call(reviews.list, { query: { limit: 200 } }).expect(200)).body.items.filter(
        ({ id }: { id: string }) => id === late.body.attendanceId,
      );
    expect(await queued()).toHaveLength(0);
    const unreviewed = await decide(cast.secretary, 'attendance', late.body.attendanceId);
    expect(unreviewed.status).toBe(409);
    const wanted = await cast.organiser
      .call(checkIns.attendances, { params, query: { show: 'word_wanted' } })
      .expect(200);
    expect(wanted.body.items).toMatchObject([{ attendanceId: late.body.attendanceId, minutes: 70 }]);
    // It waits for the organiser's word, and not for that of whoever was there, at a desk of the office.
    const self = await test.signIn('organiser', 'jinxiu', { personId: person.personId });
    const wantedOf = async (user: SignedInUser) =>
      (await user.call(reports.tasks, { query: { unitId: 'jinxiu' } }).expect(200)).body.items.find(
        ({ code }: { code: string }) => code === 'words_wanted',
      )?.count ?? 0;
    expect(await Promise.all([cast.organiser, self].map(wantedOf))).toEqual([1, 0]);
    const given = await word(cast.organiser, activityId, { attendanceId: late.body.attendanceId, wasThere: true });
    expect(given.body).toMatchObject({ word: 'given', state: 'waiting', minutes: 70 });
    expect(await queued()).toHaveLength(1);
    const twice = await word(cast.organiser, activityId, { attendanceId: late.body.attendanceId, wasThere: true });
    expect([twice.status, twice.body.code]).toEqual([409, 'late_word_not_wanted']);
    await decide(cast.secretary, 'attendance', late.body.attendanceId).expect(200);
  });

  it('is taken once, however often it is sent, and at the same moment', async () => {
    const { activityId } = await runningActivity(test, cast);
    const person = await resident();
    const code = await shownCode(cast, activityId);
    cast = later(test, cast, 3 * MINUTE_MS);
    const scanId = randomUUID();
    const answers = await Promise.all([1, 2, 3].map(() => deliver(person, code, scanId)));
    const ids = answers.filter(({ status }) => status === 200).map(({ body }) => body.attendanceId);
    expect(new Set(ids).size).toBe(1);
    for (const { status, body } of answers) if (status !== 200) expect(body.code).toBe('already_present');
    expect((await deliver(person, code, scanId).expect(200)).body.attendanceId).toBe(ids[0]);
    // The same picture under another name is no second scan.
    expect((await deliver(person, code).expect(409)).body.code).toBe('already_present');
  });

  it('of more than ten minutes is refused, and so is one that was never shown', async () => {
    const { activityId } = await runningActivity(test, cast);
    const person = await resident();
    const code = await shownCode(cast, activityId);
    cast = later(test, cast, 10 * MINUTE_MS + 10_000);
    expect((await deliver(person, code).expect(410)).body.code).toBe('checkin_late_too_late');
    const ahead = await shownCode(cast, activityId);
    test.clock.advance(-MINUTE_MS);
    expect((await deliver(person, ahead).expect(410)).body.code).toBe('checkin_code_expired');
    test.clock.advance(MINUTE_MS);
  });

  it('that is still fresh counts like any other', async () => {
    const { activityId } = await runningActivity(test, cast);
    const person = await resident();
    const fresh = await deliver(person, await shownCode(cast, activityId)).expect(200);
    expect(fresh.body).toMatchObject({ provenance: 'qr_rotating', word: null, flags: [] });
  });

  it('that overlaps an attendance elsewhere is refused by its name', async () => {
    const here = await runningActivity(test, cast, { stayMinutesMin: 0, title: '护河巡查' });
    const there = await runningActivity(test, cast);
    const person = await resident();
    const code = await shownCode(cast, there.activityId);
    await scanIn(test, cast, person, here.activityId);
    const open = await deliver(person, await shownCode(cast, there.activityId)).expect(409);
    expect(open.body.code).toBe('already_present_elsewhere');
    cast = later(test, cast, 5 * MINUTE_MS);
    await cast.organiser.call(checkIns.signOutMany, { params: { activityId: here.activityId }, body: {} }).expect(200);
    const overlapping = await deliver(person, code).expect(409);
    expect(overlapping.body).toMatchObject({ code: 'checkin_overlaps', detail: { title: '护河巡查' } });
  });

  it('checks out who is there, as of when the code was shown; the whole stay is late then', async () => {
    const { activityId } = await runningActivity(test, cast);
    const person = await resident();
    const attendance = await scanIn(test, cast, person, activityId);
    cast = later(test, cast, 5 * MINUTE_MS);
    const tooSoon = await deliver(person, await shownCode(cast, activityId)).expect(409);
    expect(tooSoon.body.code).toBe('checkout_too_soon');
    cast = later(test, cast, 60 * MINUTE_MS);
    const code = await shownCode(cast, activityId);
    cast = later(test, cast, 6 * MINUTE_MS);
    const user = await renew(person.phone);
    const scanId = randomUUID();
    const out = await deliver(user, code, scanId).expect(200);
    expect(out.body).toMatchObject({
      attendanceId: attendance.attendanceId,
      provenance: 'late',
      minutes: 65,
      word: 'wanted',
      state: 'waiting',
    });
    expect((await deliver(user, code, scanId).expect(200)).body.attendanceId).toBe(attendance.attendanceId);
    expect((await deliver(user, code).expect(409)).body.code).toBe('already_attended');
  });

  it('is vouched for by somebody else than themselves, and who vouched does not approve', async () => {
    const { activityId } = await runningActivity(test, cast);
    const person = await resident();
    const code = await shownCode(cast, activityId);
    cast = later(test, cast, MINUTE_MS);
    const { attendanceId } = (await deliver(person, code).expect(200)).body;
    const own = await test.signIn('organiser', 'jinxiu', { personId: person.personId });
    expect((await word(own, activityId, { attendanceId, wasThere: true })).body.code).toBe('late_word_own');
    const stranger = await test.signIn('organiser', 'hechi');
    expect((await word(stranger, activityId, { attendanceId, wasThere: true })).body.code).toBe('out_of_scope');
    const missing = await word(cast.organiser, activityId, { attendanceId: 'nobody', wasThere: true });
    expect(missing.body.code).toBe('attendance_not_found');
    await word(cast.secretary, activityId, { attendanceId, wasThere: true }).expect(200);
    cast = later(test, cast, 60 * MINUTE_MS);
    await endActivity(cast, activityId);
    const biased = await decide(cast.secretary, 'attendance', attendanceId);
    expect([biased.status, biased.body.code]).toEqual([403, 'review_own_claim']);
    await decide(cast.deputy, 'attendance', attendanceId).expect(200);
  });

  it('of somebody who was not there counts for nothing, and does not bar them from coming', async () => {
    const { activityId } = await runningActivity(test, cast);
    const person = await resident();
    const code = await shownCode(cast, activityId);
    cast = later(test, cast, MINUTE_MS);
    const { attendanceId } = (await deliver(person, code).expect(200)).body;
    const bare = await word(cast.organiser, activityId, { attendanceId, wasThere: false });
    expect([bare.status, bare.body.code]).toEqual([422, 'activity_reason_missing']);
    const reason = '当时不在现场';
    const refused = await word(cast.organiser, activityId, { attendanceId, wasThere: false, reason }).expect(200);
    expect(refused.body).toMatchObject({ state: 'rejected', word: 'refused' });
    await scanIn(test, cast, person, activityId);
  });

  it('that nobody vouches for within a week ends by itself, so that the activity can be settled', async () => {
    const { activityId } = await runningActivity(test, cast);
    const person = await resident();
    const code = await shownCode(cast, activityId);
    cast = later(test, cast, MINUTE_MS);
    const { attendanceId } = (await deliver(person, code).expect(200)).body;
    cast = later(test, cast, 60 * MINUTE_MS);
    await endActivity(cast, activityId);
    const params = { activityId };
    const state = async () => (await cast.organiser.call(activities.get, { params }).expect(200)).body.state;
    cast = later(test, cast, 6 * DAY_MS);
    await test.context.jobs.runNow('check-ins.close-unvouched');
    expect(await state()).toBe('ended');
    cast = later(test, cast, 2 * DAY_MS);
    await test.context.jobs.runNow('check-ins.close-unvouched');
    expect(await state()).toBe('settled');
    const { items } = (await cast.organiser.call(checkIns.attendances, { params }).expect(200)).body;
    expect(items).toMatchObject([{ attendanceId, state: 'rejected', word: 'refused', flags: ['late', 'no_word'] }]);
  });
});
