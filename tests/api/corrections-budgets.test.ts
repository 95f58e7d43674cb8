import { ADJUSTMENTS_JOB } from '@red-points/server/adjustments/index';
import { accountChanges, adjustments, redemptions, transactions } from '@red-points/shared/contracts';
import { entryId } from '@red-points/shared/domain/ledger';
import type { Document } from 'mongodb';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { nextKey, type SignedInUser, startTestApp, type TestApp } from '../support/app.ts';
import { budgetOf, expectBudgetsHold, setBudget, THIS_MONTH } from '../support/budgets.ts';
import { type Cast, decide, fileClaim, hourlyTerms, publishRule, signInCast } from '../support/earning.ts';
import { lasting } from '../support/households.ts';
import { addOffer, availableOf, openOffice, openShop, type Resident, startAtPoster } from '../support/redeeming.ts';

const SWEEP = 'budgets.sweep';
const BUDGET = `jinxiu:all:${THIS_MONTH}`;

let test: TestApp;
let other: TestApp;
let officer: SignedInUser;
let secretary: SignedInUser;
let deputy: SignedInUser;
let approver: SignedInUser;
let cast: Cast;

beforeAll(async () => {
  test = await startTestApp();
  other = await startTestApp({ sharing: test });
  cast = await signInCast(test);
  officer = lasting(test, cast.officer);
  secretary = lasting(test, cast.secretary);
  approver = lasting(test, cast.deputy);
  cast = { ...cast, officer };
  deputy = lasting(other, await other.signIn('community_admin', 'jinxiu'));
  for (const [code, category] of [
    ['ZY-01', 'volunteering'],
    ['WH-01', 'culture'],
  ] as const)
    await publishRule(cast, code, hourlyTerms({ category, points: 60 }));
});
afterAll(async () => {
  await other.close();
  await test.close();
});

const recordsOf = (collection: string) => test.database.db.collection<Document & { _id: string }>(collection);
const standing = (budgetId = BUDGET) => budgetOf(secretary, budgetId);

/** Leaves so many points of the month's budget. */
async function leave(points: number): Promise<void> {
  const { used, reserved, version } = await standing();
  await setBudget(secretary, used + reserved + points, { version });
}

beforeEach(async () => {
  const known = await recordsOf('budgets').findOne({ _id: BUDGET });
  if (known === null) await setBudget(secretary, 1_000_000);
  await leave(100);
});
afterEach(() => expectBudgetsHold(test));

/** A claim of a new resident that was approved and posted, of one point a minute. */
async function credited(points: number, departures: Record<string, unknown> = {}, known?: Resident) {
  const { accountId, personId } = known ?? (await test.enterResident({ unitId: 'jinxiu-g1' }));
  const claimId = await fileClaim(cast, personId, { minutes: points, ...departures });
  await decide(approver, 'claim', claimId).expect(200);
  return { accountId, personId, entry: entryId(accountId, 1) };
}

async function proposed(entry: string, points: number): Promise<string> {
  const body = { points, minutes: 0, reason: '核实后更正' };
  const answer = await officer.call(adjustments.propose, { params: { entryId: entry }, body });
  expect(answer.status, JSON.stringify(answer.body)).toBe(201);
  return answer.body.adjustmentId;
}
const confirm = (adjustmentId: string, by = secretary, key = nextKey()) =>
  by.call(adjustments.confirm, { params: { adjustmentId }, key });

/** By the second word of one who had no part in the entry: in that of a correction, another than had the word there. */
async function corrected(entry: string, points: number, by = secretary): Promise<string> {
  return (await confirm(await proposed(entry, points), by).expect(200)).body.postedEntryId ?? '';
}

describe('a correction upward', () => {
  it('is bounded by the budget that bounds what it corrects, and goes through when that is raised', async () => {
    const { accountId, entry } = await credited(10);
    const before = await standing();
    expect(before.left).toBe(90);
    const adjustmentId = await proposed(entry, 91);
    expect(await standing(), 'a proposal weighs nothing').toEqual(before);
    const key = nextKey();
    const short = await confirm(adjustmentId, secretary, key).expect(409);
    expect(short.body).toMatchObject({ code: 'budget_short', detail: { needed: 91, left: 90 } });
    expect((await officer.call(adjustments.get, { params: { adjustmentId } }).expect(200)).body.state).toBe('proposed');
    expect(await availableOf(test, accountId)).toBe(10);

    await leave(91);
    await confirm(adjustmentId, secretary, key).expect(200);
    expect(await standing()).toMatchObject({ used: before.used + 91, reserved: before.reserved, left: 0 });
    await confirm(adjustmentId, secretary, key).expect(200);
    expect(await standing(), 'asked again').toMatchObject({ used: before.used + 91, left: 0 });
  });

  it('weighs where the entry did: on its category and on its month', async () => {
    const scope = { category: 'culture', period: '2026-10' };
    const culture = `jinxiu:culture:${scope.period}`;
    await setBudget(secretary, 15, scope);
    const { entry } = await credited(10, { ruleCode: 'WH-01', occurredOn: '2026-10-30' });
    const adjustmentId = await proposed(entry, 6);
    const month = await standing();
    expect((await confirm(adjustmentId).expect(409)).body).toMatchObject({ code: 'budget_short', detail: { left: 5 } });
    await officer.call(adjustments.withdraw, { params: { adjustmentId } }).expect(200);
    const given = await corrected(entry, 5);
    expect(await standing(culture)).toMatchObject({ used: 15, left: 0 });
    expect(await standing(), 'of another month').toEqual(month);
    await corrected(given, -2, deputy);
    expect(await standing(culture), 'a correction of the correction gives back').toMatchObject({ used: 13, left: 2 });
  });

  it('that gives back what a redemption took weighs on none', async () => {
    const office = await openOffice(test);
    const open = await openShop(test, office);
    const resident = await test.signInResident({ unitId: 'jinxiu-g1' });
    await credited(50, {}, resident);
    const { redemptionId } = await startAtPoster(resident, open, await addOffer(office, open.shop, { points: 40 }));
    await open.owner.call(redemptions.confirm, { params: { redemptionId } }).expect(200);
    const { seq } = await test.context.ledger.view(resident.accountId);
    const before = await standing();
    await corrected(entryId(resident.accountId, seq), 30);
    expect(await availableOf(test, resident.accountId)).toBe(40);
    expect(await standing()).toEqual(before);
  });

  it('of two at once, by two processes, for the last points one is confirmed', async () => {
    for (let round = 0; round < 3; round += 1) {
      const entries = [await credited(1), await credited(1)];
      await leave(7);
      const ids = await Promise.all(entries.map(({ entry }) => proposed(entry, 5)));
      const answers = await Promise.all([confirm(ids[0] ?? '', secretary), confirm(ids[1] ?? '', deputy)]);
      const codes = answers.map(({ status, body }) => (status === 200 ? 'posted' : body.code)).sort();
      expect(codes).toEqual(['budget_short', 'posted']);
      expect(await standing()).toMatchObject({ reserved: 0, left: 2 });
    }
  });

  it('of one correction confirmed by two at once is set aside once', async () => {
    const { entry } = await credited(10);
    const adjustmentId = await proposed(entry, 20);
    const answers = await Promise.all([confirm(adjustmentId, secretary), confirm(adjustmentId, deputy)]);
    expect(answers.filter(({ status }) => status === 200)).toHaveLength(1);
    expect(await standing()).toMatchObject({ reserved: 0, left: 70 });
  });
});

describe('a correction downward', () => {
  it('gives back once, also where the process died before or after', async () => {
    for (const lost of ['entry', 'return', 'end'] as const) {
      await leave(30);
      const { entry } = await credited(30);
      await leave(0);
      const adjustmentId = await proposed(entry, -20);
      if (lost !== 'entry') await confirm(adjustmentId).expect(200);
      await interrupt(adjustmentId);
      if (lost === 'return') {
        const { value } = await takeBackReturn(adjustmentId);
        expect(value).toBe(20);
      }
      await Promise.all([test.context.jobs.runNow(ADJUSTMENTS_JOB), other.context.jobs.runNow(ADJUSTMENTS_JOB)]);
      expect(await standing(), lost).toMatchObject({ reserved: 0, left: 20 });
      await expectBudgetsHold(test);
    }
  });

  it('is undone by a correction of it, as far as the budget has not been used in between', async () => {
    const { entry } = await credited(50);
    const less = await corrected(entry, -40);
    await leave(30);
    const adjustmentId = await proposed(less, 31);
    expect((await confirm(adjustmentId, deputy).expect(409)).body.code).toBe('budget_short');
    await officer.call(adjustments.withdraw, { params: { adjustmentId } }).expect(200);
    await corrected(less, 30, deputy);
    expect(await standing()).toMatchObject({ left: 0 });
  });
});

describe('a correction that was confirmed', () => {
  it('and whose process died goes on with what was set aside, and gives the rest back where it ended without it', async () => {
    for (const lost of ['entry', 'end', 'close'] as const) {
      await leave(10);
      const { accountId, entry } = await credited(10);
      await leave(20);
      const adjustmentId = await proposed(entry, 20);
      if (lost === 'entry') await confirmOnly(adjustmentId);
      else await confirm(adjustmentId).expect(200);
      if (lost === 'end') await interrupt(adjustmentId);
      if (lost !== 'entry') await reopen(adjustmentId);
      expect(await standing(), lost).toMatchObject({ reserved: 20, left: 0 });
      test.clock.advance(6 * 60_000);
      if (lost !== 'close') await test.context.jobs.runNow(ADJUSTMENTS_JOB);
      await test.context.jobs.runNow(SWEEP);
      expect(await standing(), lost).toMatchObject({ reserved: 0, left: 0 });
      expect(await availableOf(test, accountId)).toBe(30);
      await expectBudgetsHold(test);
    }
  });

  it('and that the ledger refuses gives back what was set aside', async () => {
    const { accountId, personId, entry } = await credited(10);
    await leave(20);
    const adjustmentId = await proposed(entry, 20);
    const closing = await officer.call(accountChanges.proposeClosing, {
      params: { personId },
      body: { reason: '搬离本市', donateRest: true },
    });
    await secretary.call(accountChanges.confirm, { params: { changeId: closing.body.changeId } }).expect(200);
    expect((await confirm(adjustmentId).expect(409)).body.code).toBe('adjustment_account_closed');
    expect(await standing()).toMatchObject({ reserved: 0, left: 20 });
    expect(await availableOf(test, accountId)).toBe(0);
  });

  it('in the account that its own was joined into weighs as if it were its own', async () => {
    const [old, kept] = [await credited(10), await credited(1)];
    await leave(20);
    const joining = await officer.call(accountChanges.proposeJoining, {
      params: { personId: old.personId },
      body: { keptPersonId: kept.personId, reason: '同一人登记了两次' },
    });
    await secretary.call(accountChanges.confirm, { params: { changeId: joining.body.changeId } }).expect(200);
    await corrected(old.entry, 15);
    expect(await standing()).toMatchObject({ left: 5 });
    await corrected(old.entry, -5);
    expect(await standing()).toMatchObject({ left: 10 });
    expect(await availableOf(test, kept.accountId)).toBe(21);
  });
});

it('a correction is not reversed: two persons agreed on it, and two do on what takes it back', async () => {
  const { entry } = await credited(10);
  const given = await corrected(entry, 5);
  const input = { params: { entryId: given }, body: { reason: '更正有误' } };
  expect((await approver.call(transactions.reverse, input).expect(409)).body.code).toBe('reversal_of_correction');
  await corrected(given, -5, deputy);
  expect(await standing()).toMatchObject({ left: 90 });
});

it('corrections from before budgets knew of them weigh on none, nor does what takes them back', async () => {
  const { entry } = await credited(10);
  const adjustmentId = await proposed(entry, 60);
  await recordsOf('adjustments').updateOne({ _id: adjustmentId }, { $unset: { issuedAs: '' } });
  const before = await standing();
  const given = (await confirm(adjustmentId).expect(200)).body.postedEntryId ?? '';
  expect(await standing()).toEqual(before);
  await corrected(given, -10, deputy);
  expect(await standing()).toEqual(before);
});

/** As the record stands where the process died after the second word, and before the end was written down. */
async function interrupt(adjustmentId: string): Promise<void> {
  const decided = { decidedBy: secretary.userId, decidedAt: new Date(test.clock.now()) };
  const interrupted = { state: 'confirmed', open: true, entrySeq: null, nextCheckAt: new Date(test.clock.now()) };
  await recordsOf('adjustments').updateOne({ _id: adjustmentId }, { $set: { ...decided, ...interrupted } });
}

/** The second word alone: the process died before anything was posted. */
async function confirmOnly(adjustmentId: string): Promise<void> {
  const post = test.context.ledger.post;
  const dying = new Error('the process died');
  Object.assign(test.context.ledger, { post: () => Promise.reject(dying) });
  try {
    await confirm(adjustmentId).expect(500);
  } finally {
    Object.assign(test.context.ledger, { post });
  }
}

/** As budgets stand where the process died before a correction's reservation was closed. */
async function reopen(adjustmentId: string): Promise<void> {
  const held = await recordsOf('budget_reservations').findOne({ kind: 'correction', holderId: adjustmentId });
  if (held === null) throw new Error('nothing was set aside');
  const points = Number(held.used);
  await recordsOf('budget_reservations').updateOne(
    { _id: held._id },
    { $set: { state: 'open', live: true, points, used: 0, promised: points } },
  );
  await recordsOf('budgets').updateMany({ _id: BUDGET }, { $inc: { settled: 0 - points } });
}

/** As budgets stand where the process died between a downward correction's entry and what it gives back. */
async function takeBackReturn(adjustmentId: string): Promise<{ value: number }> {
  const record = await recordsOf('adjustments').findOne({ _id: adjustmentId });
  const returned = await recordsOf('budget_returns').findOne({ _id: entryId(String(record?.accountId), 2) });
  if (returned === null) throw new Error('nothing was given back');
  const value = Number(returned.points);
  await recordsOf('budget_returns').deleteOne({ _id: returned._id });
  await recordsOf('budgets').updateMany({ _id: BUDGET }, { $inc: { taken: value, settled: value } });
  return { value };
}
