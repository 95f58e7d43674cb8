import { activities, checkIns, notifications } from '@red-points/shared/contracts';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { atProcess, manyResidents, signedIn, signedUpIds, staffView } from '../support/activities.ts';
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

const HOUR_MS = 3_600_000;
const MINUTE_MS = 60_000;

describe('places, waiting list and who did not come', () => {
  let test: TestApp;
  let cast: Cast;

  const at = (fromNowMs: number) => new Date(test.clock.now() + fromNowMs).toISOString();
  const signUp = (person: SignedInUser, activityId: string) =>
    person.call(activities.signUp, { params: { activityId } });
  const withdraw = (person: SignedInUser, activityId: string) =>
    person.call(activities.withdraw, { params: { activityId } });
  const own = async (person: SignedInUser, activityId: string) =>
    (await person.call(activities.getForResident, { params: { activityId } }).expect(200)).body;
  /** One day from now, so that nothing of it is over while a test plays. */
  const tomorrow = () => ({ startsAt: at(24 * HOUR_MS), endsAt: at(26 * HOUR_MS) });

  beforeAll(async () => {
    test = await startTestApp();
    cast = await signInCast(test);
    await publishRule(cast, 'ZY-01', hourlyTerms());
    await publishRule(cast, 'ZY-06', hourlyTerms({ title: '夜间巡逻', notEligible: ['paid_on_duty'] }));
  });
  afterAll(() => test.close());

  it('fifty at two processes for one last place: one has it, ten wait, the others are told that it is full', async () => {
    const other = await startTestApp({ sharing: test });
    const { activityId } = await openActivity(test, cast, { ...tomorrow(), capacity: 1, waitingMax: 10 });
    const people = await manyResidents(test, 50);
    const half = people.slice(0, 25);
    const callers = [...half, ...atProcess(other, people.slice(25))];
    const answers = await Promise.all(callers.map((person) => signUp(person, activityId)));
    expect(answers.filter(({ status }) => status === 201)).toHaveLength(11);
    expect(answers.filter(({ body }) => body.code === 'activity_full')).toHaveLength(39);
    expect(answers.filter(({ body }) => body.mine === 'signed_up')).toHaveLength(1);
    expect(await staffView(cast.organiser, activityId)).toMatchObject({ signedUp: 1, waiting: 10 });

    // Those who wait are in one line, and each knows their place in it.
    const line = await signedUpIds(cast.organiser, activityId, 'waiting');
    expect(new Set(line).size).toBe(10);
    const byId = new Map(people.map((person) => [person.personId, person]));
    const waiting = line.flatMap((personId) => byId.get(personId) ?? []);
    const places = await Promise.all(waiting.map((person) => own(person, activityId)));
    expect(places.map(({ waitingPlace }) => waitingPlace)).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9, 10]);

    // The one with the place and the first three of the line withdraw at once, at both processes: the fourth has it.
    const [holder] = await signedUpIds(cast.organiser, activityId, 'places');
    const leaving = [byId.get(holder ?? ''), ...waiting.slice(0, 3)].flatMap((person) => person ?? []);
    const gone = await Promise.all([
      ...leaving.slice(0, 2).map((person) => withdraw(person, activityId)),
      ...atProcess(other, leaving.slice(2)).map((person) => withdraw(person, activityId)),
    ]);
    expect(gone.map(({ status }) => status)).toEqual([200, 200, 200, 200]);
    expect(await signedUpIds(cast.organiser, activityId, 'places')).toEqual([line[3]]);
    expect(await signedUpIds(cast.organiser, activityId, 'waiting')).toEqual(line.slice(4));
    expect(await staffView(cast.organiser, activityId)).toMatchObject({ signedUp: 1, waiting: 6 });
    await other.close();
  });

  it('who comes later never passes who waits, and waiting is no place', async () => {
    const soon = { startsAt: at(0), endsAt: at(2 * HOUR_MS), capacity: 1, signUpNeeded: true };
    const { activityId, version } = await openActivity(test, cast, soon);
    const [first, second, third] = await manyResidents(test, 3);
    if (first === undefined || second === undefined || third === undefined) throw new Error('three are needed');
    expect((await signUp(first, activityId).expect(201)).body).toMatchObject({ mine: 'signed_up', waitingPlace: null });
    expect((await signUp(second, activityId).expect(201)).body).toMatchObject({ mine: 'waiting', waitingPlace: 1 });
    expect((await signUp(third, activityId).expect(201)).body).toMatchObject({ mine: 'waiting', waitingPlace: 2 });
    // Asked again, the answer is the same and nothing is counted twice.
    expect((await signUp(second, activityId).expect(201)).body).toMatchObject({ mine: 'waiting', waiting: 2 });
    const started = await cast.organiser
      .call(activities.start, { params: { activityId }, body: { version } })
      .expect(200);
    expect(started.body.state).toBe('under_way');
    const code = (await cast.organiser.call(checkIns.display, { params: { activityId } }).expect(200)).body.codeUrl;
    const { ticket } = (await test.call(checkIns.ticket, { body: { code } }).expect(200)).body;
    const barred = await second.call(checkIns.checkIn, { body: { ticket } }).expect(403);
    expect(barred.body.code).toBe('checkin_signup_needed');
    expect((await withdraw(first, activityId).expect(409)).body.code).toBe('signup_withdraw_too_late');
  });

  it('sign-up begins and ends when the plan says; each refusal has its own code', async () => {
    const invalid = { ...planBody(test, tomorrow()), signUpFrom: at(5 * HOUR_MS), signUpUntil: at(4 * HOUR_MS) };
    const refused = await cast.organiser.call(activities.plan, { body: invalid }).expect(422);
    expect(refused.body.code).toBe('signup_times_invalid');
    const person = await test.signInResident();
    const window = { signUpFrom: at(3 * MINUTE_MS), signUpUntil: at(6 * MINUTE_MS), endsAt: at(4 * HOUR_MS) };
    const ahead = await openActivity(test, cast, { startsAt: at(3 * HOUR_MS), ...window });
    const { activityId } = ahead;
    expect(ahead.state).toBe('approved');
    expect((await signUp(person, activityId).expect(409)).body.code).toBe('signup_not_open');
    test.clock.advance(3 * MINUTE_MS);
    await test.context.jobs.runNow('activities.close-overdue');
    expect((await staffView(cast.organiser, activityId)).state).toBe('open');
    await signUp(person, activityId).expect(201);
    const late = await test.signInResident();
    test.clock.advance(3 * MINUTE_MS);
    expect((await signUp(late, activityId).expect(409)).body.code).toBe('signup_deadline_passed');
    // The repeat of an answer that was lost is the same answer; and who is in may still withdraw.
    expect((await signUp(person, activityId).expect(201)).body.mine).toBe('signed_up');
    expect((await withdraw(person, activityId).expect(200)).body.mine).toBe('none');
    expect((await withdraw(person, activityId).expect(409)).body.code).toBe('signup_missing');
    const draft = (await cast.organiser.call(activities.plan, { body: planBody(test) }).expect(201)).body;
    expect((await signUp(person, draft.activityId).expect(404)).body.code).toBe('activity_not_found');
  });

  it('is for its community and for those that it is shared with; the organiser’s community pays', async () => {
    const stranger = await test.signInResident({ unitId: 'hechi-g1' });
    const home = await openActivity(test, cast, tomorrow());
    expect((await signUp(stranger, home.activityId).expect(403)).body.code).toBe('activity_not_for_you');
    const unknown = planBody(test, { sharedWith: ['nowhere'] });
    expect((await cast.organiser.call(activities.plan, { body: unknown }).expect(422)).body.code).toBe('unit_unknown');

    const shared = await openActivity(test, cast, { sharedWith: ['hechi'], title: '两社区联合清河' });
    expect(shared.sharedWithNames).toEqual(['荷池社区']);
    const listed = (await stranger.call(activities.listForResidents).expect(200)).body.items;
    expect(listed.map(({ activityId }: { activityId: string }) => activityId)).toEqual([shared.activityId]);
    const { activityId } = shared;
    await signUp(stranger, activityId).expect(201);
    // Staff there read it, and run it only where they organise it too.
    const neighbour = await test.signIn('organiser', 'hechi');
    const read = await neighbour.call(activities.list, { query: { unitId: 'hechi', shared: 'true' } }).expect(200);
    expect(read.body.items).toMatchObject([{ activityId }]);
    await neighbour.call(activities.get, { params: { activityId } }).expect(200);
    const start = { params: { activityId }, body: { version: shared.version } };
    expect((await neighbour.call(activities.start, start).expect(403)).body.code).toBe('out_of_scope');
    const join = { params: { activityId }, body: { userIds: [neighbour.userId], version: shared.version } };
    const joined = (await cast.organiser.call(activities.setCoOrganisers, join).expect(200)).body;
    await neighbour.call(activities.start, { ...start, body: { version: joined.version } }).expect(200);
    const witness = { params: { activityId }, body: { personId: stranger.personId } };
    const { attendanceId } = (await neighbour.call(checkIns.witness, witness).expect(201)).body;
    cast = later(test, cast, HOUR_MS);
    await endActivity(cast, activityId);
    await decide(cast.secretary, 'attendance', attendanceId).expect(200);
    const credited = await test.context.ledger.entryByKey(stranger.accountId, `attendance:${attendanceId}`);
    expect(credited).toMatchObject({ points: 2, issuerUnit: 'jinxiu', homeUnit: 'hechi-g1' });
  });

  it('that are shared open to whoever has them in their list: below the unit that it is shared with, and above', async () => {
    const others = [
      { sharedWith: 'dongting', role: 'community_admin', unitId: 'wangjiang', lists: 'wangjiang' },
      { sharedWith: 'dongting', role: 'grid_officer', unitId: 'wangjiang-g1', lists: 'wangjiang-g1' },
      { sharedWith: 'hechi', role: 'grid_officer', unitId: 'hechi-g1', lists: 'hechi-g1' },
      { sharedWith: 'wangjiang', role: 'street_admin', unitId: 'dongting', lists: 'wangjiang' },
    ] as const;
    for (const { sharedWith, role, unitId, lists } of others) {
      const { activityId } = await openActivity(test, cast, { sharedWith: [sharedWith], ...tomorrow() });
      const reader = await test.signIn(role, unitId);
      const query = { unitId: lists, shared: 'true', limit: 100 };
      const { items } = (await reader.call(activities.list, { query }).expect(200)).body;
      expect(items.map((each: { activityId: string }) => each.activityId)).toContain(activityId);
      await reader.call(activities.get, { params: { activityId } }).expect(200);
      // Who it is not shared with does not read it.
      const outsider = await test.signIn('auditor', sharedWith === 'hechi' ? 'wangjiang' : 'hechi');
      const foreign = await outsider.call(activities.get, { params: { activityId } }).expect(403);
      expect(foreign.body.code).toBe('out_of_scope');
    }
  });

  it('nobody who organises it, or once did, approves it or reviews who came', async () => {
    const plan = (await cast.organiser.call(activities.plan, { body: planBody(test) }).expect(201)).body;
    const params = { activityId: plan.activityId };
    const set = (userIds: readonly string[], version: number) =>
      cast.organiser.call(activities.setCoOrganisers, { params, body: { userIds, version } });
    const unfit = await test.signIn('organiser', 'wangjiang');
    for (const userId of ['nobody', unfit.userId, cast.organiser.userId]) {
      expect((await set([userId], 1).expect(422)).body.code).toBe('co_organiser_unfit');
    }
    const offered = (await cast.organiser.call(activities.organisers, { params }).expect(200)).body;
    expect(offered.coOrganisers).toEqual([]);
    const ids = offered.candidates.map(({ userId }: { userId: string }) => userId);
    expect(ids).toContain(cast.deputy.userId);
    expect(ids).not.toContain(cast.organiser.userId);
    await set([cast.deputy.userId], 1).expect(200);
    expect((await set([], 1).expect(412)).body.code).toBe('version_conflict');
    await cast.organiser.call(activities.submit, { params, body: { version: 2 } }).expect(200);
    const approval = { params, body: { decision: 'approve', version: 3 } };
    expect((await cast.deputy.call(activities.decide, approval).expect(403)).body.code).toBe('activity_approve_own');
    await cast.secretary.call(activities.decide, approval).expect(200);
    // Taken off the list before it begins: barred all the same.
    await set([], 4).expect(200);
    await cast.organiser.call(activities.start, { params, body: { version: 5 } }).expect(200);
    const person = await test.signInResident();
    const { attendanceId } = await scanIn(test, cast, person, plan.activityId);
    cast = later(test, cast, HOUR_MS);
    await endActivity(cast, plan.activityId);
    const own = await decide(cast.deputy, 'attendance', attendanceId).expect(403);
    expect(own.body.code).toBe('review_own_activity');
    await decide(cast.secretary, 'attendance', attendanceId).expect(200);
    expect((await set([cast.deputy.userId], 8).expect(409)).body.code).toBe('activity_state_wrong');
  });

  it('who had a place and did not come is noted once it is settled, also by the job of another process', async () => {
    const { activityId } = await runningActivity(test, cast, { capacity: 2 });
    const [came, missed, waited] = await manyResidents(test, 3);
    if (came === undefined || missed === undefined || waited === undefined) throw new Error('three are needed');
    for (const person of [came, missed, waited]) await signUp(person, activityId).expect(201);
    const { attendanceId } = await scanIn(test, cast, came, activityId);
    cast = later(test, cast, HOUR_MS);
    await endActivity(cast, activityId);
    expect(await staffView(cast.organiser, activityId)).toMatchObject({ state: 'ended', noShows: 0 });
    await decide(cast.secretary, 'attendance', attendanceId).expect(200);
    expect(await staffView(cast.organiser, activityId)).toMatchObject({ state: 'settled', noShows: 1 });
    expect(await signedUpIds(cast.organiser, activityId, 'no_shows')).toEqual([missed.personId]);
    const parts = await Promise.all(
      [came, missed, waited].map(async (person) => (await own(signedIn(test, person), activityId)).mine),
    );
    expect(parts).toEqual(['checked_out', 'no_show', 'waiting']);
    // As a process leaves it that died right after settling.
    const { db } = test.database;
    await db.collection('sign_ups').updateMany({ activityId }, { $set: { noShow: false } });
    await db
      .collection('activities')
      .updateOne({ _id: activityId as never }, { $set: { noShowsDue: true, noShows: 0 } });
    await test.context.jobs.runNow('activities.close-overdue');
    expect(await staffView(cast.organiser, activityId)).toMatchObject({ noShows: 1 });
    expect(await signedUpIds(cast.organiser, activityId, 'no_shows')).toEqual([missed.personId]);
  });

  it('check-in asks who is paid where the rule bars it; a late scan comes by itself and is left to the reviewer', async () => {
    const { activityId, asks } = await runningActivity(test, cast, { ruleCode: 'ZY-06', title: '夜间巡逻' });
    expect(asks).toEqual(['paid_on_duty']);
    const code = (await cast.organiser.call(checkIns.display, { params: { activityId } }).expect(200)).body.codeUrl;
    const exchanged = (await test.call(checkIns.ticket, { body: { code } }).expect(200)).body;
    expect(exchanged.activity.asks).toEqual(['paid_on_duty']);
    const { ticket } = exchanged;
    const person = await test.signInResident();
    const answer = (paid: boolean) => ({ ticket, declarations: { paid_on_duty: paid } });
    const silent = await person.call(checkIns.checkIn, { body: { ticket } }).expect(422);
    expect(silent.body.code).toBe('rule_declaration_missing');
    const paid = await person.call(checkIns.checkIn, { body: answer(true) }).expect(422);
    expect(paid.body.code).toBe('rule_not_eligible');
    await person.call(checkIns.checkIn, { body: answer(false) }).expect(201);
    const { personId } = await test.enterResident();
    const params = { activityId };
    const unasked = await cast.organiser.call(checkIns.witness, { params, body: { personId } }).expect(422);
    expect(unasked.body.code).toBe('rule_declaration_missing');
    const many = { personIds: [personId], declarations: { paid_on_duty: false } };
    const list = (await cast.organiser.call(checkIns.witnessMany, { params, body: many }).expect(200)).body;
    expect(list.items).toMatchObject([{ personId, refused: null }]);
    // A fresh code delivered by itself was not asked either: somebody has to ask before it is reviewed.
    const quick = await test.signInResident();
    const sent = { code, scanId: 'a-scan-sent-at-once' };
    const unanswered = (await quick.call(checkIns.deliver, { body: sent }).expect(200)).body;
    expect(unanswered).toMatchObject({
      ...{ provenance: 'qr_rotating', flags: [], word: 'wanted' },
      asks: ['paid_on_duty'],
    });
    const kept = await test.signInResident();
    test.clock.advance(MINUTE_MS);
    const delivery = { code, scanId: 'a-scan-without-network' };
    await kept.call(checkIns.deliver, { body: delivery }).expect(200);
    const stored = await test.database.db.collection('attendances').find({ activityId }).toArray();
    const answers = new Map(stored.map((each) => [each.personId, each.declarations]));
    expect(answers.get(person.personId)).toEqual({ paid_on_duty: false });
    expect(answers.get(personId)).toEqual({ paid_on_duty: false });
    expect(answers.get(kept.personId)).toBeUndefined();
  });

  it('a scan that came by itself is answered by the same scan once more, as on the spot', async () => {
    const { activityId } = await runningActivity(test, cast, { ruleCode: 'ZY-06', title: '夜间巡逻' });
    const code = (await cast.organiser.call(checkIns.display, { params: { activityId } }).expect(200)).body.codeUrl;
    const deliver = (who: SignedInUser, scanId: string, paid?: boolean) => {
      const declarations = paid === undefined ? null : { paid_on_duty: paid };
      return who.call(checkIns.deliver, { body: { code, scanId: `${scanId}-without-network`, declarations } });
    };
    const stored = (attendanceId: string) =>
      test.database.db.collection('attendances').findOne({ _id: attendanceId as never });
    const [quick, known, paid] = await manyResidents(test, 3);
    if (quick === undefined || known === undefined || paid === undefined) throw new Error('three are needed');
    const { attendanceId } = (await deliver(quick, 'quick').expect(200)).body;
    const answered = (await deliver(quick, 'quick', false).expect(200)).body;
    expect(answered).toMatchObject({ attendanceId, state: 'present', word: null, asks: [] });
    expect((await stored(attendanceId))?.declarations).toEqual({ paid_on_duty: false });
    // An answer stands: another one afterwards changes nothing.
    expect((await deliver(quick, 'quick', true).expect(200)).body).toMatchObject({ state: 'present', word: null });

    const atOnce = (await deliver(known, 'known', false).expect(200)).body;
    expect(atOnce).toMatchObject({ word: null, asks: [] });
    expect((await stored(atOnce.attendanceId))?.declarations).toEqual({ paid_on_duty: false });
    expect((await deliver(paid, 'paid', true).expect(422)).body.code).toBe('rule_not_eligible');
    const came = (await deliver(paid, 'came').expect(200)).body;
    expect((await deliver(paid, 'came', true).expect(422)).body.code).toBe('rule_not_eligible');
    expect(await stored(came.attendanceId)).toMatchObject({ state: 'rejected', open: false, tooShort: true });

    // Late, it could be a picture of the code: it is answered, and the organiser's word is wanted all the same.
    const [late] = await manyResidents(test, 1);
    if (late === undefined) throw new Error('one is needed');
    test.clock.advance(MINUTE_MS);
    expect((await deliver(late, 'late').expect(200)).body).toMatchObject({ word: 'wanted', asks: ['paid_on_duty'] });
    const later = (await deliver(late, 'late', false).expect(200)).body;
    expect(later).toMatchObject({ flags: ['late'], word: 'wanted', asks: [] });
    expect((await stored(later.attendanceId))?.declarations).toEqual({ paid_on_duty: false });
  });

  it('who moves up is told, and so is everybody with a part in an activity that is cancelled, with the reason', async () => {
    const running = await startTestApp({ sharing: test, started: true });
    const { activityId, version } = await openActivity(test, cast, { ...tomorrow(), capacity: 1 });
    const [first, second] = await manyResidents(test, 2);
    if (first === undefined || second === undefined) throw new Error('two are needed');
    await signUp(first, activityId).expect(201);
    await signUp(second, activityId).expect(201);
    await withdraw(first, activityId).expect(200);
    const told = async (user: SignedInUser) => {
      const { items } = (await user.call(notifications.list, { query: { limit: 50 } }).expect(200)).body;
      return items
        .filter(({ link }: { link: { id: string } | null }) => link?.id === activityId)
        .map(({ template }: { template: string }) => template);
    };
    await expect.poll(() => told(second), { timeout: 60_000 }).toEqual(['activity_moved_up']);
    await cast.organiser
      .call(activities.cancel, { params: { activityId }, body: { version, reason: '暴雨预警' } })
      .expect(200);
    await expect.poll(() => told(second), { timeout: 60_000 }).toContain('activity_cancelled');
    expect(await told(first)).toEqual([]);
    expect(await own(second, activityId)).toMatchObject({ state: 'cancelled', cancelledBecause: '暴雨预警' });
    expect((await signUp(first, activityId).expect(409)).body.code).toBe('signup_closed');
    await running.close();
  });
});
