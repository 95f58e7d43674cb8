import type { RedemptionRecord } from '@red-points/server/redemptions/index';
import { API_BASE, type Offer, offers, redemptions, shops } from '@red-points/shared/contracts';
import { businessDate } from '@red-points/shared/domain/calendar';
import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type SignedInUser, startTestApp, type TestApp } from '../support/app.ts';
import { armedPdf, SECRET_PLACE, scene } from '../support/evidence.ts';
import {
  addOffer,
  callerOf,
  expectVerified,
  type Office,
  openOffice,
  openShop,
  ownerPrincipal,
  principalOf,
  type Resident,
  residentWith,
  staffPrincipal,
  startAtPoster,
  stockOf,
  type TestShop,
} from '../support/redeeming.ts';
import { refused } from '../support/refused.ts';

let t: TestApp;
let office: Office;
let open: TestShop;

beforeAll(async () => {
  t = await startTestApp();
  office = await openOffice(t);
  open = await openShop(t, office);
  // Days pass in these tests: no token gets old.
  open = { ...open, owner: { ...open.owner, ...callerOf(t, ownerPrincipal(open)) } };
});
afterAll(() => t.close());

async function stored(redemptionId: string): Promise<RedemptionRecord> {
  const found = await t.database.db.collection<RedemptionRecord>('redemptions').findOne({ _id: redemptionId });
  if (found === null) throw new Error('no such redemption');
  return found;
}

describe('who pays for an offer', () => {
  it('is fixed on the redemption with the price, whatever becomes of the offer', async () => {
    const resident = await residentWith(t, 100);
    const {
      offerId,
      stock: _s,
      shopId: _i,
      shopName: _n,
      unitId: _u,
      ...terms
    } = await addOffer(office, open.shop, {
      payer: 'district',
      settlementFen: 900,
    });
    const offer = { offerId } as Parameters<typeof startAtPoster>[2];
    const { redemptionId } = await startAtPoster(resident, open, offer);
    const body = { ...terms, payer: 'community', settlementFen: 100 };
    const changed = await office.secretary.call(offers.change, { params: { offerId }, body }).expect(200);
    expect(changed.body).toMatchObject({ payer: 'community', settlementFen: 100 });
    await open.owner.call(redemptions.confirm, { params: { redemptionId } }).expect(200);
    const fixed = await stored(redemptionId);
    expect(fixed).toMatchObject({ payerUnit: 'wanglan', communityUnit: 'jinxiu', owedFen: 900 });
    expect(fixed.terms).toMatchObject({ payer: 'district', settlementFen: 900 });
    const entry = await t.context.ledger.entry(fixed.accountId, Number(fixed.captureSeq));
    expect(entry?.issuerUnit).toBe('jinxiu');
    await expectVerified(t);
  });

  it('is the community unless said, and is not told to residents', async () => {
    const resident = await residentWith(t, 100);
    const offer = await addOffer(office, open.shop);
    expect(offer.payer).toBe('community');
    const { redemptionId } = await startAtPoster(resident, open, offer);
    expect(await stored(redemptionId)).toMatchObject({ payerUnit: 'jinxiu', terms: { payer: 'community' } });
  });

  it('has to be there: above a city no district pays', async () => {
    const secretary = await t.signIn('street_admin', 'yunzhou');
    const deputy = await t.signIn('street_admin', 'yunzhou');
    const atCity = await openShop(t, { secretary, deputy }, '市民超市', 'yunzhou');
    const params = { shopId: atCity.shop.shopId };
    const body = { title: '盐', kind: 'goods', points: 2, settlementFen: 100, stock: 1, payer: 'district' };
    const dated = { ...body, validFrom: '2026-01-01T00:00:00Z' };
    const refused = await secretary.call(offers.create, { params, body: dated }).expect(422);
    expect(refused.body.code).toBe('offer_payer_missing');
  });

  it('settles nothing where the shop gives it, and nothing else may stand there', async () => {
    const params = { shopId: open.shop.shopId };
    const body = { ...{ title: '爱心粥', kind: 'goods', points: 2, stock: 5 }, validFrom: '2026-01-01T00:00:00Z' };
    const wrong = { ...body, payer: 'shop', settlementFen: 1 };
    const refused = await office.secretary.call(offers.create, { params, body: wrong }).expect(422);
    expect(refused.body.code).toBe('offer_shop_gives');
    const given = await addOffer(office, open.shop, { ...body, payer: 'shop', settlementFen: 0 });
    const resident = await residentWith(t, 100);
    const { redemptionId } = await startAtPoster(resident, open, given);
    await open.owner.call(redemptions.confirm, { params: { redemptionId } }).expect(200);
    expect(await stored(redemptionId)).toMatchObject({ owedFen: 0, terms: { payer: 'shop' } });
  });
});

const DAY_MS = 86_400_000;
const VALID_FROM = '2026-01-01T00:00:00Z';

/** The code with which a start at the poster is refused; each request has a key of its own. */
const refusedAt = (resident: Resident, offer: Offer) =>
  refused((headers) =>
    resident.call(redemptions.startByPoster, {
      body: { code: open.poster, offerId: offer.offerId, quantity: 1 },
      headers,
    }),
  );

async function redeemed(resident: Resident, offer: Offer, quantity = 1): Promise<string> {
  const { redemptionId } = await startAtPoster(resident, open, offer, quantity);
  await open.owner.call(redemptions.confirm, { params: { redemptionId } }).expect(200);
  return redemptionId;
}

/** A resident whose token never gets old: days pass in these tests. */
async function lasting(points: number): Promise<Resident> {
  const resident = await residentWith(t, points);
  return { ...resident, ...callerOf(t, principalOf(resident)) };
}

describe('limits of an offer', () => {
  it('count by person and period, and begin anew with the next', async () => {
    const offer = await addOffer(office, open.shop, { period: { every: 'day', perPersonMax: 2 } });
    const resident = await lasting(200);
    await redeemed(resident, offer, 2);
    expect(await refusedAt(resident, offer)).toBe('offer_period_limit_reached');
    t.clock.advance(DAY_MS);
    const { redemptionId } = await startAtPoster(resident, open, offer, 2);
    expect(await refusedAt(resident, offer)).toBe('offer_period_limit_reached');
    // What is taken back counts no longer.
    await resident.call(redemptions.revoke, { params: { redemptionId } }).expect(200);
    const again = await startAtPoster(resident, open, offer, 2);
    await open.owner.call(redemptions.confirm, { params: { redemptionId: again.redemptionId } }).expect(200);
    const body = { points: 24, reason: '质量问题' };
    const params = { redemptionId: again.redemptionId };
    await office.secretary.call(redemptions.refund, { params, body }).expect(201);
    await startAtPoster(resident, open, offer, 1);
  });

  it('count for everybody together, however many come at once', async () => {
    const offer = await addOffer(office, open.shop, { period: { every: 'month', totalMax: 3 }, stock: 50 });
    const residents = await Promise.all(Array.from({ length: 6 }, () => lasting(50)));
    const answers = await Promise.all(
      residents.map((each) =>
        each.call(redemptions.startByPoster, { body: { code: open.poster, offerId: offer.offerId, quantity: 1 } }),
      ),
    );
    expect(answers.filter(({ status }) => status === 201)).toHaveLength(3);
    const codes = answers.filter(({ status }) => status !== 201).map(({ body }) => body.code);
    expect(codes).toEqual(['offer_period_sold_out', 'offer_period_sold_out', 'offer_period_sold_out']);
    const late = await lasting(50);
    expect(await refusedAt(late, offer)).toBe('offer_period_sold_out');
    // The refused took nothing with them.
    expect(await stockOf(t, offer.offerId)).toBe(47);
  });

  it('have to limit something', async () => {
    const params = { shopId: open.shop.shopId };
    const body = { title: '盐', kind: 'goods', points: 2, settlementFen: 100, stock: 1, validFrom: VALID_FROM };
    const add = (terms: object) => (headers: Record<string, string>) =>
      office.secretary.call(offers.create, { params, body: { ...body, ...terms }, headers });
    expect(await refused(add({ period: { every: 'day' } }))).toBe('offer_limit_empty');
    expect(await refused(add({ kind: 'voucher' }))).toBe('offer_voucher_rule_missing');
    const voucher = { form: 'fixed', worthFen: 500 };
    expect(await refused(add({ voucher }))).toBe('offer_voucher_rule_unused');
    expect(await refused(add({ ageMin: 61, ageMax: 60 }))).toBe('offer_ages_wrong');
    expect(await refused(add({ forUnits: ['nowhere'] }))).toBe('unit_unknown');
    expect(await refused(add({ pictureId: 'none' }))).toBe('offer_picture_not_found');
  });
});

describe('whom an offer is for', () => {
  const seen = async (who: Resident): Promise<string[]> => {
    const shop = await who.call(shops.byPoster, { body: { code: open.poster } }).expect(200);
    return shop.body.offers.map(({ offerId }: Offer) => offerId);
  };

  it('is refused to residents of elsewhere, who are not shown it either', async () => {
    const offer = await addOffer(office, open.shop, { forUnits: ['jinxiu'] });
    const here = await residentWith(t, 50, { unitId: 'jinxiu-g2' });
    const elsewhere = await residentWith(t, 50, { unitId: 'hechi-g1' });
    expect(await refusedAt(elsewhere, offer)).toBe('offer_not_for_unit');
    await startAtPoster(here, open, offer);
    expect(await seen(here)).toContain(offer.offerId);
    expect(await seen(elsewhere)).not.toContain(offer.offerId);
  });

  it('is refused to minors and to children by their birth date on that day', async () => {
    const wine = await addOffer(office, open.shop, { ageMin: 18 });
    const film = await addOffer(office, open.shop, { ageMin: 14 });
    const sixteen = await residentWith(t, 50, { birthDate: '2010-03-01' });
    const child = await residentWith(t, 50, { birthDate: '2015-03-01' });
    const grown = await residentWith(t, 50, { birthDate: '1990-03-01' });
    expect(await refusedAt(sixteen, wine)).toBe('offer_not_for_age');
    const undated = await residentWith(t, 50);
    await startAtPoster(undated, open, wine);
    expect(await refusedAt(child, film)).toBe('offer_not_for_age');
    await startAtPoster(sixteen, open, film);
    await startAtPoster(grown, open, wine);
    expect(await seen(sixteen)).not.toContain(wine.offerId);
    expect(await seen(grown)).toContain(wine.offerId);
  });

  it('is redeemed by who is old enough, on the very birthday, and by nobody whose birthday is not known', async () => {
    const haircut = await addOffer(office, open.shop, { ageMin: 60 });
    const [year, day] = [businessDate(t.clock.now()).slice(0, 4), businessDate(t.clock.now()).slice(4)];
    const sixty = await residentWith(t, 50, { birthDate: `${Number(year) - 60}${day}` });
    const almost = await residentWith(t, 50, { birthDate: `${Number(year) - 59}-01-02` });
    const undated = await residentWith(t, 50);
    await startAtPoster(sixty, open, haircut);
    expect(await refusedAt(almost, haircut)).toBe('offer_not_for_age');
    expect(await refusedAt(undated, haircut)).toBe('offer_age_unknown');
    expect(await seen(sixty)).toContain(haircut.offerId);
    expect(await seen(almost)).not.toContain(haircut.offerId);
    expect(await seen(undated)).not.toContain(haircut.offerId);
  });

  it('has a greatest age that is included, and names it', async () => {
    const books = await addOffer(office, open.shop, { ageMin: 15, ageMax: 16 });
    const sixteen = await residentWith(t, 50, { birthDate: '2010-03-01' });
    const grown = await residentWith(t, 50, { birthDate: '1990-03-01' });
    await startAtPoster(sixteen, open, books);
    const { body } = await grown.call(redemptions.startByPoster, {
      body: { code: open.poster, offerId: books.offerId, quantity: 1 },
    });
    expect(body).toMatchObject({ code: 'offer_for_younger', detail: { age: 16 } });
    expect(books).toMatchObject({ ageMin: 15, ageMax: 16 });
  });
});

describe('vouchers', () => {
  it('carry their rule at the till to the redemption', async () => {
    const voucher = { form: 'percent', percentOff: 20, worthMaxFen: 1000, billMinFen: 2000 };
    const offer = await addOffer(office, open.shop, { kind: 'voucher', voucher, stock: null });
    const resident = await residentWith(t, 50);
    const redemptionId = await redeemed(resident, offer);
    const told = await open.owner.call(redemptions.get, { params: { redemptionId } }).expect(200);
    expect(told.body.voucher).toEqual(voucher);
    expect((await stored(redemptionId)).terms).toMatchObject({ voucher, counted: false });
  });
});

describe('pictures of offers', () => {
  const send = (who: SignedInUser, bytes: Buffer) =>
    t.http
      .post(`${API_BASE}/shops/${open.shop.shopId}/offer-pictures`)
      .set('Authorization', `Bearer ${who.token}`)
      .set('Content-Type', 'image/jpeg')
      .send(bytes);

  it('are made anew, small, and shown to anybody for as long as they like', async () => {
    const fresh = await openOffice(t);
    const bytes = await scene(3, 1600, 900)
      .withExif({ IFD0: { Copyright: SECRET_PLACE } })
      .jpeg()
      .toBuffer();
    const { pictureId } = (await send({ ...fresh.secretary, token: tokenOf(fresh.secretary) }, bytes).expect(201)).body;
    const offer = await addOffer(office, open.shop, { pictureId });
    expect(offer.pictureId).toBe(pictureId);
    // What was redeemed goes on showing the photo that it was redeemed by.
    expect(await startAtPoster(await residentWith(t, 50), open, offer)).toMatchObject({ pictureId });
    const shown = await t.call(offers.picture, { params: { pictureId } }).expect(200);
    expect(shown.headers).toMatchObject({
      'content-type': 'image/jpeg',
      'x-content-type-options': 'nosniff',
      'content-security-policy': expect.stringContaining('sandbox'),
      'cache-control': expect.stringContaining('immutable'),
    });
    expect(shown.body.includes(SECRET_PLACE)).toBe(false);
    expect(await sharp(shown.body).metadata()).toMatchObject({ format: 'jpeg', width: 1024, height: 576 });
    const kept = await t.database.db.collection('offer_pictures').findOne({ _id: pictureId as never });
    expect(kept?.eraseAt).toBeNull();
  });

  it('are refused where they are none, too many, or of another shop', async () => {
    const fresh = await openOffice(t);
    const who = { ...fresh.secretary, token: tokenOf(fresh.secretary) };
    const code = async (bytes: Buffer): Promise<string> => (await send(who, bytes)).body.code;
    expect(await code(Buffer.from('<svg xmlns="http://www.w3.org/2000/svg"/>'))).toBe('offer_picture_unsupported');
    expect(await code(await armedPdf())).toBe('offer_picture_unsupported');
    const missing = await refused((headers) => t.call(offers.picture, { params: { pictureId: 'none' }, headers }));
    expect(missing).toBe('offer_picture_not_found');
    const other = await openShop(t, office, '对门小店');
    const small = await scene(1, 40, 30).png().toBuffer();
    const { pictureId } = (await send(who, small).expect(201)).body;
    const body = { title: '盐', kind: 'goods', points: 2, settlementFen: 100, stock: 1, validFrom: VALID_FROM };
    const params = { shopId: other.shop.shopId };
    const wrong = await office.secretary.call(offers.create, { params, body: { ...body, pictureId } }).expect(404);
    expect(wrong.body.code).toBe('offer_picture_not_found');
    const owner = { ...open.owner, token: t.context.tokens.issue(ownerPrincipal(open)).accessToken };
    expect((await send(owner, small).expect(403)).body.code).toBe('forbidden');
    const loose = { shopId: open.shop.shopId, eraseAt: new Date(t.clock.now() + DAY_MS), uploadedAt: new Date() };
    const many = Array.from({ length: 20 }, (_, index) => ({ ...loose, _id: `loose-${index}` as never }));
    await t.database.db.collection('offer_pictures').insertMany(many);
    expect(await code(small)).toBe('offer_pictures_too_many');
  });

  function tokenOf({ userId }: SignedInUser): string {
    return t.context.tokens.issue(staffPrincipal(userId)).accessToken;
  }
});

describe('looking for offers', () => {
  it('finds words inside a title, by kind and price, cheapest first, page by page', async () => {
    const shop = await openShop(t, office, '东街粮油');
    const add = (title: string, points: number, category: string, extra: object = {}) =>
      addOffer(office, shop.shop, { title, points, category, ...extra });
    await add('东北大米五斤', 30, 'groceries');
    await add('五常大米十斤', 55, 'groceries');
    await add('小米粥一碗', 3, 'meals');
    await add('大 米 饭', 4, 'meals');
    await add('大米（已下架）', 2, 'groceries', { active: false });
    const who = await lasting(0);
    const titles = async (query: object): Promise<string[]> => {
      const found = await who.call(offers.search, { query: { limit: 100, ...query } }).expect(200);
      return found.body.items.map(({ title }: Offer) => title);
    };
    expect(await titles({ search: '大米' })).toEqual(['大 米 饭', '东北大米五斤', '五常大米十斤']);
    expect(await titles({ search: '大米', category: 'groceries' })).toEqual(['东北大米五斤', '五常大米十斤']);
    expect(await titles({ search: '米', pointsMax: 5 })).toEqual(['小米粥一碗', '大 米 饭']);
    expect(await titles({ search: '没有的' })).toEqual([]);
    const first = await who.call(offers.search, { query: { search: '大米', limit: 2 } }).expect(200);
    expect(first.body.items[0]).toMatchObject({ shopName: '东街粮油', accepting: true });
    const rest = await who.call(offers.search, { query: { search: '大米', limit: 2, cursor: first.body.nextCursor } });
    expect(rest.body.items.map(({ title }: Offer) => title)).toEqual(['五常大米十斤']);
    const own = await office.secretary.call(offers.list, { query: { search: '小米', unitId: 'jinxiu' } }).expect(200);
    expect(own.body.items.map(({ title }: Offer) => title)).toEqual(['小米粥一碗']);
    const params = { shopId: shop.shop.shopId };
    await office.secretary.call(shops.suspend, { params, body: { reason: '投诉待查' } }).expect(200);
    expect(await titles({ search: '大米' })).toEqual([]);
    const stranger = await t.call(offers.search, { token: t.context.tokens.issue(nobody()).accessToken });
    expect(stranger.body.code).toBe('registration_needed');
    const broken = await who.call(offers.search, { query: { cursor: 'x' } }).expect(400);
    expect(broken.body.code).toBe('cursor_invalid');
  });

  it('leaves out what a shop may not give: after its agreement, and at a branch whose main shop is suspended', async () => {
    const main = await openShop(t, office, '北街粮油');
    const params = { shopId: main.shop.shopId };
    const entered = await office.secretary
      .call(shops.create, { body: { name: '北街粮油分店', kind: 'store', unitId: 'jinxiu', parentId: params.shopId } })
      .expect(201);
    await office.deputy.call(shops.approve, { params: { shopId: entered.body.shopId } }).expect(200);
    await addOffer(office, main.shop, { title: '绿豆一斤', points: 6 });
    await addOffer(office, entered.body, { title: '绿豆两斤', points: 11 });
    const who = await lasting(0);
    const titles = async (): Promise<string[]> => {
      const found = await who.call(offers.search, { query: { search: '绿豆', limit: 100 } }).expect(200);
      return found.body.items.map(({ title }: Offer) => title);
    };
    expect(await titles()).toEqual(['绿豆一斤', '绿豆两斤']);
    const agreements = (until: string) =>
      t.database.db
        .collection('shops')
        .updateOne(
          { _id: params.shopId as never },
          { $set: { agreements: [{ number: '1', from: '2025-01-01', until, settlementTerms: '每月结清' }] } },
        );
    await agreements('2025-12-31');
    expect(await titles()).toEqual([]);
    const nearby = await who.call(shops.nearby, { query: { limit: 100 } }).expect(200);
    expect(nearby.body.items.filter(({ name }: { name: string }) => name.startsWith('北街粮油'))).toEqual([]);
    await agreements('2099-12-31');
    expect(await titles()).toEqual(['绿豆一斤', '绿豆两斤']);
    await office.secretary.call(shops.suspend, { params, body: { reason: '投诉待查' } }).expect(200);
    expect(await titles()).toEqual([]);
  });

  const nobody = () => ({ ...principalOf({ personId: 'x' }), personIds: [], actingPersonId: null });
});
