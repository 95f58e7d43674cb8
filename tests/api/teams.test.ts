import { activities, notifications, teams } from '@red-points/shared/contracts';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { manyResidents, signedIn, signedUpIds } from '../support/activities.ts';
import { type SignedInUser, startTestApp, type TestApp } from '../support/app.ts';
import {
  type Cast,
  decide,
  endActivity,
  hourlyTerms,
  later,
  openActivity,
  publishRule,
  runningActivity,
  scanIn,
  signInCast,
} from '../support/earning.ts';

const HOUR_MS = 3_600_000;

describe('teams', () => {
  let test: TestApp;
  let cast: Cast;
  let named = 0;

  const found = (leaderPersonId: string, departures: Record<string, unknown> = {}) => {
    named += 1;
    const body = { name: `银龄服务队${named}`, kind: 'volunteers', unitId: 'jinxiu', leaderPersonId, ...departures };
    return cast.organiser.call(teams.found, { body });
  };
  const invite = (teamId: string, personId: string, departures: Record<string, unknown> = {}) =>
    cast.organiser.call(teams.invite, { params: { teamId }, body: { personId, ...departures } });
  const join = (person: SignedInUser, teamId: string, ranked = true) =>
    person.call(teams.join, { params: { teamId }, body: { ranked } });

  beforeAll(async () => {
    test = await startTestApp();
    cast = await signInCast(test);
    await publishRule(cast, 'ZY-01', hourlyTerms());
  });
  afterAll(() => test.close());

  it('nobody belongs to one who has not agreed; a leader stays until there is another', async () => {
    const [leader, member, other] = await manyResidents(test, 3);
    if (leader === undefined || member === undefined || other === undefined) throw new Error('three are needed');
    const team = (await found(leader.personId).expect(201)).body;
    expect(team).toMatchObject({ members: 1, leaderPersonId: leader.personId, dissolved: false });
    const params = { teamId: team.teamId };
    await invite(team.teamId, member.personId).expect(201);
    expect((await invite(team.teamId, member.personId).expect(201)).body.state).toBe('invited');
    expect((await member.call(teams.listOwn).expect(200)).body.items).toMatchObject([
      { mine: 'invited', leading: false },
    ]);
    expect((await cast.organiser.call(teams.get, { params }).expect(200)).body.members).toBe(1);
    expect((await join(other, team.teamId).expect(409)).body.code).toBe('team_not_member');
    expect((await join(member, team.teamId).expect(200)).body).toMatchObject({
      mine: 'member',
      ranked: true,
      members: 2,
    });
    // What was agreed on paper is entered by staff.
    expect((await invite(team.teamId, other.personId, { onPaper: true }).expect(201)).body).toMatchObject({
      state: 'member',
      ranked: false,
    });
    expect((await leader.call(teams.leave, { params }).expect(409)).body.code).toBe('team_leader_leaves');
    const change = (body: Record<string, unknown>) => cast.organiser.call(teams.change, { params, body });
    const stranger = await test.enterResident();
    const unfit = await change({ leaderPersonId: stranger.personId, version: 1 }).expect(422);
    expect(unfit.body.code).toBe('team_leader_unfit');
    const changed = (await change({ leaderPersonId: member.personId, version: 1 }).expect(200)).body;
    expect(changed.leaderPersonId).toBe(member.personId);
    expect((await change({ name: '新名字', version: 1 }).expect(412)).body.code).toBe('version_conflict');
    await leader.call(teams.leave, { params }).expect(204);
    const removed = { params: { ...params, personId: other.personId } };
    await cast.organiser.call(teams.remove, removed).expect(204);
    expect((await cast.organiser.call(teams.remove, removed).expect(409)).body.code).toBe('team_not_member');
    const listed = (await cast.organiser.call(teams.members, { params }).expect(200)).body.items;
    expect(listed).toMatchObject([{ personId: member.personId, maskedName: '陈*', state: 'member' }]);
    await cast.organiser.call(teams.dissolve, { params, body: { version: 2 } }).expect(200);
    expect((await invite(team.teamId, other.personId).expect(409)).body.code).toBe('team_dissolved');
    expect((await join(member, team.teamId).expect(409)).body.code).toBe('team_dissolved');
    expect((await member.call(teams.listOwn).expect(200)).body.items).toEqual([]);
  });

  it('what cannot be has its own code each', async () => {
    const child = await test.enterResident({ birthDate: '2016-05-01' });
    expect((await found(child.personId).expect(422)).body.code).toBe('team_leader_unfit');
    const { personId } = await test.enterResident();
    expect((await found(personId, { unitId: 'hechi' }).expect(403)).body.code).toBe('out_of_scope');
    expect((await found(personId, { unitId: 'nowhere' }).expect(422)).body.code).toBe('unit_unknown');
    const { name, teamId } = (await found(personId).expect(201)).body;
    expect((await found(personId, { name }).expect(409)).body.code).toBe('team_name_taken');
    expect((await invite(teamId, 'nobody').expect(404)).body.code).toBe('person_not_found');
    const household = await test.context.people.enterMany([
      {
        kind: 'organisation',
        name: '锦绣餐馆',
        phone: null,
        sharedPhone: false,
        unitId: 'jinxiu-g1',
        serveUnitId: null,
        birthDate: null,
        address: null,
        enteredBy: null,
        consentVersion: null,
        verified: true,
      },
    ]);
    expect((await invite(teamId, household[0]?.personId ?? '').expect(422)).body.code).toBe('team_person_unfit');
    const missing = { params: { teamId: 'nothing' } };
    expect((await cast.organiser.call(teams.get, missing).expect(404)).body.code).toBe('team_not_found');
    const foreign = await test.signIn('community_admin', 'hechi');
    expect((await foreign.call(teams.get, { params: { teamId } }).expect(403)).body.code).toBe('out_of_scope');
  });

  it('its leader signs members up in order, when places end they wait; they are told and may withdraw', async () => {
    const listening = await startTestApp({ sharing: test, started: true });
    const [leader, first, second, outsider] = await manyResidents(test, 4);
    if (leader === undefined || first === undefined || second === undefined || outsider === undefined) {
      throw new Error('four are needed');
    }
    const { teamId } = (await found(leader.personId).expect(201)).body;
    for (const person of [first, second]) {
      // Members are listed by when they joined, and these one after the other.
      test.clock.advance(1_000);
      await invite(teamId, person.personId).expect(201);
      await join(person, teamId).expect(200);
    }
    const { activityId } = await openActivity(test, cast, { capacity: 2 });
    // Who signs up at one moment is listed in no order: the leader does before the others.
    await leader.call(activities.signUp, { params: { activityId } }).expect(201);
    test.clock.advance(1_000);
    const params = { teamId };
    const personIds = [leader, first, second, outsider].map(({ personId }) => personId);
    const signUp = { params, body: { activityId, personIds } };
    expect((await first.call(teams.signUp, signUp).expect(403)).body.code).toBe('team_not_leader');
    const { items } = (await leader.call(teams.signUp, signUp).expect(200)).body;
    expect(items.map(({ part, refused }: { part: string; refused: string }) => part ?? refused)).toEqual([
      'place',
      'place',
      'waiting',
      'team_not_member',
    ]);
    expect((await leader.call(teams.signUp, signUp).expect(200)).body.items).toEqual(items);
    const query = { activityId };
    const parts = (await leader.call(teams.ownMembers, { params, query }).expect(200)).body.items;
    expect(parts.map(({ part }: { part: string }) => part)).toEqual(['place', 'place', 'waiting']);
    const told = async () => {
      const page = (await second.call(notifications.list, { query: { limit: 20 } }).expect(200)).body.items;
      return page.map(({ template }: { template: string }) => template);
    };
    await expect.poll(told, { timeout: 60_000 }).toEqual(['activity_signed_up_for']);
    await first.call(activities.withdraw, { params: { activityId } }).expect(200);
    expect(await signedUpIds(cast.organiser, activityId, 'places')).toEqual([leader.personId, second.personId]);
    await expect.poll(told, { timeout: 60_000 }).toContain('activity_moved_up');
    await listening.close();
  });

  it('are ranked by the hours of those who agreed and are not under 14, while they belonged to them', async () => {
    const [leader, quiet, early] = await manyResidents(test, 3, 'jinxiu-g2');
    const child = signedIn(test, await test.enterResident({ birthDate: '2016-05-01' }));
    if (leader === undefined || quiet === undefined || early === undefined) throw new Error('three are needed');
    const { teamId } = (await found(leader.personId).expect(201)).body;
    await join(leader, teamId).expect(200);
    for (const person of [quiet, child]) await invite(teamId, person.personId).expect(201);
    await join(quiet, teamId, false).expect(200);
    await join(child, teamId).expect(200);
    const rank = async (user: SignedInUser) => {
      const query = { unitId: 'jinxiu', month: '2026-11' };
      const { items } = (await user.call(teams.ranking, { query }).expect(200)).body;
      return items.find((each: { teamId: string }) => each.teamId === teamId);
    };
    expect(await rank(cast.organiser)).toMatchObject({ people: 0, times: 0, minutes: 0 });
    const { activityId } = await runningActivity(test, cast);
    const attended = [];
    for (const person of [leader, quiet, child, early]) attended.push(await scanIn(test, cast, person, activityId));
    cast = later(test, cast, HOUR_MS);
    await endActivity(cast, activityId);
    for (const { attendanceId } of attended) {
      await decide(cast.secretary, 'attendance', attendanceId).expect(200);
    }
    // Who joins after it did not do it for the team.
    await invite(teamId, early.personId, { onPaper: true, ranked: true }).expect(201);
    expect(await rank(cast.organiser)).toMatchObject({ place: 1, people: 1, times: 1, minutes: 60 });
    // One's own word counts at once, both ways; residents read the same.
    await join(signedIn(test, quiet), teamId, true).expect(200);
    expect(await rank(signedIn(test, quiet))).toMatchObject({ people: 2, times: 2, minutes: 120 });
    // Hours that an objection struck out are nobody's.
    const struck = test.database.db.collection<{ _id: string }>('attendances');
    const ofQuiet = { _id: attended[1]?.attendanceId ?? '' };
    const before = await struck.findOneAndUpdate(ofQuiet, {
      $set: { state: 'not_posted', refusal: 'objection_upheld' },
    });
    expect(await rank(signedIn(test, quiet))).toMatchObject({ people: 1, times: 1, minutes: 60 });
    await struck.replaceOne(ofQuiet, before ?? {});
    await join(signedIn(test, leader), teamId, false).expect(200);
    expect(await rank(cast.organiser)).toMatchObject({ people: 1, minutes: 60 });
    const unknown = { query: { unitId: 'nowhere', month: '2026-11' } };
    expect((await cast.organiser.call(teams.ranking, unknown).expect(422)).body.code).toBe('unit_unknown');
  });
});
