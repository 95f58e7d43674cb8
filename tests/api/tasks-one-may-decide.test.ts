import {
  accountChanges,
  activities,
  adjustments,
  batches,
  contests,
  dataRequests,
  imports,
  ownData,
  redemptionSettings,
  redemptions,
  reports,
  shopClosings,
} from '@red-points/shared/contracts';
import { entryId } from '@red-points/shared/domain/ledger';
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import { type SignedInUser, startTestApp, type TestApp } from '../support/app.ts';
import { hourlyTerms, planBody, publishRule, signInCast } from '../support/earning.ts';
import { addMember, enterGroup, lasting } from '../support/households.ts';
import {
  addOffer,
  type Office,
  openOffice,
  openShop,
  type Resident,
  residentWith,
  startAtPoster,
} from '../support/redeeming.ts';
import { sheetOf, uploadSheet } from '../support/sheets.ts';

/*
 * What the home page says waits for somebody is what they could decide: not what they proposed at another desk, nor what is about
 * their household.
 */

let t: TestApp;
let office: Office;
/** Two sign-ins at two desks, and one person. */
let one: SignedInUser;
let same: SignedInUser;
/** At the desk of somebody who lives with the resident. */
let kin: SignedInUser;
let apart: SignedInUser;
let resident: Resident;
/** Of the same household, with nothing left to do. */
let mover: { readonly personId: string };

beforeAll(async () => {
  t = await startTestApp();
  office = await openOffice(t);
  const cast = await signInCast(t);
  await publishRule(cast, 'ZY-01', hourlyTerms());
  const desk = async (personId: string) => lasting(t, await t.signIn('community_admin', 'jinxiu', { personId }));
  const { personId } = await t.enterResident({ name: '周敏' });
  [one, same] = [await desk(personId), await desk(personId)];
  const mate = await t.enterResident({ name: '林国强' });
  kin = await desk(mate.personId);
  apart = lasting(t, office.deputy);
  resident = lasting(t, await residentWith(t, 200, { name: '陈秀英' }));
  mover = await t.enterResident({ name: '陈小兰' });
  const household = await enterGroup(apart);
  await addMember(apart, household, resident.personId);
  await addMember(apart, household, mate.personId);
  await addMember(apart, household, mover.personId);
});
afterAll(() => t.close());

let code: string;
let before: readonly number[];

const countFor = async (user: SignedInUser): Promise<number> => {
  const { items } = (await user.call(reports.tasks, { query: { unitId: 'jinxiu' } }).expect(200)).body;
  return items.find((task: { code: string }) => task.code === code)?.count ?? 0;
};
const counts = () => Promise.all([one, same, kin, apart].map(countFor));
/** How many more wait than before, for whoever proposed it, for the same person at another desk, for the resident's kin, for a stranger. */
const more = async () => (await counts()).map((count, at) => count - (before[at] ?? 0));
const about = async (task: string): Promise<void> => {
  code = task;
  before = await counts();
};

beforeEach(() => {
  before = [];
});

it('a correction waits neither for its proposer at any desk nor for whom it is about', async () => {
  await about('adjustments_waiting');
  const params = { entryId: entryId(resident.accountId, 1) };
  const body = { points: 1, minutes: 0, reason: '少登记了' };
  await one.call(adjustments.propose, { params, body }).expect(201);
  expect(await more()).toEqual([0, 0, 0, 1]);
});

it('a closing of an account likewise', async () => {
  await about('accounts_waiting');
  const params = { personId: mover.personId };
  await one.call(accountChanges.proposeClosing, { params, body: { reason: '搬离本市' } }).expect(201);
  expect(await more()).toEqual([0, 0, 0, 1]);
});

it('a batch and a sheet wait for another person than whoever filed them', async () => {
  await about('batches_waiting');
  const items = [{ personId: resident.personId, date: '2026-11-20', minutes: 60, points: 0 }];
  const batch = {
    ...{ unitId: 'jinxiu', title: '清扫', reason: '补录', kind: 'rule', ruleCode: 'ZY-01' },
    ...{ provenance: 'backfilled', items },
  };
  await one.call(batches.file, { body: batch }).expect(201);
  // Turning it down is a decision too, and open to whom it would pay.
  expect(await more()).toEqual([0, 0, 1, 1]);
  await about('imports_waiting');
  const sheet = sheetOf([
    ['姓名', '手机号', '所属网格'],
    ['赵六', '13900009999', '锦绣社区第一网格'],
  ]);
  const uploaded = await uploadSheet(one, sheet, { kind: 'residents' });
  expect(uploaded.status, JSON.stringify(uploaded.body)).toBe(201);
  const params = { importId: uploaded.body.importId };
  // Whoever proposed what somebody else uploaded: neither of the two confirms it.
  const proposed = await kin.call(imports.propose, { params });
  expect(proposed.status, JSON.stringify(proposed.body)).toBe(200);
  expect(await more()).toEqual([0, 0, 0, 1]);
});

it('the end of a shop waits for another person than whoever proposed it', async () => {
  await about('shops_closing');
  const { shop } = await openShop(t, office, '街角杂货');
  const params = { shopId: shop.shopId };
  await one.call(shopClosings.propose, { params, body: { reason: '店主停业' } }).expect(200);
  expect(await more()).toEqual([0, 0, 1, 1]);
});

it('a doubt waits neither for whom it is about nor for who is named by the entry', async () => {
  await about('contests_waiting');
  const doubted = entryId(resident.accountId, 1);
  const body = { entryId: doubted, reason: '那天做了三小时' };
  const asked = await resident.call(contests.fileOwn, { body });
  expect(asked.status, JSON.stringify(asked.body)).toBe(201);
  const named = { part: 'reviewer', id: one.userId };
  const { contestId } = asked.body;
  const all = t.database.db.collection<{ _id: string; entryActors: unknown[] }>('contests');
  await all.updateOne({ _id: contestId }, { $push: { entryActors: named } });
  expect(await more()).toEqual([0, 0, 0, 1]);
  const { items } = (await same.call(contests.list, { query: { unitId: 'jinxiu' } }).expect(200)).body;
  expect(items).toMatchObject([{ contestId, mayAnswer: false }]);
});

it('an activity waits for the approval of somebody without a hand in it', async () => {
  await about('activities_waiting');
  const { activityId, version } = (await one.call(activities.plan, { body: planBody(t) }).expect(201)).body;
  await one.call(activities.submit, { params: { activityId }, body: { version } }).expect(200);
  expect(await more()).toEqual([0, 0, 1, 1]);
});

it('a refund waits neither for its proposer, nor for the household, nor for anybody once its time is over', async () => {
  await about('refunds_waiting');
  const shop = await openShop(t, office);
  const params = { unitId: 'jinxiu' };
  const { rules, version } = (await apart.call(redemptionSettings.get, { params }).expect(200)).body;
  const set = { rules: { ...rules, refundAlonePoints: 1 }, version };
  await apart.call(redemptionSettings.set, { params, body: set }).expect(200);
  const offer = await addOffer(office, shop.shop, { points: 40 });
  const { redemptionId } = await startAtPoster(resident, shop, offer);
  await shop.owner.call(redemptions.confirm, { params: { redemptionId } }).expect(200);
  const body = { points: 20, reason: '菜品有误' };
  const refund = await one.call(redemptions.refund, { params: { redemptionId }, body });
  expect(refund.status, JSON.stringify(refund.body)).toBe(201);
  expect(await more()).toEqual([0, 0, 0, 1]);
  // No job has written down yet that it has lapsed.
  const { answerBy } = (await apart.call(redemptions.get, { params: { redemptionId } }).expect(200)).body
    .pendingRefunds[0];
  t.clock.set(Date.parse(answerBy));
  expect(await more()).toEqual([0, 0, 0, 0]);
});

it('what somebody asks about their own data likewise, in time and late', async () => {
  await about('data_requests_waiting');
  const body = { changes: { name: '陈秀兰' } };
  const asked = await resident.call(ownData.askCorrection, { params: { personId: resident.personId }, body });
  expect(asked.status, JSON.stringify(asked.body)).toBe(201);
  expect(await more()).toEqual([1, 1, 0, 1]);
  const other = await t.enterResident();
  const filed = { seen: 'id_card', changes: { name: '王桂英' } };
  await one.call(dataRequests.fileCorrection, { params: { personId: other.personId }, body: filed }).expect(201);
  expect(await more()).toEqual([1, 1, 1, 2]);
  code = 'data_requests_late';
  t.clock.advance(40 * 86_400_000);
  expect(await counts()).toEqual([1, 1, 1, 2]);
});
