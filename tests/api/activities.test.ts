import { activities, reports } from '@red-points/shared/contracts';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type SignedInUser, startTestApp, type TestApp } from '../support/app.ts';
import { type Cast, hourlyTerms, openActivity, planBody, publishRule, signInCast } from '../support/earning.ts';

const HOUR_MS = 3_600_000;

describe('activities', () => {
  let test: TestApp;
  let cast: Cast;

  const plan = (departures: Record<string, unknown> = {}) =>
    cast.organiser.call(activities.plan, { body: planBody(test, departures) });
  const submitted = async (departures: Record<string, unknown> = {}) => {
    const { body } = await plan(departures).expect(201);
    const params = { activityId: body.activityId as string };
    return (await cast.organiser.call(activities.submit, { params, body: { version: body.version } }).expect(200)).body;
  };
  const instant = (fromNowMs: number) => new Date(test.clock.now() + fromNowMs).toISOString();

  beforeAll(async () => {
    test = await startTestApp();
    cast = await signInCast(test);
    await publishRule(cast, 'ZY-01', hourlyTerms());
    await publishRule(cast, 'WH-01', hourlyTerms({ category: 'culture', title: '文艺演出' }));
    await publishRule(cast, 'TJ-01', hourlyTerms({ category: 'mediation', unit: 'case', title: '纠纷调解' }));
  });
  afterAll(() => test.close());

  it('waits for approval since that was asked for, not since it is planned to begin', async () => {
    const tomorrowMs = test.clock.now() + 24 * 3_600_000;
    const times = {
      startsAt: new Date(tomorrowMs).toISOString(),
      endsAt: new Date(tomorrowMs + 3_600_000).toISOString(),
    };
    const { activityId, version } = await submitted(times);
    const tasks = (await cast.secretary.call(reports.tasks, { query: { unitId: 'jinxiu' } }).expect(200)).body.items;
    const since = new Date(test.clock.now()).toISOString();
    expect(tasks).toContainEqual(expect.objectContaining({ code: 'activities_waiting', count: 1, since }));
    const body = { decision: 'approve', version };
    await cast.secretary.call(activities.decide, { params: { activityId }, body }).expect(200);
  });

  it('goes from draft over a return to open; approval pins the rule version', async () => {
    const planned = (await plan().expect(201)).body;
    expect(planned).toMatchObject({ state: 'draft', ruleVersion: null, earnsZh: '每小时 2 分', version: 1 });
    const params = { activityId: planned.activityId };
    await cast.organiser.call(activities.submit, { params, body: { version: 1 } }).expect(200);
    const decide = (body: Record<string, unknown>) => cast.secretary.call(activities.decide, { params, body });
    const unreasoned = await decide({ decision: 'return', version: 2 }).expect(422);
    expect(unreasoned.body.code).toBe('activity_reason_missing');
    const returned = (await decide({ decision: 'return', reason: '请写明地点', version: 2 }).expect(200)).body;
    expect(returned).toMatchObject({ state: 'returned', reviewReason: '请写明地点' });
    const change = { ...planBody(test, { place: '锦绣河东岸' }), version: returned.version };
    const changed = (await cast.organiser.call(activities.change, { params, body: change }).expect(200)).body;
    const again = { version: changed.version };
    const resubmitted = (await cast.organiser.call(activities.submit, { params, body: again }).expect(200)).body;
    const approved = (await decide({ decision: 'approve', version: resubmitted.version }).expect(200)).body;
    expect(approved).toMatchObject({ state: 'open', ruleVersion: 1, place: '锦绣河东岸', reviewReason: null });
  });

  it('is not approved where its rule has come to pay for whole cases of mediation meanwhile', async () => {
    const { activityId } = (await plan().expect(201)).body;
    const params = { activityId };
    await cast.organiser.call(activities.submit, { params, body: { version: 1 } }).expect(200);
    const meanwhile = { ruleCode: 'TJ-01', category: 'mediation' };
    await test.database.db.collection('activities').updateOne({ _id: activityId }, { $set: meanwhile });
    const refused = await cast.secretary.call(activities.decide, { params, body: { decision: 'approve', version: 2 } });
    expect([refused.status, refused.body.code]).toEqual([422, 'rule_by_case']);
  });

  it('is never approved by its organiser, nor by somebody of another community', async () => {
    const { body } = await cast.secretary.call(activities.plan, { body: planBody(test) }).expect(201);
    const params = { activityId: body.activityId };
    await cast.secretary.call(activities.submit, { params, body: { version: 1 } }).expect(200);
    const approval = { decision: 'approve', version: 2 };
    const own = await cast.secretary.call(activities.decide, { params, body: approval }).expect(403);
    expect(own.body.code).toBe('activity_approve_own');
    const outsider = await test.signIn('community_admin', 'hechi');
    const foreign = await outsider.call(activities.decide, { params, body: approval }).expect(403);
    expect(foreign.body.code).toBe('out_of_scope');
    await cast.deputy.call(activities.decide, { params, body: approval }).expect(200);
  });

  it('two who decide on one version at once: one decision stands', async () => {
    const { activityId, version } = await submitted();
    const params = { activityId };
    const answers = await Promise.all([
      cast.secretary.call(activities.decide, { params, body: { decision: 'approve', version } }),
      cast.deputy.call(activities.decide, { params, body: { decision: 'reject', reason: '与换届冲突', version } }),
    ]);
    expect(answers.map(({ status }) => status).sort()).toEqual([200, expect.any(Number)]);
    const loser = answers.find(({ status }) => status !== 200);
    expect(['version_conflict', 'activity_state_wrong']).toContain(loser?.body.code);
  });

  it('a change on an old version, or of something approved, is refused', async () => {
    const { activityId } = (await plan().expect(201)).body;
    const params = { activityId };
    const body = { ...planBody(test), version: 7 };
    expect((await cast.organiser.call(activities.change, { params, body }).expect(412)).body.code).toBe(
      'version_conflict',
    );
    const open = await openActivity(test, cast);
    const late = { ...planBody(test), version: open.version };
    const refused = await cast.organiser.call(activities.change, {
      params: { activityId: open.activityId },
      body: late,
    });
    expect(refused.body.code).toBe('activity_state_wrong');
  });

  it('what cannot be planned has its own code each', async () => {
    const codeOf = async (departures: Record<string, unknown>) => (await plan(departures)).body.code;
    expect(await codeOf({ endsAt: instant(0) })).toBe('activity_times_invalid');
    expect(await codeOf({ endsAt: instant(30 * HOUR_MS) })).toBe('activity_times_invalid');
    expect(await codeOf({ ruleCode: 'WH-01' })).toBe('rule_category_mismatch');
    expect(await codeOf({ ruleCode: 'TJ-01', category: 'mediation' })).toBe('rule_by_case');
    expect(await codeOf({ ruleCode: 'ZZ-01' })).toBe('rule_not_found');
    expect(await codeOf({ unitId: 'hechi' })).toBe('out_of_scope');
    expect(await codeOf({ unitId: 'nowhere' })).toBe('unit_unknown');
    expect(await codeOf({ capacity: 0 })).toBe('validation_failed');
    const past = (await plan({ startsAt: instant(-5 * HOUR_MS), endsAt: instant(-HOUR_MS) }).expect(201)).body;
    const submit = { params: { activityId: past.activityId }, body: { version: 1 } };
    expect((await cast.organiser.call(activities.submit, submit).expect(422)).body.code).toBe('activity_in_past');
    const missing = { params: { activityId: 'nothing' } };
    expect((await cast.organiser.call(activities.get, missing).expect(404)).body.code).toBe('activity_not_found');
  });

  it('starts from an hour before the plan; never without approval', async () => {
    const draft = (await plan().expect(201)).body;
    const start = (activityId: string, version: number) =>
      cast.organiser.call(activities.start, { params: { activityId }, body: { version } });
    expect((await start(draft.activityId, draft.version).expect(409)).body.code).toBe('activity_state_wrong');
    const later = { startsAt: instant(2 * HOUR_MS), endsAt: instant(4 * HOUR_MS) };
    const early = await openActivity(test, cast, later);
    expect((await start(early.activityId, early.version).expect(409)).body.code).toBe('activity_too_early');
    const soon = { startsAt: instant(HOUR_MS), endsAt: instant(3 * HOUR_MS) };
    const due = await openActivity(test, cast, soon);
    expect((await start(due.activityId, due.version).expect(200)).body.state).toBe('under_way');
    const short = await openActivity(test, cast, { endsAt: instant(10 * 60_000) });
    test.clock.advance(10 * 60_000);
    expect((await start(short.activityId, short.version).expect(409)).body.code).toBe('activity_over');
    const person = await test.signInResident();
    const params = { activityId: short.activityId };
    expect((await person.call(activities.signUp, { params }).expect(409)).body.code).toBe('signup_closed');
    test.clock.advance(-10 * 60_000);
  });

  it('is cancelled with a reason from any state before ended', async () => {
    const { activityId, version } = await openActivity(test, cast);
    const params = { activityId };
    const cancel = { params, body: { version, reason: '暴雨预警' } };
    const cancelled = (await cast.organiser.call(activities.cancel, cancel).expect(200)).body;
    expect(cancelled).toMatchObject({ state: 'cancelled', reviewReason: '暴雨预警' });
    const again = { params, body: { version: cancelled.version, reason: '再取消' } };
    expect((await cast.organiser.call(activities.cancel, again).expect(409)).body.code).toBe('activity_state_wrong');
  });

  it('sign-ups never pass the capacity, however many come at once; a place given back can be taken', async () => {
    const { activityId } = await openActivity(test, cast, { capacity: 5, waitingMax: 0 });
    const params = { activityId };
    const people: SignedInUser[] = [];
    for (let index = 0; index < 12; index += 1) people.push(await test.signInResident());
    const answers = await Promise.all(people.map((person) => person.call(activities.signUp, { params })));
    expect(answers.filter(({ status }) => status === 201)).toHaveLength(5);
    expect(answers.filter(({ body }) => body.code === 'activity_full')).toHaveLength(7);
    const [inside, outside] = [201, 409].map((status) => people[answers.findIndex((each) => each.status === status)]);
    if (inside === undefined || outside === undefined) throw new Error('nobody was let in, or nobody left out');
    const repeated = (await inside.call(activities.signUp, { params }).expect(201)).body;
    expect(repeated).toMatchObject({ mine: 'signed_up', signedUp: 5 });
    await inside.call(activities.withdraw, { params }).expect(200);
    expect((await inside.call(activities.withdraw, { params }).expect(409)).body.code).toBe('signup_missing');
    expect((await outside.call(activities.signUp, { params }).expect(201)).body.signedUp).toBe(5);
    const mine = (await outside.call(activities.listForResidents, { query: { mine: 'mine' } }).expect(200)).body.items;
    expect(mine).toMatchObject([{ activityId, mine: 'signed_up' }]);
  });

  it('residents see what is open near them, not drafts and not other communities', async () => {
    const draft = (await plan({ title: '还在起草' }).expect(201)).body;
    const resident = await test.signInResident();
    const { items } = (await resident.call(activities.listForResidents, { query: { limit: 100 } }).expect(200)).body;
    expect(items.length).toBeGreaterThan(0);
    expect(items.every(({ state }: { state: string }) => ['open', 'under_way'].includes(state))).toBe(true);
    expect(items[0]).not.toHaveProperty('version');
    const hidden = await resident.call(activities.getForResident, { params: { activityId: draft.activityId } });
    expect(hidden.body.code).toBe('activity_not_found');
    const neighbour = await test.signInResident({ unitId: 'wangjiang-g1' });
    expect((await neighbour.call(activities.listForResidents).expect(200)).body.items).toEqual([]);
  });

  it('lists by unit, state and day, page by page', async () => {
    const all: string[] = [];
    let cursor: string | undefined;
    do {
      const query = { unitId: 'jinxiu', limit: 4, ...(cursor === undefined ? {} : { cursor }) };
      const page = (await cast.organiser.call(activities.list, { query }).expect(200)).body;
      all.push(...page.items.map(({ activityId }: { activityId: string }) => activityId));
      cursor = page.nextCursor ?? undefined;
    } while (cursor !== undefined);
    expect(new Set(all).size).toBe(all.length);
    const drafts = await cast.organiser.call(activities.list, { query: { state: 'draft', when: 'today' } }).expect(200);
    expect(drafts.body.items.every(({ state }: { state: string }) => state === 'draft')).toBe(true);
    const elsewhere = await cast.organiser.call(activities.list, { query: { unitId: 'hechi' } }).expect(403);
    expect(elsewhere.body.code).toBe('out_of_scope');
  });
});
