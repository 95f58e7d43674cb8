import { createHmac } from 'node:crypto';
import { deriveKeys } from '@red-points/server/platform/keys';
import { createQrTokens } from '@red-points/server/platform/qr-tokens';
import { API_BASE, redemptionCodes, redemptionPins, redemptions, shops } from '@red-points/shared/contracts';
import { fromBase32, readScannedText, toBase32 } from '@red-points/shared/domain/qr';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { nextKey, startTestApp, type TestApp } from '../support/app.ts';
import {
  addOffer,
  availableOf,
  expectVerified,
  type Office,
  openOffice,
  openShop,
  residentWith,
  startAtPoster,
  type TestShop,
} from '../support/redeeming.ts';

/*
 * What somebody with bad intent tries, by HTTP. Elsewhere: two shops in one instant and guessed digits
 * (redemptions-codes), guessed PINs and an old card (redemptions-assurance), other shops' and other people's orders
 * (redemptions-refused), tokens of sessions (sessions-tokens).
 */
let t: TestApp;
let office: Office;
let open: TestShop;

beforeAll(async () => {
  t = await startTestApp();
  office = await openOffice(t);
  open = await openShop(t, office);
});
afterAll(async () => {
  await expectVerified(t);
  await t.close();
});

const scan = async (code: string, by = open) => {
  const answer = await by.owner.call(redemptionCodes.scan, { body: { code, shopId: by.shop.shopId } });
  return answer.status === 201 ? 'scanned' : String(answer.body.code);
};

/** A token of ours with some of its bytes changed, signed anew with a key that the attacker has. */
function resealed(url: string, change: (bytes: Buffer) => void, key?: Buffer): string {
  const read = readScannedText(url);
  if (!('token' in read)) throw new Error('no token');
  const bytes = Buffer.from(fromBase32(read.token) ?? []);
  change(bytes);
  if (key !== undefined) {
    const macBytes = 6;
    const signed = bytes.subarray(0, -macBytes);
    createHmac('sha256', key).update(signed).digest().copy(bytes, signed.length, 0, macBytes);
  }
  return url.replace(read.token, toBase32(bytes));
}

describe('codes that were not made here, or not for this', () => {
  it('are refused: another person’s id, an attacker’s key, another installation, another kind, another host’s copy', async () => {
    const [resident, victim] = [await residentWith(t, 100), await residentWith(t, 100)];
    const own = String((await resident.call(redemptionCodes.create).expect(201)).body.codeUrl);
    const theirs = String((await victim.call(redemptionCodes.create).expect(201)).body.codeUrl);
    const flip = (bytes: Buffer): void => {
      bytes.writeUInt8(bytes.readUInt8(4) ^ 1, 4);
    };
    expect(await scan(resealed(own, flip))).toBe('code_forged');
    expect(await scan(resealed(own, flip, Buffer.from('a key that an attacker made')))).toBe('code_forged');
    // Signed with nothing, as a token that names its own algorithm would allow: there is no algorithm to name.
    expect(await scan(resealed(own, flip, Buffer.alloc(0)))).toBe('code_forged');
    const strange = createQrTokens(deriveKeys('the master secret of another installation'), t.config.publicUrl);
    const payload = Uint8Array.from([1, 2, 3, 4, 5, 6]);
    expect(await scan(strange.urlOf('resident_code', payload))).toBe('code_other_installation');
    expect(await scan(strange.urlOf('resident_card', payload))).toBe('card_other_installation');
    const ours = createQrTokens(deriveKeys(t.config.masterSecret), t.config.publicUrl);
    expect(await scan(ours.urlOf('resident_card', payload))).toBe('card_forged');
    // A genuine code of another kind is no code of a resident, whatever letter stands before it.
    for (const other of [open.poster, ours.urlOf('check_in', new Uint8Array(14))]) {
      expect(await scan(other)).toBe('code_not_recognised');
      expect(['code_forged', 'code_not_recognised']).toContain(await scan(other.replace(/\/[A-Z]\//, '/C/')));
    }
    expect(await scan(theirs)).toBe('scanned');
    expect(await scan(theirs)).toBe('code_used');
  });

  it('as posters lead nowhere: forged, of another installation, of elsewhere, or replaced', async () => {
    const offer = await addOffer(office, open.shop);
    const resident = await residentWith(t, 100);
    const start = async (code: string) => {
      const body = { code, offerId: offer.offerId, quantity: 1 };
      return String((await resident.call(redemptions.startByPoster, { body })).body.code);
    };
    const look = async (code: string) => String((await resident.call(shops.byPoster, { body: { code } })).body.code);
    const forged = resealed(open.poster, (bytes) => {
      bytes.writeUInt8(bytes.readUInt8(5) ^ 1, 5);
    });
    const strange = createQrTokens(deriveKeys('the master secret of another installation'), t.config.publicUrl);
    const foreign = strange.urlOf('shop_poster', new Uint8Array(8));
    for (const [code, expected] of [
      [forged, 'poster_forged'],
      [foreign, 'poster_other_installation'],
      ['https://pay.example.com/S/ABCDEF', 'code_not_recognised'],
      ['https://red-points.example.com/login', 'code_not_recognised'],
    ] as const) {
      expect(await start(code)).toBe(expected);
      expect(await look(code)).toBe(expected);
    }
    const params = { shopId: open.shop.shopId };
    await office.secretary.call(shops.replacePoster, { params, body: { reason: '被人撕走' } }).expect(200);
    const stolen = await start(open.poster);
    expect(stolen).toBe('poster_replaced');
    expect(await availableOf(t, resident.accountId)).toBe(100);
    const poster = await office.secretary.call(shops.poster, { params }).expect(200);
    open = { ...open, poster: String(poster.body.codeUrl) };
  });
});

describe('requests that were changed or sent again', () => {
  it('move points once, and never others than were shown', async () => {
    const offer = await addOffer(office, open.shop, { points: 12 });
    const resident = await residentWith(t, 100);
    const key = nextKey();
    const body = { code: open.poster, offerId: offer.offerId, quantity: 1, expectedPoints: 12 };
    const first = await resident.call(redemptions.startByPoster, { body, key }).expect(201);
    for (const tampered of [{ quantity: 2 }, { expectedPoints: 1 }, { offerId: 'another' }]) {
      const answer = await resident.call(redemptions.startByPoster, { body: { ...body, ...tampered }, key });
      expect(answer.body.code).toBe('idempotency_key_reused');
    }
    // Points are the offer's, whatever a request calls them.
    const cheap = { ...body, points: 1, netPoints: 1, settlementFen: 1_000_000 };
    const second = await resident.call(redemptions.startByPoster, { body: cheap }).expect(201);
    expect(second.body.points).toBe(12);
    const stranger = await residentWith(t, 0);
    const stolen = await stranger.call(redemptions.startByPoster, { body, key });
    expect(stolen.body.code).toBe('ledger_insufficient_points');
    const params = { redemptionId: String(first.body.redemptionId) };
    const confirmKey = nextKey();
    for (let again = 0; again < 3; again += 1) {
      await open.owner.call(redemptions.confirm, { params, key: confirmKey }).expect(200);
      await open.owner.call(redemptions.confirm, { params }).expect(200);
    }
    expect(await availableOf(t, resident.accountId)).toBe(76);
    const refund = { params, body: { points: 12, reason: '质量问题' }, key: nextKey() };
    for (let again = 0; again < 3; again += 1) await open.owner.call(redemptions.refund, refund).expect(201);
    expect(await availableOf(t, resident.accountId)).toBe(88);
  });

  it('with a session’s token that was changed, of another face, or made for something else, are nobody’s', async () => {
    const offer = await addOffer(office, open.shop);
    const resident = await residentWith(t, 100);
    const { redemptionId } = await startAtPoster(resident, open, offer);
    const send = async (token: string) => {
      const answer = await t.http
        .post(`${API_BASE}/redemptions/${redemptionId}/confirmation`)
        .set('Authorization', `Bearer ${token}`)
        .set('Idempotency-Key', nextKey());
      return answer.status;
    };
    const [header = '', claims = '', signature = ''] = open.owner.token.split('.');
    const none = Buffer.from(JSON.stringify({ alg: 'none', typ: 'at+jwt' })).toString('base64url');
    const swapped = Buffer.from(JSON.stringify({ alg: 'HS512', typ: 'at+jwt' })).toString('base64url');
    const others = [
      `${none}.${claims}.`,
      `${none}.${claims}.${signature}`,
      `${swapped}.${claims}.${signature}`,
      `${header}.${claims}.${signature.slice(0, -2)}`,
      // A resident's claims with a shop's signature.
      `${header}.${resident.token.split('.')[1]}.${signature}`,
      open.poster,
    ];
    for (const token of others) expect(await send(token)).toBe(401);
    expect(await send(resident.token)).toBe(403);
    expect(await send(open.owner.token)).toBe(200);
  });

  it('for somebody else’s PIN check are refused', async () => {
    const offer = await addOffer(office, open.shop);
    const [resident, thief] = [await residentWith(t, 50), await residentWith(t, 50)];
    const params = { personId: resident.personId };
    await office.secretary.call(redemptionPins.set, { params, body: { pin: '271828' } }).expect(200);
    const checked = await resident.call(redemptionPins.check, { body: { pin: '271828' } }).expect(201);
    const { pinCheckId } = checked.body;
    const body = { code: open.poster, offerId: offer.offerId, quantity: 1, pinCheckId };
    expect((await thief.call(redemptions.startByPoster, { body })).body.code).toBe('pin_check_over');
    expect((await thief.call(redemptionCodes.create, { body: { pinCheckId } })).body.code).toBe('pin_check_over');
    expect((await thief.call(redemptionPins.check, { body: { pin: '271828' } })).body.code).toBe('pin_not_set');
    await resident.call(redemptions.startByPoster, { body }).expect(201);
  });
});
