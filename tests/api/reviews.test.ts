import { activities, checkIns, claims, people, reviews } from '@red-points/shared/contracts';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startTestApp, type TestApp } from '../support/app.ts';
import {
  type Cast,
  claimBody,
  decide,
  endActivity,
  fileClaim,
  hourlyTerms,
  later,
  ledgerKeyOf,
  publishRule,
  runningActivity,
  scanIn,
  signInCast,
} from '../support/earning.ts';

const HOUR_MS = 3_600_000;

describe('reviews', () => {
  let test: TestApp;
  let cast: Cast;

  const detail = (kind: string, id: string, who = cast.secretary) => who.call(reviews.get, { params: { kind, id } });
  const queue = async (query: Record<string, string | number> = {}, who = cast.secretary) =>
    (await who.call(reviews.list, { query }).expect(200)).body;
  const decideMany = (items: { kind: string; id: string }[], body: Record<string, unknown>, key?: string) =>
    cast.secretary.call(reviews.decideMany, { body: { ...body, items }, ...(key === undefined ? {} : { key }) });

  beforeAll(async () => {
    test = await startTestApp();
    cast = await signInCast(test);
    await publishRule(cast, 'ZY-01', hourlyTerms());
    await publishRule(cast, 'ZY-02', hourlyTerms({ caps: { perDay: 5, perMonth: null, perYear: null } }));
    await publishRule(
      cast,
      'TJ-03',
      hourlyTerms({ unit: 'attendance', points: 5, category: 'mediation', title: '邻里议事' }),
    );
  });
  afterAll(() => test.close());

  it('an approved claim is posted at once, with rule version, actors, issuer and home unit', async () => {
    const { personId, accountId } = await test.enterResident();
    const claimId = await fileClaim(cast, personId, { minutes: 105 });
    const facts = (await detail('claim', claimId).expect(200)).body;
    expect(facts).toMatchObject({ points: 4, mayDecide: true, publicityDays: 0, lastDay: '2027-12-31' });
    expect(facts.checks.map(({ code }: { code: string }) => code)).toEqual([
      'reviewer_independent',
      'cap_ok',
      'no_overlap',
      'no_similar_claim',
      'no_evidence',
    ]);
    const line = (await decide(cast.secretary, 'claim', claimId).expect(200)).body;
    expect(line).toMatchObject({ id: claimId, state: 'approved', mayDecide: false });
    const entry = await test.context.ledger.entryByKey(accountId, ledgerKeyOf('claim', claimId));
    expect(entry).toMatchObject({
      kind: 'earn',
      points: 4,
      minutes: 105,
      rule: { code: 'ZY-01', version: 1 },
      source: { kind: 'claim', id: claimId },
      counterparty: { kind: 'issuance', id: 'jinxiu' },
      issuerUnit: 'jinxiu',
      homeUnit: 'jinxiu-g1',
      provenance: 'claimed',
      effectiveAtMs: Date.parse('2026-11-22T04:00:00Z'),
    });
    expect(entry?.actors).toEqual([
      { part: 'beneficiary', id: personId },
      { part: 'filer', id: cast.officer.userId },
      { part: 'reviewer', id: cast.secretary.userId },
    ]);
    const params = { personId };
    const statement = (await cast.secretary.call(people.statement, { params }).expect(200)).body;
    expect(statement.items).toMatchObject([{ title: '环境整治志愿服务', place: '锦绣社区', points: 4 }]);
    expect(statement).toMatchObject({ account: { available: 4, pending: 0 }, pending: [] });
    const history = (await detail('claim', claimId).expect(200)).body.history;
    expect(history.map(({ code }: { code: string }) => code)).toEqual(['filed', 'approved']);
  });

  it('nobody decides what they filed, what benefits them, or what they organised', async () => {
    const { personId } = await test.enterResident();
    const own = await test.signIn('community_admin', 'jinxiu', { personId });
    const claimId = await fileClaim(cast, personId);
    expect((await decide(own, 'claim', claimId).expect(403)).body.code).toBe('review_own_benefit');
    const filed = await cast.secretary.call(claims.file, {
      body: { personId, ...claimBody({ minutes: 30 }) },
    });
    expect((await decide(cast.secretary, 'claim', filed.body.claimId).expect(403)).body.code).toBe('review_own_claim');
    const line = (await queue({ kind: 'claim', limit: 100 })).items.find(
      ({ id }: { id: string }) => id === filed.body.claimId,
    );
    expect(line.mayDecide).toBe(false);
    await decide(cast.deputy, 'claim', filed.body.claimId).expect(200);
    await decide(cast.deputy, 'claim', claimId).expect(200);

    const organised = await runningActivity(test, { ...cast, organiser: cast.deputy });
    const resident = await test.signInResident();
    const { attendanceId } = await scanIn(test, cast, resident, organised.activityId);
    cast = later(test, cast, HOUR_MS);
    await endActivity(cast, organised.activityId);
    expect((await decide(cast.deputy, 'attendance', attendanceId).expect(403)).body.code).toBe('review_own_activity');
    await decide(cast.secretary, 'attendance', attendanceId).expect(200);
  });

  it('is refused outside the scope, without a reason to return or reject, and for unknown items', async () => {
    const { personId } = await test.enterResident();
    const claimId = await fileClaim(cast, personId);
    const outsider = await test.signIn('community_admin', 'hechi');
    expect((await decide(outsider, 'claim', claimId).expect(403)).body.code).toBe('out_of_scope');
    expect((await detail('claim', claimId, outsider).expect(403)).body.code).toBe('out_of_scope');
    const bare = await decide(cast.secretary, 'claim', claimId, { decision: 'reject' }).expect(422);
    expect(bare.body.code).toBe('review_reason_missing');
    expect((await decide(cast.secretary, 'claim', 'nothing').expect(404)).body.code).toBe('review_not_found');
    expect((await detail('attendance', claimId).expect(404)).body.code).toBe('review_not_found');
    const street = await test.signIn('street_admin', 'qihe');
    await decide(street, 'claim', claimId).expect(200);
  });

  it('two reviewers at once: exactly one decision stands, the other is told so', async () => {
    for (let round = 0; round < 5; round += 1) {
      const { personId, accountId } = await test.enterResident();
      const claimId = await fileClaim(cast, personId);
      const answers = await Promise.all([
        decide(cast.secretary, 'claim', claimId),
        decide(cast.deputy, 'claim', claimId, { decision: 'reject', reason: '并无此事' }),
      ]);
      expect(answers.map(({ status }) => status).sort()).toEqual([200, 409]);
      expect(answers.find(({ status }) => status === 409)?.body.code).toBe('already_decided');
      const approved = answers[0]?.status === 200;
      expect((await test.context.ledger.view(accountId)).state.balance).toBe(approved ? 3 : 0);
    }
  });

  it('a repeated decision gets the same answer and posts once; the same key for another one is refused', async () => {
    const { personId, accountId } = await test.enterResident();
    const claimId = await fileClaim(cast, personId);
    const approve = { decision: 'approve' };
    const [first, second] = await Promise.all([
      decide(cast.secretary, 'claim', claimId, approve, 'decide-1'),
      decide(cast.secretary, 'claim', claimId, approve, 'decide-1'),
    ]);
    expect([first.status, second.status]).toEqual([200, 200]);
    await decide(cast.secretary, 'claim', claimId, approve, 'decide-1').expect(200);
    expect((await test.context.ledger.view(accountId)).seq).toBe(1);
    const other = await fileClaim(cast, personId, { minutes: 31 });
    const reused = await decide(cast.secretary, 'claim', other, approve, 'decide-1').expect(422);
    expect(reused.body.code).toBe('idempotency_key_reused');
  });

  it('many at once have an outcome each, and what the caps leave is posted', async () => {
    const residents = [await test.enterResident(), await test.enterResident(), await test.enterResident()];
    const items: { kind: string; id: string }[] = [];
    for (const { personId } of residents) items.push({ kind: 'claim', id: await fileClaim(cast, personId) });
    await decide(cast.deputy, 'claim', items[0]?.id ?? '').expect(200);
    const own = (
      await cast.secretary.call(claims.file, {
        body: { personId: residents[0]?.personId, ...claimBody({ minutes: 61 }) },
      })
    ).body.claimId;
    const all = [...items, { kind: 'claim', id: own }, { kind: 'attendance', id: 'nothing' }];
    const { outcomes } = (await decideMany(all, { decision: 'approve' }, 'decide-many-1').expect(200)).body;
    expect(outcomes.map(({ code }: { code: string | null }) => code)).toEqual([
      'already_decided',
      null,
      null,
      'review_own_claim',
      'review_not_found',
    ]);
    const again = (await decideMany(all, { decision: 'approve' }, 'decide-many-1').expect(200)).body;
    expect(again.outcomes).toEqual(outcomes);
    for (const { accountId } of residents) expect((await test.context.ledger.view(accountId)).state.balance).toBe(3);
  });

  it('a cap grants what is left, then nothing; the claim says so and minutes are kept where there are any', async () => {
    await publishRule(
      cast,
      'ZY-08',
      hourlyTerms({
        unit: 'case',
        points: 5,
        title: '路况上报',
        caps: { perDay: 8, perMonth: null, perYear: null },
      }),
    );
    const { personId, accountId } = await test.enterResident();
    const cases: string[] = [];
    for (const description of ['一号楼', '二号楼', '三号楼']) {
      cases.push(await fileClaim(cast, personId, { ruleCode: 'ZY-08', minutes: 0, description }));
    }
    const [first = '', second = '', third = ''] = cases;
    await decide(cast.secretary, 'claim', first).expect(200);
    const checks = (await detail('claim', second).expect(200)).body.checks;
    expect(checks).toContainEqual({ code: 'cap_reduces', ok: false, detail: { points: 5, granted: 3 } });
    await decide(cast.secretary, 'claim', second).expect(200);
    const reached = (await detail('claim', third).expect(200)).body.checks;
    expect(reached).toContainEqual({ code: 'cap_reached', ok: false, detail: { points: 5, granted: 0 } });
    await decide(cast.secretary, 'claim', third).expect(200);
    expect((await test.context.ledger.view(accountId)).state).toMatchObject({ balance: 8, items: 2 });
    const refused = await test.database.db.collection('claims').findOne({ _id: third as never });
    expect(refused).toMatchObject({ state: 'not_posted', refusal: 'ledger_cap_reached', creditDue: false });
    const query = { state: 'not_posted' };
    const told = (await cast.officer.call(claims.list, { query }).expect(200)).body.items;
    expect(told).toMatchObject([{ claimId: third, reviewReason: '已达到本项积分标准的上限。' }]);
  });

  it('the queue is one over both kinds, oldest first, counted by category, page by page', async () => {
    const { activityId } = await runningActivity(test, cast);
    const resident = await test.signInResident();
    const { attendanceId } = await scanIn(test, cast, resident, activityId);
    const running = await queue({ kind: 'attendance', limit: 100 });
    expect(running.items.map(({ id }: { id: string }) => id)).not.toContain(attendanceId);
    const early = await decide(cast.secretary, 'attendance', attendanceId).expect(409);
    expect(early.body.code).toBe('review_not_waiting');
    cast = later(test, cast, HOUR_MS);
    await endActivity(cast, activityId);
    await fileClaim(cast, resident.personId, { ruleCode: 'TJ-03', minutes: 0 });

    const seen: { id: string; kind: string; waitingSince: string }[] = [];
    let cursor: string | undefined;
    do {
      const page = await queue({ limit: 2, ...(cursor === undefined ? {} : { cursor }) });
      seen.push(...page.items);
      cursor = page.nextCursor ?? undefined;
    } while (cursor !== undefined);
    const whole = await queue({ limit: 200 });
    expect(seen.map(({ id }) => id)).toEqual(whole.items.map(({ id }: { id: string }) => id));
    expect(new Set(seen.map(({ kind }) => kind))).toEqual(new Set(['claim', 'attendance']));
    expect(seen.map(({ waitingSince }) => waitingSince)).toEqual(seen.map(({ waitingSince }) => waitingSince).sort());
    expect(whole.waiting).toBe(seen.length);
    expect(whole.byCategory.mediation).toBe(1);
    const newest = await queue({ limit: 200, order: 'newest' });
    expect(newest.items.map(({ id }: { id: string }) => id)).toEqual(seen.map(({ id }) => id).reverse());
    expect((await queue({ category: 'mediation' })).items).toHaveLength(1);
    const elsewhere = await cast.secretary.call(reviews.list, { query: { unitId: 'hechi' } }).expect(403);
    expect(elsewhere.body.code).toBe('out_of_scope');
  });

  it('pages of the queue come from an index, without a sort', async () => {
    for (const name of ['claims', 'attendances']) {
      const plan = await test.database.db
        .collection(name)
        .find({ state: 'waiting', waitingSince: { $type: 'date' }, unitPath: { $in: ['jinxiu', 'hechi'] } })
        .sort({ waitingSince: 1, _id: 1 })
        .limit(20)
        .explain('queryPlanner');
      const stages = JSON.stringify(plan.queryPlanner.winningPlan);
      expect(stages).toContain('"indexName":"waiting_in_unit"');
      expect(stages).not.toContain('"stage":"SORT"');
    }
  });

  it('an activity settles with its last attendance; a returned one goes back on the organiser’s word', async () => {
    const { activityId } = await runningActivity(test, cast);
    const params = { activityId };
    const ids: string[] = [];
    for (let index = 0; index < 3; index += 1) {
      ids.push((await scanIn(test, cast, await test.signInResident(), activityId)).attendanceId);
    }
    cast = later(test, cast, HOUR_MS);
    await endActivity(cast, activityId, 3);
    const [first = '', ...rest] = ids;
    await decide(cast.secretary, 'attendance', first, { decision: 'return', reason: '请核对人数' }).expect(200);
    const items = rest.map((id) => ({ kind: 'attendance', id }));
    await decideMany(items, { decision: 'approve' }).expect(200);
    const state = async () => (await cast.organiser.call(activities.get, { params }).expect(200)).body.state;
    expect(await state()).toBe('ended');
    await cast.organiser.call(checkIns.signOutMany, { params, body: { attendanceIds: [first] } }).expect(200);
    await decide(cast.secretary, 'attendance', first).expect(200);
    expect(await state()).toBe('settled');
    const { items: attended } = (await cast.organiser.call(activities.attendances, { params }).expect(200)).body;
    expect(attended.map(({ state: each }: { state: string }) => each)).toEqual(['posted', 'posted', 'posted']);
  });
});
