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

async function tasksFor(count: number, stock: number) {
  const offer = await addOffer(office, open.shop, { stock });
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

describe('two server processes', () => {
  it('let 200 residents race for 50 pieces: exactly 50 succeed, 150 are told why', async () => {
    const { offer, tasks, accounts } = await tasksFor(200, 50);
    const pair = await Promise.all([startProcess(), startProcess()]);
    const answers = await Promise.all(
      pair.map((process, part) => process.run(tasks.filter((_, index) => index % 2 === part))),
    );
    const outcomes = answers.flatMap((answer) => [...answer.values()]);
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
