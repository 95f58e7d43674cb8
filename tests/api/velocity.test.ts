import { redemptions, reports, velocity } from '@red-points/shared/contracts';
import { VELOCITY_LIMITS } from '@red-points/shared/domain/velocity';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { nextKey, type SignedInUser, startTestApp, type TestApp } from '../support/app.ts';
import { addMember, enterGroup } from '../support/households.ts';
import {
  addOffer,
  manyResidents,
  type Office,
  openOffice,
  openShop,
  principalOf,
  residentWith,
  startAtPoster,
} from '../support/redeeming.ts';
import { refused } from '../support/refused.ts';

const NONE = { shopPerTenMinutes: null, shopPerDay: null, pairPerHour: null, pairPerDay: null };

let t: TestApp;
let office: Office;
let street: SignedInUser;
let version = 0;
beforeAll(async () => {
  t = await startTestApp();
  office = await openOffice(t);
  street = await t.signIn('street_admin', 'qihe');
});
afterAll(() => t.close());

async function limit(limits: Partial<Record<keyof typeof NONE, number>>) {
  const input = { params: { unitId: 'jinxiu' }, body: { limits: { ...NONE, ...limits }, version } };
  const set = await street.call(velocity.setSettings, input);
  expect(set.status, JSON.stringify(set.body)).toBe(200);
  version += 1;
  return input;
}

async function counter() {
  const shop = await openShop(t, office);
  const offer = await addOffer(office, shop.shop, { points: 1 });
  const resident = await residentWith(t, 100);
  const body = { code: shop.poster, offerId: offer.offerId };
  const ask = () => refused((headers) => resident.call(redemptions.startByPoster, { body, headers }));
  const stops = async () => {
    const { items } = (await office.secretary.call(velocity.stops, { query: { unitId: 'jinxiu' } }).expect(200)).body;
    return items.filter(({ shopId }: { shopId: string }) => shopId === shop.shop.shopId);
  };
  return { shop, offer, resident, ask, stops };
}

describe('how fast may be redeemed', () => {
  it('is slowed for a resident at one shop, and goes on with the next hour', async () => {
    const input = await limit({ pairPerHour: 2 });
    expect(await refused((headers) => street.call(velocity.setSettings, { ...input, headers }))).toBe(
      'velocity_settings_changed',
    );
    const { shop, offer, resident, ask, stops } = await counter();
    await startAtPoster(resident, shop, offer);
    await startAtPoster(resident, shop, offer);
    expect(await ask()).toBe('redeeming_pair_too_fast');
    expect(await stops()).toMatchObject([{ kind: 'pairPerHour', limit: 2, turnedAway: 2, lift: null, mayLift: true }]);
    // Somebody else is served, and the same resident at another shop.
    await startAtPoster(await residentWith(t, 20), shop, offer);
    const other = await openShop(t, office);
    await startAtPoster(resident, other, await addOffer(office, other.shop, { points: 1 }));
    t.clock.set(t.clock.now() + 3_600_000);
    const [stop] = await stops();
    const params = { stopId: stop.stopId };
    const again = await t.signIn('community_admin', 'jinxiu');
    const lifting = { params, body: { hours: 1, reason: '已核实' } };
    expect(await refused((headers) => again.call(velocity.lift, { ...lifting, headers }))).toBe('velocity_stop_over');
    const late = await t.context.redemptions.startByPoster(
      principalOf(resident),
      { code: shop.poster, offerId: offer.offerId, quantity: 1 },
      { caller: 'late', key: nextKey(), fingerprint: 'f' },
    );
    expect(late).toMatchObject({ state: 'awaiting_confirm' });
  });

  it('is stopped for the day, until somebody lifts it, on record', async () => {
    street = await t.signIn('street_admin', 'qihe');
    await limit({ shopPerDay: 1 });
    const { shop, offer, resident, ask, stops } = await counter();
    await startAtPoster(resident, shop, offer);
    const waits = async (user: SignedInUser) =>
      (await user.call(reports.tasks, { query: { unitId: 'jinxiu' } }).expect(200)).body.items.filter(
        ({ code }: { code: string }) => code === 'redeeming_limited',
      );
    expect(await waits(office.secretary)).toEqual([]);
    expect(await ask()).toBe('redeeming_stopped');
    expect(await waits(office.secretary)).toMatchObject([{ count: 1 }]);
    // Nobody who could lift it is in the tasks of an auditor.
    expect(await waits(await t.signIn('auditor', 'jinxiu'))).toEqual([]);
    const [stop] = await stops();
    expect(stop).toMatchObject({ kind: 'shopPerDay', maskedName: null, turnedAway: 2 });
    const lifting = { params: { stopId: stop.stopId }, body: { hours: 2, reason: '社区开放日' }, key: nextKey() };
    const neighbour = await t.signIn('community_admin', 'hechi');
    expect(await refused((headers) => neighbour.call(velocity.lift, { ...lifting, headers }))).toBe(
      'velocity_stop_not_found',
    );
    const keeper = await t.enterResident();
    await t.signIn('merchant_staff', null, { shopId: shop.shop.shopId, personId: keeper.personId });
    const partial = await t.signIn('community_admin', 'jinxiu', { personId: keeper.personId });
    expect(await refused((headers) => partial.call(velocity.lift, { ...lifting, headers }))).toBe(
      'watch_not_independent',
    );
    const lifted = await office.secretary.call(velocity.lift, lifting).expect(200);
    expect(lifted.body.lift).toMatchObject({ reason: '社区开放日' });
    expect(await waits(office.secretary)).toEqual([]);
    expect((await office.secretary.call(velocity.lift, lifting).expect(200)).body).toEqual(lifted.body);
    await startAtPoster(resident, shop, offer);
    const own = await office.secretary.call(velocity.settings, { params: { unitId: 'jinxiu-g1' } }).expect(200);
    expect(own.body).toMatchObject({ limits: { shopPerDay: 1 }, setBy: { unitId: 'jinxiu' } });
  });

  it('goes on by a lift for what was lifted only: other limits, and other residents at the shop, stay', async () => {
    street = await t.signIn('street_admin', 'qihe');
    await limit({ shopPerTenMinutes: 1, shopPerDay: 3, pairPerDay: 2 });
    const { shop, offer, resident, ask, stops } = await counter();
    const lift = async (kind: string) => {
      const [stop] = (await stops()).filter((one: { kind: string }) => one.kind === kind);
      const lifting = { params: { stopId: stop.stopId }, body: { hours: 2, reason: '社区开放日' } };
      await office.secretary.call(velocity.lift, lifting).expect(200);
    };
    await startAtPoster(resident, shop, offer);
    expect(await ask()).toBe('redeeming_too_fast');
    await lift('shopPerTenMinutes');
    await startAtPoster(resident, shop, offer);
    // It does not reach the pair, nor the day: what passed by the lift is counted there.
    expect(await ask()).toBe('redeeming_pair_stopped');
    await startAtPoster(await residentWith(t, 20), shop, offer);
    const late = await residentWith(t, 20);
    const body = { code: shop.poster, offerId: offer.offerId };
    const askLate = () => refused((headers) => late.call(redemptions.startByPoster, { body, headers }));
    expect(await askLate()).toBe('redeeming_stopped');
    // Lifted for one resident, the shop's day still stands for them.
    await lift('pairPerDay');
    expect(await ask()).toBe('redeeming_stopped');
    await lift('shopPerDay');
    await startAtPoster(late, shop, offer);
    await startAtPoster(resident, shop, offer);
  });

  it('is not lifted by the household of who works there', async () => {
    street = await t.signIn('street_admin', 'qihe');
    await limit({ shopPerDay: 1 });
    const { shop, offer, resident, ask, stops } = await counter();
    await startAtPoster(resident, shop, offer);
    expect(await ask()).toBe('redeeming_stopped');
    const [keeper, wife] = [await t.enterResident(), await t.enterResident({ name: '林国强' })];
    await t.signIn('merchant_staff', null, { shopId: shop.shop.shopId, personId: keeper.personId });
    const household = await enterGroup(office.secretary);
    for (const { personId } of [keeper, wife]) await addMember(office.secretary, household, personId);
    const partial = await t.signIn('community_admin', 'jinxiu', { personId: wife.personId });
    const [stop] = await stops();
    const lifting = { params: { stopId: stop.stopId }, body: { hours: 2, reason: '社区开放日' } };
    expect(await refused((headers) => partial.call(velocity.lift, { ...lifting, headers }))).toBe(
      'watch_not_independent',
    );
  });

  it('is stopped for one resident at one shop, and gives back what the shop had counted for it', async () => {
    await limit({ shopPerDay: 2, pairPerDay: 1 });
    const { shop, offer, resident, ask, stops } = await counter();
    await startAtPoster(resident, shop, offer);
    expect(await ask()).toBe('redeeming_pair_stopped');
    expect(await stops()).toMatchObject([{ kind: 'pairPerDay', maskedName: '陈*', turnedAway: 2 }]);
    // The shop’s second place is free for somebody else, and no third.
    await startAtPoster(await residentWith(t, 20), shop, offer);
    const late = await residentWith(t, 20);
    const body = { code: shop.poster, offerId: offer.offerId };
    expect(await refused((headers) => late.call(redemptions.startByPoster, { body, headers }))).toBe(
      'redeeming_stopped',
    );
  });

  it('has limits where nobody has set any, far above what people do, and none for who sets none', async () => {
    const other = await street.call(velocity.settings, { params: { unitId: 'qihe' } }).expect(200);
    expect(other.body).toMatchObject({ limits: VELOCITY_LIMITS, setBy: null });
    await limit({});
    const { shop, offer, resident } = await counter();
    await startAtPoster(resident, shop, offer);
    const counters = t.database.db.collection<{ _id: string }>('velocity_counters');
    const ofShop = { _id: { $regex: `^(shop|pair)\\|${shop.shop.shopId}` } };
    expect(await counters.countDocuments(ofShop)).toBe(0);
    const unset = { params: { unitId: 'jinxiu' }, body: { limits: null, version } };
    await street.call(velocity.setSettings, unset).expect(200);
    version += 1;
    await startAtPoster(resident, shop, offer);
    const counted = await counters.find(ofShop).sort({ _id: 1 }).toArray();
    expect(counted).toMatchObject([{ day: 1 }, { day: 1 }]);
    // Sixty in an hour is what one resident may at one shop.
    const [pair] = counted;
    const window = Object.keys((pair as unknown as { short: Record<string, number> }).short)[0] ?? '';
    const full = { $set: { [`short.${window}`]: VELOCITY_LIMITS.pairPerHour } };
    await counters.updateOne({ _id: pair?._id ?? '' }, full);
    const body = { code: shop.poster, offerId: offer.offerId };
    expect(await refused((headers) => resident.call(redemptions.startByPoster, { body, headers }))).toBe(
      'redeeming_pair_too_fast',
    );
  });

  it('lets exactly as many begin as there are places, however many come at once', async () => {
    await limit({ shopPerTenMinutes: 5 });
    const shop = await openShop(t, office);
    const offer = await addOffer(office, shop.shop, { points: 1, stock: 100 });
    const people = await manyResidents(t, 20, 5);
    const outcomes = await Promise.all(
      people.map((person) =>
        t.context.redemptions.startByPoster(
          principalOf(person),
          { code: shop.poster, offerId: offer.offerId, quantity: 1 },
          { caller: person.personId, key: nextKey(), fingerprint: 'f' },
        ),
      ),
    );
    const codes = outcomes.map((outcome) => ('refused' in outcome ? outcome.refused : outcome.state));
    expect(codes.filter((code) => code === 'awaiting_confirm')).toHaveLength(5);
    expect(codes.filter((code) => code === 'redeeming_too_fast')).toHaveLength(15);
  });
});
