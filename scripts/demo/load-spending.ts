import {
  cards,
  redemptionCodes,
  redemptionPins,
  redemptionSettings,
  redemptions,
  shops,
  velocity,
} from '@red-points/shared/contracts';
import { PIN_TRIES_MAX } from '@red-points/shared/domain/redemptions';
import { VELOCITY_LIMITS } from '@red-points/shared/domain/velocity';
import { staffOf } from './load-basics.ts';
import { ownerOf } from './load-redemptions.ts';
import type { Operations } from './operations.ts';
import { MAIN_COMMUNITY } from './places.ts';
import { openPurses, type Purses } from './purses.ts';
import { at, type DemoWorld, demoId, residentPrincipal } from './world.ts';

const MINUTE_MS = 60_000;
/** At one shop on one day, one resident redeems so often before staff have to look. */
const PAIR_PER_DAY = 6;
/** Above so many points a refund asks for a second person's word. */
const REFUND_ALONE_POINTS = 40;

interface Spending {
  /** Under this name at every load. */
  readonly name: string;
  readonly ref: number;
  readonly shop: string;
  /** Number of the shop's offer in the plan. */
  readonly offer: number;
  readonly quantity?: number;
  /** What the phone calls itself; its own sign-in where nothing is said. */
  readonly device?: string;
}

/** What staff see of spending beside everyday scans: refunds, limits that were reached, cards, and what is worth a look. */
export async function loadSpending(world: DemoWorld, operations: Operations, nowMs: number): Promise<void> {
  await setRules(world, operations);
  const purses = await openPurses(world);
  await busyAtNight(world, operations, purses);
  await reachLimits(world, operations, purses, nowMs);
  await giveBack(world, operations, purses);
  await cardsWithPin(world, operations, purses);
}

/** The street bounds how often one resident redeems at one shop; the community asks for a second word sooner. */
async function setRules(world: DemoWorld, { done }: Operations): Promise<void> {
  const params = { unitId: MAIN_COMMUNITY };
  at(world, 20, 10);
  await world.notes.once('velocity-limits', async () => {
    const limits = { ...VELOCITY_LIMITS, pairPerDay: PAIR_PER_DAY };
    const set = await done(staffOf(world, 'street'), velocity.setSettings, { params, body: { limits, version: 0 } });
    return String(set.version);
  });
  await world.notes.once('redemption-settings', async () => {
    const secretary = staffOf(world, 'secretary');
    const { rules, version } = await done(secretary, redemptionSettings.get, { params });
    const body = { rules: { ...rules, refundAlonePoints: REFUND_ALONE_POINTS }, version };
    return String((await done(secretary, redemptionSettings.set, { params, body })).version);
  });
}

/** Four people late in the evening by one phone: a watch report opens on it, and the community has suspended the shop. */
async function busyAtNight(world: DemoWorld, operations: Operations, purses: Purses): Promise<void> {
  for (const index of [0, 1, 2, 3]) {
    const name = `night-${index}`;
    at(world, 9, 22.4 + index * 0.1);
    const { ref } = await purses.take(name, 8);
    await spend(world, operations, { name, ref, shop: 'fruit', offer: 0, device: 'demo-phone-at-the-counter' });
  }
  at(world, 7, 9);
  await world.notes.once('suspended:fruit', async () => {
    const params = { shopId: world.notes.need('shop:fruit') };
    const body = { reason: '晚间多人用同一部手机兑换，核实前暂停' };
    return (await operations.done(staffOf(world, 'deputy'), shops.suspend, { params, body })).state;
  });
}

/** Somebody fetched lunch for neighbours, which staff let pass; and today somebody is stopped at the store. */
async function reachLimits(world: DemoWorld, operations: Operations, purses: Purses, nowMs: number): Promise<void> {
  at(world, 4, 11);
  const forNeighbours = { name: 'lunches', shop: 'canteen', offer: 1, ref: (await purses.take('lunches', 56)).ref };
  await reachLimit(world, operations, forNeighbours);
  await world.notes.once('lifted', async () => {
    const secretary = staffOf(world, 'secretary');
    const stops = await operations.done(secretary, velocity.stops, { query: { unitId: MAIN_COMMUNITY } });
    const params = { stopId: stops.items[0]?.stopId ?? '' };
    const body = { hours: 3, reason: '替同楼六位独居老人代取午餐，已电话核实' };
    const lifted = await operations.done(secretary, velocity.lift, { params, body, key: 'demo-lifted-lunches' });
    return lifted.stopId;
  });
  at(world, 4, 11.5);
  await spend(world, operations, { ...forNeighbours, name: 'lunches-last' });
  world.clock.set(Math.max(world.midnightMs + MINUTE_MS, nowMs - 30 * MINUTE_MS));
  const vouchers = { name: 'vouchers', shop: 'store', offer: 2, ref: (await purses.take('vouchers', 30)).ref };
  await reachLimit(world, operations, vouchers);
}

/** Redeems until the limit, and once more. */
async function reachLimit(world: DemoWorld, operations: Operations, spending: Spending): Promise<void> {
  for (let time = 1; time <= PAIR_PER_DAY; time += 1) {
    await spend(world, operations, { ...spending, name: `${spending.name}-${time}` });
  }
  await world.notes.once(`stopped:${spending.name}`, async () => {
    const scanId = await scanned(world, operations, spending);
    const body = { scanId, offerId: offerOf(world, spending), quantity: 1 };
    const key = `demo-${spending.name}-too-many`;
    const code = await operations.refused(ownerOf(world, spending.shop), redemptions.startByScan, { body, key });
    if (code !== 'redeeming_pair_stopped') throw new Error(`${spending.name}: ${code}`);
    return code;
  });
}

/** One of two meals given back by the shop alone; two bags of rice, which wait for a second person. */
async function giveBack(world: DemoWorld, operations: Operations, purses: Purses): Promise<void> {
  const refund = async (spending: Spending, points: number, reason: string): Promise<void> => {
    const redemptionId = await spend(world, operations, spending);
    const key = `demo-${spending.name}-refund`;
    await world.notes.once(key, async () => {
      const input = { params: { redemptionId }, body: { points, reason }, key };
      return (await operations.done(ownerOf(world, spending.shop), redemptions.refund, input)).state;
    });
  };
  at(world, 3, 11.7);
  const meals = { name: 'meals', shop: 'canteen', offer: 1, quantity: 2, ref: (await purses.take('meals', 16)).ref };
  await refund(meals, 8, '只取走一份，另一份当场退回');
  at(world, 1, 17);
  const rice = { name: 'rice', shop: 'store', offer: 1, quantity: 2, ref: (await purses.take('rice', 50)).ref };
  await refund(rice, 50, '两袋都有米虫，已退货');
}

/** Two elders with a printed card: one paid lunch with it, the other's is locked after wrong PINs. */
async function cardsWithPin(world: DemoWorld, operations: Operations, purses: Purses): Promise<void> {
  const { done, refused } = operations;
  const officer = staffOf(world, 'grid');
  const born = (before: string) => (person: { readonly birthDate: string | null; readonly phone: string | null }) =>
    person.phone === null && (person.birthDate ?? '9') < before;
  for (const [name, pin] of [
    ['card-used', '482917'],
    ['card-locked', '730154'],
  ] as const) {
    at(world, 2, 11.6);
    const { ref } = await purses.take(name, 8, born('1966'));
    const params = { personId: demoId(`person-${ref}`) };
    at(world, 10, 10);
    const codeUrl = await world.notes.once(name, async () => {
      await done(officer, redemptionPins.set, { params, body: { pin } });
      return (await done(officer, cards.issue, { params })).codeUrl;
    });
    at(world, 2, 11.6);
    const canteen = ownerOf(world, 'canteen');
    await world.notes.once(`${name}-tried`, async () => {
      const scan = { code: codeUrl, shopId: world.notes.need('shop:canteen') };
      const { scanId } = await done(canteen, redemptionCodes.scan, { body: scan });
      const wanted = { offerId: offerOf(world, { shop: 'canteen', offer: 1 }), quantity: 1 };
      const agreed = (typed: string) => ({ params: { scanId }, body: { ...wanted, points: 8, pin: typed } });
      if (name === 'card-used') {
        await done(canteen, redemptionCodes.agree, agreed(pin));
        const start = { body: { scanId, ...wanted, expectedPoints: 8 }, key: `demo-${name}` };
        return (await done(canteen, redemptions.startByScan, start)).state;
      }
      let code: string | null = null;
      for (let attempt = 1; attempt <= PIN_TRIES_MAX; attempt += 1) {
        code = await refused(canteen, redemptionCodes.agree, agreed(`31415${attempt}`));
      }
      if (code !== 'pin_locked') throw new Error(`${name}: ${code}`);
      return code;
    });
  }
}

function offerOf(world: DemoWorld, { shop, offer }: Pick<Spending, 'shop' | 'offer'>): string {
  return world.notes.need(`offer:${shop}:${offer}`);
}

async function scanned(world: DemoWorld, { done }: Operations, { ref, shop, device }: Spending): Promise<string> {
  const resident = residentPrincipal(demoId(`person-${ref}`));
  const { codeUrl } = await done(resident, redemptionCodes.create, { body: { device } });
  const body = { code: codeUrl, shopId: world.notes.need(`shop:${shop}`) };
  return (await done(ownerOf(world, shop), redemptionCodes.scan, { body })).scanId;
}

/** A resident shows their code, the shop scans it; above a small amount the resident confirms on their phone. */
async function spend(world: DemoWorld, operations: Operations, spending: Spending): Promise<string> {
  const { name, ref, shop, quantity = 1 } = spending;
  const key = `demo-${name}`;
  return world.notes.once(key, async () => {
    const scanId = await scanned(world, operations, spending);
    const body = { scanId, offerId: offerOf(world, spending), quantity };
    const started = await operations.done(ownerOf(world, shop), redemptions.startByScan, { body, key });
    if (started.state === 'awaiting_resident') {
      const approval = { params: { redemptionId: started.redemptionId }, key: `${key}-approved` };
      await operations.done(residentPrincipal(demoId(`person-${ref}`)), redemptions.approve, approval);
    }
    return started.redemptionId;
  });
}
