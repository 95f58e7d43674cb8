import http from 'node:http';
import type { AddressInfo } from 'node:net';
import { redemptions, sessions, shopStaff, shops } from '@red-points/shared/contracts';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { nextPhone, type SignedInUser, startTestApp, type TestApp } from '../support/app.ts';
import {
  addOffer,
  callerOf,
  type Office,
  openOffice,
  openShop,
  ownerPrincipal,
  residentWith,
  type TestShop,
} from '../support/redeeming.ts';
import { refused } from '../support/refused.ts';

const DAY_MS = 86_400_000;

let t: TestApp;
let office: Office;
let server: http.Server;

beforeAll(async () => {
  t = await startTestApp();
  office = await openOffice(t);
  server = http.createServer(t.app.app);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
});
afterAll(async () => {
  server.closeAllConnections();
  await new Promise((resolve) => server.close(resolve));
  await t.close();
});

const paramsOf = ({ shop }: TestShop) => ({ shopId: shop.shopId });

/** An owner whose token stays fresh. */
async function shopOf(name: string): Promise<TestShop> {
  const open = await openShop(t, office, name);
  return { ...open, owner: { ...open.owner, ...callerOf(t, ownerPrincipal(open)) } };
}

async function invited(
  open: TestShop,
  phone: string,
  role = 'merchant_staff',
  by: Pick<SignedInUser, 'call'> = open.owner,
) {
  const body = { phone, name: '小王', role };
  const made = await by.call(shopStaff.invite, { params: paramsOf(open), body }).expect(201);
  return String(made.body.invitationId);
}

/** Signs in at the shop's face, as the phone of somebody who works there. */
async function atShop(phone: string) {
  t.clock.advance(61_000);
  await t.call(sessions.sendCode, { body: { phone } }).expect(202);
  const code = await t.context.auth.newestCode(phone);
  return t.call(sessions.signInByCode, { body: { phone, code, face: 'merchant' } });
}

async function clerkOf(open: TestShop, phone = nextPhone(), role = 'merchant_staff') {
  const invitationId = await invited(open, phone, role);
  const own = await t.signInByPhone(phone);
  await own.call(shopStaff.accept, { params: { invitationId } }).expect(200);
  const answer = await atShop(phone);
  expect(answer.status, JSON.stringify(answer.body)).toBe(200);
  const token = String(answer.body.accessToken);
  const cookie = String(answer.headers['set-cookie']).split(';')[0] ?? '';
  const call: SignedInUser['call'] = (endpoint, input = {}) => t.call(endpoint, { ...input, token });
  return { phone, own, token, cookie, me: answer.body.me, userId: String(answer.body.me.userId), call };
}

describe('an invitation to work in a shop', () => {
  it('is accepted by the phone that was invited, once, and lets it sign in to the shop', async () => {
    const open = await shopOf('和顺面馆');
    const phone = nextPhone();
    const invitationId = await invited(open, phone);
    const listed = await open.owner.call(shopStaff.list, { params: paramsOf(open) }).expect(200);
    expect(listed.body.items).toEqual([
      { userId: open.owner.userId, role: 'merchant_owner', name: expect.any(String), maskedPhone: null, isYou: true },
    ]);
    const maskedPhone = `${phone.slice(0, 3)}****${phone.slice(-4)}`;
    expect(listed.body.invitations).toMatchObject([{ invitationId, name: '小王', maskedPhone }]);
    expect((await atShop(phone)).body.code).toBe('phone_at_no_shop');
    const stranger = await t.signInResident();
    const params = { invitationId };
    expect((await stranger.call(shopStaff.accept, { params }).expect(404)).body.code).toBe('invitation_not_found');
    expect((await stranger.call(shopStaff.ownInvitations).expect(200)).body.invitations).toEqual([]);
    const own = await t.signInByPhone(phone);
    const seen = await own.call(shopStaff.ownInvitations).expect(200);
    expect(seen.body).toMatchObject({ invitations: [{ invitationId, shopName: '和顺面馆' }], shops: [] });
    const accepted = await own.call(shopStaff.accept, { params }).expect(200);
    expect(accepted.body).toEqual({ shopId: open.shop.shopId, shopName: '和顺面馆', role: 'merchant_staff' });
    expect((await own.call(shopStaff.accept, { params }).expect(409)).body.code).toBe('invitation_used');
    expect((await own.call(shopStaff.decline, { params }).expect(409)).body.code).toBe('invitation_used');
    const signedIn = await atShop(phone);
    expect(signedIn.body.me).toMatchObject({
      displayName: '小王',
      grants: [{ role: 'merchant_staff', shopId: open.shop.shopId, shopName: '和顺面馆' }],
    });
    const work = await own.call(shopStaff.ownInvitations).expect(200);
    expect(work.body).toMatchObject({ invitations: [], shops: [{ shopId: open.shop.shopId }] });
    const again = { phone, name: '小王', role: 'merchant_staff' };
    const twice = await open.owner.call(shopStaff.invite, { params: paramsOf(open), body: again }).expect(409);
    expect(twice.body.code).toBe('shop_staff_already');
  });

  it('expires, is replaced by the next one for the same phone, withdrawn and declined', async () => {
    const open = await shopOf('四季粮油');
    const phone = nextPhone();
    const first = await invited(open, phone);
    const second = await invited(open, phone);
    const own = await t.signInByPhone(phone);
    const accept = async (invitationId: string): Promise<string> =>
      (await own.call(shopStaff.accept, { params: { invitationId } })).body.code;
    expect(await accept(first)).toBe('invitation_used');
    const params = { ...paramsOf(open), invitationId: second };
    await open.owner.call(shopStaff.withdraw, { params }).expect(204);
    await open.owner.call(shopStaff.withdraw, { params }).expect(204);
    expect(await accept(second)).toBe('invitation_used');
    const missing = { ...paramsOf(open), invitationId: 'nothing' };
    expect((await open.owner.call(shopStaff.withdraw, { params: missing }).expect(404)).body.code).toBe(
      'invitation_not_found',
    );
    const third = await invited(open, phone);
    await own.call(shopStaff.decline, { params: { invitationId: third } }).expect(204);
    const late = { ...paramsOf(open), invitationId: third };
    expect((await open.owner.call(shopStaff.withdraw, { params: late }).expect(409)).body.code).toBe('invitation_used');
    const fourth = await invited(open, phone);
    t.clock.advance(7 * DAY_MS);
    const later = await t.signInByPhone(phone);
    const expired = await later.call(shopStaff.accept, { params: { invitationId: fourth } }).expect(410);
    expect(expired.body.code).toBe('invitation_expired');
    const listed = await open.owner.call(shopStaff.list, { params: paramsOf(open) }).expect(200);
    expect(listed.body.invitations).toEqual([]);
  });

  it('is for the owner and the community to make, at most fifty, and not at a shop that is closed', async () => {
    const open = await shopOf('街角杂货');
    const body = { phone: nextPhone(), name: '老李', role: 'merchant_owner' };
    const clerk = await clerkOf(open);
    await clerk.call(shopStaff.invite, { params: paramsOf(open), body }).expect(403);
    await clerk.call(shopStaff.list, { params: paramsOf(open) }).expect(403);
    const other = await shopOf('别家店');
    const elsewhere = await other.owner.call(shopStaff.invite, { params: paramsOf(open), body }).expect(403);
    expect(elsewhere.body.code).toBe('out_of_scope');
    await office.secretary.call(shopStaff.invite, { params: paramsOf(open), body }).expect(201);
    await t.database.db.collection('shop_invitations').insertMany(
      Array.from({ length: 47 }, (_, index) => ({
        _id: `many-${index}` as never,
        shopId: open.shop.shopId,
        state: 'open',
        expiresAt: new Date(t.clock.now() + DAY_MS),
      })),
    );
    const many = await open.owner.call(shopStaff.invite, {
      params: paramsOf(open),
      body: { ...body, phone: nextPhone() },
    });
    expect([many.status, many.body.code]).toEqual([409, 'shop_staff_too_many']);
    await t.database.db
      .collection('shops')
      .updateOne({ _id: other.shop.shopId as never }, { $set: { state: 'closed' } });
    const closed = await other.owner.call(shopStaff.invite, { params: paramsOf(other), body }).expect(409);
    expect(closed.body.code).toBe('shop_closed');
  });
});

describe('somebody who is removed from a shop', () => {
  it('is refused with the next request, the next refresh, and what they listen to ends', async () => {
    const open = await shopOf('东门水果');
    const clerk = await clerkOf(open);
    await clerk.call(shops.get, { params: paramsOf(open) }).expect(200);
    let ended = false;
    const { port } = server.address() as AddressInfo;
    const path = `/api/v1/events?topics=${encodeURIComponent(`shop:${open.shop.shopId}`)}`;
    const headers = { Authorization: `Bearer ${clerk.token}` };
    const opened = await new Promise<number>((resolve, reject) => {
      http
        .get({ host: '127.0.0.1', port, path, headers }, (response) => {
          response.on('close', () => {
            ended = true;
          });
          response.resume();
          resolve(response.statusCode ?? 0);
        })
        .on('error', reject);
    });
    expect(opened).toBe(200);
    const params = { ...paramsOf(open), userId: clerk.userId };
    await open.owner.call(shopStaff.remove, { params }).expect(204);
    const next = await clerk.call(shops.get, { params: paramsOf(open) }).expect(401);
    expect(next.body.code).toBe('session_ended');
    await expect.poll(() => ended, { timeout: 30_000 }).toBe(true);
    const refresh = { body: { face: 'merchant' }, headers: { Cookie: clerk.cookie } };
    expect((await t.call(sessions.refresh, refresh).expect(401)).body.code).toBe('session_ended');
    expect((await atShop(clerk.phone)).body.code).toBe('phone_at_no_shop');
    // Their phone still signs in as a resident's.
    await clerk.own.call(shopStaff.ownInvitations).expect(200);
    const gone = await open.owner.call(shopStaff.remove, { params }).expect(404);
    expect(gone.body.code).toBe('shop_staff_not_found');
    const acts = await t.database.db.collection('audit_records').find({ subjectId: open.shop.shopId }).toArray();
    const actions = acts.map(({ action }) => String(action));
    expect(actions).toEqual(expect.arrayContaining(['shop_staff.invite', 'shop_staff.accept', 'shop_staff.remove']));
    expect(JSON.stringify(acts)).not.toContain(clerk.phone);
  });

  it('is not the last owner, also where two owners remove each other at once', async () => {
    const open = await shopOf('西门五金');
    const alone = { ...paramsOf(open), userId: open.owner.userId };
    const last = await open.owner.call(shopStaff.remove, { params: alone }).expect(409);
    expect(last.body.code).toBe('shop_last_owner');
    const second = await clerkOf(open, nextPhone(), 'merchant_owner');
    const answers = await Promise.all([
      open.owner.call(shopStaff.remove, { params: { ...paramsOf(open), userId: second.userId } }),
      second.call(shopStaff.remove, { params: alone }),
    ]);
    const left = await office.secretary.call(shopStaff.list, { params: paramsOf(open) }).expect(200);
    expect(left.body.items).toHaveLength(1);
    expect(answers.filter(({ status }) => status === 204)).toHaveLength(1);
  });
});

describe('a role in a shop', () => {
  it('is changed in place: the clerk signs in again as an owner, and back', async () => {
    const open = await shopOf('北门茶庄');
    const clerk = await clerkOf(open);
    const params = { ...paramsOf(open), userId: clerk.userId };
    const make = (role: string, by: Pick<SignedInUser, 'call'> = open.owner) =>
      by.call(shopStaff.changeRole, { params, body: { role } });
    await make('merchant_owner', clerk).expect(403);
    await make('merchant_owner').expect(204);
    expect((await clerk.call(shops.get, { params: paramsOf(open) }).expect(401)).body.code).toBe('session_ended');
    const asOwner = await atShop(clerk.phone);
    expect(asOwner.body.me.grants).toMatchObject([{ role: 'merchant_owner', shopId: open.shop.shopId }]);
    // Repeating changes nothing, and signs nobody out.
    await make('merchant_owner').expect(204);
    const token = String(asOwner.body.accessToken);
    await t.call(shopStaff.list, { params: paramsOf(open), token }).expect(200);
    await make('merchant_staff', office.secretary).expect(204);
    const again = await atShop(clerk.phone);
    expect(again.body.me.grants).toMatchObject([{ role: 'merchant_staff' }]);
    const unknown = { ...paramsOf(open), userId: 'nobody' };
    const missing = await open.owner.call(shopStaff.changeRole, { params: unknown, body: { role: 'merchant_staff' } });
    expect([missing.status, missing.body.code]).toEqual([404, 'shop_staff_not_found']);
    const acts = await t.database.db
      .collection('audit_records')
      .find({ subjectId: open.shop.shopId, action: 'shop_staff.change_role' })
      .toArray();
    expect(acts.map(({ detail }) => detail.role)).toEqual(['merchant_owner', 'merchant_staff']);
  });

  it('stays an owner’s where there is no other, also where two make each other staff at once', async () => {
    const open = await shopOf('南门灯具');
    const toStaff = (userId: string) => ({ params: { ...paramsOf(open), userId }, body: { role: 'merchant_staff' } });
    const last = await open.owner.call(shopStaff.changeRole, toStaff(open.owner.userId)).expect(409);
    expect(last.body.code).toBe('shop_last_owner');
    const second = await clerkOf(open, nextPhone(), 'merchant_owner');
    const answers = await Promise.all([
      open.owner.call(shopStaff.changeRole, toStaff(second.userId)),
      second.call(shopStaff.changeRole, toStaff(open.owner.userId)),
    ]);
    expect(answers.filter(({ status }) => status === 204)).toHaveLength(1);
    const left = await office.secretary.call(shopStaff.list, { params: paramsOf(open) }).expect(200);
    const roles = left.body.items.map(({ role }: { role: string }) => role);
    expect(roles).toEqual(['merchant_owner', 'merchant_staff']);
  });
});

describe('who works in a shop', () => {
  it('cannot redeem there, nor anybody for whom that phone acts', async () => {
    const open = await shopOf('暖心包子');
    const offer = await addOffer(office, open.shop);
    const cook = await residentWith(t, 50);
    await clerkOf(open, cook.phone);
    const body = { code: open.poster, offerId: offer.offerId, quantity: 1 };
    const again = await t.signInByPhone(cook.phone);
    const code = await refused((headers) => again.call(redemptions.startByPoster, { body, headers }));
    expect(code).toBe('own_shop');
  });
});
