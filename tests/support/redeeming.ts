import { createQrTokens } from '@red-points/server/platform/qr-tokens';
import { type Offer, offers, redemptionCodes, redemptions, type Shop, shops } from '@red-points/shared/contracts';
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
  return { secretary: await t.signIn('community_admin', unitId), deputy: await t.signIn('community_admin', unitId) };
}

/** Enters a shop and has it approved. */
export async function openShop(t: TestApp, office: Office, name = '暖邻食堂', unitId = 'jinxiu'): Promise<TestShop> {
  const body = { name, kind: 'canteen', unitId, address: '锦绣路 8 号' };
  const entered = await office.secretary.call(shops.create, { body }).expect(201);
  const params = { shopId: String(entered.body.shopId) };
  const approved = await office.deputy.call(shops.approve, { params }).expect(200);
  const owner = await t.signIn('merchant_owner', null, { shopId: params.shopId });
  const poster = await office.secretary.call(shops.poster, { params }).expect(200);
  return { shop: approved.body as Shop, owner, poster: String(poster.body.codeUrl) };
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
export async function scanned(resident: Resident, { shop, owner }: TestShop): Promise<string> {
  const code = await resident.call(redemptionCodes.create).expect(201);
  const body = { code: code.body.codeUrl, shopId: shop.shopId };
  const scan = await owner.call(redemptionCodes.scan, { body }).expect(201);
  return String(scan.body.scanId);
}

/** The resident scans the poster and starts; the shop is asked. */
export async function startAtPoster(resident: Resident, { poster }: TestShop, offer: Offer, quantity = 1) {
  const body = { code: poster, offerId: offer.offerId, quantity };
  const started = await resident.call(redemptions.startByPoster, { body });
  expect(started.status, JSON.stringify(started.body)).toBe(201);
  return started.body as { redemptionId: string; shortCode: string; state: string; points: number };
}

/** Codes of another installation, which has another master secret. */
export function tokensOf(t: TestApp) {
  return createQrTokens(t.context.keys, t.config.publicUrl);
}
