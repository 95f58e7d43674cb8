import { setTimeout as sleep } from 'node:timers/promises';
import type { ShopRecord } from '@red-points/server/merchants/index';
import { atomically } from '@red-points/server/platform/atomically';
import { SHOP_CLOSINGS_JOB } from '@red-points/server/shop-closings/index';
import {
  type Booking,
  bookings,
  type Offer,
  offers,
  redemptions,
  reports,
  type ShopClosing,
  settlements,
  shopApplications,
  shopClosings,
  shopStaff,
  shops,
  slots,
} from '@red-points/shared/contracts';
import { addDays, businessDate } from '@red-points/shared/domain/calendar';
import { type Action, POLICY, ROLES, type Role } from '@red-points/shared/domain/permissions';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { nextKey, nextPhone, type SignedInUser, startTestApp, type TestApp } from '../support/app.ts';
import { untilNoticed } from '../support/notices.ts';
import {
  addOffer,
  availableOf,
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
  startAtPoster,
  type TestShop,
} from '../support/redeeming.ts';
import { refused } from '../support/refused.ts';
import { closeIt, draftFor, enterLines, redeem, type Settlers, settlersOf, signAll } from '../support/settling.ts';

let t: TestApp;
let twin: TestApp;
let office: Office;
let settlers: Settlers;

beforeAll(async () => {
  t = await startTestApp({ started: true });
  twin = await startTestApp({ sharing: t });
  office = await openOffice(t);
  settlers = await settlersOf(t);
});
afterAll(async () => {
  await expectVerified(t);
  await twin.close();
  await t.close();
});

const REASON = { reason: '店主停业' };
const paramsOf = ({ shop }: Pick<TestShop, 'shop'>) => ({ params: { shopId: shop.shopId } });

/** Somebody who is signed in for as long as the tests move the clock. */
const lasting = (entered: Resident): Resident => ({ ...entered, ...callerOf(t, principalOf(entered)) });

async function proposed(shop: Pick<TestShop, 'shop'>): Promise<ShopClosing> {
  const made = await office.secretary.call(shopClosings.propose, { ...paramsOf(shop), body: REASON });
  expect(made.status, JSON.stringify(made.body)).toBe(200);
  return made.body as ShopClosing;
}

/** Both words. */
async function closed(shop: Pick<TestShop, 'shop'>): Promise<ShopClosing> {
  const { closingId } = await proposed(shop);
  const done = await office.deputy.call(shopClosings.confirm, { ...paramsOf(shop), body: { closingId } });
  expect(done.status, JSON.stringify(done.body)).toBe(200);
  return done.body as ShopClosing;
}

async function openShopWithOffer(name: string): Promise<{ shop: TestShop; offer: Offer }> {
  const shop = await openShop(t, office, name);
  const owner = { ...shop.owner, ...callerOf(t, ownerPrincipal(shop)) };
  return { shop: { ...shop, owner }, offer: await addOffer(office, shop.shop) };
}

async function effectsOf(shop: TestShop) {
  return (await office.secretary.call(shopClosings.get, paramsOf(shop)).expect(200)).body.effects;
}

async function bookedBy(resident: Resident, slotId: string): Promise<string> {
  const made = await resident.call(bookings.book, { params: { slotId }, body: { expectedPoints: 40 } });
  expect(made.status, JSON.stringify(made.body)).toBe(201);
  return String(made.body.bookingId);
}

describe('closing a shop', () => {
  let known: { shop: TestShop };
  beforeAll(async () => {
    known = await openShopWithOffer('权限小店');
    await proposed(known.shop);
  });
  const endpoints = [
    [shopClosings.get, undefined],
    [shopClosings.propose, REASON],
    [shopClosings.withdraw, { closingId: 'none' }],
    [shopClosings.confirm, { closingId: 'none' }],
  ] as const;

  it.each(endpoints.flatMap(([endpoint, body]) => ROLES.map((role) => [endpoint.id, role, endpoint, body] as const)))(
    '%s by %s goes by the policy table, and by whose shop it is',
    async (_id, role, endpoint, body) => {
      const { shop } = known;
      const scope = (POLICY[endpoint.access as Action] as Partial<Record<Role, string>>)[role];
      const send = async (user: SignedInUser): Promise<string> => {
        const answer = await user.call(endpoint as typeof shopClosings.propose, {
          ...paramsOf(shop),
          ...(body === undefined ? {} : { body: body as never }),
        });
        return answer.status < 300 ? 'done' : answer.body.code;
      };
      const as = (unitId: string, shopId: string): Promise<SignedInUser> =>
        role === 'resident'
          ? t.signInResident()
          : role.startsWith('merchant')
            ? t.signIn(role, null, { shopId })
            : t.signIn(role, role === 'system_admin' ? null : unitId);
      // Another one is proposed than they name.
      const named = endpoint === shopClosings.confirm || endpoint === shopClosings.withdraw;
      const right = named ? 'shop_closing_not_proposed' : 'done';
      expect(await send(await as('jinxiu', shop.shop.shopId))).toBe(scope === undefined ? 'forbidden' : right);
      const elsewhere = await send(await as('hechi', 'another-shop'));
      expect(elsewhere).toBe(scope === undefined ? 'forbidden' : 'out_of_scope');
    },
  );

  it('takes two persons: proposed, changed, turned down, and confirmed by somebody else', async () => {
    const { shop } = await openShopWithOffer('双人小店');
    const of = paramsOf(shop);
    const first = await proposed(shop);
    expect(first).toMatchObject({ reason: '店主停业', confirmedByName: null, closedAt: null, mayConfirm: false });
    expect(await proposed(shop)).toEqual(first);
    const confirm = (by: Pick<SignedInUser, 'call'>, closingId: string) => (headers: Record<string, string>) =>
      by.call(shopClosings.confirm, { ...of, body: { closingId }, headers });
    expect(await refused(confirm(office.secretary, first.closingId))).toBe('shop_closing_proposed_by_you');
    const other = await office.deputy.call(shopClosings.propose, { ...of, body: { reason: '证照注销' } }).expect(200);
    expect(await refused(confirm(office.secretary, first.closingId))).toBe('shop_closing_not_proposed');
    const seen = await office.secretary.call(shopClosings.get, of).expect(200);
    expect(seen.body.closing).toMatchObject({ reason: '证照注销', mayConfirm: true, mayWithdraw: true });
    // The shop is told of what is done, and not of what is considered.
    expect((await shop.owner.call(shopClosings.get, of).expect(200)).body.closing).toBeNull();
    const tasks = await office.secretary.call(reports.tasks, { query: { unitId: 'jinxiu' } }).expect(200);
    expect(tasks.body.items).toContainEqual(expect.objectContaining({ code: 'shops_closing' }));
    const { closingId } = other.body;
    await office.secretary.call(shopClosings.withdraw, { ...of, body: { closingId } }).expect(204);
    await office.secretary.call(shopClosings.withdraw, { ...of, body: { closingId } }).expect(204);
    expect(await refused(confirm(office.secretary, closingId))).toBe('shop_closing_not_proposed');
    expect((await shop.owner.call(shops.get, of).expect(200)).body.state).toBe('active');
    await closed(shop);
    expect((await shop.owner.call(shops.get, of).expect(200)).body).toMatchObject({
      state: 'closed',
      accepting: false,
    });
  });

  it('takes two persons, and somebody with two desks is one', async () => {
    const { shop } = await openShopWithOffer('一人两桌');
    const { personId } = await residentWith(t, 0);
    const [one, two] = [
      await t.signIn('community_admin', 'jinxiu', { personId }),
      await t.signIn('street_admin', 'qihe', { personId }),
    ];
    const of = paramsOf(shop);
    const { closingId } = (await one.call(shopClosings.propose, { ...of, body: REASON }).expect(200)).body;
    expect((await two.call(shopClosings.get, of).expect(200)).body.closing).toMatchObject({ mayConfirm: false });
    expect(await refused((headers) => two.call(shopClosings.confirm, { ...of, body: { closingId }, headers }))).toBe(
      'shop_closing_proposed_by_you',
    );
    await office.deputy.call(shopClosings.confirm, { ...of, body: { closingId } }).expect(200);
  });

  it('is asked again with its key, answers the same, and is final', async () => {
    const { shop } = await openShopWithOffer('一次小店');
    const { closingId } = await proposed(shop);
    const word = { ...paramsOf(shop), body: { closingId }, key: nextKey() };
    const [one, two] = await Promise.all([
      office.deputy.call(shopClosings.confirm, word),
      callerOf(twin, { ...ownerPrincipal(shop), ...deputyOf(office.deputy) }).call(shopClosings.confirm, word),
    ]);
    expect([one.status, two.status]).toEqual([200, 200]);
    expect(two.body).toEqual(one.body);
    expect((await office.deputy.call(shopClosings.confirm, word).expect(200)).body).toEqual(one.body);
    const of = paramsOf(shop);
    const sends = [
      (headers: Record<string, string>) =>
        office.deputy.call(shopClosings.confirm, { ...of, body: { closingId }, headers }),
      (headers: Record<string, string>) =>
        office.secretary.call(shopClosings.propose, { ...of, body: REASON, headers }),
      (headers: Record<string, string>) =>
        office.secretary.call(shopClosings.withdraw, { ...of, body: { closingId }, headers }),
      (headers: Record<string, string>) => office.deputy.call(shops.approve, { ...of, headers }),
      (headers: Record<string, string>) => office.secretary.call(shops.suspend, { ...of, body: REASON, headers }),
      (headers: Record<string, string>) => office.secretary.call(shops.replacePoster, { ...of, body: REASON, headers }),
      (headers: Record<string, string>) => office.secretary.call(shops.poster, { ...of, headers }),
      (headers: Record<string, string>) => office.secretary.call(offers.create, { ...of, body: lunch(), headers }),
      (headers: Record<string, string>) =>
        shop.owner.call(shops.setAccepting, { ...of, body: { accepting: true }, headers }),
      (headers: Record<string, string>) =>
        shop.owner.call(shopStaff.invite, {
          ...of,
          body: { phone: '13900000001', name: '小王', role: 'merchant_staff' },
          headers,
        }),
      (headers: Record<string, string>) =>
        office.secretary.call(shops.proposeAgreement, {
          ...of,
          body: { number: 'X-1', from: '2026-11-01', until: '2027-10-31', settlementTerms: '月结' },
          headers,
        }),
    ];
    for (const [index, send] of sends.entries()) expect([index, await refused(send)]).toEqual([index, 'shop_closed']);
    const log = await t.database.db
      .collection('audit_records')
      .countDocuments({ action: 'shops.close', subjectId: shop.shop.shopId });
    expect(log).toBe(1);
  });
});

/** A lunch, as the office would enter it. */
const lunch = () => ({
  title: '午餐',
  kind: 'goods',
  picture: 'meal',
  points: 12,
  settlementFen: 850,
  stock: 5,
  validFrom: '2026-01-01T00:00:00Z',
});

/** The grants of somebody of the office, for a token of another process. */
const deputyOf = ({ userId }: Pick<SignedInUser, 'userId'>) => ({
  userId,
  sessionId: `session-of-${userId}`,
  face: 'console' as const,
  grants: [{ role: 'community_admin' as const, unitId: 'jinxiu', shopId: null }],
});

describe('a closed shop', () => {
  it('ends what is open, gives points back, lets nobody in but its owner, and is seen as closed everywhere', async () => {
    const { shop, offer } = await openShopWithOffer('热闹小店');
    const of = paramsOf(shop);
    const service = await addOffer(office, shop.shop, { kind: 'service', points: 40, stock: null });
    const date = addDays(businessDate(t.clock.now()), 3);
    const made = await office.secretary
      .call(slots.create, {
        params: { offerId: service.offerId },
        body: { date, startTime: '14:00', minutes: 60, capacity: 2 },
      })
      .expect(201);
    const slotId = String(made.body.items[0].slotId);
    const [waiting, guest, holder] = [
      lasting(await residentWith(t, 100)),
      lasting(await residentWith(t, 100)),
      lasting(await residentWith(t, 400)),
    ];
    const bookingId = await bookedBy(guest, slotId);
    const held = await redeem(holder, shop, offer);
    const large = await addOffer(office, shop.shop, { title: '大米', points: 300, settlementFen: 20_000 });
    const dear = await redeem(holder, shop, large);
    const open = await startAtPoster(waiting, shop, offer);
    const clerk = await t.signIn('merchant_staff', null, { shopId: shop.shop.shopId });
    const phone = nextPhone();
    await shop.owner
      .call(shopStaff.invite, { ...of, body: { phone, name: '小王', role: 'merchant_staff' } })
      .expect(201);
    const wanted = { params: { redemptionId: dear }, body: { points: 300, reason: '没有领到' } };
    await shop.owner.call(redemptions.refund, wanted).expect(201);
    await enterLines(t);
    expect(await effectsOf(shop)).toEqual({
      branches: 0,
      offers: 3,
      openRedemptions: 1,
      bookings: 1,
      staff: 1,
      stockOffers: 2,
      stockPieces: 97,
      refundsWaiting: 1,
      owedFen: 20_850,
    });
    await closed(shop);

    // Who waited at the counter and who had booked have their points, and are told why.
    const ended = await waiting.call(redemptions.get, { params: { redemptionId: open.redemptionId } }).expect(200);
    expect(ended.body).toMatchObject({ state: 'closed', closeReason: 'shop_closed' });
    expect(await availableOf(t, waiting.accountId)).toBe(100);
    const over = (await guest.call(bookings.get, { params: { bookingId } }).expect(200)).body as Booking;
    expect(over).toMatchObject({ outcome: 'called_off' });
    expect(await availableOf(t, guest.accountId)).toBe(100);
    await untilNoticed(waiting, 'redemption_shop_closed');
    await untilNoticed(guest, 'booking_shop_closed');
    await untilNoticed(shop.owner, 'shop_closed');
    const late = { params: { redemptionId: open.redemptionId } };
    expect(await refused((headers) => shop.owner.call(redemptions.confirm, { ...late, headers }))).toBe('shop_closed');

    // Nobody gets in any more, by whatever way.
    const body = { code: shop.poster, offerId: offer.offerId, quantity: 1 };
    expect(await refused((headers) => holder.call(redemptions.startByPoster, { body, headers }))).toBe('shop_closed');
    expect(await refused((headers) => holder.call(shops.byPoster, { body: { code: shop.poster }, headers }))).toBe(
      'shop_closed',
    );
    const booking = { params: { slotId }, body: { expectedPoints: 40 } };
    expect(await refused((headers) => guest.call(bookings.book, { ...booking, headers }))).toBe('slot_closed');
    expect((await clerk.call(shops.get, of)).status).toBe(401);
    const invited = await t.signInByPhone(phone);
    expect((await invited.call(shopStaff.ownInvitations).expect(200)).body.invitations).toEqual([]);
    const nearby = await holder.call(shops.nearby, { query: { limit: 100 } }).expect(200);
    expect(JSON.stringify(nearby.body)).not.toContain(shop.shop.shopId);
    const ids = async (query: Record<string, string>): Promise<boolean> => {
      const { body: list } = await office.secretary
        .call(shops.list, { query: { unitId: 'jinxiu', limit: 100, ...query } as never })
        .expect(200);
      return list.items.some(({ shopId }: { shopId: string }) => shopId === shop.shop.shopId);
    };
    expect([await ids({}), await ids({ show: 'current' }), await ids({ state: 'closed' })]).toEqual([
      true,
      false,
      true,
    ]);
    const offered = await shop.owner.call(offers.listOfShop, of).expect(200);
    expect(offered.body.items.map(({ active }: Offer) => active)).toEqual([false, false, false]);

    // What is left is said, and what a holder paid for is given back by the office or the owner.
    expect(await effectsOf(shop)).toMatchObject({
      offers: 0,
      openRedemptions: 0,
      bookings: 0,
      staff: 0,
      stockPieces: 98,
    });
    const told = await holder.call(redemptions.get, { params: { redemptionId: held } }).expect(200);
    expect(told.body).toMatchObject({ state: 'success', shopClosed: true });
    const second = { params: { redemptionId: dear, number: '1' } };
    await office.deputy.call(redemptions.confirmRefund, second).expect(200);
    await office.secretary
      .call(redemptions.refund, { params: { redemptionId: held }, body: { points: 12, reason: '没有领到' } })
      .expect(201);
    expect(await availableOf(t, holder.accountId)).toBe(400);
    // The owner reads why, and what the shop redeemed.
    const kept = await shop.owner.call(redemptions.listOfShop, { ...of, query: { show: 'all' } }).expect(200);
    expect(kept.body.items.map(({ redemptionId }: { redemptionId: string }) => redemptionId)).toEqual(
      expect.arrayContaining([held, dear]),
    );
    const why = await shop.owner.call(shopClosings.get, of).expect(200);
    expect(why.body.closing).toMatchObject({ reason: '店主停业', closedAt: expect.any(String), mayConfirm: false });
  });

  it('is still settled: stated, disputed, signed, closed and paid, and what comes later by the next statement', async () => {
    const { shop, offer } = await openShopWithOffer('结清小店');
    const resident = lasting(await residentWith(t, 400));
    const first = await redeem(resident, shop, offer);
    const second = await redeem(resident, shop, offer);
    await closed(shop);
    t.clock.advance(1_000);
    await enterLines(t);
    const today = businessDate(t.clock.now());
    const drafted = await draftFor(settlers, shop, today);
    expect(drafted.totals).toMatchObject({ redemptions: 2, fen: 1_700 });
    const seen = await shop.owner.call(settlements.list, { query: { shopId: shop.shop.shopId } as never }).expect(200);
    expect(seen.body.items).toHaveLength(1);
    const lineId = `c:${first}`;
    const disputing = { params: { settlementId: drafted.settlementId, lineId }, body: { reason: '价格不对' } };
    const disputed = await shop.owner.call(settlements.dispute, disputing as never);
    expect(disputed.status, JSON.stringify(disputed.body)).toBe(201);
    const now = (
      await settlers.handler.call(settlements.get, { params: { settlementId: drafted.settlementId } }).expect(200)
    ).body;
    expect(now.totals).toMatchObject({ redemptions: 1, fen: 850 });
    await signAll(settlers, now);
    expect((await closeIt(settlers, now)).state).toBe('closed');
    const payout = { method: '银行转账', reference: 'YH-9', invoice: 'FP-9', paidOn: today, amountFen: 850 };
    const paid = { params: { settlementId: drafted.settlementId }, body: payout };
    await settlers.handler.call(settlements.pay, paid).expect(200);
    // A holder who was not given what they paid for: the next statement takes it off.
    await office.secretary
      .call(redemptions.refund, { params: { redemptionId: second }, body: { points: 12, reason: '没有领到' } })
      .expect(201);
    t.clock.advance(1_000);
    await enterLines(t);
    const next = await draftFor(settlers, shop, today);
    expect(next.totals).toMatchObject({ refunds: 1, fen: -850 });
  });

  it('takes its branches with it, and a branch is closed alone', async () => {
    const { shop } = await openShopWithOffer('总店');
    const branch = async (name: string): Promise<TestShop> => {
      const body = { name, kind: 'canteen', unitId: 'jinxiu', address: '', parentId: shop.shop.shopId };
      const entered = await office.secretary.call(shops.create, { body } as never).expect(201);
      const params = { shopId: String(entered.body.shopId) };
      const { body: approved } = await office.deputy.call(shops.approve, { params }).expect(200);
      return { ...shop, shop: approved };
    };
    const [one, two] = [await branch('一分店'), await branch('二分店')];
    const clerk = await t.signIn('merchant_staff', null, { shopId: two.shop.shopId });
    expect(await effectsOf(shop)).toMatchObject({ branches: 2 });
    await closed(one);
    const stateOf = async ({ shop: { shopId } }: TestShop): Promise<string> =>
      (await office.secretary.call(shops.get, { params: { shopId } }).expect(200)).body.state;
    expect([await stateOf(shop), await stateOf(one), await stateOf(two)]).toEqual(['active', 'closed', 'active']);
    expect(await effectsOf(shop)).toMatchObject({ branches: 1 });
    await closed(shop);
    expect([await stateOf(shop), await stateOf(two)]).toEqual(['closed', 'closed']);
    expect((await clerk.call(shops.get, paramsOf(two))).status).toBe(401);
  });

  it('may apply anew with its licence', async () => {
    const phone = nextPhone();
    const apply = async () => {
      const owner = await t.signInByPhone(phone);
      const body = {
        shopName: '又开小店',
        kind: 'store',
        unitId: 'jinxiu',
        address: '锦绣路 10 号',
        licenceNumber: '91110108551385082Q',
        contactName: '周老板',
        plan: '日用品',
      };
      const { applicationId } = (await owner.call(shopApplications.draft, { body } as never).expect(201)).body;
      const params = { applicationId: String(applicationId) };
      return { params, sent: await owner.call(shopApplications.submit, { params }) };
    };
    const first = await apply();
    expect(first.sent.status, JSON.stringify(first.sent.body)).toBe(200);
    const approving = { params: first.params, body: { decision: 'approve' as const } };
    const approved = await office.deputy.call(shopApplications.decide, approving).expect(200);
    expect((await apply()).sent.body.code).toBe('shop_application_duplicate');
    await closed({ shop: { shopId: String(approved.body.shopId) } as TestShop['shop'] });
    expect((await apply()).sent.status).toBe(200);
  });
});

describe('beside a closing', () => {
  it('a confirmation in another process wins or loses, and both say the same', async () => {
    const endings = new Set<string>();
    for (let round = 0; round < 5; round += 1) {
      const { shop, offer } = await openShopWithOffer(`赛跑小店${round}`);
      const people = await manyResidents(t, 6, 12);
      const phones = people.map((person) => ({ person, ...callerOf(t, principalOf(person)) }));
      const started = [];
      for (const phone of phones.slice(0, 4)) started.push((await startAtPoster(phone, shop, offer)).redemptionId);
      const { closingId } = await proposed(shop);
      const till = callerOf(twin, ownerPrincipal(shop));
      let closingIsDone = (): void => undefined;
      const closingDone = new Promise<void>((resolve) => {
        closingIsDone = resolve;
      });
      const confirming = started.map(async (redemptionId, index) => {
        // Before the second word, as soon as it is written, and once all is done.
        if (index === 2) await untilClosed(shop);
        if (index === 3) await closingDone;
        return till.call(redemptions.confirm, { params: { redemptionId } });
      });
      const closing = office.deputy
        .call(shopClosings.confirm, { ...paramsOf(shop), body: { closingId } })
        .then((answer) => {
          closingIsDone();
          return answer;
        });
      const body = { code: shop.poster, offerId: offer.offerId, quantity: 1 };
      const starting = phones.slice(4).map((phone) => phone.call(redemptions.startByPoster, { body }));
      const [answers, done] = await Promise.all([Promise.all(confirming), closing, Promise.all(starting)]);
      expect(done.status, JSON.stringify(done.body)).toBe(200);
      for (const { status, body: said } of answers) {
        if (status !== 200) expect(said.code).toBe('shop_closed');
        endings.add(status === 200 ? 'confirmed' : 'closed');
      }
      // What began beside it is found by the job.
      t.clock.advance(16_000);
      await t.context.jobs.runNow(SHOP_CLOSINGS_JOB);
      t.clock.advance(70_000);
      for (const job of [SHOP_CLOSINGS_JOB, 'redemption-repair']) await t.context.jobs.runNow(job);
      const accounts = people.map(({ accountId }) => accountId);
      await expectConserved(t, { offerIds: [offer.offerId], stock: 50, accounts, credited: 12 });
      const shopNow = await shopsOf().findOne({ _id: shop.shop.shopId });
      expect(shopNow?.nextCheckAt).toBeNull();
    }
    expect([...endings].sort()).toEqual(['closed', 'confirmed']);
  }, 120_000);

  it('a process that dies after the second word leaves the rest to the job', async () => {
    const { shop, offer } = await openShopWithOffer('半途小店');
    const resident = lasting(await residentWith(t, 100));
    const open = await startAtPoster(resident, shop, offer);
    const { closingId } = await proposed(shop);
    const request = { caller: 'x', key: 'y', fingerprint: 'z' };
    const word = { shopId: shop.shop.shopId, closingId, userId: 'x', isOwn: () => false, request };
    await atomically(t.context.db.client, (session) => t.context.merchants.closings.close(session, word));
    expect(await availableOf(t, resident.accountId)).toBe(88);
    t.clock.advance(10_000);
    await twin.context.jobs.runNow(SHOP_CLOSINGS_JOB);
    const { body } = await resident.call(redemptions.get, { params: { redemptionId: open.redemptionId } }).expect(200);
    expect(body).toMatchObject({ state: 'closed', closeReason: 'shop_closed' });
    expect(await availableOf(t, resident.accountId)).toBe(100);
  });
});

async function untilClosed({ shop }: TestShop): Promise<void> {
  while ((await shopsOf().findOne({ _id: shop.shopId }))?.state !== 'closed') await sleep(1);
}

const shopsOf = () => t.database.db.collection<ShopRecord>('shops');
