import { verifyLedger } from '@red-points/server/ledger/index';
import { settlementCheck } from '@red-points/server/settlements/index';
import { offers, redemptions, settlements, shops } from '@red-points/shared/contracts';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { type SignedInUser, startTestApp, type TestApp } from '../support/app.ts';
import {
  addOffer,
  availableOf,
  callerOf,
  manyResidents,
  type Office,
  openOffice,
  openShop,
  ownerPrincipal,
  principalOf,
  staffPrincipal,
  type TestShop,
} from '../support/redeeming.ts';
import { enterLines } from '../support/settling.ts';

/** `SETTLEMENT_SEED` plays a month again. */
const SEED = Number(process.env.SETTLEMENT_SEED ?? Math.floor(Math.random() * 1_000_000_000));
const DAYS = 15;
const CREDITED = 3_000;

let t: TestApp;
let office: Office;
beforeAll(async () => {
  t = await startTestApp({ startMs: Date.parse('2026-11-10T01:00:00Z') });
  office = await openOffice(t);
});
afterAll(() => t.close());

/** Mulberry32: the same numbers for the same seed. */
function numbersOf(seed: number): (below: number) => number {
  let state = seed >>> 0;
  return (below) => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) % below;
  };
}

type Caller = Pick<SignedInUser, 'call'>;

/** One redemption in the book: what it came to by the terms of its day, and what was given back. */
interface Booked {
  readonly shopId: string;
  readonly points: number;
  readonly wholeFen: number;
  refunded: number;
  /** What disputes added, less the share that refunds took back after them. */
  corrected: number;
}

/** What a shop is owed for it, by the paper's arithmetic: the refunded share comes off, rounded half up. */
const owedFor = ({ points, wholeFen, refunded, corrected }: Booked): number =>
  corrected + (refunded === points ? 0 : wholeFen - Math.round((wholeFen * refunded) / points));

it(`a month with refunds, disputes and a suspended shop equals the ledger to the point and the fen (seed ${SEED})`, async () => {
  const next = numbersOf(SEED);
  const open: TestShop[] = [await openShop(t, office, '甲店'), await openShop(t, office, '乙店')];
  const owners = open.map((shop): Caller => callerFor(ownerPrincipal(shop)));
  const [handler, witness, approver] = ['h', 'w', 'a'].map((id) => callerFor(staffPrincipal(`staff-${id}`))) as [
    Caller,
    Caller,
    Caller,
  ];
  const people = await manyResidents(t, 5, CREDITED);
  const goods = await Promise.all(
    open.map(({ shop }, index) =>
      addOffer(office, shop, { points: 7 + index * 6, settlementFen: 333 + index * 417, stock: 5000 }),
    ),
  );
  const book = new Map<string, Booked>();
  const refusals = new Set<string>();

  const redeemOne = async () => {
    const which = next(2);
    const [shop, offer, owner] = [open[which], goods[which], owners[which]];
    const person = people[next(people.length)];
    if (!shop || !offer || !owner || !person) throw new Error('nobody there');
    const body = { code: shop.poster, offerId: offer.offerId, quantity: 1 + next(3) };
    const started = await callerFor(principalOf(person)).call(redemptions.startByPoster, { body });
    if (started.status !== 201) {
      refusals.add(String(started.body.code));
      return;
    }
    const { redemptionId, points } = started.body;
    if (next(6) === 0) {
      await owner.call(redemptions.decline, { params: { redemptionId }, body: { reason: '卖完了' } }).expect(200);
      return;
    }
    await owner.call(redemptions.confirm, { params: { redemptionId } }).expect(200);
    const wholeFen = offer.settlementFen * body.quantity;
    book.set(redemptionId, { shopId: shop.shop.shopId, points, wholeFen, refunded: 0, corrected: 0 });
  };
  const refundOne = async () => {
    const ids = [...book.keys()];
    const redemptionId = ids[next(Math.max(1, ids.length))];
    const booked = redemptionId === undefined ? undefined : book.get(redemptionId);
    if (redemptionId === undefined || booked === undefined || booked.refunded === booked.points) return;
    const points = 1 + next(booked.points - booked.refunded);
    const input = { params: { redemptionId }, body: { points, reason: '退还' } };
    const refunded = await callerFor(staffPrincipal('staff-r')).call(redemptions.refund, input);
    if (refunded.status !== 201) {
      refusals.add(String(refunded.body.code));
      return;
    }
    // A share of the corrections goes with the points, rounded down.
    booked.corrected -= Math.floor((booked.corrected * points) / (booked.points - booked.refunded));
    booked.refunded = refunded.body.refundedPoints;
  };
  const changePrice = async () => {
    const which = next(2);
    const offer = goods[which];
    if (offer === undefined) return;
    const { offerId, shopId: _shop, shopName: _name, unitId: _unit, stock: _stock, ...terms } = offer;
    const body = { ...terms, settlementFen: 100 + next(2000) };
    const changed = await office.secretary.call(offers.change, { params: { offerId }, body });
    expect(changed.status, JSON.stringify(changed.body)).toBe(200);
    goods[which] = changed.body;
  };
  const disputeOne = async (settlementId: string, which: number) => {
    const { body } = await handler
      .call(settlements.lines, { params: { settlementId }, query: { limit: 200 } })
      .expect(200);
    const line = body.items[next(body.items.length)];
    const params = { settlementId, lineId: line.lineId };
    const filed = await owners[which]?.call(settlements.dispute, { params, body: { reason: '金额不对' } });
    expect(filed?.status, JSON.stringify(filed?.body)).toBe(201);
    if (next(3) === 0) return;
    const correctionFen = next(2) === 0 ? null : 1 + next(500);
    const decision = { outcome: correctionFen === null ? 'kept' : 'corrected', correctionFen, answer: '已核对' };
    await handler
      .call(settlements.decideDispute, { params: { disputeId: filed?.body.disputeId }, body: decision })
      .expect(200);
    const booked = book.get(line.redemptionId);
    if (booked === undefined) throw new Error('a line of nothing in the book');
    booked.corrected += correctionFen ?? 0;
  };
  const settle = async (until: string) => {
    await enterLines(t);
    const which = next(2);
    const shopId = open[which]?.shop.shopId;
    const draft = { shopId, payer: { kind: 'community', unitId: 'jinxiu' }, until };
    const drafted = await handler.call(settlements.draft, { body: draft });
    if (drafted.status !== 201) {
      refusals.add(String(drafted.body.code));
      return;
    }
    const params = { settlementId: drafted.body.settlementId };
    if (next(4) === 0) {
      await handler.call(settlements.cancel, { params, body: { reason: '下次再开' } }).expect(200);
      return;
    }
    if (next(2) === 0) await disputeOne(params.settlementId, which);
    const { version } = (await handler.call(settlements.get, { params }).expect(200)).body;
    for (const [by, part] of [
      [handler, 'handler'],
      [witness, 'witness'],
      [approver, 'approver'],
    ] as const) {
      await by.call(settlements.sign, { params, body: { part, version } }).expect(200);
    }
    await handler.call(settlements.proposeClosing, { params, body: { version } }).expect(200);
    await approver.call(settlements.close, { params, body: { version } }).expect(200);
  };

  for (let day = 0; day < DAYS; day += 1) {
    t.clock.set(t.clock.now() + 86_400_000);
    const date = new Date(t.clock.now()).toISOString().slice(0, 10);
    for (let act = 0; act < 6; act += 1) {
      t.clock.set(t.clock.now() + 60_000);
      const dice = next(10);
      if (dice < 6) await redeemOne();
      else if (dice < 8) await refundOne();
      else await changePrice();
    }
    if (day === 9) {
      const params = { shopId: open[1]?.shop.shopId ?? '' };
      const suspended = await callerFor(staffPrincipal('staff-s')).call(shops.suspend, {
        params,
        body: { reason: '投诉较多' },
      });
      expect(suspended.status, JSON.stringify(suspended.body)).toBe(200);
    }
    t.clock.set(t.clock.now() + 60_000);
    if (next(3) === 0) await settle(date);
  }
  t.clock.set(t.clock.now() + 60_000);
  await enterLines(t);

  for (const { shop } of open) {
    const { shopId } = shop;
    const query = { shopId, limit: 200 };
    const statements = (await handler.call(settlements.list, { query }).expect(200)).body.items;
    const dues = (await handler.call(settlements.dues, { query: { shopId } }).expect(200)).body.items;
    const disputes = (await handler.call(settlements.disputes, { query: { ...query, show: 'open' } }).expect(200)).body
      .items;
    const isClosed = new Map<string, boolean>(
      statements.map((each: { settlementId: string; state: string }) => [each.settlementId, each.state !== 'draft']),
    );
    // What an open dispute keeps out of any statement.
    const held = disputes.map(({ line }: { line: { fen: number; points: number } }) => line);
    const all = [...statements.map(({ totals }: { totals: object }) => totals), ...dues, ...held] as {
      fen: number;
      points: number;
    }[];
    const booked = [...book.values()].filter((each) => each.shopId === shopId);
    const owed = booked.reduce((sum, each) => sum + owedFor(each), 0);
    expect(all.reduce((sum, { fen }) => sum + fen, 0)).toBe(owed);
    const points = booked.reduce((sum, each) => sum + each.points - each.refunded, 0);
    expect(all.reduce((sum, each) => sum + each.points, 0)).toBe(points);
    expect(isClosed.size).toBe(statements.length);
  }
  const left = await Promise.all(people.map(({ accountId }) => availableOf(t, accountId)));
  const spent = left.reduce((sum, available) => sum + CREDITED - available, 0);
  expect(spent).toBe([...book.values()].reduce((sum, each) => sum + each.points - each.refunded, 0));
  const check = settlementCheck({ db: t.database.db, account: null });
  expect((await verifyLedger({ db: t.database.db, checks: check === null ? [] : [check] })).bad).toEqual([]);
  expect(book.size, [...refusals].join()).toBeGreaterThan(10);
});

/** Sends every request with a token that is as fresh as the clock, which moves by days. */
function callerFor(principal: Parameters<typeof callerOf>[1]): Caller {
  return { call: (endpoint, input) => callerOf(t, principal).call(endpoint, input) };
}
