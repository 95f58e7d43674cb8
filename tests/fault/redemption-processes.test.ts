import { slots } from '@red-points/shared/contracts';
import { businessDate } from '@red-points/shared/domain/calendar';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { nextKey, startTestApp, type TestApp } from '../support/app.ts';
import {
  addOffer,
  expectConserved,
  expectVerified,
  manyResidents,
  type Office,
  openOffice,
  openShop,
  ownerPrincipal,
  principalOf,
  type TestShop,
} from '../support/redeeming.ts';
import { type RedeemTask, RedemptionProcess } from './support/redemption-process.ts';

let t: TestApp;
let office: Office;
let open: TestShop;
const processes: RedemptionProcess[] = [];

beforeAll(async () => {
  t = await startTestApp();
  office = await openOffice(t);
  open = await openShop(t, office);
});
afterAll(async () => {
  await Promise.all(processes.map((process) => process.kill()));
  await t.close();
});

async function startProcess(): Promise<RedemptionProcess> {
  const process = await RedemptionProcess.start({ config: t.config, nowMs: t.clock.now() });
  processes.push(process);
  return process;
}

async function tasksFor(count: number, stock: number | null, kind = 'goods') {
  const offer = await addOffer(office, open.shop, { stock, kind });
  const residents = await manyResidents(t, count, 12);
  const shop = ownerPrincipal(open);
  const tasks = residents.map(
    (resident): RedeemTask => ({
      key: nextKey(),
      poster: open.poster,
      offerId: offer.offerId,
      resident: principalOf(resident),
      shop,
    }),
  );
  return { offer, tasks, accounts: residents.map(({ accountId }) => accountId) };
}

async function letTimePass(): Promise<void> {
  for (const waitMs of [11_000, 180_000, 70_000]) {
    t.clock.advance(waitMs);
    await t.context.jobs.runNow('redemption-repair');
  }
}

/** Runs every other task on one of two processes, and answers with what they came to. */
async function runOnPair(tasks: readonly RedeemTask[]): Promise<string[]> {
  while (processes.length < 2) await startProcess();
  const answers = await Promise.all(
    processes.slice(0, 2).map((process, part) => process.run(tasks.filter((_, index) => index % 2 === part))),
  );
  return answers.flatMap((answer) => [...answer.values()]);
}

describe('two server processes', () => {
  it('let 40 residents race for a slot of 7 places: exactly 7 have one, and nobody else has points held', async () => {
    const { offer, tasks, accounts } = await tasksFor(40, null, 'service');
    const params = { offerId: offer.offerId };
    const date = businessDate(t.clock.now() + 2 * 86_400_000);
    const body = { date, startTime: '09:00', minutes: 60, capacity: 7 };
    const made = await office.secretary.call(slots.create, { params, body }).expect(201);
    const slotId = String(made.body.items[0].slotId);
    const outcomes = await runOnPair(tasks.map((task) => ({ ...task, slotId })));
    expect(outcomes.filter((outcome) => outcome === 'booked')).toHaveLength(7);
    expect(outcomes.filter((outcome) => outcome === 'slot_full')).toHaveLength(33);
    const slot = await t.context.slots.collection.findOne({ _id: slotId });
    expect(slot?.bookings).toHaveLength(7);
    const views = await t.context.ledger.views(accounts);
    expect(views.flatMap(({ state }) => state.holds)).toHaveLength(7);
    t.clock.advance(6 * 86_400_000);
    await t.context.jobs.runNow('redemption-repair');
    const after = await t.context.ledger.views(accounts);
    expect(after.map(({ available }) => available)).toEqual(accounts.map(() => 12));
  });

  it('let 200 residents race for 50 pieces: exactly 50 succeed, 150 are told why', async () => {
    const { offer, tasks, accounts } = await tasksFor(200, 50);
    const outcomes = await runOnPair(tasks);
    expect(outcomes.filter((outcome) => outcome === 'success')).toHaveLength(50);
    expect(outcomes.filter((outcome) => outcome === 'offer_out_of_stock')).toHaveLength(150);
    await letTimePass();
    await expectConserved(t, { offerIds: [offer.offerId], stock: 50, accounts, credited: 12 });
    await expectVerified(t);
  });
});

describe('a server process killed with kill -9 in the midst of many redemptions', () => {
  it('loses none and makes none twice: clients ask the next process again with their keys', async () => {
    const { offer, tasks, accounts } = await tasksFor(30, 30);
    const done = new Map<string, string>();
    for (const enough of [1, 5, 9]) {
      const process = await startProcess();
      const waiting = tasks.filter(({ key }) => !done.has(key));
      for (const [key, outcome] of await process.run(waiting, enough)) done.set(key, outcome);
      await process.kill();
    }
    // Some never come back: the repair job ends theirs.
    const last = await startProcess();
    const waiting = tasks.filter(({ key }) => !done.has(key)).slice(5);
    for (const [key, outcome] of await last.run(waiting)) done.set(key, outcome);
    expect(new Set(done.values())).toEqual(new Set(['success']));
    await letTimePass();
    const made = await t.database.db.collection('redemptions').find({ offerId: offer.offerId }).toArray();
    expect(made.length).toBeLessThanOrEqual(tasks.length);
    expect(made.filter(({ state }) => state === 'success').length).toBeGreaterThanOrEqual(done.size);
    await expectConserved(t, { offerIds: [offer.offerId], stock: 30, accounts, credited: 12 });
    await expectVerified(t);
  });
});
