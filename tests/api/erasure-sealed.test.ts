import { ERASURE_JOB } from '@red-points/server/own-data/index';
import { adjustments, contests, dataRequests, objections, ownData } from '@red-points/shared/contracts';
import { entryId } from '@red-points/shared/domain/ledger';
import type { Binary, Document } from 'mongodb';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { nextKey, type SignedInUser, startTestApp, type TestApp } from '../support/app.ts';
import { type Cast, decide, fileClaim, hourlyTerms, publishRule, signInCast } from '../support/earning.ts';
import { creditTo, householdOfTwo, lasting } from '../support/households.ts';

const NAME = '林国强';
const STRUCK = '已注销';

let t: TestApp;
let cast: Cast;

beforeAll(async () => {
  t = await startTestApp();
  const { organiser, officer, secretary, deputy } = await signInCast(t);
  cast = {
    organiser: lasting(t, organiser),
    officer: lasting(t, officer),
    secretary: lasting(t, secretary),
    deputy: lasting(t, deputy),
  };
  await publishRule(cast, 'ZY-01', hourlyTerms());
  await publishRule(cast, 'ZY-09', hourlyTerms({ publicityDays: 3 }));
});
afterAll(() => t.close());

const colleague = async (): Promise<SignedInUser> => lasting(t, await t.signIn('community_admin', 'jinxiu'));

async function ok<T>(answer: PromiseLike<{ status: number; body: T }>): Promise<T> {
  const { status, body } = await answer;
  expect(status, JSON.stringify(body)).toBeLessThan(300);
  return body;
}

/** An entry in publicity that somebody objects to, and the answer to it. */
async function objectedTo(beneficiary: string, objector: SignedInUser, said: string, answered: string) {
  const claimId = await fileClaim(cast, beneficiary, { ruleCode: 'ZY-09' });
  await decide(cast.secretary, 'claim', claimId).expect(200);
  const filed = await ok(objector.call(objections.fileOwn, { body: { creditId: `claim:${claimId}`, reason: said } }));
  const params = { objectionId: String(filed.objectionId) };
  const body = { outcome: 'upheld', reason: answered };
  await ok((await colleague()).call(objections.decide, { params, body }));
  return params.objectionId;
}

async function erased(resident: SignedInUser): Promise<void> {
  const { requestId } = await ok(resident.call(ownData.askErasure, { body: { giveRest: true }, key: nextKey() }));
  t.clock.set(t.clock.now() + 8 * 86_400_000);
  const params = { requestId: String(requestId) };
  const approved = await ok(cast.secretary.call(dataRequests.approve, { params, key: nextKey() }));
  if (approved.state === 'first_approved') await ok(cast.deputy.call(dataRequests.approve, { params, key: nextKey() }));
  t.clock.set(t.clock.now() + 11 * 60_000);
  expect(await t.context.jobs.runNow(ERASURE_JOB)).toBe('done');
}

/** What a record's field says to who may still read it. */
async function saidIn(collection: string, id: string, field: string, kind: string, owner: string) {
  const record = await t.database.db.collection<Document & { _id: string }>(collection).findOne({ _id: id });
  const opened = await t.context.personalData.open(String(record?.[owner]), kind, record?.[field] as Binary);
  return Object.values(opened ?? {})[0];
}

it('whoever was erased is named in no sealed words that outlive them: of their household, or of who objected to them', async () => {
  await creditTo(cast.secretary, 'household');
  const { household, mother, son } = await householdOfTwo(t, cast.officer);
  const neighbour = lasting(t, await t.signInResident());
  const served = await fileClaim(cast, son.personId, { occurredOn: '2026-11-23' });
  await decide(cast.secretary, 'claim', served).expect(200);
  const params = { entryId: entryId(household.accountId, 1) };
  const [one, other] = [await colleague(), await colleague()];
  const proposal = { points: 1, minutes: 0, reason: `${NAME}说少记了` };
  const { adjustmentId } = await ok(one.call(adjustments.propose, { params, body: proposal, key: nextKey() }));
  await ok(other.call(adjustments.confirm, { params: { adjustmentId: String(adjustmentId) }, key: nextKey() }));
  t.clock.advance(1_000);
  const doubt = { entryId: params.entryId, reason: `是不是${NAME}的` };
  const { contestId } = await ok(mother.call(contests.fileOwn, { body: doubt, key: nextKey() }));
  const reply = { outcome: 'stands', answer: `问过${NAME}，是他的` };
  await ok(other.call(contests.answer, { params: { contestId: String(contestId) }, body: reply, key: nextKey() }));
  const against = await objectedTo(son.personId, neighbour, `${NAME}那天没有来`, '有签到记录');
  const by = await objectedTo(neighbour.personId, son, '我没有见到他', `已向${NAME}说明`);
  // Words about nobody who left stay as they were written.
  const besides = await objectedTo(mother.personId, neighbour, '陈秀英那天没有来', '有签到记录');

  await erased(son);

  const said = [
    await saidIn('adjustments', String(adjustmentId), 'reason', 'adjustment-reason', 'ownerId'),
    await saidIn('contests', String(contestId), 'reason', 'contest-reason', 'ownerId'),
    await saidIn('contests', String(contestId), 'answer', 'contest-answer', 'ownerId'),
    await saidIn('objections', against, 'reason', 'objection-reason', 'personId'),
    await saidIn('objections', by, 'answer', 'objection-answer', 'beneficiaryPersonId'),
    await saidIn('objections', besides, 'reason', 'objection-reason', 'personId'),
  ];
  expect(said).toEqual([
    `${STRUCK}说少记了`,
    `是不是${STRUCK}的`,
    `问过${STRUCK}，是他的`,
    `${STRUCK}那天没有来`,
    `已向${STRUCK}说明`,
    '陈秀英那天没有来',
  ]);
  // What went with their own key says nothing to anybody.
  expect(await saidIn('objections', by, 'reason', 'objection-reason', 'personId')).toBeUndefined();
});
