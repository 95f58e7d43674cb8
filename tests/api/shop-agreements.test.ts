import { redemptions, shops } from '@red-points/shared/contracts';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startTestApp, type TestApp } from '../support/app.ts';
import {
  addOffer,
  availableOf,
  callerOf,
  type Office,
  openOffice,
  openShop,
  ownerPrincipal,
  principalOf,
  type Resident,
  residentWith,
  startAtPoster,
  stockOf,
  type TestShop,
} from '../support/redeeming.ts';
import { refused } from '../support/refused.ts';

const DAY_MS = 86_400_000;
const TERMS = { number: '协2026-01', from: '2026-01-01', until: '2026-11-30', settlementTerms: '每月 5 日前结清上月' };

let t: TestApp;
let office: Office;

beforeAll(async () => {
  t = await startTestApp();
  office = await openOffice(t);
});
afterAll(() => t.close());

const propose = (open: TestShop, terms: object = {}, who = office.secretary) =>
  who.call(shops.proposeAgreement, { params: { shopId: open.shop.shopId }, body: { ...TERMS, ...terms } });
const confirm = (open: TestShop, number = TERMS.number, who = office.deputy) =>
  who.call(shops.confirmAgreement, { params: { shopId: open.shop.shopId }, body: { number } });

describe('an agreement with a shop', () => {
  it('counts once somebody else than who entered it has confirmed it', async () => {
    const open = await openShop(t, office);
    const entered = await propose(open).expect(200);
    expect(entered.body).toMatchObject({ ...TERMS, confirmedByName: null });
    const own = await confirm(open, TERMS.number, office.secretary).expect(403);
    expect(own.body.code).toBe('agreement_entered_by_you');
    const other = await confirm(open, '协2026-02').expect(409);
    expect(other.body.code).toBe('agreement_not_proposed');
    const agreed = await confirm(open).expect(200);
    expect(agreed.body.confirmedByName).toContain('community_admin');
    // Asked again it is told again, and nothing is agreed twice.
    await confirm(open).expect(200);
    const params = { shopId: open.shop.shopId };
    const read = await open.owner.call(shops.agreements, { params }).expect(200);
    expect(read.body.proposed).toBeNull();
    expect(read.body.agreed).toEqual([agreed.body]);
  });

  it('is asked for before a suspended shop serves again: without one in force nothing could be redeemed there', async () => {
    const open = await openShop(t, office, '协议小店');
    await propose(open, { number: '协2027-01', from: '2027-01-01', until: '2027-12-31' }).expect(200);
    await confirm(open, '协2027-01').expect(200);
    const params = { shopId: open.shop.shopId };
    await office.secretary.call(shops.suspend, { params, body: { reason: '协议待签' } }).expect(200);
    const resume = (headers: Record<string, string>) => office.deputy.call(shops.approve, { params, headers });
    expect(await refused(resume)).toBe('shop_agreement_over');
    expect((await open.owner.call(shops.get, { params }).expect(200)).body.state).toBe('suspended');
    await propose(open).expect(200);
    await confirm(open).expect(200);
    expect((await resume({}).expect(200)).body.state).toBe('active');
  });

  it('has dates of its own, a number of its own, and staff of the community', async () => {
    const open = await openShop(t, office, '街角杂货');
    await propose(open).expect(200);
    await confirm(open).expect(200);
    const code = async (terms: object): Promise<string> => (await propose(open, terms)).body.code;
    expect(await code({ until: '2026-12-31' })).toBe('agreement_number_taken');
    const number = '协2026-02';
    expect(await code({ number, until: '2026-12-31' })).toBe('agreement_dates_wrong');
    expect(await code({ number, from: '2027-12-31', until: '2027-01-01' })).toBe('agreement_dates_wrong');
    const elsewhere = await openOffice(t, 'hechi');
    expect((await propose(open, { number }, elsewhere.secretary).expect(403)).body.code).toBe('out_of_scope');
    await open.owner
      .call(shops.proposeAgreement, { params: { shopId: open.shop.shopId }, body: { ...TERMS, number } })
      .expect(403);
    await propose(open, { number, from: '2026-12-01', until: '2027-11-30' }).expect(200);
    await t.database.db
      .collection('shops')
      .updateOne(
        { _id: open.shop.shopId as never },
        { $set: { agreements: Array.from({ length: 100 }, () => ({ ...TERMS, until: '2026-01-01' })) } },
      );
    expect(await code({ number, from: '2026-12-01', until: '2027-11-30' })).toBe('agreements_too_many');
  });
});

describe('a shop that no longer takes part', () => {
  const lasting = async (points: number): Promise<Resident> => {
    const resident = await residentWith(t, points);
    return { ...resident, ...callerOf(t, principalOf(resident)) };
  };

  it('takes nothing new after the last day of its agreement, and serves again with the next', async () => {
    const open = await openShop(t, office, '东门粮店');
    const offer = await addOffer(office, open.shop);
    const resident = await lasting(100);
    await propose(open).expect(200);
    await confirm(open).expect(200);
    await startAtPoster(resident, open, offer);
    t.clock.set(Date.parse('2026-11-30T15:59:00Z'));
    const last = await startAtPoster(resident, open, offer);
    t.clock.advance(61_000);
    const body = { code: open.poster, offerId: offer.offerId, quantity: 1 };
    const code = await refused((headers) => resident.call(redemptions.startByPoster, { body, headers }));
    expect(code).toBe('shop_without_agreement');
    // What was open on the last evening is served to its end.
    const owner = callerOf(t, ownerPrincipal(open));
    const params = { redemptionId: last.redemptionId };
    expect((await owner.call(redemptions.confirm, { params }).expect(200)).body.state).toBe('success');
    await propose(open, { number: '协2026-02', from: '2026-12-01', until: '2027-11-30' }).expect(200);
    await confirm(open, '协2026-02').expect(200);
    await resident.call(redemptions.startByPoster, { body }).expect(201);
    t.clock.advance(DAY_MS);
  });

  it('ends what is open when it is suspended: served in its time, or given back; and refunds go on', async () => {
    const open = await openShop(t, office, '西门水果');
    const offer = await addOffer(office, open.shop, { stock: 10 });
    const resident = await lasting(100);
    const owner = callerOf(t, ownerPrincipal(open));
    const served = await startAtPoster(resident, open, offer);
    const left = await startAtPoster(resident, open, offer);
    const params = { shopId: open.shop.shopId };
    await office.secretary.call(shops.suspend, { params, body: { reason: '投诉待查' } }).expect(200);
    const done = { redemptionId: served.redemptionId };
    expect((await owner.call(redemptions.confirm, { params: done }).expect(200)).body.state).toBe('success');
    t.clock.advance(181_000);
    await t.context.jobs.runNow('redemption-repair');
    const ended = await resident.call(redemptions.get, { params: { redemptionId: left.redemptionId } }).expect(200);
    expect(ended.body).toMatchObject({ state: 'closed', closeReason: 'timed_out' });
    expect(await availableOf(t, resident.accountId)).toBe(88);
    expect(await stockOf(t, offer.offerId)).toBe(9);
    const refund = { points: 12, reason: '水果坏了' };
    await office.secretary.call(redemptions.refund, { params: done, body: refund }).expect(201);
    expect(await availableOf(t, resident.accountId)).toBe(100);
    expect(await stockOf(t, offer.offerId)).toBe(10);
  });
});
