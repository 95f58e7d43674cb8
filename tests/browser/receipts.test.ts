/// <reference lib="dom" />
import { readFileSync } from 'node:fs';
import { ensureClientBuilt } from '@red-points/scripts/client-build';
import { freshDatabase } from '@red-points/scripts/mongo/index';
import { obtainChromium } from '@red-points/scripts/testing/chromium';
import { createApp } from '@red-points/server/app';
import { ensureCollections } from '@red-points/server/collections';
import type { ServerConfig } from '@red-points/server/config';
import { startServer } from '@red-points/server/main';
import { createSettableClock } from '@red-points/server/platform/clock';
import { connectDatabase } from '@red-points/server/platform/database';
import { isRefusal, receiptSchema } from '@red-points/shared/contracts';
import { addDays, businessDate, startOfBusinessDay } from '@red-points/shared/domain/calendar';
import type { Receipt } from '@red-points/shared/domain/digests';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { earnCommand } from '../support/ledger-commands.ts';
import { seedUnits } from '../support/units.ts';
import { expectAccessible } from './support/accessible.ts';
import { Device, openBrowser } from './support/devices.ts';

const SECRET = 'a master secret for browser tests, known to everybody';
const PHONE = '13900000001';
const SET_UP_MS = 600_000;
const report = (line: string) => process.stderr.write(`${line}\n`);

/** A resident downloads a receipt on the phone; somebody else checks it on the public page, at a desk. */
describe('a receipt in the browser', () => {
  const database = freshDatabase();
  let server: Awaited<ReturnType<typeof startServer>>;
  let browser: Browser;
  let resident: Device;
  let anybody: Device;
  let receipt: Receipt;

  const config: ServerConfig = {
    mongodbUri: database.uri,
    masterSecret: SECRET,
    host: '127.0.0.1',
    port: 0,
    publicUrl: null,
    demo: false,
    ensureCollections: true,
    logLevel: 'silent',
    trustProxy: 0,
    rateLimitPerMinute: 0,
    tls: null,
    webFolder: null,
    smsGateway: null,
    noticeGateway: null,
  };

  beforeAll(async () => {
    await ensureClientBuilt(report);
    await liveThreeDays(config);
    server = await startServer(config);
    browser = await openBrowser(obtainChromium(report));
    resident = await Device.open(browser, 'phone', server.url);
    anybody = await Device.open(browser, 'desktop', server.url);
  }, SET_UP_MS);

  afterAll(async () => {
    await browser?.close();
    await server?.close();
    await database.drop();
  });

  it('the resident downloads it from the statement; what is of today has to wait', async () => {
    await signIn(resident);
    const { page } = resident;
    await page.goto('/app/statement');
    await page.getByText('余额 13 分').click();
    await page.getByText('公布后生成').waitFor();
    expect(await page.getByRole('button', { name: '下载凭证' }).count()).toBe(0);
    await expectSheetKeepsFocus(resident);
    await page.getByRole('button', { name: '关闭' }).click();

    await page.getByText('余额 3 分').click();
    const [file] = await Promise.all([
      page.waitForEvent('download'),
      page.getByRole('button', { name: '下载凭证' }).click(),
    ]);
    receipt = receiptSchema.parse(JSON.parse(readFileSync(await file.path(), 'utf8')));
    expect(file.suggestedFilename()).toBe(`receipt-${receipt.code}.json`);
    await page.getByText(receipt.code).waitFor();
    await resident.picture('receipt-sheet');

    const [checked] = await Promise.all([
      page.context().waitForEvent('page'),
      page.getByRole('button', { name: '核验' }).click(),
    ]);
    await checked.getByText('凭证有效').waitFor();
    await checked.close();
  });

  it('anybody reads the digests, whose joining the page computes itself', async () => {
    const { page } = anybody;
    await page.goto('/');
    await page.getByRole('link', { name: '账本指纹' }).click();
    await page.getByRole('heading', { name: '每日账本指纹' }).waitFor();
    const rows = page.locator('tbody tr');
    await rows.first().waitFor();
    expect((await rows.locator('td:last-child').allTextContents()).at(-1)).toBe('第一份');
    expect(await rows.locator('td:last-child', { hasText: /^衔接$/ }).count()).toBe((await rows.count()) - 1);
    await anybody.picture('digests');
    await expectAccessible(page);
  });

  it('a receipt that is dropped, chosen or pasted is checked step by step', async () => {
    const { page } = anybody;
    await page.goto('/receipt');
    const chooser = page.locator('input[type=file]');
    await chooser.setInputFiles({ name: 'r.json', mimeType: 'application/json', buffer: bytesOf(receipt) });
    await page.getByText('凭证有效').waitFor();
    expect(await page.locator('li[data-outcome=holds]').count()).toBe(5);
    await page.getByText('获得 +3 分').waitFor();
    await page.getByText(receipt.code).waitFor();
    await anybody.picture('receipt-holds');
    await expectAccessible(page);

    await page.getByRole('button', { name: '核对另一份' }).click();
    await page.locator('[data-over]').evaluate((zone, text) => {
      const data = new DataTransfer();
      data.items.add(new File([text], 'r.json'));
      zone.dispatchEvent(new DragEvent('drop', { bubbles: true, cancelable: true, dataTransfer: data }));
    }, JSON.stringify(receipt));
    await page.getByText('凭证有效').waitFor();

    await page.getByLabel('用我自己抄下的指纹核对').fill('ab '.repeat(32));
    await page.getByText('凭证对不上').waitFor();
    await page.getByText('凭证上的指纹与公布的不是同一串').waitFor();
    await page.getByLabel('用我自己抄下的指纹核对').fill(receipt.digest.digest.toUpperCase());
    await page.getByText('凭证有效').waitFor();
  });

  it('a forged one is refused with the step that does not hold; another file is no receipt; in English too', async () => {
    const { page } = anybody;
    const paste = async (text: string): Promise<void> => {
      await page.goto('/receipt');
      await page.getByLabel('也可以粘贴凭证的内容').fill(text);
      await page.getByRole('button', { name: '核对', exact: true }).click();
    };
    await paste(JSON.stringify({ ...receipt, content: receipt.content.replace('"earn",3,', '"earn",30,') }));
    await page.getByText('凭证里这一笔的内容或指纹被改动过').waitFor();
    expect(await page.locator('li[data-outcome=fails]').textContent()).toContain('这一笔的内容');
    expect(await page.locator('li[data-outcome=not_reached]').count()).toBe(4);
    await anybody.picture('receipt-forged');
    await expectAccessible(page);
    await page.getByRole('button', { name: 'English' }).click();
    await page.getByText('Something the receipt says of the entry was changed').waitFor();
    await page.getByRole('button', { name: '中文' }).click();
    await paste('{"not": "a receipt"}');
    await page.getByText('这不是红色积分的凭证').waitFor();
    expect([...anybody.errors, ...resident.errors]).toEqual([]);
  });

  /** By the code that the outbox keeps; the cookie is the page's too. */
  async function signIn({ page }: Device): Promise<void> {
    await page.request.post('/api/v1/sessions/codes', { data: { phone: PHONE } });
    const code = await server.app.context.auth.newestCode(PHONE);
    const answer = await page.request.post('/api/v1/sessions/code', { data: { phone: PHONE, code } });
    expect(answer.ok()).toBe(true);
  }
});

/** Entries of the day before yesterday and of yesterday with their digests, and one of today. */
async function liveThreeDays(config: ServerConfig): Promise<void> {
  const database = await connectDatabase(config.mongodbUri);
  await ensureCollections(database.db);
  const nowMs = Date.now();
  const clock = createSettableClock(nowMs);
  const app = createApp({ config: { ...config, publicUrl: 'http://127.0.0.1' }, database, clock });
  const { orgUnits, people, ledger, digests } = app.context;
  await seedUnits(orgUnits);
  const person = await people.enter({
    kind: 'person',
    name: '陈秀英',
    phone: PHONE,
    sharedPhone: false,
    unitId: 'jinxiu-g1',
    serveUnitId: null,
    birthDate: null,
    address: null,
    enteredBy: null,
    consentVersion: '1',
    verified: true,
  });
  if (isRefusal(person)) throw new Error(person.refused);
  const today = businessDate(nowMs);
  for (const [daysAgo, points] of [
    [2, 3],
    [1, 4],
    [0, 6],
  ] as const) {
    const midnightMs = startOfBusinessDay(addDays(today, -daysAgo));
    clock.set(midnightMs + 900_000);
    await digests.makeDue();
    clock.set(daysAgo === 0 ? nowMs : midnightMs + 36_000_000);
    await ledger.post({ ...earnCommand(person.accountId, `k${daysAgo}`, points), effectiveAtMs: clock.now() });
  }
  await app.close();
  await database.close();
}

function bytesOf(receipt: Receipt): Buffer {
  return Buffer.from(JSON.stringify(receipt));
}

/** Whoever goes by keys or by ear stays within the sheet, leaves it by Escape, and is back where it was opened. */
async function expectSheetKeepsFocus({ page }: Device): Promise<void> {
  const sheet = page.getByRole('dialog');
  const isWithin = () => sheet.evaluate((box) => box.contains(document.activeElement));
  expect(await isWithin()).toBe(true);
  await expectAccessible(page);
  for (const key of ['Shift+Tab', 'Tab', 'Tab']) {
    await page.keyboard.press(key);
    expect(await isWithin()).toBe(true);
  }
  await page.keyboard.press('Escape');
  await sheet.waitFor({ state: 'detached' });
  expect(await page.locator(':focus').textContent()).toContain('余额 13 分');
  await page.keyboard.press('Enter');
  await sheet.waitFor();
}
