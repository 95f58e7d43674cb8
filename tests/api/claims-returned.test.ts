import { claims, type MediationCase, mediation, reports } from '@red-points/shared/contracts';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { nextKey, type SignedInUser, startTestApp, type TestApp } from '../support/app.ts';
import { type Cast, claimBody, decide, fileClaim, hourlyTerms, publishRule, signInCast } from '../support/earning.ts';
import { evidenceOf, photo } from '../support/evidence.ts';
import { detailOf, lineOf } from '../support/reviewing.ts';

let t: TestApp;
let cast: Cast;
/** Another officer of the community, and one of the next. */
let colleague: SignedInUser;
let stranger: SignedInUser;

const RETURN = { decision: 'return', reason: '请写明地点' };
const codeOf = async (call: PromiseLike<{ status: number; body: { code?: string } }>) => {
  const { status, body } = await call;
  return status < 300 ? null : body.code;
};
const withdraw = (who: SignedInUser, claimId: string) => who.call(claims.withdraw, { params: { claimId } });
const taskOf = async (who: SignedInUser) => {
  const { items } = (await who.call(reports.tasks, { query: { unitId: 'jinxiu' } }).expect(200)).body;
  return items.find(({ code }: { code: string }) => code === 'claims_returned');
};
const returned = async (departures: Record<string, unknown> = {}): Promise<string> => {
  const { personId } = await t.enterResident();
  const claimId = await fileClaim(cast, personId, { description: nextKey(), ...departures });
  await decide(cast.secretary, 'claim', claimId, RETURN).expect(200);
  return claimId;
};

beforeAll(async () => {
  t = await startTestApp();
  cast = await signInCast(t);
  colleague = await t.signIn('grid_officer', 'jinxiu');
  stranger = await t.signIn('grid_officer', 'hechi');
  await publishRule(cast, 'ZY-01', hourlyTerms());
  await publishRule(cast, 'TJ-01', hourlyTerms({ unit: 'case', points: 10, category: 'mediation' }));
});
afterAll(() => t.close());

describe('what was filed for somebody and returned', () => {
  it('is corrected by any colleague who files there, with what it was filed with, and not reviewed by them', async () => {
    const evidenceIds = [await evidenceOf(t, cast.officer, await photo(1))];
    const claimId = await returned({ evidenceIds });
    expect(await taskOf(colleague)).toMatchObject({ count: 1 });
    const listed = (await colleague.call(claims.listReturned).expect(200)).body.items;
    expect(listed).toMatchObject([{ claimId, mayCorrect: true, mayWithdraw: true }]);
    expect((await stranger.call(claims.listReturned).expect(200)).body.items).toEqual([]);
    // Papers that an organiser has no other reason to read, either.
    await cast.organiser.call(claims.evidence, { params: { evidenceId: evidenceIds[0] ?? '' } }).expect(200);
    const body = { ...claimBody({ description: '擦 3 号楼扶手', evidenceIds }), version: 2 };
    const correct = (who: SignedInUser) => who.call(claims.resubmit, { params: { claimId }, body });
    expect(await codeOf(correct(stranger))).toBe('claim_not_yours');
    const again = (await correct(cast.deputy).expect(200)).body;
    expect(again).toMatchObject({ state: 'waiting', evidenceIds, filedByName: cast.officer.me.displayName });
    expect(await taskOf(colleague)).toBeUndefined();
    expect(await codeOf(decide(cast.deputy, 'claim', claimId))).toBe('review_own_claim');
    expect(await lineOf(cast.deputy, claimId)).toMatchObject({ mayDecide: false });
    await decide(cast.secretary, 'claim', claimId).expect(200);
  });

  it('of a case of mediation is opened and corrected by a colleague; neither they nor its filer review any part', async () => {
    const filer = await t.signIn('community_admin', 'jinxiu');
    const [one, two] = [await t.enterResident(), await t.enterResident()];
    const body = {
      mediators: [{ personId: one.personId }],
      ...{ ruleCode: 'TJ-01', occurredOn: '2026-11-22', minutes: 60, description: '漏水纠纷', outcome: 'settled' },
      sealed: { parties: [{ name: '王有德' }, { name: '赵水仙' }], dispute: '漏水' },
    };
    const filed: MediationCase = (await filer.call(mediation.file, { body }).expect(201)).body;
    const params = { caseId: filed.caseId };
    const open = (who: SignedInUser) => who.call(mediation.open, { params });
    expect(await codeOf(open(colleague))).toBe('mediation_sealed');
    await decide(cast.secretary, 'claim', filed.mediators[0]?.claimId ?? '', RETURN).expect(200);
    expect(await codeOf(open(stranger))).toBe('mediation_case_not_found');
    await open(colleague).expect(200);
    const mediators = [{ personId: one.personId }, { personId: two.personId }];
    const refile = (who: SignedInUser) =>
      who.call(mediation.refile, { params, body: { ...body, mediators, version: 1 } });
    expect(await codeOf(refile(stranger))).toBe('claim_not_yours');
    const again: MediationCase = (await refile(cast.deputy).expect(200)).body;
    expect(again.mediators.map(({ state }) => state)).toEqual(['waiting', 'waiting']);
    expect(await codeOf(open(colleague))).toBe('mediation_sealed');
    for (const { claimId } of again.mediators) {
      for (const hand of [filer, cast.deputy]) {
        expect(await codeOf(decide(hand, 'claim', claimId))).toBe('review_own_claim');
      }
      await decide(cast.secretary, 'claim', claimId).expect(200);
    }
  });
});

describe('a claim that is taken back', () => {
  it('while it waits, by its filer: once, reviewed no more, and in nobody’s way', async () => {
    const { personId } = await t.enterResident();
    const body = { personId, ...claimBody() };
    const { claimId } = (await cast.officer.call(claims.file, { body }).expect(201)).body;
    expect(await codeOf(withdraw(colleague, claimId))).toBe('claim_not_yours');
    expect(await codeOf(cast.officer.call(claims.file, { body }))).toBe('claim_duplicate');
    const first = (await withdraw(cast.officer, claimId).expect(200)).body;
    expect(first).toMatchObject({ state: 'withdrawn', mayCorrect: false, mayWithdraw: false, version: 2 });
    expect((await withdraw(cast.officer, claimId).expect(200)).body).toEqual(first);
    expect(await codeOf(decide(cast.secretary, 'claim', claimId))).toBe('already_decided');
    expect((await detailOf(cast.secretary, 'claim', claimId).expect(200)).body).toMatchObject({
      ...{ state: 'withdrawn', mayDecide: false, history: [{ code: 'filed' }, { code: 'withdrawn' }] },
    });
    const { claimId: second } = (await cast.officer.call(claims.file, { body }).expect(201)).body;
    await decide(cast.secretary, 'claim', second).expect(200);
    expect(await codeOf(withdraw(cast.officer, second))).toBe('claim_decided');
  });

  it('once it was returned, by any colleague who files there; the resident can claim the same themselves', async () => {
    const resident = await t.signInResident();
    const claimId = await fileClaim(cast, resident.personId);
    await decide(cast.secretary, 'claim', claimId, RETURN).expect(200);
    const own = () => resident.call(claims.fileOwn, { body: claimBody() });
    expect(await codeOf(own())).toBe('claim_duplicate');
    expect(await codeOf(withdraw(stranger, claimId))).toBe('claim_not_yours');
    expect(await codeOf(withdraw(resident, claimId))).toBe('claim_not_yours');
    await withdraw(colleague, claimId).expect(200);
    const { claimId: theirs } = (await own().expect(201)).body;
    // What a resident filed is theirs alone, returned or not.
    await decide(cast.secretary, 'claim', theirs, RETURN).expect(200);
    expect(await codeOf(withdraw(colleague, theirs))).toBe('claim_not_yours');
    const { items } = (await resident.call(claims.listOwn).expect(200)).body;
    expect(items).toContainEqual(expect.objectContaining({ claimId: theirs, mayCorrect: true, mayWithdraw: true }));
    await withdraw(resident, theirs).expect(200);
    const acts = await t.context.audit.of({ kind: 'claim', id: claimId }, 'claims.withdraw');
    expect(acts).toHaveLength(1);
  });
});
