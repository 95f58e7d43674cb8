import { redemptionCodes, redemptions, shopOpening, shopStaff, shops } from '@red-points/shared/contracts';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { nextPhone, type SignedInUser, startTestApp, TEST_START_MS, type TestApp } from '../support/app.ts';
import {
  addOffer,
  callerOf,
  type Office,
  openOffice,
  openShop,
  ownerPrincipal,
  principalOf,
  type Resident,
  residentWith,
  startAtPoster,
  type TestShop,
} from '../support/redeeming.ts';
import { refused } from '../support/refused.ts';

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
/** Monday to Friday 08:00 to 11:30 and 13:00 to 18:00; the tests begin on a Monday at noon. */
const WORKDAY = [
  { from: '08:00', until: '11:30' },
  { from: '13:00', until: '18:00' },
];
const HOURS = { weekdays: [WORKDAY, WORKDAY, WORKDAY, WORKDAY, WORKDAY, [], []], closedDays: ['2026-11-24'] };

let t: TestApp;
let office: Office;

beforeAll(async () => {
  t = await startTestApp();
  office = await openOffice(t);
});
afterAll(() => t.close());

const paramsOf = ({ shop }: TestShop) => ({ shopId: shop.shopId });

/** With tokens that stay fresh, however far the clock is moved. */
async function shopOf(name: string, kind?: 'community_market'): Promise<TestShop> {
  const open = await openShop(t, office, name, 'jinxiu', kind);
  return { ...open, owner: { ...open.owner, ...callerOf(t, ownerPrincipal(open)) } };
}
async function lasting(points: number): Promise<Resident> {
  const resident = await residentWith(t, points);
  return { ...resident, ...callerOf(t, principalOf(resident)) };
}

async function setOpening(open: TestShop, terms: object, by: Pick<SignedInUser, 'call'> = open.owner) {
  const { version } = (await open.owner.call(shopOpening.get, { params: paramsOf(open) }).expect(200)).body;
  const body = { hours: null, redemptionDays: null, version, ...terms };
  return by.call(shopOpening.set, { params: paramsOf(open), body });
}

describe('opening hours', () => {
  it('tell a resident who scans the poster when the shop opens, and leave the counter to the shop', async () => {
    t.clock.set(TEST_START_MS);
    const open = await shopOf('老街面馆');
    const offer = await addOffer(office, open.shop);
    const resident = await lasting(100);
    const lookUp = async () => (await resident.call(shops.byPoster, { body: { code: open.poster } }).expect(200)).body;
    expect((await lookUp()).opening).toMatchObject({ hours: null, openNow: true, opensAt: null, redeemsToday: true });
    const before = await startAtPoster(resident, open, offer);
    expect((await setOpening(open, { hours: HOURS })).status).toBe(200);
    expect((await lookUp()).opening).toMatchObject({ openNow: false, opensAt: '2026-11-23T05:00:00.000Z' });
    const body = { code: open.poster, offerId: offer.offerId, quantity: 1 };
    const closed = await resident.call(redemptions.startByPoster, { body }).expect(409);
    expect(closed.body).toMatchObject({ code: 'shop_not_open_now' });
    expect(closed.body.detail.opens).toBe('2026-11-23 13:00');
    // What was begun before is served, and at the counter the shop's own people know whether it is open.
    const params = { redemptionId: before.redemptionId };
    expect((await open.owner.call(redemptions.confirm, { params }).expect(200)).body.state).toBe('success');
    const code = await resident.call(redemptionCodes.create).expect(201);
    const scan = await open.owner
      .call(redemptionCodes.scan, { body: { code: code.body.codeUrl, shopId: open.shop.shopId } })
      .expect(201);
    const byScan = { scanId: scan.body.scanId, offerId: offer.offerId, quantity: 1 };
    await open.owner.call(redemptions.startByScan, { body: byScan }).expect(201);
    t.clock.advance(HOUR_MS);
    await startAtPoster(resident, open, offer);
  });

  it('are set by the owner and the community, as the page saw them last, and must make sense', async () => {
    t.clock.set(TEST_START_MS);
    const open = await shopOf('两人理发');
    const clerk = await t.signIn('merchant_staff', null, { shopId: open.shop.shopId });
    expect((await setOpening(open, { hours: HOURS }, clerk)).status).toBe(403);
    const other = await shopOf('别人家');
    expect((await setOpening(open, { hours: HOURS }, other.owner)).body.code).toBe('out_of_scope');
    const never = { weekdays: [[{ from: '22:00', until: '06:00' }], [], [], [], [], [], []], closedDays: [] };
    expect((await setOpening(open, { hours: never })).body.code).toBe('opening_hours_wrong');
    expect((await setOpening(open, { hours: HOURS, version: 99 })).body.code).toBe('version_conflict');
    const days = { weekdays: [6], monthDays: [] };
    expect((await setOpening(open, { redemptionDays: days })).body.code).toBe('redemption_days_of_market');
    const set = await setOpening(open, { hours: HOURS }, office.secretary);
    expect([set.status, set.body.openNow]).toEqual([200, false]);
    const unset = await setOpening(open, {});
    expect(unset.body).toMatchObject({ hours: null, openNow: true });
  });
});

describe('redemption days of a market', () => {
  it('refuse every way of redeeming on another day, name the next one, and show it beside the shop', async () => {
    t.clock.set(TEST_START_MS);
    const open = await shopOf('锦绣积分超市', 'community_market');
    const offer = await addOffer(office, open.shop);
    const resident = await lasting(100);
    expect((await setOpening(open, { redemptionDays: { weekdays: [3], monthDays: [15] } })).status).toBe(200);
    const body = { code: open.poster, offerId: offer.offerId, quantity: 1 };
    const closed = await resident.call(redemptions.startByPoster, { body }).expect(409);
    expect(closed.body.code).toBe('shop_not_redemption_day');
    expect(closed.body.detail.next).toBe('2026-11-25');
    const code = await resident.call(redemptionCodes.create).expect(201);
    const scan = { code: code.body.codeUrl, shopId: open.shop.shopId };
    const scanned = await refused((headers) => open.owner.call(redemptionCodes.scan, { body: scan, headers }));
    expect(scanned).toBe('shop_not_redemption_day');
    const near = await resident.call(shops.nearby, { query: { limit: 50 } }).expect(200);
    const seen = near.body.items.find(({ shopId }: { shopId: string }) => shopId === open.shop.shopId);
    expect(seen.opening).toMatchObject({ redeemsToday: false, nextRedemptionDay: '2026-11-25' });
    t.clock.advance(2 * DAY_MS);
    await startAtPoster(resident, open, offer);
  });
});

describe('a branch', () => {
  it('serves under the agreement of its main shop, with its own poster and staff, and no longer than it', async () => {
    t.clock.set(TEST_START_MS);
    const main = await shopOf('百家粮油');
    const input = { name: '百家粮油河池店', kind: 'store', unitId: 'jinxiu', address: '', parentId: main.shop.shopId };
    const entered = await office.secretary.call(shops.create, { body: input }).expect(201);
    expect(entered.body).toMatchObject({ parentId: main.shop.shopId, parentName: '百家粮油', state: 'applied' });
    const params = { shopId: String(entered.body.shopId) };
    const approved = await office.deputy.call(shops.approve, { params }).expect(200);
    expect(approved.body).toMatchObject({ state: 'active', parentName: '百家粮油' });
    const poster = (await office.secretary.call(shops.poster, { params }).expect(200)).body.codeUrl;
    const offer = await addOffer(office, approved.body);
    const resident = await lasting(100);
    const body = { code: poster, offerId: offer.offerId, quantity: 1 };
    const begin = () => resident.call(redemptions.startByPoster, { body });
    expect((await begin()).status).toBe(201);
    const terms = { number: '协-1', from: '2026-01-01', until: '2026-11-30', settlementTerms: '每月 5 日前结清' };
    const own = await office.secretary.call(shops.proposeAgreement, { params, body: terms }).expect(409);
    expect(own.body.code).toBe('branch_without_agreement');
    await office.secretary.call(shops.proposeAgreement, { params: paramsOf(main), body: terms }).expect(200);
    const agreed = { params: paramsOf(main), body: { number: terms.number } };
    await office.deputy.call(shops.confirmAgreement, agreed).expect(200);
    t.clock.set(Date.parse('2026-11-30T16:00:00Z'));
    expect((await begin()).body.code).toBe('shop_without_agreement');
    t.clock.set(TEST_START_MS);
    const suspension = { params: paramsOf(main), body: { reason: '投诉待查' } };
    await office.secretary.call(shops.suspend, suspension).expect(200);
    expect((await begin()).body.code).toBe('shop_suspended');
    expect((await resident.call(shops.byPoster, { body: { code: poster } })).body).toMatchObject({
      verified: false,
      offers: [],
    });
    const near = await resident.call(shops.nearby, { query: { limit: 100 } }).expect(200);
    expect(near.body.items.map(({ shopId }: { shopId: string }) => shopId)).not.toContain(params.shopId);
  });

  it('has its people looked after by the owner of the main shop, who all are staff of one merchant', async () => {
    t.clock.set(TEST_START_MS);
    const main = await shopOf('惠民药房');
    const cook = await lasting(50);
    await t.signIn('merchant_staff', null, { shopId: main.shop.shopId, personId: cook.personId });
    const input = { name: '惠民药房东店', kind: 'store', unitId: 'jinxiu', parentId: main.shop.shopId };
    const entered = await office.secretary.call(shops.create, { body: input }).expect(201);
    const params = { shopId: String(entered.body.shopId) };
    await office.deputy.call(shops.approve, { params }).expect(200);
    const listed = await main.owner.call(shops.branches, { params: paramsOf(main) }).expect(200);
    expect(listed.body.items).toMatchObject([{ shopId: params.shopId, parentId: main.shop.shopId }]);
    const body = { phone: nextPhone(), name: '小赵', role: 'merchant_staff' };
    await main.owner.call(shopStaff.invite, { params, body }).expect(201);
    // Whoever stands at the branch's till is invited there: owning the main shop does not serve at it.
    const queue = await main.owner.call(shops.setAccepting, { params, body: { accepting: false } }).expect(403);
    expect(queue.body.code).toBe('out_of_scope');
    const poster = (await office.secretary.call(shops.poster, { params }).expect(200)).body.codeUrl;
    const offer = await addOffer(office, entered.body);
    const start = { code: poster, offerId: offer.offerId, quantity: 1 };
    const code = await refused((headers) => cook.call(redemptions.startByPoster, { body: start, headers }));
    expect(code).toBe('own_shop');
    const wrong = async (parentId: string): Promise<string> =>
      (await office.secretary.call(shops.create, { body: { ...input, parentId } })).body.code;
    expect(await wrong(params.shopId)).toBe('shop_parent_wrong');
    expect(await wrong('nothing')).toBe('shop_parent_wrong');
    const hechi = await openOffice(t, 'hechi');
    const foreign = await openShop(t, hechi, '荷池粮油', 'hechi');
    expect(await wrong(foreign.shop.shopId)).toBe('out_of_scope');
  });
});
