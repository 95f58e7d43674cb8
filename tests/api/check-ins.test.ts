import { activities, checkIns } from '@red-points/shared/contracts';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startTestApp, type TestApp } from '../support/app.ts';
import {
  type Cast,
  endActivity,
  hourlyTerms,
  later,
  openActivity,
  publishRule,
  runningActivity,
  scanIn,
  scannedTicket,
  scanOut,
  shownCode,
  signInCast,
} from '../support/earning.ts';

const MINUTE_MS = 60_000;
const HOUR_MS = 3_600_000;

describe('check-in by rotating code', () => {
  let test: TestApp;
  let cast: Cast;

  const exchange = (code: string) => test.call(checkIns.ticket, { body: { code } });
  const resident = () => test.signInResident();

  beforeAll(async () => {
    test = await startTestApp();
    cast = await signInCast(test);
    await publishRule(cast, 'ZY-01', hourlyTerms());
  });
  afterAll(() => test.close());

  it('from scan to sign-out: minutes and points of the stay, shown on the organiser’s screen', async () => {
    const { activityId } = await runningActivity(test, cast);
    const person = await resident();
    const attendance = await scanIn(test, cast, person, activityId);
    expect(attendance).toMatchObject({ state: 'present', provenance: 'qr_rotating', points: null, minutes: null });
    const screen = (await cast.organiser.call(checkIns.display, { params: { activityId } }).expect(200)).body;
    expect(screen).toMatchObject({ present: 1, checkedOut: 0, stepMs: 10_000, newest: [{ maskedName: '陈*' }] });
    expect(screen.codeUrl).toMatch(/^HTTP:\/\/127\.0\.0\.1:3000\/K\/[0-9A-Z]+$/);
    const open = (await person.call(checkIns.current).expect(200)).body.attendance;
    expect(open.attendanceId).toBe(attendance.attendanceId);

    cast = later(test, cast, 105 * MINUTE_MS);
    const returning = { ...person, ...(await test.signInByPhone(person.phone)) };
    const closed = await scanOut(test, cast, returning, activityId);
    expect(closed).toMatchObject({ state: 'waiting', minutes: 105, points: 4, flags: [] });
    expect((await returning.call(checkIns.current).expect(200)).body.attendance).toBeNull();
    const own = (await returning.call(checkIns.listOwn).expect(200)).body.items;
    expect(own.map((each: { attendanceId: string }) => each.attendanceId)).toEqual([attendance.attendanceId]);
    const { items } = (await cast.organiser.call(activities.attendances, { params: { activityId } }).expect(200)).body;
    expect(items).toMatchObject([{ maskedName: '陈*', minutes: 105 }]);
  });

  it('a code is taken while it is shown and for one step more', async () => {
    const { activityId } = await runningActivity(test, cast);
    const code = await shownCode(cast, activityId);
    cast = later(test, cast, 10_000);
    await exchange(code).expect(200);
    cast = later(test, cast, 10_000);
    expect((await exchange(code).expect(410)).body.code).toBe('checkin_code_expired');
  });

  it('forged, foreign, mistyped and other installations’ codes each have their own refusal', async () => {
    const { activityId } = await runningActivity(test, cast);
    const code = await shownCode(cast, activityId);
    const last = code.slice(-2, -1) === 'A' ? 'B' : 'A';
    const forged = `${code.slice(0, -2)}${last}${code.slice(-1)}`;
    expect((await exchange(forged).expect(403)).body.code).toBe('checkin_code_forged');
    expect((await exchange('https://example.org/pay').expect(422)).body.code).toBe('checkin_code_malformed');
    const other = await startTestApp({
      sharing: test,
      config: { masterSecret: 'the secret of another installation altogether' },
    });
    const foreign = await other.call(checkIns.ticket, { body: { code } }).expect(403);
    expect(foreign.body.code).toBe('checkin_code_other_installation');
    await other.app.close();
    await other.database.close();
  });

  it('a ticket lasts ten minutes, is nobody else’s once used, and gives the same answer again', async () => {
    const { activityId } = await runningActivity(test, cast);
    const [first, second] = [await resident(), await resident()];
    const ticket = await scannedTicket(test, cast, activityId);
    const once = await first.call(checkIns.checkIn, { body: { ticket } }).expect(201);
    const again = await first.call(checkIns.checkIn, { body: { ticket } }).expect(201);
    expect(again.body.attendanceId).toBe(once.body.attendanceId);
    const passedOn = await second.call(checkIns.checkIn, { body: { ticket } }).expect(409);
    expect(passedOn.body.code).toBe('checkin_ticket_used');
    const fresh = await scannedTicket(test, cast, activityId);
    expect((await first.call(checkIns.checkIn, { body: { ticket: fresh } }).expect(409)).body.code).toBe(
      'already_present',
    );
    const tampered = `${fresh.slice(0, -3)}AAA`;
    expect((await second.call(checkIns.checkIn, { body: { ticket: tampered } }).expect(422)).body.code).toBe(
      'checkin_ticket_invalid',
    );
    expect((await second.call(checkIns.checkIn, { body: { ticket: second.token } }).expect(422)).body.code).toBe(
      'checkin_ticket_invalid',
    );
    cast = later(test, cast, 10 * MINUTE_MS);
    expect((await second.call(checkIns.checkIn, { body: { ticket: fresh } }).expect(410)).body.code).toBe(
      'checkin_ticket_expired',
    );
  });

  it('one open attendance per person, whatever races', async () => {
    const here = await runningActivity(test, cast);
    const there = await runningActivity(test, cast, { title: '文化广场值守' });
    const person = await resident();
    const tickets = await Promise.all(
      [here, there, here, there].map(({ activityId }) => scannedTicket(test, cast, activityId)),
    );
    const answers = await Promise.all(tickets.map((ticket) => person.call(checkIns.checkIn, { body: { ticket } })));
    expect(answers.filter(({ status }) => status === 201)).toHaveLength(1);
    const codes = new Set(answers.filter(({ status }) => status !== 201).map(({ body }) => body.code));
    expect([...codes].every((code) => code === 'already_present' || code === 'already_present_elsewhere')).toBe(true);
    expect(codes.has('already_present_elsewhere')).toBe(true);
  });

  it('needs the sign-up where the activity does, a started activity, and time before the planned end', async () => {
    const open = await openActivity(test, cast);
    const display = await cast.organiser
      .call(checkIns.display, { params: { activityId: open.activityId } })
      .expect(409);
    expect(display.body.code).toBe('activity_state_wrong');

    const { activityId } = await runningActivity(test, cast, { signUpNeeded: true });
    const person = await resident();
    const ticket = await scannedTicket(test, cast, activityId);
    expect((await person.call(checkIns.checkIn, { body: { ticket } }).expect(403)).body.code).toBe(
      'checkin_signup_needed',
    );
    await person.call(activities.signUp, { params: { activityId } }).expect(201);
    await person.call(checkIns.checkIn, { body: { ticket } }).expect(201);

    const late = await runningActivity(test, cast, {
      endsAt: new Date(test.clock.now() + 11 * MINUTE_MS).toISOString(),
      stayMinutesMin: 0,
    });
    cast = later(test, cast, 11 * MINUTE_MS);
    const another = await resident();
    const lateTicket = await scannedTicket(test, cast, late.activityId);
    expect((await another.call(checkIns.checkIn, { body: { ticket: lateTicket } }).expect(409)).body.code).toBe(
      'checkin_too_late',
    );
    await endActivity(cast, late.activityId);
    const ended = await another.call(checkIns.checkIn, { body: { ticket: lateTicket } }).expect(409);
    expect(ended.body.code).toBe('checkin_ended');
  });

  it('too soon a check-out is refused with the minutes left; who leaves all the same earns nothing and may come back', async () => {
    const { activityId } = await runningActivity(test, cast);
    const person = await resident();
    await scanIn(test, cast, person, activityId);
    cast = later(test, cast, 5 * MINUTE_MS);
    const early = await scannedTicket(test, cast, activityId);
    const tooSoon = await person.call(checkIns.checkOut, { body: { ticket: early } }).expect(409);
    expect(tooSoon.body).toMatchObject({
      code: 'checkout_too_soon',
      detail: { minutes: 5, minutesMin: 30, left: 25 },
    });
    expect(tooSoon.body.title).toContain('25');
    // The same scan still serves to leave.
    const left = await person.call(checkIns.checkOut, { body: { ticket: early, leaving: true } }).expect(200);
    expect(left.body).toMatchObject({ state: 'rejected', minutes: 0, points: 0, flags: ['stay_too_short'] });
    await scanIn(test, cast, person, activityId);
    const none = await resident();
    const ticket = await scannedTicket(test, cast, activityId);
    expect((await none.call(checkIns.checkOut, { body: { ticket } }).expect(409)).body.code).toBe(
      'checkout_not_present',
    );
  });

  it('who came too late to make it count is let go at once', async () => {
    const { activityId } = await runningActivity(test, cast);
    cast = later(test, cast, 100 * MINUTE_MS);
    const person = await resident();
    await scanIn(test, cast, person, activityId);
    cast = later(test, cast, 5 * MINUTE_MS);
    expect(await scanOut(test, cast, person, activityId)).toMatchObject({
      state: 'rejected',
      flags: ['stay_too_short'],
    });
  });

  it('a scan is good for one act: replayed for the other it is refused', async () => {
    const { activityId } = await runningActivity(test, cast, { stayMinutesMin: 0 });
    const person = await resident();
    const ticket = await scannedTicket(test, cast, activityId);
    const first = await person.call(checkIns.checkIn, { body: { ticket } }).expect(201);
    cast = later(test, cast, 5 * MINUTE_MS);
    const replayed = await person.call(checkIns.checkOut, { body: { ticket, leaving: true } }).expect(409);
    expect(replayed.body.code).toBe('checkin_ticket_replayed');
    // Nor does a ticket check in a second time after its attendance has ended.
    const out = await scannedTicket(test, cast, activityId);
    await person.call(checkIns.checkOut, { body: { ticket: out } }).expect(200);
    const again = await person.call(checkIns.checkIn, { body: { ticket } }).expect(201);
    expect(again.body).toMatchObject({ attendanceId: first.body.attendanceId, state: 'waiting' });
  });

  it('a code or a ticket of another activity than the one that is meant is refused by its name', async () => {
    const here = await runningActivity(test, cast);
    const there = await runningActivity(test, cast, { title: '文化广场值守' });
    const code = await shownCode(cast, there.activityId);
    const body = { code, activityId: here.activityId };
    const wrong = await test.call(checkIns.ticket, { body }).expect(409);
    expect(wrong.body).toMatchObject({ code: 'checkin_wrong_activity', detail: { title: '文化广场值守' } });
    const person = await resident();
    await scanIn(test, cast, person, here.activityId);
    cast = later(test, cast, 10_000);
    const ticket = await scannedTicket(test, cast, there.activityId);
    const out = await person.call(checkIns.checkOut, { body: { ticket } }).expect(409);
    expect(out.body).toMatchObject({ code: 'checkout_wrong_activity', detail: { title: '河道清理' } });
  });

  it('hours are capped by the plan, a forgotten check-out closes at the planned end and is flagged', async () => {
    const { activityId } = await runningActivity(test, cast);
    const person = await resident();
    await scanIn(test, cast, person, activityId);
    cast = later(test, cast, 2 * HOUR_MS + 30 * MINUTE_MS);
    await endActivity(cast, activityId, 25);
    const { items } = (await cast.organiser.call(activities.attendances, { params: { activityId } }).expect(200)).body;
    expect(items).toMatchObject([{ state: 'waiting', minutes: 120, points: 4, flags: ['forgotten_checkout'] }]);
  });

  it('the organiser checks in people without a phone and signs out a list; never people of another community', async () => {
    const { activityId } = await runningActivity(test, cast);
    const params = { activityId };
    const elders = await Promise.all([test.enterResident(), test.enterResident(), test.enterResident()]);
    const attendanceIds: string[] = [];
    for (const { personId } of elders) {
      const witnessed = await cast.organiser.call(checkIns.witness, { params, body: { personId } }).expect(201);
      expect(witnessed.body.provenance).toBe('witnessed');
      attendanceIds.push(witnessed.body.attendanceId);
    }
    const stranger = await test.enterResident({ unitId: 'hechi-g1' });
    const body = { personId: stranger.personId };
    const refused = await cast.organiser.call(checkIns.witness, { params, body }).expect(403);
    expect(refused.body.code).toBe('person_other_community');
    const unknown = await cast.organiser.call(checkIns.witness, { params, body: { personId: 'nobody' } }).expect(404);
    expect(unknown.body.code).toBe('person_not_found');
    const outsider = await test.signIn('organiser', 'hechi');
    expect((await outsider.call(checkIns.witness, { params, body }).expect(403)).body.code).toBe('out_of_scope');

    cast = later(test, cast, 60 * MINUTE_MS);
    const some = { attendanceIds: attendanceIds.slice(0, 2) };
    expect((await cast.organiser.call(checkIns.signOutMany, { params, body: some }).expect(200)).body.signedOut).toBe(
      2,
    );
    expect((await cast.organiser.call(checkIns.signOutMany, { params, body: {} }).expect(200)).body.signedOut).toBe(1);
    const listed = (await cast.organiser.call(activities.get, { params }).expect(200)).body;
    expect(listed).toMatchObject({ present: 0, checkedOut: 3 });
  });

  it('who has stayed and left cannot come again; nobody is checked in before the start', async () => {
    const { activityId } = await runningActivity(test, cast);
    const person = await resident();
    await scanIn(test, cast, person, activityId);
    cast = later(test, cast, 40 * MINUTE_MS);
    const returning = await test.signInByPhone(person.phone);
    expect((await scanOut(test, cast, returning, activityId)).state).toBe('waiting');
    const ticket = await scannedTicket(test, cast, activityId);
    const again = await returning.call(checkIns.checkIn, { body: { ticket } }).expect(409);
    expect(again.body.code).toBe('already_attended');
    const open = await openActivity(test, cast);
    const witness = { params: { activityId: open.activityId }, body: { personId: person.personId } };
    const early = await cast.organiser.call(checkIns.witness, witness).expect(409);
    expect(early.body.code).toBe('checkin_not_started');
  });

  it('a first-timer who is not verified yet may check in; a sign-in without a person may not', async () => {
    const { activityId } = await runningActivity(test, cast);
    const newcomer = await test.signInResident({ verified: false });
    await scanIn(test, cast, newcomer, activityId);
    const ticket = await scannedTicket(test, cast, activityId);
    const staff = await cast.secretary.call(checkIns.checkIn, { body: { ticket } }).expect(403);
    expect(staff.body.code).toBe('forbidden');
  });

  it('a check-out that was forgotten is closed by the job at the planned end, flagged, by two processes once', async () => {
    const { activityId } = await runningActivity(test, cast);
    const [staying, leaving] = [await resident(), await resident()];
    await scanIn(test, cast, staying, activityId);
    await scanIn(test, cast, leaving, activityId);
    const listed = async () =>
      (await cast.organiser.call(activities.attendances, { params: { activityId } }).expect(200)).body.items;
    // Until half an hour after the planned end whoever is there can still scan.
    cast = later(test, cast, 2 * HOUR_MS + 29 * MINUTE_MS);
    await test.context.jobs.runNow('check-ins.close-forgotten');
    const back = await test.signInByPhone(leaving.phone);
    expect(await scanOut(test, cast, back, activityId)).toMatchObject({ minutes: 120, flags: [] });
    cast = later(test, cast, MINUTE_MS);
    const second = await startTestApp({ sharing: test });
    await Promise.all([test, second].map(({ context }) => context.jobs.runNow('check-ins.close-forgotten')));
    await second.app.close();
    await second.database.close();
    const [forgotten] = (await listed()).filter((each: { personId: string }) => each.personId === staying.personId);
    expect(forgotten).toMatchObject({ state: 'waiting', minutes: 120, flags: ['forgotten_checkout'] });
    const params = { activityId };
    expect((await cast.organiser.call(activities.get, { params }).expect(200)).body.state).toBe('under_way');
  });

  it('an activity that nobody ended is ended by the job, its check-outs closed at the planned end', async () => {
    const { activityId } = await runningActivity(test, cast);
    await scanIn(test, cast, await resident(), activityId);
    cast = later(test, cast, 3 * HOUR_MS);
    await test.context.jobs.runNow('activities.close-overdue');
    const params = { activityId };
    expect((await cast.organiser.call(activities.get, { params }).expect(200)).body.state).toBe('under_way');
    cast = later(test, cast, HOUR_MS);
    await test.context.jobs.runNow('activities.close-overdue');
    expect((await cast.organiser.call(activities.get, { params }).expect(200)).body.state).toBe('ended');
    const { items } = (await cast.organiser.call(activities.attendances, { params }).expect(200)).body;
    expect(items).toMatchObject([{ state: 'waiting', minutes: 120, flags: ['forgotten_checkout'] }]);
  });
});
