import { redeemableOffers, redemptionSettings, redemptions, refunds, shops } from '@red-points/shared/contracts';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type SignedInUser, startTestApp, type TestApp } from '../support/app.ts';
import {
  addOffer,
  availableOf,
  type Office,
  openOffice,
  openShop,
  residentWith,
  scanned,
  startAtPoster,
  type TestShop,
} from '../support/redeeming.ts';
import { refused } from '../support/refused.ts';

let t: TestApp;
let office: Office;
let open: TestShop;
let staff: SignedInUser;

beforeAll(async () => {
  t = await startTestApp();
  office = await openOffice(t);
  open = await openShop(t, office);
  staff = await t.signIn('merchant_staff', null, { shopId: open.shop.shopId });
  const params = { unitId: 'jinxiu' };
  const { rules, version } = (await office.secretary.call(redemptionSettings.get, { params }).expect(200)).body;
  const body = { rules: { ...rules, refundAlonePoints: 10, refundAnswerDays: 3 }, version };
  await office.secretary.call(redemptionSettings.set, { params, body }).expect(200);
});
afterAll(() => t.close());

describe('what a shop gives back', () => {
  it('is said beforehand: how much is left, and up to how much its own word is enough', async () => {
    const offer = await addOffer(office, open.shop, { points: 40 });
    const resident = await residentWith(t, 100);
    const { redemptionId } = await startAtPoster(resident, open, offer);
    const params = { redemptionId };
    const read = async (by: Pick<SignedInUser, 'call'> = open.owner) =>
      (await by.call(refunds.ofRedemption, { params }).expect(200)).body;
    // Nothing is spent yet: there is nothing to give back.
    expect(await read()).toMatchObject({ items: [], leftPoints: 0 });
    await open.owner.call(redemptions.confirm, { params }).expect(200);
    expect(await read()).toEqual({ items: [], leftPoints: 40, alonePoints: 10, answerDays: 3, mayRefund: true });
    expect(await read(staff)).toMatchObject({ mayRefund: false, leftPoints: 40 });

    const give = (points: number) =>
      open.owner.call(redemptions.refund, { params, body: { points, reason: '菜品有误' } }).expect(201);
    await give(6);
    expect(await availableOf(t, resident.accountId)).toBe(66);
    expect(await read()).toMatchObject({
      items: [{ number: 1, state: 'posted', points: 6, reason: '菜品有误', decidedByName: null }],
      ...{ leftPoints: 34, alonePoints: 4 },
    });
    // One point above what was said waits for the office, and is not among what is left meanwhile.
    const proposed = (await give(5)).body;
    expect(proposed.pendingRefunds).toMatchObject([
      { points: 5, mayConfirm: false, mayWithdraw: true, proposedByYou: true },
    ]);
    expect(await availableOf(t, resident.accountId)).toBe(66);
    expect(await read()).toMatchObject({
      leftPoints: 29,
      alonePoints: 0,
      items: [{}, { number: 2, state: 'proposed' }],
    });
    await open.owner.call(redemptions.withdrawRefund, { params: { ...params, number: '2' } }).expect(200);
    const withdrawn = await read();
    expect(withdrawn).toMatchObject({ leftPoints: 34, alonePoints: 4, items: [{}, { state: 'withdrawn' }] });
    expect(withdrawn.items[1].decidedByName).toBe(withdrawn.items[0].byName);
    // Up to what was said is given back at once.
    await give(4);
    expect(await availableOf(t, resident.accountId)).toBe(70);
  });

  it('is shown to nobody of another shop or community, nor to the resident', async () => {
    const offer = await addOffer(office, open.shop, { points: 5 });
    const resident = await residentWith(t, 20);
    const { redemptionId } = await startAtPoster(resident, open, offer);
    const params = { redemptionId };
    await open.owner.call(redemptions.confirm, { params }).expect(200);
    const other = await openShop(t, office, '隔壁小店');
    expect((await other.owner.call(refunds.ofRedemption, { params }).expect(403)).body.code).toBe(
      'redemption_of_other_shop',
    );
    await resident.call(refunds.ofRedemption, { params }).expect(403);
    const elsewhere = await openOffice(t, 'hechi');
    expect((await elsewhere.secretary.call(refunds.ofRedemption, { params }).expect(403)).body.code).toBe(
      'out_of_scope',
    );
    const missing = { redemptionId: 'no-such-redemption' };
    expect((await open.owner.call(refunds.ofRedemption, { params: missing }).expect(404)).body.code).toBe(
      'redemption_not_found',
    );
  });
});

describe('a scan that was a mistake', () => {
  it('is taken back by the cashier while the resident is asked: points and stock are back, the resident reads why', async () => {
    const offer = await addOffer(office, open.shop, { points: 31 });
    const resident = await residentWith(t, 40);
    const body = { scanId: await scanned(resident, open), offerId: offer.offerId };
    const asked = await staff.call(redemptions.startByScan, { body }).expect(201);
    expect(asked.body.state).toBe('awaiting_resident');
    const params = { redemptionId: asked.body.redemptionId };
    const reason = '选错了项目';
    const ended = await staff.call(redemptions.decline, { params, body: { reason } }).expect(200);
    expect(ended.body).toMatchObject({ state: 'closed', closeReason: 'declined', note: reason });
    expect(await availableOf(t, resident.accountId)).toBe(40);
    expect((await resident.call(redemptions.get, { params }).expect(200)).body.note).toBe(reason);
    expect(await refused((headers) => resident.call(redemptions.approve, { params, headers }))).toBe(
      'redemption_declined',
    );
  });
});

describe('what can be chosen at the till and at the desk', () => {
  it('is what this person may redeem now: not what is over, not begun, for others, or of a shop that takes no part', async () => {
    const shop = await openShop(t, office, '东门粮店');
    const elder = await residentWith(t, 10, { unitId: 'jinxiu-g1' });
    const add = (title: string, terms: object = {}) => addOffer(office, shop.shop, { title, ...terms });
    const kept = await add('大米五斤', { points: 8 });
    await add('已下架', { active: false });
    await add('还没开始', { validFrom: '2027-01-01T00:00:00Z' });
    await add('已经结束', { validUntil: '2026-02-01T00:00:00Z' });
    await add('别的社区', { forUnits: ['jinxiu-g2'] });
    const scanId = await scanned(elder, shop);
    const seen = await shop.owner.call(redeemableOffers.forScan, { params: { scanId } }).expect(200);
    expect(seen.body.items).toMatchObject([{ offerId: kept.offerId, title: '大米五斤' }]);
    expect(seen.body.items[0]).not.toHaveProperty('settlementFen');
    const other = await open.owner.call(redeemableOffers.forScan, { params: { scanId } }).expect(403);
    expect(other.body.code).toBe('redemption_of_other_shop');
    const unknown = await shop.owner.call(redeemableOffers.forScan, { params: { scanId: 'no-such-scan' } }).expect(404);
    expect(unknown.body.code).toBe('scan_not_found');

    const params = { personId: elder.personId, shopId: shop.shop.shopId };
    const atDesk = async () => {
      const { body } = await office.secretary.call(redeemableOffers.forPerson, { params }).expect(200);
      return body.items.map(({ title }: { title: string }) => title);
    };
    expect(await atDesk()).toEqual(['大米五斤']);
    const elsewhere = await openOffice(t, 'hechi');
    await elsewhere.secretary.call(redeemableOffers.forPerson, { params }).expect(403);
    await office.secretary
      .call(shops.suspend, { params: { shopId: shop.shop.shopId }, body: { reason: '投诉待查' } })
      .expect(200);
    expect(await atDesk()).toEqual([]);
  });

  it('finds shops by part of a name or address, and only those that serve now', async () => {
    const paused = await openShop(t, office, '南门水果（暂停）');
    await paused.owner
      .call(shops.setAccepting, { params: { shopId: paused.shop.shopId }, body: { accepting: false } })
      .expect(200);
    const ended = await openShop(t, office, '南门水果（到期）');
    const terms = { number: '协2025-09', from: '2025-01-01', until: '2025-12-31', settlementTerms: '每月结清' };
    const params = { shopId: ended.shop.shopId };
    await office.secretary.call(shops.proposeAgreement, { params, body: terms }).expect(200);
    await office.deputy.call(shops.confirmAgreement, { params, body: { number: terms.number } }).expect(200);
    await openShop(t, office, '南门水果');
    const names = async (query: object) => {
      const found = await office.secretary.call(shops.list, { query: { limit: 100, ...query } }).expect(200);
      return found.body.items.map(({ name }: { name: string }) => name);
    };
    expect(await names({ search: '南门', show: 'serving' })).toEqual(['南门水果']);
    expect((await names({ search: '南门' })).toSorted()).toEqual(['南门水果', '南门水果（到期）', '南门水果（暂停）']);
    // What is typed is no pattern.
    expect(await names({ search: '.*' })).toEqual([]);
    expect(await names({ search: '（到' })).toEqual(['南门水果（到期）']);
    expect((await names({ search: '锦绣路 8', show: 'serving' })).length).toBeGreaterThan(1);
  });
});
