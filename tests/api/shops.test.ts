import { deriveKeys } from '@red-points/server/platform/keys';
import { createQrTokens } from '@red-points/server/platform/qr-tokens';
import { redemptions, shops } from '@red-points/shared/contracts';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { nextKey, type SignedInUser, startTestApp, type TestApp } from '../support/app.ts';
import { addOffer, type Office, openOffice, openShop, residentWith, startAtPoster } from '../support/redeeming.ts';
import { refused } from '../support/refused.ts';

let t: TestApp;
let office: Office;

beforeAll(async () => {
  t = await startTestApp();
  office = await openOffice(t);
});
afterAll(() => t.close());

const newShop = { name: '好又多超市', kind: 'store', unitId: 'jinxiu', address: '' };

describe('entering and approving a shop', () => {
  it('does not serve until somebody else than who entered it has approved it', async () => {
    const entered = await office.secretary.call(shops.create, { body: newShop }).expect(201);
    expect(entered.body).toMatchObject({ state: 'applied', accepting: true, unitName: '锦绣社区', version: 1 });
    const params = { shopId: entered.body.shopId };
    const own = await refused((headers) => office.secretary.call(shops.approve, { params, headers }).expect(403));
    expect(own).toBe('shop_entered_by_you');
    const approved = await office.deputy.call(shops.approve, { params }).expect(200);
    expect(approved.body.state).toBe('active');
    await office.deputy.call(shops.approve, { params }).expect(200);
  });

  it('refuses an unknown unit, a unit of others, and roles that may not', async () => {
    const unknown = await office.secretary.call(shops.create, { body: { ...newShop, unitId: 'nowhere' } }).expect(422);
    expect(unknown.body.code).toBe('unit_unknown');
    const other = await office.secretary.call(shops.create, { body: { ...newShop, unitId: 'hechi' } }).expect(403);
    expect(other.body.code).toBe('out_of_scope');
    const officer = await t.signIn('grid_officer', 'jinxiu');
    await officer.call(shops.create, { body: newShop }).expect(403);
    const wrong = await office.secretary.call(shops.create, { body: { ...newShop, kind: 'bank' } }).expect(400);
    expect(wrong.body.fields[0].path).toBe('kind');
  });

  it('suspends with a reason, and comes back only by somebody else', async () => {
    const { shop, owner } = await openShop(t, office, '便民理发店');
    const params = { shopId: shop.shopId };
    await office.secretary.call(shops.suspend, { params, body: { reason: '' } }).expect(400);
    const suspended = await office.secretary.call(shops.suspend, { params, body: { reason: '投诉待查' } }).expect(200);
    expect(suspended.body.state).toBe('suspended');
    await office.secretary.call(shops.suspend, { params, body: { reason: '投诉待查' } }).expect(200);
    const own = await office.secretary.call(shops.approve, { params }).expect(403);
    expect(own.body.code).toBe('shop_entered_by_you');
    const why = async (who: Pick<SignedInUser, 'call'>) =>
      (await who.call(shops.get, { params }).expect(200)).body.suspension?.reason ?? null;
    expect([await why(office.deputy), await why(owner)]).toEqual(['投诉待查', '投诉待查']);
    const back = await office.deputy.call(shops.approve, { params }).expect(200);
    expect(back.body.state).toBe('active');
    expect(await why(owner)).toBeNull();
  });
});

describe('reading shops', () => {
  it('gives each reader what lies in their scope, page by page', async () => {
    const hechi = await openOffice(t, 'hechi');
    const elsewhere = await openShop(t, hechi, '荷池便利店', 'hechi');
    const mine = await openShop(t, office, '锦绣书店');
    const street = await t.signIn('street_admin', 'qihe');
    const all = await street.call(shops.list, { query: { limit: 200 } }).expect(200);
    const ids = all.body.items.map(({ shopId }: { shopId: string }) => shopId);
    expect(ids).toEqual(expect.arrayContaining([elsewhere.shop.shopId, mine.shop.shopId]));
    const own = await mine.owner.call(shops.list).expect(200);
    expect(own.body.items.map(({ shopId }: { shopId: string }) => shopId)).toEqual([mine.shop.shopId]);
    const scoped = await office.secretary.call(shops.list, { query: { unitId: 'hechi' } }).expect(403);
    expect(scoped.body.code).toBe('out_of_scope');
    const read: string[] = [];
    let cursor: string | undefined;
    do {
      const page = await street.call(shops.list, { query: { limit: 2, cursor } }).expect(200);
      read.push(...page.body.items.map(({ shopId }: { shopId: string }) => shopId));
      cursor = page.body.nextCursor ?? undefined;
    } while (cursor !== undefined);
    expect(read).toEqual(ids);
    const broken = await street.call(shops.list, { query: { cursor: 'x' } }).expect(400);
    expect(broken.body.code).toBe('cursor_invalid');
  });

  it('shows one shop to staff in scope and to itself only', async () => {
    const { shop, owner } = await openShop(t, office, '同心药房');
    const params = { shopId: shop.shopId };
    const seen = await owner.call(shops.get, { params }).expect(200);
    expect(seen.body).toMatchObject({ owedFenThisMonth: 0, redeemedThisMonth: 0, pointsThisMonth: 0 });
    const other = await openShop(t, office, '和顺面馆');
    expect((await other.owner.call(shops.get, { params }).expect(403)).body.code).toBe('out_of_scope');
    const missing = await office.secretary.call(shops.get, { params: { shopId: 'nothing' } }).expect(404);
    expect(missing.body.code).toBe('shop_not_found');
  });

  it('counts what is owed this month: agreed prices of what succeeded, less refunds', async () => {
    const open = await openShop(t, office, '四季粮油');
    const offer = await addOffer(office, open.shop, { points: 10, settlementFen: 700 });
    const resident = await residentWith(t, 100);
    for (const refunded of [0, 4, 20]) {
      const { redemptionId } = await startAtPoster(resident, open, offer, 2);
      const params = { redemptionId };
      await open.owner.call(redemptions.confirm, { params }).expect(200);
      if (refunded === 0) continue;
      const body = { points: refunded, reason: '质量问题' };
      await office.secretary.call(redemptions.refund, { params, body }).expect(201);
    }
    await startAtPoster(resident, open, offer, 1);
    const seen = await office.secretary.call(shops.get, { params: { shopId: open.shop.shopId } }).expect(200);
    expect(seen.body).toMatchObject({ owedFenThisMonth: 1400 + 1120, redeemedThisMonth: 2, pointsThisMonth: 20 + 16 });
  });
});

describe('the switch of a shop', () => {
  it('is on record once for each change, and saying again what is so changes nothing', async () => {
    const { shop, owner } = await openShop(t, office, '开关小店');
    const params = { shopId: shop.shopId };
    const set = (accepting: boolean) => owner.call(shops.setAccepting, { params, body: { accepting } });
    const before = (await set(true).expect(200)).body;
    const answers = await Promise.all([set(false), set(false), set(false)]);
    expect(answers.map(({ status, body }) => [status, body.accepting])).toEqual(Array(3).fill([200, false]));
    const again = (await set(false).expect(200)).body;
    expect([again.accepting, again.version]).toEqual([false, before.version + 1]);
    expect((await set(true).expect(200)).body).toMatchObject({ accepting: true, version: before.version + 2 });
    const lines = await t.database.db.collection('audit_records').find({ subjectId: shop.shopId }).toArray();
    const acts = lines.map(({ action }) => action).filter((action) => /pause|orders/.test(action));
    expect(acts.sort()).toEqual(['shops.pause', 'shops.take_orders']);
  });
});

describe('the poster of a shop', () => {
  let resident: SignedInUser;
  beforeAll(async () => {
    resident = await residentWith(t, 0);
  });

  it('leads to the verified shop and its offers, without what the community pays for them', async () => {
    const open = await openShop(t, office, '邻里豆坊');
    await addOffer(office, open.shop, { title: '豆浆一杯', points: 3 });
    await addOffer(office, open.shop, { title: '停售的', active: false });
    const found = await resident.call(shops.byPoster, { body: { code: open.poster } }).expect(200);
    expect(found.body).toMatchObject({ shopId: open.shop.shopId, name: '邻里豆坊', verified: true });
    expect(found.body.offers.map(({ title }: { title: string }) => title)).toEqual(['豆浆一杯']);
    expect(found.body.offers[0]).not.toHaveProperty('settlementFen');
    const lower = await resident.call(shops.byPoster, { body: { code: open.poster.toLowerCase() } }).expect(200);
    expect(lower.body.shopId).toBe(open.shop.shopId);
  });

  it('stops working at once when it is replaced', async () => {
    const open = await openShop(t, office, '老街茶馆');
    const params = { shopId: open.shop.shopId };
    const key = nextKey();
    const replace = (reason: string) => office.secretary.call(shops.replacePoster, { params, body: { reason }, key });
    const made = await replace('海报被撕').expect(200);
    expect(made.body).toMatchObject({ serial: 2, shopName: '老街茶馆' });
    // Asked again after a lost reply, what may have been printed meanwhile goes on working.
    expect((await replace('海报被撕').expect(200)).body).toEqual(made.body);
    expect((await replace('换个说法').expect(422)).body.code).toBe('idempotency_key_reused');
    const { posterReplaced } = (await open.owner.call(shops.get, { params }).expect(200)).body;
    expect(posterReplaced).toMatchObject({ reason: '海报被撕', at: made.body.issuedAt });
    const old = await refused((headers) =>
      resident.call(shops.byPoster, { body: { code: open.poster }, headers }).expect(410),
    );
    expect(old).toBe('poster_replaced');
    await resident.call(shops.byPoster, { body: { code: made.body.codeUrl } }).expect(200);
    const seen = await open.owner.call(shops.poster, { params }).expect(200);
    expect(seen.body.codeUrl).toBe(made.body.codeUrl);
  });

  it('is replaced by its owner too, that of a branch included; by no clerk and no other owner', async () => {
    const open = await openShop(t, office, '巷口书店');
    const params = { shopId: open.shop.shopId };
    const clerk = await t.signIn('merchant_staff', null, params);
    const stranger = await openShop(t, office, '巷尾书店');
    const replace = (who: SignedInUser) => who.call(shops.replacePoster, { params, body: { reason: '夜里被人揭走' } });
    expect((await replace(clerk).expect(403)).body.code).toBe('forbidden');
    expect((await replace(stranger.owner).expect(403)).body.code).toBe('out_of_scope');
    const made = (await replace(open.owner).expect(200)).body;
    expect(made).toMatchObject({ serial: 2 });
    const look = (code: string) => resident.call(shops.byPoster, { body: { code } });
    expect((await look(open.poster).expect(410)).body.code).toBe('poster_replaced');
    await look(made.codeUrl).expect(200);
    const { posterReplaced } = (await office.secretary.call(shops.get, { params }).expect(200)).body;
    expect(posterReplaced).toMatchObject({ reason: '夜里被人揭走', byName: open.owner.me.displayName });
    const acts = await t.context.audit.of({ kind: 'shop', id: open.shop.shopId }, 'shops.replace_poster');
    expect(acts).toMatchObject([{ actorId: open.owner.userId }]);
    const branch = { name: '巷口书店分店', kind: 'store', unitId: 'jinxiu', parentId: params.shopId };
    const { shopId } = (await office.secretary.call(shops.create, { body: branch }).expect(201)).body;
    const body = { reason: '被风刮走' };
    await open.owner.call(shops.replacePoster, { params: { shopId }, body }).expect(200);
    const other = await stranger.owner.call(shops.replacePoster, { params: { shopId }, body }).expect(403);
    expect(other.body.code).toBe('out_of_scope');
  });

  it('is refused when it is forged, cut off, of another installation, or no poster', async () => {
    const open = await openShop(t, office, '诚信五金');
    const look = (code: string) => (headers: Record<string, string>) =>
      resident.call(shops.byPoster, { body: { code }, headers });
    const other = open.poster.at(-3) === 'A' ? 'B' : 'A';
    const forged = `${open.poster.slice(0, -3)}${other}${open.poster.slice(-2)}`;
    expect(await refused(look(forged))).toBe('poster_forged');
    expect(await refused(look(open.poster.slice(0, -4)))).toBe('poster_forged');
    const strange = createQrTokens(deriveKeys('the master secret of another installation'), t.config.publicUrl);
    expect(await refused(look(strange.urlOf('shop_poster', new Uint8Array(8))))).toBe('poster_other_installation');
    for (const text of ['https://example.com/pay/123', '12345678', '???', 'HTTPS://X.EXAMPLE/C/0123456789ABCDEF']) {
      expect(await refused(look(text))).toBe('code_not_recognised');
    }
  });
});

describe('shops near a resident', () => {
  it('come with their offers, own community first, and only those that are active', async () => {
    const near = await residentWith(t, 0, { unitId: 'hechi-g1' });
    const dongting = await openOffice(t, 'wangjiang');
    await openShop(t, dongting, '望江小卖部', 'wangjiang');
    const page = await near.call(shops.nearby, { query: { limit: 200 } }).expect(200);
    const units = page.body.items.map(({ unitId }: { unitId: string }) => unitId);
    expect(units[0]).toBe('hechi');
    expect(units.at(-1)).toBe('wangjiang');
    expect(page.body.items.every(({ state }: { state: string }) => state === 'active')).toBe(true);
    const first = await near.call(shops.nearby, { query: { limit: 1 } }).expect(200);
    const second = await near.call(shops.nearby, { query: { limit: 1, cursor: first.body.nextCursor } }).expect(200);
    expect([first.body.items[0].shopId, second.body.items[0].shopId]).toEqual(
      page.body.items.slice(0, 2).map(({ shopId }: { shopId: string }) => shopId),
    );
  });
});
