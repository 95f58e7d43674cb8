import { HAND_UP_JOB } from '@red-points/server/objections/index';
import { type Objection, objections, reports } from '@red-points/shared/contracts';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type SignedInUser, startTestApp, type TestApp } from '../support/app.ts';
import { type Cast, decide, fileClaim, hourlyTerms, publishRule, signInCast } from '../support/earning.ts';
import { lasting } from '../support/households.ts';
import { untilNoticed } from '../support/notices.ts';
import { lend } from '../support/reviewing.ts';

const DAY_MS = 86_400_000;

let t: TestApp;
let cast: Cast;
let street: SignedInUser;
let clerk: SignedInUser;

/** An entry in publicity with an objection of a neighbour. */
async function objected(resident: Record<string, unknown> = {}): Promise<{ objectionId: string; claimId: string }> {
  const { personId } = await t.enterResident(resident);
  const claimId = await fileClaim(cast, personId, { ruleCode: 'ZY-03', description: `送餐 ${personId}` });
  await decide(cast.secretary, 'claim', claimId).expect(200);
  const neighbour = lasting(t, await t.signInResident());
  const body = { creditId: `claim:${claimId}`, reason: '当天没有见到他' };
  const { objectionId } = (await neighbour.call(objections.fileOwn, { body }).expect(201)).body;
  return { objectionId, claimId };
}
const rule = (by: SignedInUser, objectionId: string) =>
  by.call(objections.decide, { params: { objectionId }, body: { outcome: 'dismissed', reason: '已核实参加' } });
const codeOf = async (call: PromiseLike<{ body: { code?: string } }>) => (await call).body.code;
const lineOf = async (by: SignedInUser, objectionId: string, query: Record<string, string> = {}) => {
  const { items } = (await by.call(objections.list, { query: { limit: 200, ...query } }).expect(200)).body;
  return items.find((one: Objection) => one.objectionId === objectionId) as Objection | undefined;
};
const taskOf = async (by: SignedInUser, code: string, query: Record<string, string> = {}) => {
  const { items } = (await by.call(reports.tasks, { query }).expect(200)).body;
  return items.find((task: { code: string }) => task.code === code);
};

beforeAll(async () => {
  t = await startTestApp({ started: true });
  const plain = await signInCast(t);
  cast = {
    organiser: lasting(t, plain.organiser),
    officer: lasting(t, plain.officer),
    secretary: lasting(t, plain.secretary),
    deputy: lasting(t, plain.deputy),
  };
  street = lasting(t, await t.signIn('street_admin', 'qihe'));
  clerk = lasting(t, await t.signIn('grid_officer', 'jinxiu-g2'));
  await publishRule(cast, 'ZY-03', hourlyTerms({ publicityDays: 5 }));
});
afterAll(() => t.close());

describe('a deputy', () => {
  it('reads and decides the objections of the unit lent to them, and the decision says for whom', async () => {
    const { objectionId } = await objected();
    expect(await codeOf(rule(clerk, objectionId))).toBe('out_of_scope');
    expect(await lineOf(clerk, objectionId)).toBeUndefined();
    await lend(cast.deputy, clerk).expect(201);
    expect(await lineOf(clerk, objectionId, { unitId: 'jinxiu' })).toMatchObject({ mayDecide: true });
    expect(await lineOf(clerk, objectionId)).toMatchObject({ mayDecide: true });
    expect(await taskOf(clerk, 'objections_waiting')).toMatchObject({ count: 1 });
    expect((await rule(clerk, objectionId).expect(200)).body).toMatchObject({
      decidedByName: clerk.me.displayName,
      decidedForName: cast.deputy.me.displayName,
      mayDecide: false,
    });
  });

  it('does not decide what they filed themselves, nor what concerns whoever lent the right', async () => {
    const lender = await t.enterResident();
    const boss = lasting(t, await t.signIn('community_admin', 'jinxiu', { personId: lender.personId }));
    const helper = lasting(t, await t.signIn('grid_officer', 'jinxiu-g2'));
    await lend(boss, helper).expect(201);
    const claimId = await fileClaim(cast, lender.personId, { ruleCode: 'ZY-03' });
    await decide(cast.secretary, 'claim', claimId).expect(200);
    const neighbour = lasting(t, await t.signInResident());
    const body = { creditId: `claim:${claimId}`, reason: '当天没有见到他' };
    const { objectionId } = (await neighbour.call(objections.fileOwn, { body }).expect(201)).body;
    expect(await codeOf(rule(helper, objectionId))).toBe('objection_lender_concerned');
    expect(await lineOf(helper, objectionId, { unitId: 'jinxiu' })).toMatchObject({ mayDecide: false });
    // The officer filed the claim: a right that is lent does not make them independent.
    await lend(cast.deputy, cast.officer).expect(201);
    const own = await objected();
    expect(await codeOf(rule(cast.officer, own.objectionId))).toBe('objection_not_independent');
    await rule(helper, own.objectionId).expect(200);
  });
});

describe('an objection that is not decided in time', () => {
  it('is handed up to the street once, who is told, and the office may still decide', async () => {
    const { objectionId } = await objected();
    await t.context.jobs.runNow(HAND_UP_JOB);
    expect(await lineOf(street, objectionId, { unitId: 'qihe' })).toMatchObject({ escalatedToName: null });
    expect(await taskOf(street, 'objections_escalated', { unitId: 'qihe' })).toBeUndefined();
    t.clock.advance(7 * DAY_MS);
    await Promise.all([t.context.jobs.runNow(HAND_UP_JOB), t.context.jobs.runNow(HAND_UP_JOB)]);
    // The background's own turn may have been under way: whoever comes first does it, once.
    const lineNow = () => lineOf(street, objectionId, { unitId: 'qihe' });
    await expect.poll(async () => (await lineNow())?.escalatedToName, { timeout: 60_000 }).toBe('栖禾街道');
    const first = await lineNow();
    expect(first).toMatchObject({ isLate: true, mayDecide: true });
    t.clock.advance(60_000);
    await t.context.jobs.runNow(HAND_UP_JOB);
    expect((await lineNow())?.escalatedAt).toBe(first?.escalatedAt);
    const { count } = await taskOf(street, 'objections_escalated', { unitId: 'qihe' });
    expect(count).toBeGreaterThan(0);
    expect(await taskOf(cast.deputy, 'objections_escalated', { unitId: 'jinxiu' })).toBeUndefined();
    await untilNoticed(street, 'objection_escalated');
    await rule(cast.deputy, objectionId).expect(200);
    const left = await taskOf(street, 'objections_escalated', { unitId: 'qihe' });
    expect(left?.count ?? 0).toBe(count - 1);
  });
});
