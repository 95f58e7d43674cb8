import { claims, reviews, rules } from '@red-points/shared/contracts';
import { businessDate } from '@red-points/shared/domain/calendar';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { nextKey, startTestApp, type TestApp } from '../support/app.ts';
import {
  type Cast,
  claimBody,
  decide,
  endActivity,
  fileClaim,
  hourlyTerms,
  openActivity,
  publishRule,
  runningActivity,
  scanIn,
  scanOut,
  signInCast,
} from '../support/earning.ts';
import { creditTo, householdOfTwo, lasting } from '../support/households.ts';

const HOUR_MS = 3_600_000;
const NONE = { perDay: null, perWeek: null, perMonth: null, perYear: null };
const UNPAID = { paid_on_duty: false, paid_per_case: false };

describe('what rules ask and limit', () => {
  let test: TestApp;
  let cast: Cast;

  beforeAll(async () => {
    test = await startTestApp();
    const { organiser, officer, secretary, deputy } = await signInCast(test);
    cast = {
      organiser: lasting(test, organiser),
      officer: lasting(test, officer),
      secretary: lasting(test, secretary),
      deputy: lasting(test, deputy),
    };
    await publishRule(cast, 'ZY-01', hourlyTerms());
    await publishRule(cast, 'ZY-02', hourlyTerms({ title: '补登', caps: { ...NONE, perWeek: 5 } }));
    await publishRule(
      cast,
      'TJ-01',
      hourlyTerms({
        title: '调解',
        category: 'mediation',
        notEligible: ['paid_on_duty', 'paid_per_case'],
        evidenceNeeds: [{ kind: 'case_record', countMin: 1 }],
      }),
    );
    await publishRule(cast, 'ZY-03', hourlyTerms({ title: '一家人', householdCaps: { ...NONE, perEvent: 3 } }));
    await publishRule(cast, 'ZY-04', hourlyTerms({ title: '可另计', oncePerEvent: false }));
  });
  afterAll(() => test.close());

  it('asks who is paid for it, refuses them, and records the answer for the reviewer', async () => {
    const { personId } = await test.enterResident();
    const file = (declarations?: Record<string, boolean>) =>
      cast.officer.call(claims.file, { body: { personId, ...claimBody({ ruleCode: 'TJ-01', declarations }) } });
    for (const answers of [undefined, { paid_on_duty: false }]) {
      const missing = await file(answers).expect(422);
      expect(missing.body).toMatchObject({ code: 'rule_declaration_missing', fields: [{ path: 'declarations' }] });
    }
    expect((await file({ ...UNPAID, paid_per_case: true }).expect(422)).body.code).toBe('rule_not_eligible');
    const filed = (await file(UNPAID).expect(201)).body;
    expect(filed.declarations).toEqual(UNPAID);
    const params = { kind: 'claim', id: filed.claimId };
    const { checks } = (await cast.secretary.call(reviews.get, { params }).expect(200)).body;
    expect(checks).toContainEqual({ code: 'declared_unpaid', ok: true, detail: {} });
    expect(checks).toContainEqual({ code: 'no_evidence', ok: false, detail: {} });
  });

  it('the preview says so too, with what the caps leave of a person', async () => {
    const resident = await test.signInResident();
    const preview = async (body: Record<string, unknown>, who = cast.officer) =>
      (await who.call(rules.preview, { body: { minutes: 120, ...body } })).body;
    expect(await preview({ code: 'TJ-01' })).toMatchObject({
      points: 4,
      granted: 4,
      eligibility: { kind: 'not_asked' },
    });
    expect(await preview({ code: 'TJ-01', declarations: { paid_on_duty: true } })).toMatchObject({
      points: 4,
      granted: 0,
      eligibility: { kind: 'not_eligible', about: ['paid_on_duty'] },
    });
    const claimId = await fileClaim(cast, resident.personId, {
      ruleCode: 'ZY-02',
      occurredOn: '2026-11-23',
      minutes: 90,
    });
    await decide(cast.secretary, 'claim', claimId).expect(200);
    const left = [{ scope: 'person', period: 'week', pointsMax: 5, used: 3, left: 2 }];
    const body = { code: 'ZY-02', personId: resident.personId, date: '2026-11-29' };
    expect(await preview(body)).toMatchObject({ points: 4, granted: 2, caps: left });
    expect(await preview(body, resident)).toMatchObject({ granted: 2, caps: left });
    expect(await preview({ ...body, date: '2026-11-30' })).toMatchObject({ granted: 4 });
    const posted = await fileClaim(cast, resident.personId, {
      ruleCode: 'ZY-02',
      occurredOn: '2026-11-23',
      minutes: 120,
    });
    await decide(cast.secretary, 'claim', posted).expect(200);
    expect((await test.context.ledger.view(resident.accountId)).available).toBe(5);

    const other = await test.signInResident();
    expect(await preview(body, other)).toMatchObject({ code: 'out_of_scope' });
    const hechi = await test.signIn('grid_officer', 'hechi');
    expect(await preview(body, hechi)).toMatchObject({ code: 'out_of_scope' });
    expect(await preview({ ...body, personId: 'nobody' })).toMatchObject({ code: 'person_not_found' });
  });

  it('one activity earns a person once, whichever rule names it: at filing and at approval', async () => {
    const known = await test.signInResident();
    const resident = { ...known, ...lasting(test, known) };
    const { activityId } = await runningActivity(test, cast);
    // Filed before anybody checked in: nothing stands against it yet.
    const about = { activityId, occurredOn: businessDate(test.clock.now()) };
    const early = await fileClaim(cast, resident.personId, { ruleCode: 'ZY-02', ...about });
    await scanIn(test, cast, resident, activityId);
    test.clock.advance(HOUR_MS);
    await scanOut(test, cast, resident, activityId);
    await endActivity(cast, activityId);
    const body = {
      personId: resident.personId,
      ...claimBody({ ruleCode: 'ZY-02', ...about, description: '再报一次' }),
    };
    expect((await cast.officer.call(claims.file, { body }).expect(409)).body.code).toBe('rule_event_counted');
    const beside = await fileClaim(cast, resident.personId, { ruleCode: 'ZY-04', ...about });

    const queue = (await cast.secretary.call(reviews.list, { query: { kind: 'attendance' } }).expect(200)).body.items;
    await decide(cast.secretary, 'attendance', queue[0].id).expect(200);
    const refused = await decide(cast.secretary, 'claim', early).expect(409);
    expect(refused.body.code).toBe('rule_event_counted');
    await decide(cast.secretary, 'claim', beside).expect(200);
    const { entries } = await test.context.ledger.statement(resident.accountId, { limit: 10 });
    expect(entries.map(({ points }) => points)).toEqual([3, 2]);
  });

  it('two reviewers at once credit one activity once', async () => {
    const { personId, accountId } = await test.enterResident();
    const { activityId } = await openActivity(test, cast);
    const about = { activityId, occurredOn: businessDate(test.clock.now()) };
    const one = await fileClaim(cast, personId, { ...about, description: nextKey() });
    const two = await fileClaim(cast, personId, { ...about, ruleCode: 'ZY-02', description: nextKey() });
    const answers = await Promise.all([decide(cast.secretary, 'claim', one), decide(cast.deputy, 'claim', two)]);
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 409]);
    expect((await test.context.ledger.statement(accountId, { limit: 10 })).entries).toHaveLength(1);
  });

  it('holds a household together at one activity', async () => {
    await creditTo(cast.secretary, 'household');
    const { household, mother, son } = await householdOfTwo(test, cast.officer);
    const { activityId } = await runningActivity(test, cast, { ruleCode: 'ZY-03' });
    for (const member of [mother, son]) await scanIn(test, cast, member, activityId);
    test.clock.advance(HOUR_MS);
    for (const member of [mother, son]) await scanOut(test, cast, member, activityId);
    await endActivity(cast, activityId);
    const queue = (await cast.secretary.call(reviews.list, { query: { kind: 'attendance' } }).expect(200)).body.items;
    for (const { id } of queue) await decide(cast.secretary, 'attendance', id).expect(200);
    const { entries } = await test.context.ledger.statement(household.accountId, { limit: 10 });
    expect(entries.map(({ points, minutes }) => [points, minutes])).toEqual([
      [1, 60],
      [2, 60],
    ]);
    const body = { code: 'ZY-03', minutes: 60, personId: son.personId, activityId };
    const { caps } = (await cast.officer.call(rules.preview, { body }).expect(200)).body;
    expect(caps).toEqual([{ scope: 'household', period: 'event', pointsMax: 3, used: 3, left: 0 }]);
  });

  it('a claim that names the activity counts in it, as the reviewer is told', async () => {
    const { household, mother, son } = await householdOfTwo(test, cast.officer);
    const { activityId } = await runningActivity(test, cast, { ruleCode: 'ZY-03' });
    await scanIn(test, cast, mother, activityId);
    test.clock.advance(HOUR_MS);
    await scanOut(test, cast, mother, activityId);
    await endActivity(cast, activityId);
    const queue = (await cast.secretary.call(reviews.list, { query: { kind: 'attendance' } }).expect(200)).body.items;
    for (const { id } of queue) await decide(cast.secretary, 'attendance', id).expect(200);
    const occurredOn = businessDate(test.clock.now());
    const claimed = { ruleCode: 'ZY-03', occurredOn, minutes: 60, activityId };
    const id = await fileClaim(cast, son.personId, claimed);
    const { checks } = (await cast.secretary.call(reviews.get, { params: { kind: 'claim', id } }).expect(200)).body;
    expect(checks).toContainEqual({ code: 'cap_reduces', ok: false, detail: { points: 2, granted: 1 } });
    await decide(cast.secretary, 'claim', id).expect(200);
    const { entries } = await test.context.ledger.statement(household.accountId, { limit: 10 });
    expect(entries.map(({ points, minutes }) => [points, minutes])).toEqual([
      [1, 60],
      [2, 60],
    ]);
  });
});
