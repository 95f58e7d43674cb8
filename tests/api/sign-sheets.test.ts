import { redemptions, signSheets } from '@red-points/shared/contracts';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type SignedInUser, startTestApp, TEST_START_MS, type TestApp } from '../support/app.ts';
import {
  addOffer,
  callerOf,
  type Office,
  openOffice,
  openShop,
  ownerPrincipal,
  principalOf,
  residentWith,
  startAtPoster,
} from '../support/redeeming.ts';

let t: TestApp;
let office: Office;

beforeAll(async () => {
  t = await startTestApp();
  office = await openOffice(t);
});
afterAll(() => t.close());

describe('the sheet on which residents sign for what they took', () => {
  it('lists what was handed over on its days, by page and with masked names, refunds beside it', async () => {
    const open = await openShop(t, office, '锦绣积分超市', 'jinxiu', 'community_market');
    const owner = callerOf(t, ownerPrincipal(open));
    const offer = await addOffer(office, open.shop, { title: '大米 5 公斤', points: 3 });
    const entered = await residentWith(t, 100, { name: '陈秀英' });
    const resident = { ...entered, ...callerOf(t, principalOf(entered)) };
    const taken: string[] = [];
    const take = async (quantity: number): Promise<string> => {
      const { redemptionId } = await startAtPoster(resident, open, offer, quantity);
      await owner.call(redemptions.confirm, { params: { redemptionId } }).expect(200);
      return redemptionId;
    };
    // Three in one instant, two later, one on the next day, and one that nobody confirmed.
    for (const quantity of [1, 2, 3]) taken.push(await take(quantity));
    for (const quantity of [1, 1]) {
      t.clock.advance(60_000);
      taken.push(await take(quantity));
    }
    await startAtPoster(resident, open, offer, 1);
    t.clock.set(TEST_START_MS + 86_400_000);
    taken.push(await take(1));
    const refund = { points: 3, reason: '破损' };
    await office.secretary
      .call(redemptions.refund, { params: { redemptionId: taken[3] ?? '' }, body: refund })
      .expect(201);
    const params = { shopId: open.shop.shopId };
    const read = async (query: Record<string, string | number>, by: Pick<SignedInUser, 'call'> = office.secretary) =>
      (await by.call(signSheets.get, { params, query }).expect(200)).body;
    const day = { from: '2026-11-23', until: '2026-11-23' };
    const whole = await read(day);
    expect(whole).toMatchObject({ shopName: '锦绣积分超市', unitName: '锦绣社区', nextCursor: null });
    const ids = whole.items.map(({ redemptionId }: { redemptionId: string }) => redemptionId);
    expect([...ids].sort()).toEqual(taken.slice(0, 5).sort());
    expect(whole.items.map(({ number }: { number: number }) => number)).toEqual([1, 2, 3, 4, 5]);
    const refunded = whole.items.find(({ redemptionId }: { redemptionId: string }) => redemptionId === taken[3]);
    expect(refunded).toMatchObject({ maskedName: '陈*', title: '大米 5 公斤', points: 3, refundedPoints: 3 });
    // Whoever serves there opens the same sheet on the shop's phone, and that of no other shop.
    const clerk = await t.signIn('merchant_staff', null, params);
    for (const who of [owner, clerk]) expect(await read(day, who)).toEqual(whole);
    const elsewhere = await t.signIn('merchant_owner', null, { shopId: 'another-shop' });
    const foreign = await elsewhere.call(signSheets.get, { params, query: day }).expect(403);
    expect(foreign.body.code).toBe('out_of_scope');
    const pages: { redemptionId: string; number: number }[] = [];
    let cursor: string | undefined;
    do {
      const page = await read({ ...day, limit: 2, ...(cursor === undefined ? {} : { cursor }) });
      pages.push(...page.items);
      cursor = page.nextCursor ?? undefined;
    } while (cursor !== undefined);
    expect(pages).toEqual(whole.items);
    const both = await read({ from: '2026-11-23', until: '2026-11-24' });
    expect(both.items).toHaveLength(6);
    const refusedFor = async (query: Record<string, string>, caller = office.secretary): Promise<string> =>
      (await caller.call(signSheets.get, { params, query })).body.code;
    expect(await refusedFor({ from: '2026-11-24', until: '2026-11-23' })).toBe('sign_sheet_dates');
    expect(await refusedFor({ from: '2026-10-01', until: '2026-11-23' })).toBe('sign_sheet_dates');
    const hechi = await openOffice(t, 'hechi');
    expect(await refusedFor(day, hechi.secretary)).toBe('out_of_scope');
    const gone = await office.secretary.call(signSheets.get, { params: { shopId: 'nothing' }, query: day }).expect(404);
    expect(gone.body.code).toBe('shop_not_found');
  });
});
