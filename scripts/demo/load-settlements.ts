import { SETTLEMENT_LINES_JOB } from '@red-points/server/settlements/index';
import { settlements } from '@red-points/shared/contracts';
import { addDays, businessDate, startOfMonth } from '@red-points/shared/domain/calendar';
import { staffOf } from './load-basics.ts';
import { ownerOf } from './load-redemptions.ts';
import type { Operations } from './operations.ts';
import { MAIN_COMMUNITY } from './places.ts';
import { at, type DemoWorld } from './world.ts';

/** What the community may pay its shops this year: 60,000 yuan. */
const FUNDING_FEN = 6_000_000;

/** 经手, 证明, 审批: who signs for the community, in this order. */
const SIGNERS = [
  ['handler', 'grid'],
  ['witness', 'deputy'],
  ['approver', 'secretary'],
] as const;

/** Statements of the last month that is over: one that was paid, one that waits for its second word, one with a disputed line. */
export async function loadSettlements(world: DemoWorld, operations: Operations): Promise<void> {
  at(world, 3, 9);
  await world.notes.once('settlement-lines', async () => world.context.jobs.runNow(SETTLEMENT_LINES_JOB));
  await setFunding(world, operations);
  await pay(world, operations);
  await proposeToClose(world, operations);
  await dispute(world, operations);
}

async function setFunding(world: DemoWorld, { done }: Operations): Promise<void> {
  await world.notes.once('funding', async () => {
    const params = { unitId: MAIN_COMMUNITY, year: businessDate(world.clock.now()).slice(0, 4) };
    const body = {
      kind: 'community',
      limitFen: FUNDING_FEN,
      version: 0,
      reason: '社区公益金全年预算，居委会议定',
    } as const;
    return String((await done(staffOf(world, 'street'), settlements.setFunding, { params, body })).limitFen);
  });
}

/** Drafts the statement of a shop up to the end of the month before. */
async function draft(world: DemoWorld, { done }: Operations, shop: string) {
  const key = `demo-settlement-${shop}`;
  const settlementId = await world.notes.once(`settlement:${shop}`, async () => {
    const until = addDays(startOfMonth(businessDate(world.clock.now())), -1);
    const payer = { kind: 'community', unitId: MAIN_COMMUNITY } as const;
    const body = { shopId: world.notes.need(`shop:${shop}`), payer, until };
    return (await done(staffOf(world, 'grid'), settlements.draft, { body, key })).settlementId;
  });
  const params = { settlementId };
  return done(staffOf(world, 'grid'), settlements.get, { params });
}

async function sign(world: DemoWorld, { done }: Operations, shop: string, settlementId: string, signers: number) {
  for (const [part, username] of SIGNERS.slice(0, signers)) {
    const key = `demo-settlement-${shop}-${part}`;
    await world.notes.once(key, async () => {
      const params = { settlementId };
      // As the shop's office reads it now: the version that is signed.
      const { version } = await done(staffOf(world, username), settlements.get, { params });
      return (await done(staffOf(world, username), settlements.sign, { params, body: { part, version }, key })).state;
    });
  }
}

async function propose(world: DemoWorld, { done }: Operations, shop: string, settlementId: string): Promise<void> {
  const key = `demo-settlement-${shop}-proposed`;
  await world.notes.once(key, async () => {
    const params = { settlementId };
    const { version } = await done(staffOf(world, 'grid'), settlements.get, { params });
    return (await done(staffOf(world, 'grid'), settlements.proposeClosing, { params, body: { version }, key })).state;
  });
}

/** The canteen's is signed, closed by a second person and paid. */
async function pay(world: DemoWorld, operations: Operations): Promise<void> {
  const { done } = operations;
  at(world, 3, 10);
  const { settlementId, totals } = await draft(world, operations, 'canteen');
  const params = { settlementId };
  at(world, 3, 15);
  await sign(world, operations, 'canteen', settlementId, SIGNERS.length);
  at(world, 2, 10);
  await propose(world, operations, 'canteen', settlementId);
  await world.notes.once('settlement-closed:canteen', async () => {
    const { version } = await done(staffOf(world, 'secretary'), settlements.get, { params });
    const key = 'demo-settlement-canteen-closed';
    return (await done(staffOf(world, 'secretary'), settlements.close, { params, body: { version }, key })).state;
  });
  at(world, 1, 14);
  await world.notes.once('settlement-paid:canteen', async () => {
    const body = {
      ...{ method: '银行转账', reference: 'ZZ20260088417', invoice: '033002600111-41820957' },
      ...{ paidOn: businessDate(world.clock.now()), amountFen: totals.fen },
    };
    const key = 'demo-settlement-canteen-paid';
    return (await done(staffOf(world, 'grid'), settlements.pay, { params, body, key })).state;
  });
}

/** The market's is signed by all three, and one of them proposes to close it. */
async function proposeToClose(world: DemoWorld, operations: Operations): Promise<void> {
  at(world, 2, 11);
  const { settlementId } = await draft(world, operations, 'market');
  at(world, 1, 10);
  await sign(world, operations, 'market', settlementId, SIGNERS.length);
  await propose(world, operations, 'market', settlementId);
}

/** The store disputes a line of its own, and the rest is signed by the first. */
async function dispute(world: DemoWorld, operations: Operations): Promise<void> {
  const { done } = operations;
  at(world, 2, 12);
  const { settlementId } = await draft(world, operations, 'store');
  const params = { settlementId };
  const owner = ownerOf(world, 'store');
  await world.notes.once('settlement-dispute:store', async () => {
    const lines = await done(owner, settlements.lines, { params, query: { limit: 20 } });
    const line = lines.items.find(({ offerTitle }) => offerTitle === '洗衣液一瓶') ?? lines.items[0];
    if (line === undefined) throw new Error('the statement of the store has no lines');
    const body = { reason: '这一瓶是两升装，协议价 36 元，请按两升装结算' };
    const key = 'demo-settlement-store-dispute';
    const asked = { params: { ...params, lineId: line.lineId }, body, key };
    return (await done(owner, settlements.dispute, asked)).disputeId;
  });
  at(world, 1, 15);
  await sign(world, operations, 'store', settlementId, 1);
}
