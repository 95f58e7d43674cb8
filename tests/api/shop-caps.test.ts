import {
  type RedemptionSettingsView,
  redemptionCodes,
  redemptionSettings,
  redemptions,
  type ShopCapsLeft,
} from '@red-points/shared/contracts';
import { businessDate, startOfBusinessDay } from '@red-points/shared/domain/calendar';
import { REDEMPTION_SETTINGS_DEFAULT, type ShopCaps } from '@red-points/shared/domain/redemptions';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type SignedInUser, startTestApp, type TestApp } from '../support/app.ts';
import {
  addOffer,
  callerOf,
  expectConserved,
  expectVerified,
  manyResidents,
  type Office,
  openOffice,
  openShop,
  ownerPrincipal,
  principalOf,
  type Resident,
  residentWith,
  staffPrincipal,
  startAtPoster,
  type TestShop,
} from '../support/redeeming.ts';
import { refused } from '../support/refused.ts';

const DAY_MS = 86_400_000;
const NONE = { day: null, month: null };

let t: TestApp;
let office: Office;
let street: Pick<SignedInUser, 'call'>;
let open: TestShop;

beforeAll(async () => {
  t = await startTestApp();
  office = await openOffice(t);
  street = callerOf(t, {
    ...staffPrincipal('of-the-street'),
    grants: [{ role: 'street_admin', unitId: 'qihe', shopId: null }],
  });
});
afterAll(async () => {
  await expectVerified(t);
  await t.close();
});
beforeEach(async () => {
  const shop = await openShop(t, office);
  open = { ...shop, owner: { ...shop.owner, ...callerOf(t, ownerPrincipal(shop)) } };
});

/** What counts at the shops of the community from now on; set by the street, which may loosen it too. */
async function setCaps(shopCaps: ShopCaps, by: Pick<SignedInUser, 'call'> = street): Promise<string | null> {
  const params = { unitId: 'jinxiu' };
  const { version } = (await by.call(redemptionSettings.get, { params }).expect(200)).body as RedemptionSettingsView;
  const body = { rules: { ...REDEMPTION_SETTINGS_DEFAULT, shopCaps }, version };
  const answer = await by.call(redemptionSettings.set, { params, body });
  return answer.status === 200 ? null : String(answer.body.code);
}

async function leftAt({ owner, shop }: TestShop): Promise<ShopCapsLeft> {
  return (await owner.call(redemptionSettings.ofShop, { params: { shopId: shop.shopId } }).expect(200)).body;
}

const lasting = (entered: Resident): Resident => ({ ...entered, ...callerOf(t, principalOf(entered)) });

describe('what may be redeemed at a shop', () => {
  it('is bounded in points and in number, by the day and the month, whoever redeems, and says what is left', async () => {
    expect(await setCaps({ points: { day: 30, month: 50 }, count: { day: 3, month: null } })).toBeNull();
    const offer = await addOffer(office, open.shop, { points: 10, stock: null });
    const small = await addOffer(office, open.shop, { points: 1, stock: null });
    const [one, two] = [lasting(await residentWith(t, 100)), lasting(await residentWith(t, 100))];
    expect(await leftAt(open)).toEqual({
      points: { day: { max: 30, left: 30 }, month: { max: 50, left: 50 } },
      count: { day: { max: 3, left: 3 }, month: null },
    });
    const first = await startAtPoster(one, open, offer);
    await open.owner.call(redemptions.confirm, { params: { redemptionId: first.redemptionId } }).expect(200);
    const second = await startAtPoster(two, open, offer);
    const poster = (by: Resident, quantity = 1, what = offer) => ({
      send: () => by.call(redemptions.startByPoster, { body: { code: open.poster, offerId: what.offerId, quantity } }),
    });
    const over = await poster(one, 2).send();
    expect([over.status, over.body.code, over.body.detail]).toEqual([
      409,
      'shop_day_points_reached',
      { left: 10, max: 30 },
    ]);
    // Both sides read a sentence: whoever scans a code reads the same as whoever scanned the poster.
    const made = await one.call(redemptionCodes.create).expect(201);
    const scan = { code: made.body.codeUrl, shopId: open.shop.shopId };
    const { scanId } = (await open.owner.call(redemptionCodes.scan, { body: scan }).expect(201)).body;
    const counter = { body: { scanId, offerId: offer.offerId, quantity: 2 } };
    expect((await open.owner.call(redemptions.startByScan, counter)).body.code).toBe('shop_day_points_reached');
    // What comes to nothing gives its room back: declined, taken back, timed out.
    await open.owner
      .call(redemptions.decline, { params: { redemptionId: second.redemptionId }, body: { reason: '忙' } })
      .expect(200);
    const third = await startAtPoster(two, open, offer);
    await two.call(redemptions.revoke, { params: { redemptionId: third.redemptionId } }).expect(200);
    await startAtPoster(two, open, offer);
    t.clock.advance(180_000);
    await t.context.jobs.runNow('redemption-repair');
    expect(await leftAt(open)).toMatchObject({ points: { day: { left: 20 } }, count: { day: { left: 2 } } });
    // A refund gives none back, as with the caps of people.
    await open.owner
      .call(redemptions.refund, {
        params: { redemptionId: first.redemptionId },
        body: { points: 10, reason: '质量不好' },
      })
      .expect(201);
    expect(await leftAt(open)).toMatchObject({ points: { day: { left: 20 } } });
    for (let count = 0; count < 2; count += 1) expect((await poster(two, 1, small).send()).status).toBe(201);
    const full = await poster(one, 1, small).send();
    expect([full.body.code, full.body.detail]).toEqual(['shop_day_count_reached', { left: 0, max: 3 }]);
    // Another shop has its own.
    const other = await openShop(t, office, '别家店');
    const there = await addOffer(office, other.shop, { points: 10, stock: null });
    expect((await startAtPoster(one, other, there)).state).toBe('awaiting_confirm');
    expect(await setCaps({ points: NONE, count: NONE })).toBeNull();
    expect((await poster(one, 1, small).send()).status).toBe(201);
  });

  it('begins anew at midnight of the community, while the month goes on', async () => {
    // 23:59:30 of the first of a month, in Beijing; by the hours of the coordinated time it is the same day for eight hours more.
    const today = businessDate(t.clock.now());
    const nextMonth = `${Number(today.slice(5, 7)) === 12 ? Number(today.slice(0, 4)) + 1 : today.slice(0, 4)}-${String((Number(today.slice(5, 7)) % 12) + 1).padStart(2, '0')}-02`;
    const midnightMs = startOfBusinessDay(nextMonth);
    t.clock.set(midnightMs - 30_000);
    expect(await setCaps({ points: { day: 10, month: 25 }, count: NONE })).toBeNull();
    const offer = await addOffer(office, open.shop, { points: 10, stock: null });
    const resident = lasting(await residentWith(t, 100));
    const redeem = () =>
      resident.call(redemptions.startByPoster, { body: { code: open.poster, offerId: offer.offerId, quantity: 1 } });
    const first = await redeem();
    expect(first.status, JSON.stringify(first.body)).toBe(201);
    t.clock.set(midnightMs - 1);
    expect((await redeem()).body.code).toBe('shop_day_points_reached');
    t.clock.set(midnightMs);
    expect(await leftAt(open)).toMatchObject({ points: { day: { left: 10 }, month: { left: 15 } } });
    // One that began before midnight is confirmed after it, and stays the day's on which it began.
    await open.owner.call(redemptions.confirm, { params: { redemptionId: first.body.redemptionId } }).expect(200);
    expect((await redeem()).status).toBe(201);
    t.clock.set(midnightMs + DAY_MS);
    // The one of yesterday waits still, until the job comes by.
    const over = await redeem();
    expect([over.body.code, over.body.detail]).toEqual(['shop_month_points_reached', { left: 5, max: 25 }]);
    await t.context.jobs.runNow('redemption-repair');
    const [again, late] = [await redeem(), await redeem()];
    expect([again.status, late.body.code]).toEqual([201, 'shop_month_points_reached']);
    expect(await setCaps({ points: NONE, count: NONE })).toBeNull();
  });

  it('holds when many redeem at once over two processes, and a refusal leaves stock and points alone', async () => {
    const twin = await startTestApp({ sharing: t });
    expect(await setCaps({ points: { day: 70, month: null }, count: { day: 9, month: 100 } })).toBeNull();
    const offer = await addOffer(office, open.shop, { points: 10, stock: 50 });
    const people = await manyResidents(t, 20, 10);
    const body = { code: open.poster, offerId: offer.offerId, quantity: 1 };
    const scans = await Promise.all(
      people.map(async (person, index) => {
        const app = index % 2 === 0 ? t : twin;
        // Half of them scan the poster, half are scanned: the ways that take steps, and the one that is one transaction.
        if (index % 4 < 2) return () => callerOf(app, principalOf(person)).call(redemptions.startByPoster, { body });
        const made = await callerOf(t, principalOf(person)).call(redemptionCodes.create).expect(201);
        const scan = { code: made.body.codeUrl, shopId: open.shop.shopId };
        const { scanId } = (await open.owner.call(redemptionCodes.scan, { body: scan }).expect(201)).body;
        const counter = callerOf(app, ownerPrincipal(open));
        return () => counter.call(redemptions.startByScan, { body: { scanId, offerId: offer.offerId, quantity: 1 } });
      }),
    );
    const answers = await Promise.all(scans.map((send) => send()));
    const started = answers.filter(({ status }) => status === 201);
    expect(started).toHaveLength(7);
    const told = answers.filter(({ status }) => status !== 201).map((answer) => answer.body.code);
    expect(new Set(told)).toEqual(new Set(['shop_day_points_reached']));
    for (const { body: made } of started) {
      if (made.state === 'awaiting_confirm') {
        await open.owner.call(redemptions.confirm, { params: { redemptionId: made.redemptionId } }).expect(200);
      }
    }
    expect(await leftAt(open)).toMatchObject({ points: { day: { left: 0 } }, count: { day: { left: 2 } } });
    t.clock.advance(70_000);
    await t.context.jobs.runNow('redemption-repair');
    const accounts = people.map(({ accountId }) => accountId);
    await expectConserved(t, { offerIds: [offer.offerId], stock: 50, accounts, credited: 10 });
    expect(await setCaps({ points: NONE, count: NONE })).toBeNull();
    await twin.close();
  });

  it('is tightened by the community and loosened by the street; the strictest on the way up counts', async () => {
    const caps: ShopCaps = { points: { day: 100, month: 1_000 }, count: NONE };
    expect(await setCaps(caps, office.secretary)).toBeNull();
    const looser = { points: { day: 101, month: 1_000 }, count: NONE };
    expect(await setCaps(looser, office.secretary)).toBe('redemption_settings_loosened');
    expect(await setCaps({ points: NONE, count: NONE }, office.secretary)).toBe('redemption_settings_loosened');
    expect(await setCaps({ ...caps, count: { day: 20, month: null } }, office.secretary)).toBeNull();
    expect(await setCaps({ points: { day: 100, month: 99 }, count: NONE }, street)).toBe(
      'redemption_caps_out_of_order',
    );
    expect(await setCaps(looser, street)).toBeNull();
    expect(await setCaps({ points: NONE, count: NONE }, street)).toBeNull();
    const params = { params: { shopId: open.shop.shopId } };
    const stranger = await t.signIn('merchant_owner', null, { shopId: 'another' });
    expect(await refused((headers) => stranger.call(redemptionSettings.ofShop, { ...params, headers }))).toBe(
      'out_of_scope',
    );
  });
});
