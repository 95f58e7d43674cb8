/// <reference lib="dom" />
import { readFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import { createRequire } from 'node:module';
import type { AddressInfo } from 'node:net';
import { ensureClientBuilt } from '@red-points/scripts/client-build';
import { obtainChromium } from '@red-points/scripts/testing/chromium';
import { checkIns } from '@red-points/shared/contracts';
import type { Browser, Locator } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startTestApp, TEST_PASSWORD, type TestApp } from '../support/app.ts';
import { type Cast, hourlyTerms, publishRule, runningActivity, signInCast } from '../support/earning.ts';
import { Device, openBrowser } from './support/devices.ts';

const AXE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const SET_UP_MS = 600_000;
const STEP_MS = 240_000;
const report = (line: string) => process.stderr.write(`${line}\n`);

/** A hall's screen, residents' phones and the organiser's phone at one activity: all of it by clicking and scanning. */
describe('check-in in the browser', () => {
  let test: TestApp;
  let http: Server;
  let browser: Browser;
  let cast: Cast;
  let activityId: string;
  let hall: Device;
  let desk: Device;

  const url = () => `http://127.0.0.1:${(http.address() as AddressInfo).port}`;
  const codeOf = ({ page }: Device): Locator => page.locator('svg[data-qr-text]').first();
  const present = async () =>
    (await cast.organiser.call(checkIns.attendances, { params: { activityId } }).expect(200)).body.items;

  const lateOne = async () => (await present()).find(({ provenance }: { provenance: string }) => provenance === 'late');

  const residentPhone = async (name: string): Promise<Device> => {
    const { phone } = await test.enterResident({ name });
    const device = await Device.open(browser, 'phone', url());
    await device.page.goto('/app/sign-in');
    await device.page.getByLabel('手机号').fill(phone);
    await device.page.getByRole('button', { name: '获取验证码' }).click();
    await expect.poll(() => test.context.auth.newestCode(phone), { timeout: 60_000 }).not.toBeNull();
    await device.page.getByLabel('验证码').fill((await test.context.auth.newestCode(phone)) ?? '');
    await device.page.getByRole('button', { name: '登录', exact: true }).click();
    await device.page.waitForURL((address) => !address.pathname.endsWith('/sign-in'));
    return device;
  };
  const seriousFaults = async ({ page }: Device) => {
    await page.evaluate(AXE);
    return page.evaluate(async () => {
      type Faults = { violations: { id: string; impact: string; nodes: { html: string }[] }[] };
      const { axe } = window as unknown as { axe: { run(): Promise<Faults> } };
      const { violations } = await axe.run();
      const serious = violations.filter(({ impact }) => impact === 'serious' || impact === 'critical');
      return serious.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(' | ')}`);
    });
  };

  beforeAll(async () => {
    await ensureClientBuilt(report);
    test = await startTestApp({ startMs: Date.now() });
    http = createServer(test.app.app).listen(0, '127.0.0.1');
    cast = await signInCast(test);
    await publishRule(cast, 'ZY-01', hourlyTerms());
    ({ activityId } = await runningActivity(test, cast, { title: '护河巡查' }));
    await test.context.users.createStaff({
      username: 'linjia',
      password: TEST_PASSWORD,
      displayName: '林佳',
      grants: [{ role: 'grid_officer', unitId: 'jinxiu', shopId: null }],
      personId: null,
    });
    browser = await openBrowser(obtainChromium(report));
    hall = await Device.open(browser, 'hall', url());
    desk = await Device.open(browser, 'phone', url());
  }, SET_UP_MS);

  afterAll(async () => {
    await browser?.close();
    http?.close();
    await test?.close();
  });

  it(
    'the hall’s screen is paired from a phone, shows what is chosen, and a phone checks in by it',
    async () => {
      await desk.page.goto('/desk/sign-in');
      await desk.page.getByLabel('用户名').fill('linjia');
      await desk.page.getByLabel('密码').fill(TEST_PASSWORD);
      await desk.page.getByRole('button', { name: '登录', exact: true }).click();
      await desk.page.getByText('护河巡查').waitFor();
      expect(await seriousFaults(desk)).toEqual([]);
      await hall.page.goto('/screen');
      const digits = (await hall.page.getByText(/^\d{4} \d{4}$/).innerText()).replace(' ', '');
      await desk.page.goto('/desk/screens');
      await desk.page.getByLabel('屏幕上的八位数字').fill(digits);
      await desk.page.getByLabel('给屏幕起个名字').fill('一楼大厅');
      await desk.page.getByRole('button', { name: '登记', exact: true }).click();
      await desk.page.getByLabel('选出示的活动').selectOption(activityId);
      await hall.page.getByText('人在场').waitFor({ timeout: 60_000 });

      const phone = await residentPhone('许文静');
      await phone.page.goto('/app/scan');
      await phone.pointCameraAt(codeOf(hall));
      await phone.page.getByRole('button', { name: '签到', exact: true }).click();
      await phone.page.getByText('签到成功').waitFor();
      await hall.page.getByText('许*').waitFor({ timeout: 60_000 });
      // Leaving at once: the phone says how long it takes to count, and offers to leave all the same.
      await phone.page.goto('/app/scan');
      await phone.pointCameraAt(codeOf(hall));
      await phone.page.getByRole('button', { name: '签退', exact: true }).click();
      await phone.page.getByText('满 30 分钟才计时长和积分').waitFor();
      await phone.page.getByRole('button', { name: '现在就离开，不计分' }).waitFor();
      await phone.picture('check-out-too-soon');
      await phone.close();
    },
    STEP_MS,
  );

  it(
    'a phone that loses the network with the scan sends it by itself when it is back; the organiser vouches on the phone',
    async () => {
      const phone = await residentPhone('罗大同');
      await phone.page.goto('/app/scan');
      await phone.page.waitForLoadState('networkidle');
      await phone.offline(true);
      await phone.pointCameraAt(codeOf(hall));
      await phone.page.getByText('已记下这次扫码').waitFor();
      await phone.picture('check-in-kept');
      test.clock.advance(60_000);
      await phone.offline(false);
      await phone.page.getByText('组织者确认您在场后再审核', { exact: false }).waitFor({ timeout: 60_000 });
      await phone.picture('check-in-late');
      expect(await lateOne()).toMatchObject({ maskedName: '罗*', word: 'wanted' });

      await desk.page.goto(`/desk/activities/${activityId}`);
      await desk.page.getByText('补送的签到，请确认是否在场').waitFor();
      await desk.picture('desk-late-words');
      await desk.page.getByRole('button', { name: '在场', exact: true }).click();
      await expect.poll(async () => (await lateOne()).word, { timeout: 60_000 }).toBe('given');
      await phone.close();
    },
    STEP_MS,
  );

  it(
    'a card is issued on one phone and scanned at the door by another',
    async () => {
      await test.enterResident({ name: '蒋桂芳' });
      await desk.page.goto('/desk/help');
      await desk.page.getByLabel('姓名，或手机号后四位').fill('蒋桂芳');
      await desk.page.getByRole('button', { name: '查找' }).click();
      await desk.page.getByText('选这位').click();
      await desk.page.getByRole('button', { name: '发一张卡' }).click();
      await desk.page.getByText('看卡上的码，打印请用电脑').click();
      await codeOf(desk).waitFor();

      const door = await Device.open(browser, 'phone', url());
      await door.page.goto('/desk/sign-in');
      await door.page.getByLabel('用户名').fill('linjia');
      await door.page.getByLabel('密码').fill(TEST_PASSWORD);
      await door.page.getByRole('button', { name: '登录', exact: true }).click();
      await door.page.getByText('护河巡查').waitFor();
      await door.page.getByRole('button', { name: '扫卡签到' }).click();
      await door.pointCameraAt(codeOf(desk));
      await door.page.getByText('蒋* 已签到').waitFor();
      await door.picture('desk-card-scanned');
      await desk.picture('desk-card');
      expect((await present())[0]).toMatchObject({ maskedName: '蒋*', provenance: 'witnessed' });
    },
    STEP_MS,
  );

  it('no page has thrown or logged an error', () => {
    expect([...hall.errors, ...desk.errors]).toEqual([]);
  });
});
