import { deriveKeys } from '@red-points/server/platform/keys';
import { createQrTokens } from '@red-points/server/platform/qr-tokens';
import { problemText, redemptionCodes, redemptions, shops } from '@red-points/shared/contracts';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startTestApp, type TestApp } from '../support/app.ts';
import {
  addOffer,
  type Office,
  openOffice,
  openShop,
  residentWith,
  scanned,
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
});
afterAll(() => t.close());

/** Scans and expects a refusal. */
function refusedScan(code: string, by: TestShop = open): Promise<string> {
  const body = { code, shopId: by.shop.shopId };
  return refused((headers) => by.owner.call(redemptionCodes.scan, { body, headers }));
}

describe("a resident's one-time code", () => {
  it('lives a minute, asks to be refreshed at 80 % of it, and is short enough for a small QR', async () => {
    const resident = await residentWith(t, 0);
    const made = await resident.call(redemptionCodes.create).expect(201);
    const { codeUrl, digits, createdAt, expiresAt, refreshAt } = made.body;
    expect(codeUrl).toMatch(/^HTTP:\/\/127\.0\.0\.1:3000\/C\/[0-9A-Z]{23}$/);
    expect(digits).toMatch(/^\d{8}$/);
    expect(Date.parse(expiresAt) - Date.parse(createdAt)).toBe(60_000);
    expect(Date.parse(refreshAt) - Date.parse(createdAt)).toBe(48_000);
  });

  it('is scanned or typed, and shows the shop a masked name', async () => {
    const resident = await residentWith(t, 0, { name: '李雨桐' });
    for (const field of ['codeUrl', 'digits'] as const) {
      const made = await resident.call(redemptionCodes.create).expect(201);
      const typed = field === 'digits' ? made.body.digits.replace(/(.{4})/, '$1 ') : made.body.codeUrl;
      const body = { code: typed, shopId: open.shop.shopId };
      const scan = await open.owner.call(redemptionCodes.scan, { body }).expect(201);
      expect(scan.body.maskedName).toBe('李*');
      expect(Date.parse(scan.body.expiresAt)).toBe(t.clock.now() + 180_000);
    }
  });

  it('works once', async () => {
    const resident = await residentWith(t, 0);
    const made = await resident.call(redemptionCodes.create).expect(201);
    const body = { code: made.body.codeUrl, shopId: open.shop.shopId };
    await open.owner.call(redemptionCodes.scan, { body }).expect(201);
    expect(await refusedScan(made.body.codeUrl)).toBe('code_used');
    expect(await refusedScan(made.body.digits)).toBe('code_used');
  });

  it('is won by exactly one of two shops that scan it in the same instant', async () => {
    const other = await openShop(t, office, '好又多超市');
    for (let round = 0; round < 5; round += 1) {
      const resident = await residentWith(t, 0);
      const made = await resident.call(redemptionCodes.create).expect(201);
      const answers = await Promise.all(
        [open, other].map(({ owner, shop }) =>
          owner.call(redemptionCodes.scan, { body: { code: made.body.codeUrl, shopId: shop.shopId } }),
        ),
      );
      expect(answers.map(({ status }) => status).sort()).toEqual([201, 409]);
      expect(answers.find(({ status }) => status === 409)?.body.code).toBe('code_used');
    }
  });

  it('ends with its minute, and when a newer one is made', async () => {
    const resident = await residentWith(t, 0);
    const first = await resident.call(redemptionCodes.create).expect(201);
    const second = await resident.call(redemptionCodes.create).expect(201);
    expect(await refusedScan(first.body.codeUrl)).toBe('code_expired_scan');
    t.clock.advance(60_000);
    expect(await refusedScan(second.body.codeUrl)).toBe('code_expired_scan');
    expect(await refusedScan(second.body.digits)).toBe('code_expired_scan');
  });

  it('stays one live code when two phones of a person ask at once', async () => {
    const resident = await residentWith(t, 0);
    const made = await Promise.all(Array.from({ length: 6 }, () => resident.call(redemptionCodes.create).expect(201)));
    const scans = await Promise.all(
      made.map(({ body }) =>
        open.owner.call(redemptionCodes.scan, { body: { code: body.codeUrl, shopId: open.shop.shopId } }),
      ),
    );
    expect(scans.filter(({ status }) => status === 201)).toHaveLength(1);
  });

  it('is refused when it is forged, of another installation, a poster, or something else', async () => {
    const resident = await residentWith(t, 0);
    const made = await resident.call(redemptionCodes.create).expect(201);
    const url = String(made.body.codeUrl);
    const wrongId = `${url.slice(0, -16)}${url.at(-16) === '7' ? '8' : '7'}${url.slice(-15)}`;
    expect(await refusedScan(wrongId)).toBe('code_forged');
    expect(await refusedScan(url.slice(0, -5))).toBe('code_forged');
    const strange = createQrTokens(deriveKeys('the master secret of another installation'), t.config.publicUrl);
    const foreign = strange.urlOf('resident_code', new Uint8Array(6));
    expect(await refusedScan(foreign)).toBe('code_other_installation');
    for (const text of [open.poster, 'https://pay.example.com/q?x=1', 'weixin://wxpay/123', '1234567']) {
      expect(await refusedScan(text)).toBe('code_not_recognised');
    }
  });

  it('cannot be guessed: typed digits are limited for a shop', async () => {
    const guesser = await openShop(t, office, '试数字的店');
    const codes: string[] = [];
    for (let guess = 0; guess < 22; guess += 1) {
      const body = { code: String(10_000_000 + guess), shopId: guesser.shop.shopId };
      codes.push((await guesser.owner.call(redemptionCodes.scan, { body })).body.code);
    }
    expect(codes.slice(0, 20).every((code) => code === 'code_not_recognised')).toBe(true);
    expect(codes.slice(20)).toEqual(['rate_limited', 'rate_limited']);
  });

  it('is made for verified people only, and never serves staff in their own shop', async () => {
    const unverified = await t.signInResident({ verified: false });
    const refused = await unverified.call(redemptionCodes.create).expect(403);
    expect(refused.body.code).toBe('person_unverified');
    expect(refused.body.title).toBe(problemText('person_unverified', 'zh'));
    const cook = await residentWith(t, 50);
    await t.signIn('merchant_staff', null, { shopId: open.shop.shopId, personId: cook.personId });
    const made = await cook.call(redemptionCodes.create).expect(201);
    expect(await refusedScan(made.body.codeUrl)).toBe('own_shop');
    const elsewhere = await openShop(t, office, '隔壁小店');
    expect(await scanned(cook, elsewhere)).toEqual(expect.any(String));
  });

  it('is scanned only for the own shop, and only while that serves', async () => {
    const resident = await residentWith(t, 0);
    const paused = await openShop(t, office, '歇业小店');
    const made = await resident.call(redemptionCodes.create).expect(201);
    const body = { code: made.body.codeUrl, shopId: paused.shop.shopId };
    expect((await open.owner.call(redemptionCodes.scan, { body }).expect(403)).body.code).toBe('out_of_scope');
    const params = { shopId: paused.shop.shopId };
    await paused.owner.call(shops.setAccepting, { params, body: { accepting: false } }).expect(200);
    expect(await refusedScan(made.body.codeUrl, paused)).toBe('shop_paused');
    await office.deputy.call(shops.suspend, { params, body: { reason: '投诉待查' } }).expect(200);
    expect(await refusedScan(made.body.codeUrl, paused)).toBe('shop_suspended');
    await resident.call(redemptionCodes.scan, { body }).expect(403);
  });
});

describe('a scan', () => {
  it('starts one redemption within three minutes, of its own shop', async () => {
    const offer = await addOffer(office, open.shop);
    const resident = await residentWith(t, 100);
    const scanId = await scanned(resident, open);
    const body = { scanId, offerId: offer.offerId, quantity: 1 };
    const other = await openShop(t, office, '另一家店');
    const stranger = await other.owner.call(redemptions.startByScan, { body }).expect(403);
    expect(stranger.body.code).toBe('redemption_of_other_shop');
    await open.owner.call(redemptions.startByScan, { body }).expect(201);
    const again = await open.owner.call(redemptions.startByScan, { body }).expect(409);
    expect(again.body.code).toBe('scan_used');
    const late = await scanned(resident, open);
    t.clock.advance(180_000);
    const tooLate = await open.owner.call(redemptions.startByScan, { body: { ...body, scanId: late } }).expect(410);
    expect(tooLate.body.code).toBe('scan_expired');
    const none = await open.owner.call(redemptions.startByScan, { body: { ...body, scanId: 'nothing' } }).expect(404);
    expect(none.body.code).toBe('scan_not_found');
  });
});
