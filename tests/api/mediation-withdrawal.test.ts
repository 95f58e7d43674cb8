import { claims, type MediationCase, mediation, type ReviewLine, reviews } from '@red-points/shared/contracts';
import { businessDate, formatTime } from '@red-points/shared/domain/calendar';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { nextKey, type SignedInUser, startTestApp, type TestApp } from '../support/app.ts';
import {
  type Cast,
  decide,
  endActivity,
  fileClaim,
  hourlyTerms,
  later,
  publishRule,
  runningActivity,
  scanIn,
  signInCast,
} from '../support/earning.ts';
import { evidenceOf, photo } from '../support/evidence.ts';
import { templatesOf, untilNoticed } from '../support/notices.ts';

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
const RETURN = { decision: 'return', reason: '请核对' };

let t: TestApp;
/** A second process on the same database. */
let other: TestApp;
let cast: Cast;
let colleague: SignedInUser;

const codeOf = async (call: PromiseLike<{ status: number; body: { code?: string } }>) => {
  const { status, body } = await call;
  return status < 300 ? null : body.code;
};
const caseBody = (personIds: readonly string[], departures: Record<string, unknown> = {}) => ({
  mediators: personIds.map((personId) => ({ personId })),
  ...{ ruleCode: 'TJ-01', occurredOn: '2026-11-22', minutes: 60, outcome: 'settled', description: '漏水纠纷' },
  sealed: { parties: [{ name: '王有德' }, { name: '赵水仙' }] },
  ...departures,
});
const file = (body: object, who: SignedInUser = cast.officer) => who.call(mediation.file, { body: { ...body } });
const filed = async (personIds: readonly string[], departures = {}): Promise<MediationCase> =>
  (await file(caseBody(personIds, { description: nextKey(), ...departures })).expect(201)).body;
const withdraw = (caseId: string, who: SignedInUser = cast.officer) =>
  who.call(mediation.withdraw, { params: { caseId } });
const partsOf = (caseId: string) => t.database.db.collection('claims').find({ caseId }).toArray();
const someone = async () => (await t.enterResident()).personId;
const flagsOf = async (ids: readonly string[]) => {
  const { items } = (await cast.secretary.call(reviews.list, { query: { limit: 100 } }).expect(200)).body;
  return ids.map((id) => items.find((line: ReviewLine) => line.id === id)?.flagged);
};

beforeAll(async () => {
  t = await startTestApp({ started: true });
  other = await startTestApp({ sharing: t });
  cast = await signInCast(t);
  colleague = await t.signIn('grid_officer', 'jinxiu');
  await publishRule(cast, 'TJ-01', hourlyTerms({ unit: 'case', points: 10, category: 'mediation' }));
  await publishRule(cast, 'ZY-01', hourlyTerms());
  await publishRule(cast, 'ZY-07', hourlyTerms({ title: '巡逻' }));
});
afterAll(async () => {
  await other.close();
  await t.close();
});

it('a case that waits is taken back whole by its filer, once, and stands in nobody’s way', async () => {
  const mediator = await t.signInResident();
  const body = caseBody([mediator.personId, await someone()], { description: nextKey() });
  const { caseId, mediators }: MediationCase = (await file(body).expect(201)).body;
  const [one] = mediators.map(({ claimId }) => claimId);
  const stranger = await t.signIn('grid_officer', 'hechi');
  // What waits is its filer's alone; a single part of it is nobody's.
  for (const who of [colleague, stranger, mediator])
    expect(await codeOf(withdraw(caseId, who))).toBe('claim_not_yours');
  expect(await codeOf(withdraw('nothing'))).toBe('mediation_case_not_found');
  expect(await codeOf(cast.officer.call(claims.withdraw, { params: { claimId: one ?? '' } }))).toBe('claim_of_case');
  const listed = (await cast.officer.call(claims.list, { query: { unitId: 'jinxiu' } }).expect(200)).body.items;
  expect(listed).toContainEqual(expect.objectContaining({ claimId: one, caseId, mayWithdraw: true }));

  const params = { params: { caseId } };
  const both = await Promise.all([
    cast.officer.call(mediation.withdraw, params),
    other.call(mediation.withdraw, { ...params, token: cast.officer.token }),
  ]);
  expect(both.map(({ status }) => status)).toEqual([200, 200]);
  const first: MediationCase = both[0].body;
  expect(first).toMatchObject({ withdrawn: true, points: 0, mediators: [], visitDueOn: null, version: 2 });
  expect(both[1].body).toEqual(first);
  expect((await withdraw(caseId).expect(200)).body).toEqual(first);
  for (const part of await partsOf(caseId)) {
    expect(part).toMatchObject({ state: 'withdrawn', live: false, waitingSince: null });
    expect(part['history'].map(({ code }: { code: string }) => code)).toEqual(['filed', 'withdrawn']);
  }
  expect(await codeOf(decide(cast.secretary, 'claim', one ?? ''))).toBe('already_decided');
  const visit = { params: { caseId }, body: { finding: 'calm' }, key: nextKey() };
  expect(await codeOf(cast.officer.call(mediation.visit, visit))).toBe('mediation_visit_not_wanted');
  expect(await codeOf(cast.officer.call(mediation.refile, { ...params, body: { ...body, version: 2 } }))).toBe(
    'mediation_not_returned',
  );
  await file(body).expect(201);
  await untilNoticed(mediator, 'claim_withdrawn');
  expect(await templatesOf(mediator)).toEqual(['claim_withdrawn']);
  expect(await templatesOf(cast.officer)).not.toContain('filed_claim_withdrawn');
});

it('a case that was returned is taken back by any colleague who files there, and its filer is told once', async () => {
  const { caseId, mediators } = await filed([await someone(), await someone()]);
  await decide(cast.secretary, 'claim', mediators[0]?.claimId ?? '', RETURN).expect(200);
  const stranger = await t.signIn('grid_officer', 'hechi');
  expect(await codeOf(withdraw(caseId, stranger))).toBe('claim_not_yours');
  expect((await withdraw(caseId, colleague).expect(200)).body).toMatchObject({ withdrawn: true, mediators: [] });
  await withdraw(caseId, cast.officer).expect(200);
  await untilNoticed(cast.officer, 'filed_claim_withdrawn');
  const told = (await templatesOf(cast.officer)).filter((template) => template === 'filed_claim_withdrawn');
  expect(told).toHaveLength(1);
});

it('a resident takes back the case that they filed themselves, and is told nothing of it', async () => {
  const resident = await t.signInResident();
  const { mediators: _none, ...body } = caseBody([], { description: nextKey() });
  const { caseId } = (await resident.call(mediation.fileOwn, { body }).expect(201)).body;
  expect((await resident.call(claims.listOwn).expect(200)).body.items).toMatchObject([{ caseId, mayWithdraw: true }]);
  await withdraw(caseId, resident).expect(200);
  expect((await resident.call(claims.listOwn).expect(200)).body.items).toMatchObject([
    { state: 'withdrawn', mayWithdraw: false },
  ]);
  expect(await templatesOf(resident)).toEqual([]);
});

it('a part that was approved stays with its share, and the case with its visit; what is decided cannot be taken back', async () => {
  const { caseId, mediators } = await filed([await someone(), await someone(), await someone()]);
  const [first] = mediators;
  await decide(cast.secretary, 'claim', first?.claimId ?? '').expect(200);
  const left: MediationCase = (await withdraw(caseId).expect(200)).body;
  expect(left).toMatchObject({ withdrawn: true, points: first?.points, visitDueOn: '2026-12-22' });
  expect(left.mediators).toMatchObject([{ claimId: first?.claimId, state: 'posted' }]);
  const whole = await filed([await someone()]);
  await decide(cast.secretary, 'claim', whole.mediators[0]?.claimId ?? '').expect(200);
  expect(await codeOf(withdraw(whole.caseId))).toBe('claim_decided');
});

it('of a decision and a withdrawal at the same moment one counts for each part', async () => {
  for (let round = 0; round < 6; round += 1) {
    const { caseId, mediators } = await filed([await someone(), await someone()]);
    const [one] = mediators;
    const [decided, withdrawn] = await Promise.all([
      decide(cast.secretary, 'claim', one?.claimId ?? ''),
      other.call(mediation.withdraw, { params: { caseId }, token: cast.officer.token }),
    ]);
    expect(withdrawn.status).toBe(200);
    const parts = await partsOf(caseId);
    const kept = parts.filter(({ state }) => state !== 'withdrawn');
    expect(kept.map(({ _id }) => _id)).toEqual(decided.status === 200 ? [one?.claimId] : []);
    expect(withdrawn.body.points).toBe(decided.status === 200 ? one?.points : 0);
  }
});

it('a claim that is rejected takes along the marks of doubles that rested on it, and no others', async () => {
  const day = businessDate(t.clock.now());
  const [patroller, filmed] = [await t.signInResident(), await t.signInResident()];
  const { activityId } = await runningActivity(t, cast);
  const startTime = formatTime(t.clock.now() + 600_000);
  const stays = [
    (await scanIn(t, cast, patroller, activityId)).attendanceId,
    (await scanIn(t, cast, filmed, activityId)).attendanceId,
  ];
  cast = later(t, cast, HOUR_MS);
  await endActivity(cast, activityId);
  const timed = { ruleCode: 'ZY-07', occurredOn: day, startTime, minutes: 30 };
  const patrol = await fileClaim(cast, patroller.personId, timed);
  const kept = await fileClaim(cast, filmed.personId, timed);
  const second = await fileClaim(cast, filmed.personId, { ...timed, description: nextKey() });
  expect(await flagsOf([...stays, kept])).toEqual([true, true, true]);
  for (const claimId of [patrol, second]) {
    await decide(cast.secretary, 'claim', claimId, { decision: 'reject', reason: '那时在活动里' }).expect(200);
  }
  // The other patrol is a double of the stay still.
  expect(await flagsOf([...stays, kept])).toEqual([false, true, true]);
  // Of a case, one part is rejected and the others with it: what those gave goes too.
  const { mediators } = await filed([await someone(), patroller.personId], { occurredOn: day, startTime, minutes: 30 });
  expect(await flagsOf(stays)).toEqual([true, true]);
  const params = { decision: 'reject', reason: '并无此事' } as const;
  await decide(cast.secretary, 'claim', mediators[0]?.claimId ?? '', params).expect(200);
  expect(await flagsOf(stays)).toEqual([false, true]);
});

it('takes along the marks of doubles that rested on it, and no others', async () => {
  const day = businessDate(t.clock.now());
  const [mediator, filmed] = [await t.signInResident(), await t.signInResident()];
  const { activityId } = await runningActivity(t, cast);
  const startTime = formatTime(t.clock.now() + 600_000);
  const stays = [
    (await scanIn(t, cast, mediator, activityId)).attendanceId,
    (await scanIn(t, cast, filmed, activityId)).attendanceId,
  ];
  cast = later(t, cast, HOUR_MS);
  await endActivity(cast, activityId);
  const evidenceIds = [await evidenceOf(t, cast.officer, await photo(1))];
  const timed = { ruleCode: 'ZY-07', occurredOn: day, startTime, minutes: 30 };
  const patrol = await fileClaim(cast, filmed.personId, timed);
  const pictured = await fileClaim(cast, await someone(), { evidenceIds });
  expect(await flagsOf([...stays, patrol, pictured])).toEqual([false, true, true, false]);
  const { caseId } = await filed([mediator.personId, filmed.personId], {
    ...{ occurredOn: day, startTime, minutes: 30 },
    evidenceIds: [await evidenceOf(t, cast.officer, await photo(1))],
  });
  expect(await flagsOf([...stays, patrol, pictured])).toEqual([true, true, true, true]);
  await withdraw(caseId).expect(200);
  // The patrol and the stay of the same time are doubles of each other still.
  expect(await flagsOf([...stays, patrol, pictured])).toEqual([false, true, true, false]);
  cast = later(t, cast, 40 * DAY_MS);
  const due = (await cast.officer.call(mediation.visits, { query: { unitId: 'jinxiu', limit: 100 } }).expect(200)).body;
  expect(due.items.map((each: MediationCase) => each.caseId)).not.toContain(caseId);
});
