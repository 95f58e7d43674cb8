import { accountChanges, people, reviews, transactions } from '@red-points/shared/contracts';
import { businessDate } from '@red-points/shared/domain/calendar';
import { entryId } from '@red-points/shared/domain/ledger';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { startTestApp, type TestApp } from '../support/app.ts';
import {
  type Cast,
  decide,
  endActivity,
  fileClaim,
  hourlyTerms,
  publishRule,
  runningActivity,
  scanIn,
  scanOut,
  signInCast,
} from '../support/earning.ts';
import { lasting } from '../support/households.ts';

const HOUR_MS = 3_600_000;

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
});
afterAll(() => t.close());

/** Somebody signed in for as long as the test's clock goes on. */
const resident = async () => lasting(t, await t.signInResident());

const join = (personId: string, keptPersonId: string) =>
  cast.officer.call(accountChanges.proposeJoining, {
    params: { personId },
    body: { keptPersonId, reason: '同一人登记了两次' },
  });

async function served(residents: readonly Awaited<ReturnType<TestApp['signInResident']>>[]): Promise<string> {
  const { activityId } = await runningActivity(t, cast);
  for (const one of residents) await scanIn(t, cast, one, activityId);
  t.clock.advance(HOUR_MS);
  for (const one of residents) await scanOut(t, cast, one, activityId);
  await endActivity(cast, activityId);
  const { items } = (await cast.secretary.call(reviews.list, { query: { kind: 'attendance' } }).expect(200)).body;
  for (const { id } of items) await decide(cast.secretary, 'attendance', id).expect(200);
  return activityId;
}

it('two records that were credited for one activity are joined once one of the two is reversed', async () => {
  const [old, kept] = [await resident(), await resident()];
  await served([old, kept]);
  const refusal = (await join(old.personId, kept.personId).expect(409)).body;
  expect(refusal.code).toBe('joined_counted_twice');
  expect(refusal.title).toContain(businessDate(t.clock.now()));
  const params = { entryId: entryId(old.accountId, 1) };
  await cast.deputy.call(transactions.reverse, { params, body: { reason: '同一人记了两次' } }).expect(201);
  const { changeId } = (await join(old.personId, kept.personId).expect(201)).body;
  await cast.secretary.call(accountChanges.confirm, { params: { changeId } }).expect(200);
  const detail = (await cast.officer.call(people.get, { params: { personId: kept.personId } }).expect(200)).body;
  expect(detail.joinedFrom).toHaveLength(1);
});

it('what the joined record was credited for is not credited again to the one that stays', async () => {
  const [old, kept] = [await resident(), await resident()];
  const activityId = await served([old]);
  const { changeId } = (await join(old.personId, kept.personId).expect(201)).body;
  await cast.secretary.call(accountChanges.confirm, { params: { changeId } }).expect(200);
  const claimed = { occurredOn: businessDate(t.clock.now()), minutes: 60, activityId };
  const claimId = await fileClaim(cast, kept.personId, claimed);
  const refused = await decide(cast.secretary, 'claim', claimId).expect(409);
  expect(refused.body.code).toBe('rule_event_counted');
  expect((await t.context.ledger.view(kept.accountId)).available).toBe(2);
});
