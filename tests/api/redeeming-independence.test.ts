import {
  type Booking,
  bookings,
  cards,
  type Offer,
  redemptionCodes,
  redemptionPins,
  redemptions,
  type Slot,
  slots,
} from '@red-points/shared/contracts';
import { addDays, businessDate } from '@red-points/shared/domain/calendar';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type SignedInUser, startTestApp, type TestApp } from '../support/app.ts';
import { addMember, enterGroup, lasting } from '../support/households.ts';
import {
  addOffer,
  availableOf,
  callerOf,
  expectVerified,
  type Office,
  openOffice,
  openShop,
  ownerPrincipal,
  type Resident,
  residentWith,
  type TestShop,
} from '../support/redeeming.ts';
import { refused } from '../support/refused.ts';

const HOUR_MS = 3_600_000;

let t: TestApp;
let office: Office;
let open: TestShop;
let lunch: Offer;
/** Two who live together. */
let officer: Resident;
let spouse: Resident;

beforeAll(async () => {
  t = await startTestApp();
  office = await openOffice(t);
  const shop = await openShop(t, office);
  open = { ...shop, owner: { ...shop.owner, ...callerOf(t, ownerPrincipal(shop)) } };
  lunch = await addOffer(office, open.shop);
  officer = await residentWith(t, 0, { name: '林国强' });
  spouse = await residentWith(t, 0, { name: '王建国' });
  const household = await enterGroup(office.secretary);
  for (const { personId } of [officer, spouse]) await addMember(office.secretary, household, personId);
});
afterAll(async () => {
  await expectVerified(t);
  await t.close();
});

/** Somebody with a sign-in at the office, who is this resident. */
const atOffice = async ({ personId }: { personId: string }): Promise<SignedInUser> =>
  lasting(t, await t.signIn('grid_officer', 'jinxiu-g1', { personId }));

/** Somebody with a sign-in at a shop, who is this resident. */
const atShop = async ({ personId }: { personId: string }, { shop }: TestShop): Promise<SignedInUser> => {
  const user = await t.signIn('merchant_staff', null, { shopId: shop.shopId, personId });
  const principal = { ...ownerPrincipal({ shop, owner: user, poster: '' }), personIds: [personId] };
  return { ...user, ...callerOf(t, principal) };
};

const startFor = (by: SignedInUser, elder: Resident, at: TestShop, offer: Offer) => {
  const params = { personId: elder.personId };
  return refused((headers) =>
    by.call(redemptions.startForPerson, { params, body: { shopId: at.shop.shopId, offerId: offer.offerId }, headers }),
  );
};

async function addSlot(by: Pick<SignedInUser, 'call'>, { offerId }: Offer): Promise<Slot> {
  const body = { date: addDays(businessDate(t.clock.now()), 3), startTime: '14:00', minutes: 120 };
  const made = await by.call(slots.create, { params: { offerId }, body });
  expect(made.status, JSON.stringify(made.body)).toBe(201);
  return made.body.items[0] as Slot;
}

describe('redeeming for somebody else', () => {
  it('is not for an officer who works at the shop, or lives with somebody who does', async () => {
    const elder = await residentWith(t, 30);
    const other = await openShop(t, office, '便民超市');
    const offer = await addOffer(office, other.shop);
    const [own, near] = [await atOffice(officer), await atOffice(spouse)];
    await atShop(officer, other);
    expect(await startFor(own, elder, other, offer)).toBe('assist_own_shop');
    expect(await startFor(near, elder, other, offer)).toBe('assist_own_shop');
    const slot = await addSlot(office.secretary, await addOffer(office, other.shop, { kind: 'service', stock: null }));
    const params = { personId: elder.personId };
    const body = { slotId: slot.slotId, expectedPoints: 12 };
    expect(await refused((headers) => own.call(bookings.bookForPerson, { params, body, headers }))).toBe(
      'assist_own_shop',
    );
    // Elsewhere they may.
    const elsewhere = { shopId: open.shop.shopId, offerId: lunch.offerId };
    await own.call(redemptions.startForPerson, { params, body: elsewhere }).expect(201);
  });

  it('is not for one sign-in with a role at both', async () => {
    const elder = await residentWith(t, 30);
    const both = await t.signIn('grid_officer', 'jinxiu-g1');
    const grants = { role: 'merchant_staff', unitId: null, shopId: open.shop.shopId };
    await t.database.db
      .collection<{ _id: string; grants: object[] }>('users')
      .updateOne({ _id: both.userId }, { $push: { grants } });
    expect(await startFor(both, elder, open, lunch)).toBe('assist_own_shop');
  });

  it('is not confirmed by who started it with another sign-in, nor by their household, whoever came to the shop since', async () => {
    const elder = await residentWith(t, 30);
    const own = await atOffice(officer);
    const params = { personId: elder.personId };
    const body = { shopId: open.shop.shopId, offerId: lunch.offerId };
    const started = await own.call(redemptions.startForPerson, { params, body }).expect(201);
    const which = { params: { redemptionId: String(started.body.redemptionId) } };
    for (const who of [officer, spouse]) {
      const clerk = await atShop(who, open);
      expect(await refused((headers) => clerk.call(redemptions.confirm, { ...which, headers }))).toBe(
        'confirm_own_assistance',
      );
    }
    expect(await availableOf(t, elder.accountId)).toBe(18);
    await open.owner.call(redemptions.confirm, which).expect(200);
  });

  it('is not answered for both sides of a booking by one person, nor decided by one who works there', async () => {
    const elder = await residentWith(t, 100);
    const shop = await openShop(t, office, '家政服务站');
    const owner = { ...shop.owner, ...callerOf(t, ownerPrincipal(shop)) };
    const offer = await addOffer(office, shop.shop, { kind: 'service', points: 40, stock: null });
    const slot = await addSlot(office.secretary, offer);
    const own = await atOffice(officer);
    const near = await atOffice(spouse);
    const params = { personId: elder.personId };
    const body = { slotId: slot.slotId, expectedPoints: 40 };
    const made = (await own.call(bookings.bookForPerson, { params, body }).expect(201)).body as Booking;
    const which = { params: { bookingId: made.bookingId } };
    const clerk = await atShop(officer, shop);
    t.clock.set(Date.parse(slot.startsAt) + HOUR_MS);
    const say = (by: SignedInUser, word: string) =>
      refused((headers) => by.call(bookings.say, { ...which, body: { word }, headers }));
    expect(await say(clerk, 'done')).toBe('booking_both_sides');
    expect(await say(own, 'done')).toBe('assist_own_shop');
    expect(await say(near, 'done')).toBe('assist_own_shop');
    await owner.call(bookings.say, { ...which, body: { word: 'done' } }).expect(200);
    const contradicted = await office.secretary.call(bookings.say, { ...which, body: { word: 'absent' } }).expect(200);
    expect(contradicted.body.dispute).toMatchObject({ open: true });
    const deciding = { ...which, body: { decision: 'spend', note: '已核实' } };
    const partial = lasting(t, await t.signIn('community_admin', 'jinxiu', { personId: spouse.personId }));
    expect(await refused((headers) => partial.call(bookings.decide, { ...deciding, headers }))).toBe('booking_party');
    expect((await partial.call(bookings.get, which).expect(200)).body.acts).not.toContain('decide');
    await office.deputy.call(bookings.decide, deciding).expect(200);
  });
});

describe('a card whose PIN an officer could know', () => {
  const PIN = '271828';

  /** Some elder's card, issued by one and its PIN set by another. */
  async function cardOf(issuer: SignedInUser, setter: SignedInUser): Promise<Resident & { card: string }> {
    const elder = await residentWith(t, 50);
    const params = { personId: elder.personId };
    const issued = await issuer.call(cards.issue, { params }).expect(201);
    await setter.call(redemptionPins.set, { params, body: { pin: PIN } }).expect(200);
    return { ...elder, card: String(issued.body.codeUrl) };
  }
  const scanned = (by: SignedInUser, { card }: { card: string }, { shop }: TestShop) =>
    refused((headers) => by.call(redemptionCodes.scan, { body: { code: card, shopId: shop.shopId }, headers }));
  const scannedWell = (by: SignedInUser, { card }: { card: string }, { shop }: TestShop) =>
    by.call(redemptionCodes.scan, { body: { code: card, shopId: shop.shopId } }).expect(201);

  it('is not for whoever hands it out, nor for their household', async () => {
    const params = { personId: officer.personId };
    const body = { pin: PIN };
    for (const who of [officer, spouse]) {
      const own = await atOffice(who);
      expect(await refused((headers) => own.call(cards.issue, { params, headers }))).toBe('card_not_for_family');
      expect(await refused((headers) => own.call(redemptionPins.set, { params, body, headers }))).toBe(
        'card_not_for_family',
      );
    }
    await office.secretary.call(cards.issue, { params }).expect(201);
    await office.secretary.call(redemptionPins.set, { params, body }).expect(200);
  });

  it('counts for nothing at a shop where they or their household work, whoever of it serves', async () => {
    const [shop, other] = [await openShop(t, office, '粮油店'), await openShop(t, office, '早点铺')];
    const [own, near] = [await atOffice(officer), await atOffice(spouse)];
    const clerk = await atShop(officer, shop);
    const owner = { ...shop.owner, ...callerOf(t, ownerPrincipal(shop)) };
    for (const [issuer, setter] of [
      [own, office.secretary],
      [office.secretary, own],
      [near, office.secretary],
      [office.secretary, near],
    ] as const) {
      const elder = await cardOf(issuer, setter);
      expect(await scanned(owner, elder, shop)).toBe('card_not_here');
      expect(await scanned(clerk, elder, shop)).toBe('card_not_here');
      // At others it is a card like any.
      const served = { ...other.owner, ...callerOf(t, ownerPrincipal(other)) };
      await scannedWell(served, elder, other);
    }
    await scannedWell(owner, await cardOf(office.secretary, office.deputy), shop);
    // A sign-in without a resident behind it, with a role at both.
    const both = await t.signIn('grid_officer', 'jinxiu-g1');
    const grants = { role: 'merchant_staff', unitId: null, shopId: other.shop.shopId };
    await t.database.db
      .collection<{ _id: string; grants: object[] }>('users')
      .updateOne({ _id: both.userId }, { $push: { grants } });
    const served = { ...other.owner, ...callerOf(t, ownerPrincipal(other)) };
    expect(await scanned(served, await cardOf(office.secretary, both), other)).toBe('card_not_here');
  });

  it('spends nothing either where they came to the shop, or set the PIN, after it was scanned', async () => {
    const shop = await openShop(t, office, '水果店');
    const owner = { ...shop.owner, ...callerOf(t, ownerPrincipal(shop)) };
    const offer = await addOffer(office, shop.shop);
    const own = await atOffice(officer);
    const elder = await cardOf(office.secretary, own);
    const scan = { body: { code: elder.card, shopId: shop.shop.shopId } };
    const { scanId } = (await owner.call(redemptionCodes.scan, scan).expect(201)).body;
    const { offerId } = offer;
    const agreed = { params: { scanId }, body: { pin: PIN, offerId, quantity: 1, points: 12 } };
    await owner.call(redemptionCodes.agree, agreed).expect(204);
    await atShop(spouse, shop);
    const body = { scanId, offerId, quantity: 1, expectedPoints: 12 };
    expect(await refused((headers) => owner.call(redemptions.startByScan, { body, headers }))).toBe('card_not_here');
    expect(await refused((headers) => owner.call(redemptionCodes.agree, { ...agreed, headers }))).toBe('card_not_here');
    expect(await availableOf(t, elder.accountId)).toBe(50);
    // Once a colleague has had the PIN set anew, the card is theirs who hold it.
    const params = { personId: elder.personId };
    await office.secretary.call(redemptionPins.set, { params, body: { pin: '314159' } }).expect(200);
    await owner.call(redemptionCodes.agree, { ...agreed, body: { ...agreed.body, pin: '314159' } }).expect(204);
    await owner.call(redemptions.startByScan, { body }).expect(201);
    expect(await availableOf(t, elder.accountId)).toBe(38);
  });
});
