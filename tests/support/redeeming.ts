import { recordCheck, verifyLedger } from '@red-points/server/ledger/index';
import type { OfferRecord } from '@red-points/server/offers/index';
import { type RedemptionRecord, redemptionMatcher } from '@red-points/server/redemptions/index';
import {
  type Offer,
  offers,
  redemptionCodes,
  redemptions,
  type Shop,
  shops,
  velocity,
} from '@red-points/shared/contracts';
import type { Principal } from '@red-points/shared/domain/permissions';
import { expect } from 'vitest';
import { type NewResident, nextKey, type SignedInUser, type TestApp } from './app.ts';
import { earnCommand } from './ledger-commands.ts';

export type Resident = SignedInUser & { personId: string; accountId: string; phone: string };

/** A shop that serves: entered by one secretary, approved by another, with an owner signed in. */
export interface TestShop {
  readonly shop: Shop;
  readonly owner: SignedInUser;
  /** The signed text of its poster. */
  readonly poster: string;
}

/** The staff of a community as redeeming needs them. */
export interface Office {
  /** Enters shops and offers. */
  readonly secretary: SignedInUser;
  /** Approves what the secretary entered. */
  readonly deputy: SignedInUser;
}

export async function openOffice(t: TestApp, unitId = 'jinxiu'): Promise<Office> {
  return { secretary: await officer(t, unitId), deputy: await officer(t, unitId) };
}

/** A secretary whose token never gets old: these tests let hours pass. */
async function officer(t: TestApp, unitId: string): Promise<SignedInUser> {
  const user = await t.signIn('community_admin', unitId);
  return { ...user, ...callerOf(t, staffPrincipal(user.userId, unitId)) };
}

/** A community's secretary as the use cases see them. */
export function staffPrincipal(userId: string, unitId = 'jinxiu'): Principal {
  return {
    userId,
    sessionId: `session-of-${userId}`,
    face: 'console',
    grants: [{ role: 'community_admin', unitId, shopId: null }],
    personIds: [],
    actingPersonId: null,
  };
}

/** Enters a shop and has it approved. */
export async function openShop(
  t: TestApp,
  office: Office,
  name = '暖邻食堂',
  unitId = 'jinxiu',
  kind: Shop['kind'] = 'canteen',
): Promise<TestShop> {
  const body = { name, kind, unitId, address: '锦绣路 8 号' };
  const entered = await office.secretary.call(shops.create, { body }).expect(201);
  const params = { shopId: String(entered.body.shopId) };
  const approved = await office.deputy.call(shops.approve, { params }).expect(200);
  const owner = await t.signIn('merchant_owner', null, { shopId: params.shopId });
  const poster = await office.secretary.call(shops.poster, { params }).expect(200);
  return { shop: approved.body as Shop, owner, poster: String(poster.body.codeUrl) };
}

/** Lets programmes redeem as fast as they can: the limits that stop such programmes are not what is tested. */
export async function redeemAtAnySpeed(t: TestApp, unitId = 'jinxiu'): Promise<void> {
  const street = await t.signIn('street_admin', 'qihe');
  const most = 100_000;
  const limits = { shopPerTenMinutes: most, shopPerDay: most, pairPerHour: most, pairPerDay: most };
  await street.call(velocity.setSettings, { params: { unitId }, body: { limits, version: 0 } }).expect(200);
}

/** Adds an offer: a lunch for 12 points, for which the shop is owed 8.50 yuan, unless said otherwise. */
export async function addOffer(
  office: Office,
  shop: Shop,
  terms: Readonly<Record<string, unknown>> = {},
): Promise<Offer> {
  const body = {
    title: '营养午餐一份',
    kind: 'goods',
    picture: 'meal',
    points: 12,
    settlementFen: 850,
    stock: 50,
    validFrom: '2026-01-01T00:00:00Z',
    ...terms,
  };
  const added = await office.secretary.call(offers.create, { params: { shopId: shop.shopId }, body });
  expect(added.status, JSON.stringify(added.body)).toBe(201);
  return added.body as Offer;
}

/** A verified resident, signed in, with points to spend. */
export async function residentWith(t: TestApp, points: number, resident: NewResident = {}): Promise<Resident> {
  const entered = await t.signInResident(resident);
  if (points > 0) await credit(t, entered.accountId, points);
  return entered;
}

/** Posts a credit to an account. */
export async function credit(t: TestApp, accountId: string, points: number): Promise<void> {
  const outcome = await t.context.ledger.post(earnCommand(accountId, nextKey(), points));
  expect(outcome.status).toBe('posted');
}

export async function availableOf(t: TestApp, accountId: string): Promise<number> {
  return (await t.context.ledger.view(accountId)).available;
}

export async function stockOf(t: TestApp, offerId: string): Promise<number | null> {
  return (await t.context.offers.find(offerId))?.stock ?? null;
}

/** A new code of a resident, scanned by a shop. */
export async function scanned(resident: Pick<Resident, 'call'>, { shop, owner }: TestShop): Promise<string> {
  const code = await resident.call(redemptionCodes.create).expect(201);
  const body = { code: code.body.codeUrl, shopId: shop.shopId };
  const scan = await owner.call(redemptionCodes.scan, { body }).expect(201);
  return String(scan.body.scanId);
}

/** The resident scans the poster and starts; the shop is asked. */
export async function startAtPoster(
  resident: Pick<Resident, 'call'>,
  { poster }: TestShop,
  offer: Offer,
  quantity = 1,
) {
  const body = { code: poster, offerId: offer.offerId, quantity };
  const started = await resident.call(redemptions.startByPoster, { body });
  expect(started.status, JSON.stringify(started.body)).toBe(201);
  return started.body as { redemptionId: string; shortCode: string; state: string; points: number };
}

/** A resident as the use cases see them, without the detour of a sign-in: for tests with hundreds of them. */
export function principalOf({ personId }: { personId: string }): Principal {
  return {
    userId: `phone-of-${personId}`,
    sessionId: `session-of-${personId}`,
    face: 'resident',
    grants: [{ role: 'resident', unitId: null, shopId: null }],
    personIds: [personId],
    actingPersonId: personId,
  };
}

/** The owner of a shop as the use cases see them. */
export function ownerPrincipal({ shop, owner }: TestShop): Principal {
  return {
    userId: owner.userId,
    sessionId: `session-of-${owner.userId}`,
    face: 'merchant',
    grants: [{ role: 'merchant_owner', unitId: null, shopId: shop.shopId }],
    personIds: [],
    actingPersonId: null,
  };
}

/** Sends requests with a token that is as fresh as the tests' clock, however far that was moved. */
export function callerOf(t: TestApp, principal: Principal): Pick<SignedInUser, 'call'> {
  return {
    call: (endpoint, input = {}) =>
      t.call(endpoint, { ...input, token: t.context.tokens.issue(principal).accessToken }),
  };
}

/** Enters residents who are verified and have points. */
export async function manyResidents(t: TestApp, count: number, points: number) {
  const people = await t.context.people.enterMany(
    Array.from({ length: count }, (_, index) => ({
      kind: 'person' as const,
      name: `居民${index}`,
      phone: null,
      sharedPhone: false,
      unitId: 'jinxiu-g1',
      serveUnitId: null,
      birthDate: null,
      address: null,
      enteredBy: null,
      consentVersion: '1',
      verified: true,
    })),
  );
  await Promise.all(people.map(({ accountId }) => credit(t, accountId, points)));
  return people;
}

/**
 * What must hold once nothing is open any more: every hold ended, pieces and points conserved.
 * @param stock pieces that the offers had together, with the movements since
 * @param credited points that were credited to each of the accounts
 */
export async function expectConserved(
  t: TestApp,
  expected: { offerIds: readonly string[]; stock: number; accounts: readonly string[]; credited: number },
): Promise<void> {
  const { db } = t.database;
  const all = await db
    .collection<RedemptionRecord>('redemptions')
    .find({ offerId: { $in: [...expected.offerIds] } })
    .toArray();
  expect(all.filter(({ open }) => open)).toEqual([]);
  expect(all.filter(({ nextCheckAt }) => nextCheckAt !== null)).toEqual([]);
  const sold = all.filter(({ state }) => state === 'success' || state === 'partially_refunded');
  const offersNow = await db
    .collection<OfferRecord>('offers')
    .find({ _id: { $in: [...expected.offerIds] } })
    .toArray();
  expect(offersNow.flatMap(({ reservations }) => reservations)).toEqual([]);
  const ids = all.map(({ _id }) => _id);
  const allowances = db.collection('redemption_allowances');
  expect(await allowances.find({ 'reservations.redemptionId': { $in: ids } }).toArray()).toEqual([]);
  const left = offersNow.reduce((sum, { stock }) => sum + (stock ?? 0), 0);
  expect(left + sold.reduce((sum, { quantity }) => sum + quantity, 0)).toBe(expected.stock);
  const views = await t.context.ledger.views(expected.accounts);
  expect(views.flatMap(({ state }) => state.holds)).toEqual([]);
  const spent = new Map<string, number>();
  for (const { accountId, netPoints } of all) spent.set(accountId, (spent.get(accountId) ?? 0) + netPoints);
  for (const { account, available } of views) {
    expect(available).toBe(expected.credited - (spent.get(account) ?? 0));
  }
}

/** The whole ledger holds, and each capture has its redemption and the reverse. */
export async function expectVerified(t: TestApp): Promise<void> {
  const { db } = t.database;
  const verified = await verifyLedger({ db, checks: [recordCheck({ db, account: null }, [redemptionMatcher(db)])] });
  expect(verified.bad).toEqual([]);
  expect(verified.transactions).toBeGreaterThan(0);
}
