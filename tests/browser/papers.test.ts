import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { PDFDocument } from '@cantoo/pdf-lib';
import { ensureClientBuilt } from '@red-points/scripts/client-build';
import { obtainChromium } from '@red-points/scripts/testing/chromium';
import { claims } from '@red-points/shared/contracts';
import { addDays, businessDate } from '@red-points/shared/domain/calendar';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startTestApp, TEST_PASSWORD, type TestApp } from '../support/app.ts';
import { claimBody, hourlyTerms, publishRule, signInCast } from '../support/earning.ts';
import { armedPdf, evidenceOf } from '../support/evidence.ts';
import { expectAccessible } from './support/accessible.ts';
import { Device, openBrowser } from './support/devices.ts';

const SET_UP_MS = 600_000;
const WAIT = { timeout: 60_000 };
const report = (line: string) => process.stderr.write(`${line}\n`);

/** Papers as whoever means ill would send them past the server, which builds what is uploaded anew. */
describe('a PDF among the evidence', () => {
  let test: TestApp;
  let http: Server;
  let browser: Browser;
  let clerk: Device;
  let resident: Device;
  let phone: string;
  const dialogs: string[] = [];

  beforeAll(async () => {
    await ensureClientBuilt(report);
    test = await startTestApp({ startMs: Date.now() });
    http = createServer(test.app.app);
    await new Promise<void>((resolve) => http.listen(0, '127.0.0.1', resolve));
    const url = `http://127.0.0.1:${(http.address() as AddressInfo).port}`;
    const cast = await signInCast(test);
    await publishRule(cast, 'ZY-01', hourlyTerms());
    const { personId } = await test.enterResident();
    phone = (await test.enterResident()).phone;
    const evidenceIds = [await evidenceOf(test, cast.officer, await armedPdf())];
    const occurredOn = addDays(businessDate(test.clock.now()), -1);
    await cast.officer.call(claims.file, { body: { personId, ...claimBody({ occurredOn, evidenceIds }) } }).expect(201);
    const grants = [{ role: 'community_admin' as const, unitId: 'jinxiu', shopId: null }];
    const staff = { username: 'zhoumin', displayName: '周敏', password: TEST_PASSWORD, grants, personId: null };
    await test.context.users.createStaff(staff);
    browser = await openBrowser(obtainChromium(report));
    clerk = await Device.open(browser, 'desktop', url);
    resident = await Device.open(browser, 'phone', url);
    clerk.page.on('dialog', (dialog) => {
      dialogs.push(dialog.message());
      void dialog.dismiss();
    });
    await clerk.page.goto('/console/sign-in');
    await clerk.page.getByLabel('用户名').fill('zhoumin');
    await clerk.page.getByLabel('密码').fill(TEST_PASSWORD);
    await clerk.page.getByRole('button', { name: /^登\s*录$/ }).click();
    await clerk.page.waitForURL((address) => !address.pathname.endsWith('/sign-in'));
  }, SET_UP_MS);

  afterAll(async () => {
    await browser?.close();
    http?.close();
    await test?.close();
  });

  const paperOf = (page: Page) => page.getByRole('region', { name: /^PDF 文件/ });
  /** Shows another file in the place of the evidence, as it is. */
  const show = async (bytes: Uint8Array): Promise<void> => {
    await clerk.page.unrouteAll();
    await clerk.page.route('**/api/v1/evidence/*', (route) =>
      route.fulfill({ contentType: 'application/pdf', body: Buffer.from(bytes) }),
    );
    await clerk.page.goto('/console/reviews');
  };
  const trouble = (words: RegExp) =>
    expect.poll(() => clerk.page.getByRole('alert').filter({ hasText: words }).count(), WAIT).toBe(1);
  const where = (page: Page) => paperOf(page).getByRole('status').textContent();
  /** Whether something is drawn: pixels that are not white. */
  const inked = (page: Page) =>
    page.evaluate(() => {
      const canvas = document.querySelector('[role="img"] canvas') as HTMLCanvasElement | null;
      const pixels = canvas?.getContext('2d')?.getImageData(0, 0, canvas.width, canvas.height).data ?? [];
      let dark = 0;
      for (let at = 0; at < pixels.length; at += 4) if ((pixels[at] ?? 255) < 128) dark += 1;
      return dark > 20;
    });
  const words = async (page: Page): Promise<string> => (await paperOf(page).locator('details').textContent()) ?? '';

  it('is drawn beside the review, turned and enlarged by keys and buttons, with its words', async () => {
    const { page } = clerk;
    await page.goto('/console/reviews');
    await expect.poll(() => inked(page), WAIT).toBe(true);
    expect(await where(page)).toBe('第 1 页，共 2 页');
    await expect.poll(() => words(page), WAIT).toContain('Sign-in sheet 1');
    await clerk.picture('paper-review');
    await paperOf(page).getByRole('img').focus();
    await page.keyboard.press('ArrowRight');
    await expect.poll(() => words(page), WAIT).toContain('Sign-in sheet 2');
    expect(await where(page)).toBe('第 2 页，共 2 页');
    await paperOf(page).getByRole('button', { name: '放大' }).click();
    await expect.poll(() => paperOf(page).getByText('150%').count(), WAIT).toBe(1);
    await expectAccessible(page);
    expect(clerk.errors).toEqual([]);
  });

  it('shows Chinese whose font and encoding the file leaves out', async () => {
    await show(chinesePdf());
    await expect.poll(() => words(clerk.page), WAIT).toContain('志愿服务');
    await expect.poll(() => inked(clerk.page), WAIT).toBe(true);
    await clerk.picture('paper-chinese');
  });

  it('of five hundred pages, with scripts and actions in it, is drawn page by page and runs nothing', async () => {
    await show(await armedPdf(3));
    await expect.poll(() => words(clerk.page), WAIT).toContain('Sign-in sheet 1');
    const long = await PDFDocument.create();
    for (let number = 1; number <= 500; number += 1)
      long.addPage([300, 400]).drawText(`Sheet ${number}`, { x: 20, y: 360 });
    await show(await long.save());
    await expect.poll(() => words(clerk.page), WAIT).toContain('Sheet 1');
    await paperOf(clerk.page).getByRole('img').focus();
    await clerk.page.keyboard.press('End');
    await expect.poll(() => words(clerk.page), WAIT).toContain('Sheet 500');
    expect(await clerk.page.locator('canvas').count()).toBe(1);
    expect(dialogs).toEqual([]);
    expect(clerk.errors).toEqual([]);
  });

  it('that is damaged or locked says so, and can be saved', async () => {
    await show(Buffer.from('%PDF-1.7\nnothing of what a PDF needs'));
    await trouble(/已损坏/);
    const locked = await PDFDocument.create();
    locked.addPage([300, 400]);
    locked.encrypt({ userPassword: 'secret', ownerPassword: 'secret' });
    await show(await locked.save());
    await trouble(/有密码/);
    await expectAccessible(clerk.page);
    expect(await clerk.page.getByRole('alert').getByRole('link', { name: '下载查看' }).count()).toBe(1);
    expect(clerk.errors).toEqual([]);
  });

  it('is looked at on the phone by whoever files it', async () => {
    const { page } = resident;
    await page.goto('/app/sign-in');
    await page.getByLabel('手机号').fill(phone);
    await page.getByRole('button', { name: '获取验证码' }).click();
    await expect.poll(() => test.context.auth.newestCode(phone), WAIT).not.toBeNull();
    await page.getByLabel('验证码').fill((await test.context.auth.newestCode(phone)) ?? '');
    await page.getByRole('button', { name: '登录', exact: true }).click();
    await page.waitForURL((address) => !address.pathname.endsWith('/sign-in'));
    await page.goto('/app/claims/new');
    const file = { name: 'sheet.pdf', mimeType: 'application/pdf', buffer: await armedPdf() };
    await page.locator('input[type="file"]').setInputFiles(file);
    await page.getByRole('button', { name: '看 PDF' }).click();
    await expect.poll(() => inked(page), WAIT).toBe(true);
    const dialog = page.getByRole('dialog', { name: 'PDF 文件' });
    expect(await dialog.getByRole('status').textContent()).toBe('第 1 页，共 2 页');
    await resident.picture('paper-phone');
    await expectAccessible(page);
    await dialog.getByRole('button', { name: '关闭' }).click();
    await expect.poll(() => dialog.count(), WAIT).toBe(0);
    expect(resident.errors).toEqual([]);
  });
});

/** A page with 志愿服务 in a font that every reader of Chinese is expected to have, in an encoding that it is to know. */
function chinesePdf(): Buffer {
  const text = [...'志愿服务'].map((letter) => (letter.codePointAt(0) ?? 0).toString(16).padStart(4, '0')).join('');
  const content = `BT /F1 40 Tf 30 300 Td <${text}> Tj ET`;
  const objects = [
    '<< /Type /Catalog /Pages 2 0 R >>',
    '<< /Type /Pages /Kids [3 0 R] /Count 1 >>',
    '<< /Type /Page /Parent 2 0 R /MediaBox [0 0 300 400] /Contents 4 0 R /Resources << /Font << /F1 5 0 R >> >> >>',
    `<< /Length ${content.length} >>\nstream\n${content}\nendstream`,
    '<< /Type /Font /Subtype /Type0 /BaseFont /STSong-Light-UniGB-UCS2-H /Encoding /UniGB-UCS2-H /DescendantFonts [6 0 R] >>',
    '<< /Type /Font /Subtype /CIDFontType0 /BaseFont /STSong-Light /DW 1000 /FontDescriptor 7 0 R ' +
      '/CIDSystemInfo << /Registry (Adobe) /Ordering (GB1) /Supplement 2 >> >>',
    '<< /Type /FontDescriptor /FontName /STSong-Light /Flags 6 /FontBBox [-25 -254 1000 880] /ItalicAngle 0 ' +
      '/Ascent 752 /Descent -271 /CapHeight 737 /StemV 58 >>',
  ];
  const body = objects.map((object, index) => `${index + 1} 0 obj\n${object}\nendobj\n`).join('');
  return Buffer.from(`%PDF-1.4\n${body}trailer\n<< /Root 1 0 R /Size ${objects.length + 1} >>\n%%EOF\n`);
}
