import { accountChanges, objections } from '@red-points/shared/contracts';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { type SignedInUser, startTestApp, type TestApp } from '../support/app.ts';
import { type Cast, decide, fileClaim, hourlyTerms, publishRule, signInCast } from '../support/earning.ts';
import { noticesOf, unreadOf, untilNoticed } from '../support/notices.ts';

let t: TestApp;
let cast: Cast;

beforeAll(async () => {
  t = await startTestApp({ started: true });
  cast = await signInCast(t);
  await publishRule(cast, 'ZY-01', hourlyTerms());
  await publishRule(cast, 'ZY-03', hourlyTerms({ publicityDays: 3 }));
});
afterAll(() => t.close());

/** A neighbour's entry in publicity that somebody objects to. */
async function objectedBy(resident: SignedInUser): Promise<string> {
  const claimId = await fileClaim(cast, (await t.signInResident()).personId, { ruleCode: 'ZY-03' });
  await decide(cast.secretary, 'claim', claimId).expect(200);
  const body = { creditId: `claim:${claimId}`, reason: '那天没有见到他' };
  return (await resident.call(objections.fileOwn, { body }).expect(201)).body.objectionId;
}

it('what a record was told, and is told after it was joined, is read by whom it is', async () => {
  const [old, kept] = [await t.signInResident(), await t.signInResident()];
  const posted = await fileClaim(cast, old.personId);
  await decide(cast.secretary, 'claim', posted).expect(200);
  const [told] = await untilNoticed(old, 'points_posted');
  const objectionId = await objectedBy(old);
  const body = { keptPersonId: kept.personId, reason: '同一人登记了两次' };
  const proposed = cast.officer.call(accountChanges.proposeJoining, { params: { personId: old.personId }, body });
  const { changeId } = (await proposed.expect(201)).body;
  await cast.secretary.call(accountChanges.confirm, { params: { changeId } }).expect(200);

  const [handed] = await untilNoticed(kept, 'points_posted');
  expect(handed).toEqual(told);
  expect(await unreadOf(kept)).toBeGreaterThan(0);
  const verdict = { outcome: 'upheld', reason: '核实没有参加' };
  const judge = await t.signIn('community_admin', 'jinxiu');
  await judge.call(objections.decide, { params: { objectionId }, body: verdict }).expect(200);
  await untilNoticed(kept, 'objection_decided');
  expect(await noticesOf(kept, { show: 'unread' })).toHaveLength(await unreadOf(kept));
});
