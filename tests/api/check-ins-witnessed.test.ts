import { activities, cards, checkIns, redemptionCodes, reviews } from '@red-points/shared/contracts';
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
  scannedTicket,
  signInCast,
} from '../support/earning.ts';

const MINUTE_MS = 60_000;

describe('check-in of people without a phone', () => {
  let test: TestApp;
  let cast: Cast;

  const issue = async (personId: string): Promise<string> =>
    (await cast.officer.call(cards.issue, { params: { personId } }).expect(201)).body.codeUrl;
  const scan = (activityId: string, code: string, act: 'in' | 'out' = 'in') =>
    cast.organiser.call(checkIns.scanPerson, { params: { activityId }, body: { code, act } });

  beforeAll(async () => {
    test = await startTestApp();
    cast = await signInCast(test);
    await publishRule(cast, 'ZY-01', hourlyTerms());
  });
  afterAll(() => test.close());

  it('by card: scanned at the door, in and out, as witnessed', async () => {
    const { activityId } = await runningActivity(test, cast);
    const elder = await test.enterResident();
    const card = await issue(elder.personId);
    expect(card).toMatch(/^HTTP:\/\/127\.0\.0\.1:3000\/M\/[0-9A-Z]+$/);
    const came = await scan(activityId, card).expect(200);
    expect(came.body).toMatchObject({ state: 'present', provenance: 'witnessed', maskedName: '陈*' });
    expect((await scan(activityId, card).expect(409)).body.code).toBe('already_present');
    const other = await runningActivity(test, cast, { title: '文化广场值守' });
    expect((await scan(other.activityId, card, 'out').expect(409)).body.code).toBe('checkout_wrong_activity');
    cast = later(test, cast, 60 * MINUTE_MS);
    expect((await scan(activityId, card, 'out').expect(200)).body).toMatchObject({ state: 'waiting', minutes: 60 });
    expect((await scan(activityId, card, 'out').expect(409)).body.code).toBe('checkout_not_present');
  });

  it('a card that was lost, replaced, forged or is none is refused, each in its own words', async () => {
    const { activityId } = await runningActivity(test, cast);
    const elder = await test.enterResident();
    const params = { personId: elder.personId };
    expect((await cast.officer.call(cards.get, { params }).expect(200)).body.card).toBeNull();
    expect((await cast.officer.call(cards.revoke, { params }).expect(404)).body.code).toBe('card_missing');
    const first = await issue(elder.personId);
    const second = await issue(elder.personId);
    expect((await cast.officer.call(cards.get, { params }).expect(200)).body.card).toMatchObject({
      serial: 2,
      codeUrl: second,
      maskedName: '陈*',
    });
    const find = (code: string) => cast.officer.call(cards.find, { body: { code } });
    expect((await find(second).expect(200)).body).toMatchObject({ personId: elder.personId, maskedName: '陈*' });
    expect((await find('https://example.org').expect(422)).body.code).toBe('card_not_recognised');
    expect((await scan(activityId, first).expect(410)).body.code).toBe('card_revoked');
    await cast.officer.call(cards.revoke, { params }).expect(204);
    expect((await scan(activityId, second).expect(410)).body.code).toBe('card_revoked');
    const forged = `${second.slice(0, -2)}${second.endsWith('00') ? '1' : '0'}0`;
    expect((await scan(activityId, forged).expect(403)).body.code).toBe('card_forged');
    expect((await scan(activityId, 'https://example.org').expect(422)).body.code).toBe('card_not_recognised');
    const installation = await startTestApp({
      sharing: test,
      config: { masterSecret: 'the secret of another installation altogether' },
    });
    const organiser = await installation.signIn('organiser', 'jinxiu');
    const body = { code: second, act: 'in' };
    const foreign = await organiser.call(checkIns.scanPerson, { params: { activityId }, body }).expect(403);
    expect(foreign.body.code).toBe('card_other_installation');
    await installation.app.close();
    await installation.database.close();
    const outsider = await test.signIn('grid_officer', 'hechi');
    expect((await outsider.call(cards.issue, { params }).expect(403)).body.code).toBe('out_of_scope');
  });

  it('of twenty cards issued at once for one person one works', async () => {
    const { personId } = await test.enterResident();
    const codes = await Promise.all(Array.from({ length: 20 }, () => issue(personId)));
    const works = await Promise.all(codes.map((code) => test.context.cards.personOf(code)));
    expect(works.filter((found) => found === personId)).toHaveLength(1);
  });

  it('by the code on a resident’s phone, which is then used up', async () => {
    const { activityId } = await runningActivity(test, cast);
    const person = await test.signInResident();
    const code = (await person.call(redemptionCodes.create).expect(201)).body;
    await scan(activityId, code.codeUrl).expect(200);
    expect((await scan(activityId, code.codeUrl, 'out').expect(410)).body.code).toBe('code_expired_scan');
    const digits = (await person.call(redemptionCodes.create).expect(201)).body.digits;
    cast = later(test, cast, 40_000);
    expect((await scan(activityId, digits, 'out').expect(200)).body.personId).toBe(person.personId);
  });

  it('by the name list: those who signed up and have not come, each with a result', async () => {
    const { activityId } = await runningActivity(test, cast, { signUpNeeded: true });
    const params = { activityId };
    const elders = await Promise.all([test.enterResident(), test.enterResident(), test.enterResident()]);
    const stranger = await test.enterResident({ unitId: 'hechi-g1' });
    const helper = cast.officer;
    for (const { personId } of elders.slice(0, 2)) {
      await helper.call(checkIns.signUpFor, { params, body: { personId } }).expect(201);
    }
    const refusedFor = async (personId: string) =>
      (await helper.call(checkIns.signUpFor, { params, body: { personId } })).body.code;
    expect(await refusedFor(stranger.personId)).toBe('person_other_community');
    expect(await refusedFor('nobody')).toBe('person_not_found');
    const expected = async (query = {}) =>
      (await cast.organiser.call(checkIns.expected, { params, query }).expect(200)).body;
    const all = await expected();
    expect(all.items.map((each: { personId: string }) => each.personId).sort()).toEqual(
      elders
        .slice(0, 2)
        .map(({ personId }) => personId)
        .sort(),
    );
    expect(all.items[0]).toMatchObject({ maskedName: '陈*' });
    const page = await expected({ limit: 1 });
    expect(page.items).toHaveLength(1);
    expect((await expected({ limit: 1, cursor: page.nextCursor })).items).toHaveLength(1);
    const personIds = [...elders, stranger].map(({ personId }) => personId);
    const { items } = (await cast.organiser.call(checkIns.witnessMany, { params, body: { personIds } }).expect(200))
      .body;
    expect(items.map((each: { refused: string | null }) => each.refused)).toEqual([
      null,
      null,
      'checkin_signup_needed',
      'person_other_community',
    ]);
    expect((await expected()).items).toEqual([]);
    // Both are recorded: who was signed up, and who did it.
    const acts = await test.context.audit.of(
      { kind: 'person', id: elders[0]?.personId ?? '' },
      'activities.sign_up_for',
    );
    expect(acts).toMatchObject([{ actorId: helper.userId }]);
  });

  it('the printed code checks in with the weaker provenance until it is withdrawn or replaced', async () => {
    const planned = await openActivity(test, cast);
    const params = { activityId: planned.activityId };
    const make = async () => (await cast.organiser.call(checkIns.makePoster, { params }).expect(201)).body.codeUrl;
    const exchange = (code: string) => test.call(checkIns.ticket, { body: { code } });
    const first = await make();
    expect(first).toMatch(/\/P\//);
    expect((await exchange(first).expect(409)).body.code).toBe('checkin_not_started');
    await cast.organiser.call(activities.start, { params, body: { version: planned.version } }).expect(200);
    const { ticket } = (await exchange(first).expect(200)).body;
    const person = await test.signInResident();
    const came = await person.call(checkIns.checkIn, { body: { ticket } }).expect(201);
    expect(came.body.provenance).toBe('qr_static');
    const second = await make();
    expect((await exchange(first).expect(410)).body.code).toBe('checkin_poster_replaced');
    await exchange(second).expect(200);
    expect((await cast.organiser.call(checkIns.venue, { params }).expect(200)).body.poster).toMatchObject({
      serial: 2,
    });
    await cast.organiser.call(checkIns.withdrawPoster, { params }).expect(204);
    expect((await exchange(second).expect(410)).body.code).toBe('checkin_poster_replaced');
    expect((await cast.organiser.call(checkIns.venue, { params }).expect(200)).body.poster).toBeNull();
    const forged = `${second.slice(0, -2)}${second.endsWith('00') ? '1' : '0'}0`;
    expect((await exchange(forged).expect(403)).body.code).toBe('checkin_code_forged');
  });

  it('the venue is a signal: outside is shown to organiser and reviewer, refuses nobody, and keeps no position', async () => {
    const { activityId } = await runningActivity(test, cast);
    const params = { activityId };
    const venue = { latitude: 30.25, longitude: 120.2, radiusMetres: 150 };
    await cast.organiser.call(checkIns.setVenue, { params, body: { venue } }).expect(200);
    const code = (await cast.organiser.call(checkIns.display, { params }).expect(200)).body.codeUrl;
    expect((await test.call(checkIns.ticket, { body: { code } }).expect(200)).body.activity.venue).toEqual(venue);
    const person = await test.signInResident();
    const ticket = await scannedTicket(test, cast, activityId);
    const body = { ticket, venue: 'outside', device: 'a-phone-that-many-use' };
    const { attendanceId } = (await person.call(checkIns.checkIn, { body }).expect(201)).body;
    const here = await cast.organiser.call(checkIns.attendances, { params, query: { show: 'present' } }).expect(200);
    expect(here.body.items).toMatchObject([{ attendanceId, venue: 'outside' }]);
    cast = later(test, cast, 60 * MINUTE_MS);
    await cast.organiser.call(checkIns.signOutMany, { params, body: {} }).expect(200);
    await endActivity(cast, activityId);
    const detail = await cast.secretary
      .call(reviews.get, { params: { kind: 'attendance', id: attendanceId } })
      .expect(200);
    expect(detail.body.checks).toContainEqual({ code: 'outside_venue', ok: false, detail: {} });
    const stored = await test.database.db.collection('attendances').findOne({ _id: attendanceId as never });
    expect(JSON.stringify(stored)).not.toContain('a-phone-that-many-use');
    expect(Object.keys(stored ?? {})).not.toContain('latitude');
    await cast.organiser.call(checkIns.setVenue, { params, body: { venue: null } }).expect(200);
    expect((await cast.organiser.call(checkIns.venue, { params }).expect(200)).body.venue).toBeNull();
  });
});
