import {
  audit,
  claims,
  type MediationCase,
  mediation,
  publicity,
  type ReviewDetail,
  reports,
  reviews,
} from '@red-points/shared/contracts';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { nextKey, type SignedInUser, startTestApp, type TestApp } from '../support/app.ts';
import { type Cast, claimBody, decide, hourlyTerms, later, publishRule, signInCast } from '../support/earning.ts';
import { evidenceOf, photo } from '../support/evidence.ts';

const DAY_MS = 86_400_000;
const PARTY = '王有德';
const SEALED = {
  parties: [{ name: PARTY, contact: '13877776666' }, { name: '赵水仙' }],
  dispute: '四楼漏水泡了三楼天花板',
};
const UNPAID = { paid_per_case: false };

let t: TestApp;
let cast: Cast;

const caseBody = (personIds: readonly string[], departures: Record<string, unknown> = {}) => ({
  mediators: personIds.map((personId) => ({ personId, declarations: UNPAID })),
  ruleCode: 'TJ-01',
  occurredOn: '2026-11-22',
  minutes: 60,
  description: '邻里漏水纠纷，已立协议',
  outcome: 'settled',
  sealed: SEALED,
  ...departures,
});
const file = (body: Record<string, unknown>, key?: string, who: SignedInUser = cast.officer) =>
  who.call(mediation.file, { body, ...(key === undefined ? {} : { key }) });
const filed = async (personIds: readonly string[], departures = {}): Promise<MediationCase> =>
  (await file(caseBody(personIds, { description: nextKey(), ...departures })).expect(201)).body;
const get = (caseId: string, who: SignedInUser) => who.call(mediation.get, { params: { caseId } });
const open = (caseId: string, who: SignedInUser) => who.call(mediation.open, { params: { caseId } });
const people = async (count: number) => {
  const found: string[] = [];
  for (let number = 0; number < count; number += 1) found.push((await t.enterResident()).personId);
  return found;
};
const pointsOf = ({ mediators }: MediationCase) => mediators.map(({ points }) => points);

beforeAll(async () => {
  t = await startTestApp();
  cast = await signInCast(t);
  const terms = { unit: 'case', points: 10, category: 'mediation', title: '纠纷调解', notEligible: ['paid_per_case'] };
  await publishRule(cast, 'TJ-01', hourlyTerms(terms as Parameters<typeof hourlyTerms>[0]));
  await publishRule(cast, 'TJ-02', hourlyTerms({ unit: 'case', points: 2, category: 'mediation' }));
  await publishRule(cast, 'ZY-01', hourlyTerms());
});
afterAll(() => t.close());

describe('a case and its mediators', () => {
  it('is shared to the exact total, every mediator with the whole time, and posts that total', async () => {
    const personIds = await people(3);
    const one = await filed(personIds);
    expect(one.points).toBe(10);
    expect([...pointsOf(one)].sort()).toEqual([3, 3, 4]);
    // Whoever comes first by id has the point that is left, in whatever order they are named.
    const again = await filed([...personIds].reverse());
    expect(again.mediators.map(({ personId, points }) => [personId, points])).toEqual(
      one.mediators.map(({ personId, points }) => [personId, points]),
    );
    const claimIds = one.mediators.map(({ claimId }) => claimId);
    const detail: ReviewDetail = (
      await cast.secretary.call(reviews.get, { params: { kind: 'claim', id: claimIds[0] ?? '' } }).expect(200)
    ).body;
    expect(detail.minutes).toBe(60);
    expect(detail.checks).toContainEqual({ code: 'shared_case', ok: true, detail: { count: 3 } });
    expect(detail.priced.workingZh).toContain('全案 10 分，3 人合办');
    for (const id of claimIds) await decide(cast.secretary, 'claim', id).expect(200);
    const posted = await t.database.db
      .collection('credits')
      .find({ 'source.id': { $in: claimIds } })
      .toArray();
    expect(posted.reduce((sum, { points }) => sum + points, 0)).toBe(10);
  });

  it('is filed once for a request, also when it is sent twice at once', async () => {
    const body = caseBody(await people(2), { description: '一次' });
    const both = await Promise.all([file(body, 'case-once'), file(body, 'case-once')]);
    expect(both.map(({ status }) => status)).toEqual([201, 201]);
    expect(both[0]?.body.caseId).toBe(both[1]?.body.caseId);
    expect((await file({ ...body, minutes: 30 }, 'case-once').expect(422)).body.code).toBe('idempotency_key_reused');
    expect((await file(body).expect(409)).body.code).toBe('claim_duplicate');
    expect(await t.database.db.collection('claims').countDocuments({ caseId: both[0]?.body.caseId })).toBe(2);
  });

  it('is refused with its reason', async () => {
    const [one = '', two = ''] = await people(2);
    const stranger = await t.enterResident({ unitId: 'hechi-g1' });
    const codeOf = async (body: Record<string, unknown>) => (await file(body)).body.code;
    expect(await codeOf(caseBody([one, one]))).toBe('mediation_mediator_twice');
    expect(await codeOf(caseBody([one, 'nobody']))).toBe('person_not_found');
    expect(await codeOf(caseBody([one, stranger.personId]))).toBe('person_other_community');
    expect(await codeOf(caseBody([one], { ruleCode: 'ZY-01' }))).toBe('mediation_rule_needed');
    expect(await codeOf(caseBody([one, two, ...(await people(1))], { ruleCode: 'TJ-02', minutes: 0 }))).toBe(
      'mediation_share_zero',
    );
    const paid = { personId: two, declarations: { paid_per_case: true } };
    const mediators = [{ personId: one, declarations: UNPAID }, paid];
    expect(await codeOf({ ...caseBody([]), mediators })).toBe('rule_not_eligible');
    expect(await codeOf({ ...caseBody([]), mediators: [{ personId: one }] })).toBe('rule_declaration_missing');
    expect(await codeOf(caseBody([one], { sealed: { parties: [] } }))).toBe('validation_failed');
    expect(await codeOf(caseBody([one], { outcome: 'won' }))).toBe('validation_failed');
  });

  it('is returned as a whole, says what to change, and is shared anew when it is filed again', async () => {
    const [one = '', two = '', three = ''] = await people(3);
    const before = await filed([one, two, three]);
    const [first, second] = before.mediators;
    const params = { caseId: before.caseId };
    const refile = (body: Record<string, unknown>, who = cast.officer) => who.call(mediation.refile, { params, body });
    const corrected = { ...caseBody([one, two], { description: '两人办的', outcome: 'referred' }), version: 1 };
    expect((await refile(corrected).expect(409)).body.code).toBe('mediation_not_returned');
    const verdict = { decision: 'return', reason: '三号楼的李阿姨没有参加', changes: ['mediation'] };
    // One of two approvals of another part does not count for what is filed again.
    const parts = t.database.db.collection('claims');
    const approvedOnce = {
      firstApproval: { id: 'one', by: 'somebody', at: new Date(0), requestKey: null, lentBy: null },
    };
    await parts.updateOne({ _id: second?.claimId as never }, { $set: approvedOnce });
    await decide(cast.secretary, 'claim', first?.claimId ?? '', verdict).expect(200);
    expect(await parts.countDocuments({ caseId: before.caseId, 'firstApproval.id': 'one' })).toBe(0);
    const states = (await get(before.caseId, cast.officer).expect(200)).body.mediators;
    expect(states.map(({ state }: { state: string }) => state)).toEqual(['returned', 'returned', 'returned']);
    const single = await cast.officer.call(claims.resubmit, {
      params: { claimId: second?.claimId ?? '' },
      body: { ...claimBody(), version: 2 },
    });
    expect(single.body.code).toBe('claim_of_case');
    const stranger = await t.signIn('grid_officer', 'hechi');
    expect((await refile(corrected, stranger).expect(403)).body.code).toBe('claim_not_yours');
    expect((await refile({ ...corrected, version: 9 }).expect(412)).body.code).toBe('version_conflict');
    const again: MediationCase = (await refile(corrected).expect(200)).body;
    expect(again).toMatchObject({ outcome: 'referred', points: 10, version: 2 });
    expect(pointsOf(again)).toEqual([5, 5]);
    expect(again.mediators.map(({ state }) => state)).toEqual(['waiting', 'waiting']);
    const gone = await t.database.db.collection('claims').findOne({ caseId: before.caseId, personId: three });
    expect(gone).toMatchObject({ state: 'withdrawn', live: false });
    // Who corrects it reads what each mediator answered, and no more answers of who is out of it.
    const { declared } = (await open(before.caseId, cast.officer).expect(200)).body;
    expect(declared).toHaveLength(2);
    expect(declared).toEqual(
      expect.arrayContaining([one, two].map((personId) => ({ personId, declarations: UNPAID }))),
    );
    await decide(cast.secretary, 'claim', again.mediators[0]?.claimId ?? '').expect(200);
    const reject = { decision: 'reject', reason: '材料不符' };
    await decide(cast.secretary, 'claim', again.mediators[1]?.claimId ?? '', reject).expect(200);
    expect((await refile({ ...corrected, version: 2 }).expect(409)).body.code).toBe('mediation_not_returned');
  });

  it('of which one part was approved is corrected for the others, who share what is left of the total', async () => {
    const personIds = await people(3);
    const before = await filed(personIds);
    const [first, second] = before.mediators;
    await decide(cast.secretary, 'claim', first?.claimId ?? '').expect(200);
    const verdict = { decision: 'return', reason: '请补充协议书' };
    await decide(cast.secretary, 'claim', second?.claimId ?? '', verdict).expect(200);
    const refile = (named: readonly string[], departures = {}) =>
      cast.officer.call(mediation.refile, {
        params: { caseId: before.caseId },
        body: { ...caseBody(named, { description: '补了协议书', ...departures }), version: 1 },
      });
    const kept = first?.personId ?? '';
    const others = personIds.filter((personId) => personId !== kept);
    expect((await refile(others).expect(422)).body.code).toBe('mediation_part_approved');
    expect((await refile([kept]).expect(422)).body.code).toBe('mediation_nobody_left');
    const again: MediationCase = (await refile(personIds).expect(200)).body;
    const shares = new Map(again.mediators.map(({ personId, points, state }) => [personId, { points, state }]));
    expect(shares.get(kept)).toEqual({ points: first?.points, state: 'posted' });
    expect([...shares.values()].reduce((sum, { points }) => sum + points, 0)).toBe(10);
    for (const personId of others) expect(shares.get(personId)?.state).toBe('waiting');
    for (const { claimId, personId } of again.mediators) {
      if (personId !== kept) await decide(cast.secretary, 'claim', claimId).expect(200);
    }
    const claimIds = again.mediators.map(({ claimId }) => claimId);
    const posted = await t.database.db
      .collection('credits')
      .find({ 'source.id': { $in: claimIds } })
      .toArray();
    expect(posted.reduce((sum, { points }) => sum + points, 0)).toBe(10);
  });

  it('goes on where a process ended between a decision and the other parts', async () => {
    const parts = t.database.db.collection<{ _id: string; state: string; live: boolean }>('claims');
    const decided = async (decision: 'return' | 'reject') => {
      const { caseId, mediators } = await filed(await people(2));
      const [one, two] = mediators.map(({ claimId }) => claimId);
      await decide(cast.secretary, 'claim', one ?? '', { decision, reason: '请核对' }).expect(200);
      // As the other part was before anybody followed.
      const waiting = { state: 'waiting', waitingSince: new Date(t.clock.now() - 1), decision: null, live: true };
      await parts.updateOne({ _id: two ?? '' }, { $set: waiting });
      return { caseId, one: one ?? '', two: two ?? '' };
    };
    const returned = await decided('return');
    const rejected = await decided('reject');
    await parts.updateOne({ _id: rejected.one }, { $set: { live: true } });
    const untouched = await filed(await people(2));
    for (let times = 0; times < 2; times += 1) await t.context.jobs.runNow('claims.follow_decisions');
    expect(await parts.findOne({ _id: returned.two })).toMatchObject({ state: 'returned', waitingSince: null });
    expect(await parts.find({ caseId: rejected.caseId } as object).toArray()).toMatchObject([
      { state: 'rejected', live: false },
      { state: 'rejected', live: false },
    ]);
    const others = await parts.find({ caseId: untouched.caseId } as object).toArray();
    expect(others.map(({ state }) => state)).toEqual(['waiting', 'waiting']);
  });

  it('is decided by none of its mediators, whoever of them the part is', async () => {
    const [one = '', two = ''] = await people(2);
    const judge = await t.signIn('community_admin', 'jinxiu', { personId: two });
    const { mediators } = await filed([one, two]);
    for (const { claimId } of mediators) {
      expect((await decide(judge, 'claim', claimId).expect(403)).body.code).toBe('review_own_benefit');
    }
  });

  it('a resident files their own alone', async () => {
    const resident = await t.signInResident();
    const { mediators: _none, ...rest } = caseBody([]);
    const body = { ...rest, declarations: UNPAID, description: nextKey() };
    const own: MediationCase = (await resident.call(mediation.fileOwn, { body }).expect(201)).body;
    expect(own).toMatchObject({ points: 10, mayOpen: true });
    await decide(cast.secretary, 'claim', own.mediators[0]?.claimId ?? '', { decision: 'return', reason: '请补充' });
    const again = (personIds: readonly string[]) =>
      resident.call(mediation.refile, {
        params: { caseId: own.caseId },
        body: { ...caseBody(personIds, { description: '补充了' }), version: 1 },
      });
    expect((await again([resident.personId, ...(await people(1))]).expect(422)).body.code).toBe('mediation_alone');
    await again([resident.personId]).expect(200);
    expect((await get('nothing', resident).expect(404)).body.code).toBe('mediation_case_not_found');
  });
});

describe('who the parties are', () => {
  it('is read by who filed and who may review, which is recorded; by nobody else', async () => {
    const mediator = await t.signInResident();
    const evidenceId = await evidenceOf(t, cast.officer, await photo(1));
    const { caseId } = await filed([mediator.personId], { evidenceIds: [evidenceId] });
    for (const who of [cast.officer, cast.secretary]) {
      expect((await open(caseId, who).expect(200)).body).toMatchObject({ parties: [{ name: PARTY }, {}] });
      await who.call(claims.evidence, { params: { evidenceId } }).expect(200);
    }
    const colleague = await t.signIn('grid_officer', 'jinxiu');
    const auditor = await t.signIn('auditor', 'jinxiu');
    for (const who of [colleague, auditor, mediator]) {
      expect((await get(caseId, who).expect(200)).body.mayOpen).toBe(false);
      expect((await open(caseId, who).expect(403)).body.code).toBe('mediation_sealed');
      expect((await who.call(claims.evidence, { params: { evidenceId } }).expect(404)).body.code).toBe(
        'evidence_not_found',
      );
    }
    for (const who of [await t.signIn('community_admin', 'hechi'), await t.signInResident()]) {
      expect((await get(caseId, who).expect(404)).body.code).toBe('mediation_case_not_found');
      expect((await open(caseId, who).expect(404)).body.code).toBe('mediation_case_not_found');
    }
    const told = (await auditor.call(audit.list, { query: { limit: 50 } }).expect(200)).body.items;
    const opened = told.filter((act: { action: string; subjectId: string }) => {
      return act.action === 'mediation.open' && act.subjectId === caseId;
    });
    expect(opened).toHaveLength(2);
  });

  it('stands in no collection, list, publicity or page of the review desk', async () => {
    await publishRule(cast, 'TJ-03', hourlyTerms({ unit: 'case', points: 6, category: 'mediation', publicityDays: 3 }));
    const { mediators } = await filed(await people(2), { ruleCode: 'TJ-03' });
    for (const { claimId } of mediators) {
      const seen = await cast.secretary.call(reviews.get, { params: { kind: 'claim', id: claimId } }).expect(200);
      expect(seen.text).not.toContain(PARTY);
      await decide(cast.secretary, 'claim', claimId).expect(200);
    }
    const listed = [
      await cast.secretary.call(claims.list, { query: { limit: 100 } }).expect(200),
      await t.call(publicity.list, { query: { unitId: 'jinxiu', limit: 100 } }).expect(200),
    ];
    for (const { text } of listed) expect(text).not.toContain(PARTY);
    for (const { name } of await t.database.db.listCollections().toArray()) {
      for await (const document of t.database.db.collection(name).find()) {
        const bytes = JSON.stringify(document, (_key, value) =>
          value?._bsontype === 'Binary' ? Buffer.from(value.buffer).toString('utf8') : value,
        );
        expect(bytes, name).not.toContain(PARTY);
        expect(bytes, name).not.toContain('13877776666');
      }
    }
  });
});

describe('the follow-up visit', () => {
  const list = async (who = cast.officer) =>
    (await who.call(mediation.visits, { query: { unitId: 'jinxiu', limit: 100 } }).expect(200)).body.items;
  const isDue = async (caseId: string) => (await list()).some((one: MediationCase) => one.caseId === caseId);
  const visit = (caseId: string, body: Record<string, unknown>, key = nextKey(), who = cast.officer) =>
    who.call(mediation.visit, { params: { caseId }, body, key });

  it('is due after thirty days, is recorded once, and again where it is wanted; then the details go', async () => {
    const held = await filed(await people(1));
    const rejected = await filed(await people(1));
    await decide(cast.secretary, 'claim', rejected.mediators[0]?.claimId ?? '', { decision: 'reject', reason: '不实' });
    expect(held.visitDueOn).toBe('2026-12-22');
    expect(await isDue(held.caseId)).toBe(false);
    cast = later(t, cast, 29 * DAY_MS);
    expect(await isDue(held.caseId)).toBe(true);
    expect(await isDue(rejected.caseId)).toBe(false);
    const tasks = (await cast.officer.call(reports.tasks, { query: { unitId: 'jinxiu' } }).expect(200)).body.items;
    expect(tasks).toContainEqual(expect.objectContaining({ code: 'visits_due' }));

    const outsider = await t.signIn('grid_officer', 'hechi');
    const body = { finding: 'recurred', note: `${PARTY}家又漏了`, another: true };
    expect((await visit(held.caseId, body, nextKey(), outsider).expect(403)).body.code).toBe('out_of_scope');
    expect((await visit('nothing', body).expect(404)).body.code).toBe('mediation_case_not_found');
    const foreign = await outsider.call(mediation.visits, { query: { unitId: 'jinxiu' } }).expect(403);
    expect(foreign.body.code).toBe('out_of_scope');

    const key = nextKey();
    const both = await Promise.all([visit(held.caseId, body, key), visit(held.caseId, body, key)]);
    expect(both.map(({ status }) => status)).toEqual([201, 201]);
    expect(both[0]?.body.visits).toEqual([expect.objectContaining({ finding: 'recurred', nextDueOn: '2027-01-21' })]);
    expect((await visit(held.caseId, { finding: 'calm' }, key).expect(422)).body.code).toBe('idempotency_key_reused');
    expect(await isDue(held.caseId)).toBe(false);
    cast = later(t, cast, 30 * DAY_MS);
    const last = (await visit(held.caseId, { finding: 'calm' }).expect(201)).body;
    expect(last).toMatchObject({ visitDueOn: null, visits: [{}, { finding: 'calm' }] });
    expect((await visit(held.caseId, { finding: 'calm' }).expect(409)).body.code).toBe('mediation_visit_not_wanted');

    const notes = await t.database.db.collection('mediation_visits').find({ caseId: held.caseId }).toArray();
    expect(notes[0]?.note).not.toBeNull();
    cast = later(t, cast, 700 * DAY_MS);
    await t.context.jobs.runNow('claims.erase_case_details');
    await t.context.jobs.runNow('claims.erase_case_details');
    expect((await open(held.caseId, cast.officer).expect(410)).body.code).toBe('mediation_erased');
    expect((await get(held.caseId, cast.officer).expect(200)).body).toMatchObject({ erased: true, points: 10 });
    expect(await t.database.db.collection('mediation_visits').countDocuments({ note: { $ne: null } })).toBe(0);
  });
});
