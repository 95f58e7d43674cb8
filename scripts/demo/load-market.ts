import { readFile } from 'node:fs/promises';
import { offers, redemptions, shopOpening } from '@red-points/shared/contracts';
import { addDays, businessDate, weekday } from '@red-points/shared/domain/calendar';
import { staffOf } from './load-basics.ts';
import { ownerOf, redeem } from './load-redemptions.ts';
import type { Operations } from './operations.ts';
import { openPurses } from './purses.ts';
import { RIDER } from './staff.ts';
import { at, type DemoWorld, demoId } from './world.ts';

/** The redemption day before today's: the same day of the week. */
const LAST_DAY = 7;
const MINUTE_MS = 60_000;
const NOTEBOOKS = 'offer:market:0';
const ORANGES = 'offer:market:oranges';

/** What came to the shelves of the community's market, was given, spoilt and counted, oldest first. */
const MOVEMENTS = [
  { offer: NOTEBOOKS, act: 'goods_in', quantity: 60, daysAgo: 34, reason: '文具店送货，单号 20261023' },
  { offer: NOTEBOOKS, act: 'loss', quantity: 3, daysAgo: 21, reason: '窗边受潮，封面起皱' },
  { offer: ORANGES, act: 'donated', quantity: 80, daysAgo: 9, reason: '望湖果园捐赠，签收单 12 号' },
  { offer: ORANGES, act: 'loss', quantity: 4, daysAgo: 6, reason: '磕坏两袋，另两袋发霉' },
] as const;

/** Who came on the last redemption day: by their code, or with the officer because they have no phone. */
const CUSTOMERS = [
  { offer: 'oranges', points: 5, hour: 9.2, withOfficer: true },
  { offer: '0', points: 6, hour: 9.4, withOfficer: false },
  { offer: 'oranges', points: 5, hour: 9.6, withOfficer: false },
  { offer: 'oranges', points: 5, hour: 10.1, withOfficer: true },
  { offer: '0', points: 6, hour: 10.3, withOfficer: false },
  { offer: 'oranges', points: 5, hour: 10.6, withOfficer: false },
  { offer: 'oranges', points: 5, hour: 11.2, withOfficer: true },
] as const;

/** 积分超市: what moves on its shelves, a donated good with a photo, its redemption days, and who came on the last of them. */
export async function loadMarket(world: DemoWorld, operations: Operations, nowMs: number): Promise<void> {
  await giveOranges(world, operations);
  for (const movement of MOVEMENTS) await moveStock(world, operations, movement);
  await setDays(world, operations);
  const purses = await openPurses(world);
  for (const [index, customer] of CUSTOMERS.entries()) {
    const { offer, points, hour, withOfficer } = customer;
    const name = `market-day-${index}`;
    at(world, LAST_DAY, hour);
    const { ref } = await purses.take(name, points, ({ phone }) => (phone === null) === withOfficer);
    if (withOfficer) await redeemWithOfficer(world, operations, { name, ref, offer: `offer:market:${offer}` });
    else
      await world.notes.once(name, () =>
        redeem(world, { ref, shop: 'market', offerIndex: offer, key: `demo-${name}` }),
      );
  }
  await count(world, operations);
  // Today is a redemption day too: the rider of the sign-in page has been there.
  world.clock.set(Math.max(world.midnightMs + MINUTE_MS, nowMs - 60 * MINUTE_MS));
  const key = 'demo-oranges-of-today';
  await world.notes.once(key, () => redeem(world, { ref: RIDER, shop: 'market', offerIndex: 'oranges', key }));
}

/** A donated good: nobody pays for it, and it has a photo. */
async function giveOranges(world: DemoWorld, { done }: Operations): Promise<void> {
  at(world, 9, 9);
  await world.notes.once(ORANGES, async () => {
    const office = staffOf(world, 'secretary');
    const params = { shopId: world.notes.need('shop:market') };
    const file = await readFile(new URL('./evidence/oranges.jpg', import.meta.url));
    const { pictureId } = await done(office, offers.uploadPicture, { params, file });
    const body = {
      title: '爱心橙子三斤',
      kind: 'goods',
      category: 'groceries',
      payer: 'shop',
      description: '望湖果园捐赠，先到先得',
      pictureId,
      points: 5,
      settlementFen: 0,
      stock: 0,
      period: { every: 'month', perPersonMax: 2 },
      validFrom: new Date(world.clock.now()).toISOString(),
    } as const;
    return (await done(office, offers.create, { params, body })).offerId;
  });
}

async function moveStock(world: DemoWorld, { done }: Operations, movement: (typeof MOVEMENTS)[number]): Promise<void> {
  const { offer, act, quantity, daysAgo, reason } = movement;
  at(world, daysAgo, 16);
  const key = `demo-stock-${offer}-${act}-${daysAgo}`;
  await world.notes.once(key, async () => {
    const params = { offerId: world.notes.need(offer) };
    const body = { act, quantity, reason };
    const moved = await done(ownerOf(world, 'market'), offers.setStock, { params, body, key });
    return String(moved.stock);
  });
}

/** After the redemption day two notebooks are missing on the shelf. */
async function count(world: DemoWorld, { done }: Operations): Promise<void> {
  at(world, 6, 17);
  const key = 'demo-stocktake-notebooks';
  await world.notes.once(key, async () => {
    const offerId = world.notes.need(NOTEBOOKS);
    const there = (await world.context.offers.find(offerId))?.stock ?? 0;
    const body = { act: 'stocktake', quantity: there - 2, reason: '月末盘点，少两册，原因待查' } as const;
    const counted = await done(ownerOf(world, 'market'), offers.setStock, { params: { offerId }, body, key });
    return String(counted.stock);
  });
}

/** Twice a week, today among them, so that whoever tries the demo out can redeem there. */
async function setDays(world: DemoWorld, { done }: Operations): Promise<void> {
  at(world, 12, 10);
  await world.notes.once('redemption-days', async () => {
    const params = { shopId: world.notes.need('shop:market') };
    const owner = ownerOf(world, 'market');
    const { version } = await done(owner, shopOpening.get, { params });
    const today = businessDate(world.midnightMs);
    const weekdays = [today, addDays(today, 3)].map((day) => weekday(day)).sort((one, other) => one - other);
    const body = { hours: null, redemptionDays: { weekdays, monthDays: [] }, version };
    await done(owner, shopOpening.set, { params, body });
    return weekdays.join(' ');
  });
}

interface WithOfficer {
  readonly name: string;
  readonly ref: number;
  readonly offer: string;
}

async function redeemWithOfficer(world: DemoWorld, { done }: Operations, plan: WithOfficer): Promise<void> {
  const { name, ref, offer } = plan;
  await world.notes.once(name, async () => {
    const params = { personId: demoId(`person-${ref}`) };
    const body = { shopId: world.notes.need('shop:market'), offerId: world.notes.need(offer) };
    const key = `demo-${name}`;
    const { redemptionId } = await done(staffOf(world, 'grid'), redemptions.startForPerson, { params, body, key });
    const confirmed = { params: { redemptionId }, key: `${key}-confirmed` };
    await done(ownerOf(world, 'market'), redemptions.confirm, confirmed);
    return redemptionId;
  });
}
