import {
  adjustments,
  batches,
  claims,
  isRefusal,
  objections,
  redemptionSettings,
  redemptions,
  reviews,
  settlements,
  transactions,
} from '@red-points/shared/contracts';
import { entryId } from '@red-points/shared/domain/ledger';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { nextKey, nextPhone, type SignedInUser, startTestApp, type TestApp } from '../support/app.ts';
import { type Cast, claimBody, decide, fileClaim, hourlyTerms, publishRule, signInCast } from '../support/earning.ts';
import { lasting } from '../support/households.ts';
import {
  addOffer,
  callerOf,
  type Office,
  openOffice,
  openShop,
  ownerPrincipal,
  residentWith,
  startAtPoster,
  type TestShop,
} from '../support/redeeming.ts';
import { lineOf, setOffice } from '../support/reviewing.ts';
import { draftFor, enterLines, type Settlers, settlersOf } from '../support/settling.ts';

let t: TestApp;
let cast: Cast;
/** A daughter whose phone acts for her mother too, with two sign-ins at the office. */
let daughterId: string;
let mother: SignedInUser & { personId: string; accountId: string };
let desk: SignedInUser;
let otherDesk: SignedInUser;

beforeAll(async () => {
  t = await startTestApp();
  const plain = await signInCast(t);
  cast = {
    ...{ organiser: lasting(t, plain.organiser), officer: lasting(t, plain.officer) },
    ...{ secretary: lasting(t, plain.secretary), deputy: lasting(t, plain.deputy) },
  };
  await publishRule(cast, 'ZY-01', hourlyTerms());
  await publishRule(cast, 'ZY-03', hourlyTerms({ publicityDays: 5 }));
  const phone = nextPhone();
  const elder = await t.enterResident({ name: '陈秀英', phone });
  const daughter = await t.context.people.enter({
    ...{ kind: 'person', name: '林小梅', phone, sharedPhone: true, unitId: 'jinxiu-g1', serveUnitId: null },
    ...{ birthDate: null, address: null, enteredBy: null, consentVersion: '1', verified: true },
  });
  if (isRefusal(daughter)) throw new Error(daughter.refused);
  daughterId = daughter.personId;
  mother = { ...lasting(t, await t.signInByPhone(phone)), ...elder };
  desk = lasting(t, await t.signIn('community_admin', 'jinxiu', { personId: daughterId }));
  otherDesk = lasting(t, await t.signIn('community_admin', 'jinxiu', { personId: daughterId }));
});
afterAll(() => t.close());

const codeOf = async (call: PromiseLike<{ status: number; body: { code?: string } }>) => {
  const { status, body } = await call;
  return status < 300 ? null : body.code;
};

/** A claim that the daughter files with her phone, for her mother. */
async function filedByPhone(departures: Record<string, unknown> = {}): Promise<string> {
  const filed = await mother.call(claims.fileOwn, { body: claimBody({ description: nextKey(), ...departures }) });
  expect(filed.status, JSON.stringify(filed.body)).toBe(201);
  return filed.body.claimId;
}

describe('who filed with her phone', () => {
  it('does not approve it at her desk, alone or among many, and no page offers it', async () => {
    const id = await filedByPhone();
    expect(await lineOf(desk, id)).toMatchObject({ mayDecide: false });
    expect(await codeOf(decide(desk, 'claim', id))).toBe('review_own_claim');
    const body = { items: [{ kind: 'claim', id }], decision: 'approve' };
    const { outcomes } = (await desk.call(reviews.decideMany, { body }).expect(200)).body;
    expect(outcomes).toMatchObject([{ id, done: false, code: 'review_own_claim' }]);
    expect(await lineOf(cast.deputy, id)).toMatchObject({ mayDecide: true });
    await decide(cast.deputy, 'claim', id).expect(200);
  });

  it('neither reverses nor corrects what came of it', async () => {
    await decide(cast.deputy, 'claim', await filedByPhone()).expect(200);
    const [newest] = (await t.context.ledger.statement(mother.accountId, { limit: 1 })).entries;
    const params = { entryId: entryId(mother.accountId, newest?.seq ?? 0) };
    const reverse = { params, body: { reason: '重复申报' } };
    expect(await codeOf(desk.call(transactions.reverse, reverse))).toBe('reversal_not_independent');
    const correction = { params, body: { points: 1, minutes: 0, reason: '少登记了' } };
    const proposed = (await cast.officer.call(adjustments.propose, correction).expect(201)).body;
    const which = { params: { adjustmentId: proposed.adjustmentId } };
    expect(await codeOf(desk.call(adjustments.confirm, which))).toBe('adjustment_not_independent');
    expect((await desk.call(adjustments.list).expect(200)).body.items).toMatchObject([{ mayConfirm: false }]);
    await cast.secretary.call(adjustments.confirm, which).expect(200);
    // What was corrected is not reversed: the entry of the next claim is, by somebody without a part in it.
    await decide(cast.deputy, 'claim', await filedByPhone()).expect(200);
    const [another] = (await t.context.ledger.statement(mother.accountId, { limit: 1 })).entries;
    const next = { params: { entryId: entryId(mother.accountId, another?.seq ?? 0) }, body: reverse.body };
    expect(await codeOf(desk.call(transactions.reverse, next))).toBe('reversal_not_independent');
    await cast.secretary.call(transactions.reverse, next).expect(201);
  });

  it('does not decide what a neighbour objects to', async () => {
    const id = await filedByPhone({ ruleCode: 'ZY-03' });
    await decide(cast.deputy, 'claim', id).expect(200);
    const neighbour = await t.signInResident();
    const body = { creditId: `claim:${id}`, reason: '当天没有见到她' };
    const { objectionId } = (await neighbour.call(objections.fileOwn, { body }).expect(201)).body;
    const rule = { params: { objectionId }, body: { outcome: 'dismissed', reason: '已核实参加' } };
    expect((await desk.call(objections.list, { query: {} }).expect(200)).body.items).toMatchObject([
      { objectionId, mayDecide: false },
    ]);
    expect(await codeOf(desk.call(objections.decide, rule))).toBe('objection_not_independent');
    await cast.secretary.call(objections.decide, rule).expect(200);
  });
});

describe('two words of one person with two sign-ins', () => {
  it('are one approval of two', async () => {
    const street = await t.signIn('street_admin', 'qihe');
    await setOffice(street, 'jinxiu', { secondApprovalFrom: 1 });
    const { personId } = await t.enterResident();
    const id = await fileClaim(cast, personId);
    await decide(desk, 'claim', id).expect(200);
    expect(await codeOf(decide(otherDesk, 'claim', id))).toBe('review_second_needed');
    expect(await lineOf(otherDesk, id)).toMatchObject({ mayDecide: false });
    await decide(cast.deputy, 'claim', id).expect(200);
    await setOffice(street, 'jinxiu', { secondApprovalFrom: null });
  });

  it('are one of the two that a correction or a batch takes', async () => {
    const resident = await residentWith(t, 10);
    const params = { entryId: entryId(resident.accountId, 1) };
    const correction = { params, body: { points: 1, minutes: 0, reason: '少登记了' } };
    const { adjustmentId } = (await desk.call(adjustments.propose, correction).expect(201)).body;
    expect(await codeOf(otherDesk.call(adjustments.confirm, { params: { adjustmentId } }))).toBe(
      'adjustment_own_proposal',
    );
    await desk.call(adjustments.withdraw, { params: { adjustmentId } }).expect(200);
    const items = [{ personId: resident.personId, date: '2026-11-20', minutes: 60, points: 0 }];
    const body = {
      unitId: 'jinxiu',
      title: '清扫',
      reason: '补录',
      ruleCode: 'ZY-01',
      provenance: 'backfilled',
      items,
    };
    const filed = await desk.call(batches.file, { body: { ...body, kind: 'rule' } });
    expect(filed.status, JSON.stringify(filed.body)).toBe(201);
    const which = { params: { batchId: filed.body.batchId } };
    expect((await otherDesk.call(batches.get, which).expect(200)).body.mayConfirm).toBe(false);
    expect(await codeOf(otherDesk.call(batches.confirm, which))).toBe('own_batch');
    expect((await cast.deputy.call(batches.get, which).expect(200)).body.mayConfirm).toBe(true);
  });
});

describe('at shops', () => {
  let office: Office;
  let open: TestShop;
  let atShop: SignedInUser;

  beforeAll(async () => {
    office = await openOffice(t);
    open = await openShop(t, office);
    const user = await t.signIn('merchant_owner', null, { shopId: open.shop.shopId, personId: daughterId });
    const principal = { ...ownerPrincipal({ shop: open.shop, owner: user, poster: '' }), personIds: [daughterId] };
    atShop = { ...user, ...callerOf(t, principal) };
  });

  it('who proposed a large refund does not give the second word at the office', async () => {
    const params = { unitId: 'jinxiu' };
    const { rules, version } = (await office.secretary.call(redemptionSettings.get, { params }).expect(200)).body;
    const set = { rules: { ...rules, refundAlonePoints: 1 }, version };
    await office.secretary.call(redemptionSettings.set, { params, body: set }).expect(200);
    const resident = await residentWith(t, 100);
    const { redemptionId } = await startAtPoster(resident, open, await addOffer(office, open.shop, { points: 40 }));
    await open.owner.call(redemptions.confirm, { params: { redemptionId } }).expect(200);
    const refund = { params: { redemptionId }, body: { points: 20, reason: '菜品有误' } };
    await atShop.call(redemptions.refund, refund).expect(201);
    const which = { params: { redemptionId, number: '1' } };
    const waiting = async (by: SignedInUser) =>
      (await by.call(redemptions.get, { params: { redemptionId } }).expect(200)).body.pendingRefunds;
    expect(await waiting(desk)).toMatchObject([{ mayConfirm: false }]);
    expect(await codeOf(desk.call(redemptions.confirmRefund, which))).toBe('refund_own_proposal');
    expect(await waiting(cast.deputy)).toMatchObject([{ mayConfirm: true }]);
    await cast.deputy.call(redemptions.confirmRefund, which).expect(200);
  });

  it('three signatures are three persons, and so are the two words that close a statement', async () => {
    const other = await openShop(t, office, '隔壁小店');
    const resident = await residentWith(t, 100);
    const { redemptionId } = await startAtPoster(resident, other, await addOffer(office, other.shop));
    await other.owner.call(redemptions.confirm, { params: { redemptionId } }).expect(200);
    t.clock.advance(1_000);
    await enterLines(t);
    const strangers = await settlersOf(t);
    const clerk = lasting(t, await t.signIn('grid_officer', 'jinxiu', { personId: daughterId }));
    const settlers: Settlers = { ...strangers, handler: clerk };
    const { settlementId, version } = await draftFor(settlers, other, '2026-11-23');
    const params = { settlementId };
    const sign = (by: SignedInUser, part: string) => by.call(settlements.sign, { params, body: { part, version } });
    const may = async (by: SignedInUser) => (await by.call(settlements.get, { params }).expect(200)).body.may;
    await sign(clerk, 'handler').expect(200);
    expect(await may(desk)).toMatchObject({ sign: null });
    expect(await codeOf(sign(desk, 'witness'))).toBe('settlement_signed_by_you');
    expect(await may(strangers.witness)).toMatchObject({ sign: 'witness' });
    await sign(strangers.witness, 'witness').expect(200);
    await sign(strangers.approver, 'approver').expect(200);
    await clerk.call(settlements.proposeClosing, { params, body: { version } }).expect(200);
    expect(await may(desk)).toMatchObject({ close: false });
    expect(await codeOf(desk.call(settlements.close, { params, body: { version } }))).toBe('settlement_closing_by_you');
    await strangers.approver.call(settlements.close, { params, body: { version } }).expect(200);
  });
});
