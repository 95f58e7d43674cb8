import { claims, people } from '@red-points/shared/contracts';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startTestApp, type TestApp } from '../support/app.ts';
import { type Cast, claimBody, decide, fileClaim, hourlyTerms, publishRule, signInCast } from '../support/earning.ts';

describe('claims', () => {
  let test: TestApp;
  let cast: Cast;

  const file = (personId: string, departures: Record<string, unknown> = {}, key?: string) =>
    cast.officer.call(claims.file, {
      body: { personId, ...claimBody(departures) },
      ...(key === undefined ? {} : { key }),
    });
  beforeAll(async () => {
    test = await startTestApp();
    cast = await signInCast(test);
    await publishRule(cast, 'ZY-01', hourlyTerms());
    await publishRule(
      cast,
      'TJ-01',
      hourlyTerms({ unit: 'case', points: 5, category: 'mediation', title: '纠纷调解' }),
    );
    await publishRule(cast, 'ZY-08', hourlyTerms({ minutesMin: 60 }));
    await publishRule(cast, 'ZY-09', hourlyTerms({ unit: 'case', points: 2 }));
    await publishRule(cast, 'TJ-03', hourlyTerms({ unit: 'attendance', category: 'mediation' }));
    const hechi = await signInCast(test, 'hechi');
    await publishRule(hechi, 'HC-01', hourlyTerms(), 'hechi');
  });
  afterAll(() => test.close());

  it('an officer files for a resident: both are recorded, the sum is shown', async () => {
    const { personId } = await test.enterResident();
    const { body } = await file(personId, { minutes: 105 }).expect(201);
    expect(body).toMatchObject({
      state: 'waiting',
      onBehalf: true,
      maskedName: '陈*',
      filedByName: cast.officer.me.displayName,
      unitId: 'jinxiu-g1',
      ruleVersion: 1,
      priced: { points: 4, minutes: 105, workingZh: '1.75 小时 × 2 分 = 3.5，四舍五入为 4 分' },
    });
    const list = (await cast.secretary.call(claims.list, { query: { unitId: 'jinxiu-g1' } }).expect(200)).body;
    expect(list.items.map(({ claimId }: { claimId: string }) => claimId)).toContain(body.claimId);
  });

  it('a resident files for themselves, sees it wait, and sees only their own', async () => {
    const [resident, other] = [await test.signInResident(), await test.signInResident()];
    const { body } = await resident.call(claims.fileOwn, { body: claimBody() }).expect(201);
    expect(body).toMatchObject({ onBehalf: false, filedByName: '陈*' });
    expect((await resident.call(claims.listOwn).expect(200)).body.items).toHaveLength(1);
    expect((await other.call(claims.listOwn).expect(200)).body.items).toEqual([]);
    const { pending } = (await resident.call(people.ownStatement).expect(200)).body;
    expect(pending).toMatchObject([{ state: 'waiting_review', points: 3, minutes: 90 }]);
  });

  it('a repeated request gives the first claim; the same key with other content is refused', async () => {
    const { personId } = await test.enterResident();
    const first = await file(personId, {}, 'claim-once-1').expect(201);
    const again = await file(personId, {}, 'claim-once-1').expect(201);
    expect(again.body.claimId).toBe(first.body.claimId);
    expect((await file(personId, { minutes: 30 }, 'claim-once-1').expect(422)).body.code).toBe(
      'idempotency_key_reused',
    );
    const both = await Promise.all([
      file(personId, { minutes: 45 }, 'claim-twins'),
      file(personId, { minutes: 45 }, 'claim-twins'),
    ]);
    expect(both.map(({ status }) => status)).toEqual([201, 201]);
    expect(new Set(both.map(({ body }) => body.claimId)).size).toBe(1);
  });

  it('the same claim twice is refused, also when it differs only in spaces and marks, until the first is rejected', async () => {
    const { personId } = await test.enterResident();
    const claimId = await fileClaim(cast, personId, { description: '调解 3 号楼噪音' });
    const twin = await file(personId, { description: '调解３号楼，噪音。' }).expect(409);
    expect(twin.body.code).toBe('claim_duplicate');
    await file(personId, { description: '调解 4 号楼噪音' }).expect(201);
    await decide(cast.secretary, 'claim', claimId, { decision: 'reject', reason: '并无此事' }).expect(200);
    await file(personId, { description: '调解 3 号楼噪音' }).expect(201);
  });

  it('somebody of another community, unknown people and rules, and impossible days each have their own code', async () => {
    const { personId } = await test.enterResident();
    const stranger = await test.enterResident({ unitId: 'hechi-g1' });
    const codeOf = async (departures: Record<string, unknown>, who = personId) =>
      (await file(who, departures)).body.code;
    expect(await codeOf({}, stranger.personId)).toBe('person_other_community');
    expect(await codeOf({}, 'nobody')).toBe('person_not_found');
    expect(await codeOf({ occurredOn: '2026-11-24' })).toBe('claim_in_future');
    expect(await codeOf({ occurredOn: '2025-01-01' })).toBe('claim_too_old');
    expect(await codeOf({ ruleCode: 'ZZ-99' })).toBe('rule_not_found');
    expect(await codeOf({ ruleCode: 'HC-01' })).toBe('rule_not_here');
    expect(await codeOf({ occurredOn: '2025-12-31' })).toBe('rule_not_in_force');
    expect(await codeOf({ minutes: 0 })).toBe('claim_minutes_missing');
    expect(await codeOf({ ruleCode: 'ZY-08', minutes: 59 })).toBe('claim_earns_nothing');
    expect(await codeOf({ evidenceIds: ['nothing'] })).toBe('evidence_not_yours');
    expect(await codeOf({ minutes: 1.5 })).toBe('validation_failed');
    await file(personId, { ruleCode: 'ZY-09', minutes: 0 }).expect(201);
  });

  it('a rule that pays for a whole case of mediation takes no plain claim, from anybody, but one that was there before', async () => {
    const { personId } = await test.enterResident();
    const refused = (await file(personId, { ruleCode: 'TJ-01', minutes: 0 }).expect(422)).body;
    expect(refused).toMatchObject({ code: 'rule_by_case', fields: [{ path: 'ruleCode' }] });
    const resident = await test.signInResident();
    const own = await resident.call(claims.fileOwn, { body: claimBody({ ruleCode: 'TJ-01' }) }).expect(422);
    expect(own.body.code).toBe('rule_by_case');
    // Meetings of the same category are everybody's own, and so is what is paid by the case in another category.
    await file(personId, { ruleCode: 'TJ-03' }).expect(201);

    const claimId = await fileClaim(cast, personId, { ruleCode: 'ZY-09' });
    const params = { claimId };
    await decide(cast.secretary, 'claim', claimId, { decision: 'return', reason: '请核对' }).expect(200);
    const resubmit = (ruleCode: string) =>
      cast.officer.call(claims.resubmit, { params, body: { ...claimBody({ ruleCode }), version: 2 } });
    expect((await resubmit('TJ-01').expect(422)).body.code).toBe('rule_by_case');
    // As it was filed before such rules wanted a case.
    const before = { rule: { code: 'TJ-01', version: 1 }, category: 'mediation' };
    await test.database.db.collection('claims').updateOne({ _id: claimId as never }, { $set: before });
    expect((await resubmit('TJ-01').expect(200)).body).toMatchObject({ state: 'waiting', priced: { points: 5 } });
    await decide(cast.secretary, 'claim', claimId).expect(200);
  });

  it('a returned claim is corrected by who filed it, on the version they read, and waits again', async () => {
    const { personId } = await test.enterResident();
    const claimId = await fileClaim(cast, personId);
    const params = { claimId };
    const corrected = { ...claimBody({ minutes: 60 }), version: 2 };
    const early = await cast.officer.call(claims.resubmit, { params, body: { ...corrected, version: 1 } }).expect(409);
    expect(early.body.code).toBe('claim_not_returned');
    await decide(cast.secretary, 'claim', claimId, { decision: 'return', reason: '时长请核对' }).expect(200);
    const returned = (await cast.officer.call(claims.list, { query: { state: 'returned' } }).expect(200)).body.items[0];
    expect(returned).toMatchObject({ claimId, reviewReason: '时长请核对', version: 2 });
    const stranger = await test.signIn('grid_officer', 'hechi');
    const foreign = await stranger.call(claims.resubmit, { params, body: corrected }).expect(403);
    expect(foreign.body.code).toBe('claim_not_yours');
    const stale = await cast.officer.call(claims.resubmit, { params, body: { ...corrected, version: 1 } }).expect(412);
    expect(stale.body.code).toBe('version_conflict');
    const unknown = { params: { claimId: 'nothing' }, body: corrected };
    expect((await cast.officer.call(claims.resubmit, unknown).expect(404)).body.code).toBe('claim_not_found');
    const again = (await cast.officer.call(claims.resubmit, { params, body: corrected }).expect(200)).body;
    expect(again).toMatchObject({ state: 'waiting', minutes: 60, priced: { points: 2 } });
    await decide(cast.secretary, 'claim', claimId).expect(200);
  });

  it('what an officer filed for others and got back is listed for who files there, until it is filed again', async () => {
    const { personId } = await test.enterResident();
    const waiting = await fileClaim(cast, personId, { description: '扫楼道' });
    const claimId = await fileClaim(cast, personId, { description: '擦扶手' });
    const resident = await test.signInResident();
    const own = (await resident.call(claims.fileOwn, { body: claimBody() }).expect(201)).body.claimId;
    const listed = async (who: Cast['officer']): Promise<string[]> =>
      (await who.call(claims.listReturned).expect(200)).body.items.map((claim: { claimId: string }) => claim.claimId);
    expect(await listed(cast.officer)).toEqual([]);
    for (const returned of [claimId, own])
      await decide(cast.secretary, 'claim', returned, { decision: 'return', reason: '请写明地点' }).expect(200);
    expect(await listed(cast.officer)).toEqual([claimId]);
    expect(await listed(cast.deputy)).toEqual([claimId]);
    // As one stands that the officer filed for themselves.
    const theirs = { filedBy: cast.officer.userId };
    await test.database.db.collection('claims').updateOne({ _id: own as never }, { $set: theirs });
    expect(await listed(cast.officer)).toEqual([claimId]);
    // Their own returned claims stand among a resident's own, whoever may file for others sees only these.
    expect((await resident.call(claims.listReturned)).status).toBe(403);
    const [returned] = (await cast.officer.call(claims.listReturned).expect(200)).body.items;
    expect(returned).toMatchObject({ state: 'returned', personId, reviewReason: '请写明地点', version: 2 });
    const body = { ...claimBody({ description: '擦 3 号楼扶手' }), version: returned.version };
    await cast.officer.call(claims.resubmit, { params: { claimId }, body }).expect(200);
    expect(await listed(cast.officer)).toEqual([]);
    expect(waiting).not.toBe(claimId);
  });
});
