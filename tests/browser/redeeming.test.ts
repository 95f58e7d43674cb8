import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { ensureClientBuilt } from '@red-points/scripts/client-build';
import { obtainChromium } from '@red-points/scripts/testing/chromium';
import { redemptionSettings, type Settlement, settlements } from '@red-points/shared/contracts';
import type { Role } from '@red-points/shared/domain/permissions';
import type { Browser, Locator } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startTestApp, TEST_PASSWORD, type TestApp } from '../support/app.ts';
import { addOffer, credit, type Office, openOffice, openShop, type TestShop } from '../support/redeeming.ts';
import { enterLines } from '../support/settling.ts';
import { expectAccessible } from './support/accessible.ts';
import { Device, openBrowser } from './support/devices.ts';
import { balanceOf } from './support/reading.ts';

const SET_UP_MS = 600_000;
const STEP_MS = 240_000;
/** However slow the machine: a bound against hanging, not an expectation. */
const PATIENCE = { timeout: 60_000 };
const report = (line: string) => process.stderr.write(`${line}\n`);

/** A lunch at a shop, some of it given back, and the shop paid for the rest: all of it by clicking and scanning. */
describe('redeeming in the browser', () => {
  let test: TestApp;
  let http: Server;
  let browser: Browser;
  let office: Office;
  let canteen: TestShop;
  let residentPhone: string;
  let resident: Device;
  let till: Device;
  let secretary: Device;
  let deputy: Device;
  let officer: Device;

  const url = () => `http://127.0.0.1:${(http.address() as AddressInfo).port}`;
  /** A dialog by its title; the drawer that it was opened from is a dialog with buttons of the same names. */
  const dialogOf = ({ page }: Device, title: string): Locator => page.getByRole('dialog', { name: title, exact: true });
  /** It is there, and stands still: a click into one that is still growing may miss its button. */
  const openedDialog = async (device: Device, title: string): Promise<Locator> => {
    const dialog = dialogOf(device, title);
    await dialog.waitFor();
    // It is there a moment before it begins to grow.
    await device.page.evaluate(() => new Promise((grown) => setTimeout(grown, 100)));
    const moving = device.page.locator('[class*="-appear-active"], [class*="-enter-active"], [class*="-leave-active"]');
    await expect.poll(() => moving.count(), PATIENCE).toBe(0);
    return dialog;
  };

  /** A hasty click is refused while its dialog still opens: what it says stays. */
  const refusedAtOnce = async (device: Device, drawer: Locator): Promise<void> => {
    const body = JSON.stringify({
      ...{ type: 'urn:red-points:problem:settlement_changed', title: '结算单刚有变化', status: 409 },
      ...{ code: 'settlement_changed', requestId: 'early' },
    });
    const refusing = { status: 409, contentType: 'application/problem+json', body };
    await device.page.route('**/closing', (route) => route.fulfill(refusing));
    await drawer.getByRole('button', { name: '提出结账', exact: true }).click();
    const confirming = dialogOf(device, '提出结账').getByRole('button', { name: '提出结账', exact: true });
    await confirming.evaluate((button: HTMLElement) => button.click());
    const dialog = dialogOf(device, '提出结账');
    await expect.poll(() => dialog.getByRole('alert').count(), PATIENCE).toBe(1);
    await device.page.waitForTimeout(500);
    expect(await dialog.getByRole('alert').count()).toBe(1);
    await device.page.unroute('**/closing');
    await dialog.getByRole('button', { name: /取\s*消/ }).click();
    await expect.poll(() => dialog.count(), PATIENCE).toBe(0);
  };

  const staffAt = async (username: string, displayName: string, role: Role): Promise<Device> => {
    const grants = [{ role, unitId: 'jinxiu', shopId: null }];
    await test.context.users.createStaff({
      ...{ username, displayName, grants },
      password: TEST_PASSWORD,
      personId: null,
    });
    const device = await Device.open(browser, 'desktop', url());
    await signInByPassword(device, 'console', username);
    return device;
  };
  const signInByPassword = async ({ page }: Device, face: 'console' | 'shop', username: string): Promise<void> => {
    await page.goto(`/${face}/sign-in`);
    await page.getByLabel('用户名').fill(username);
    await page.getByLabel('密码').fill(TEST_PASSWORD);
    await page.getByRole('button', { name: '登录', exact: true }).click();
    await page.waitForURL((address) => !address.pathname.endsWith('/sign-in'));
  };
  const signInByPhone = async ({ page }: Device, phone: string): Promise<void> => {
    await page.goto('/app/sign-in');
    await page.getByLabel('手机号').fill(phone);
    await page.getByRole('button', { name: '获取验证码' }).click();
    await expect.poll(() => test.context.auth.newestCode(phone), PATIENCE).not.toBeNull();
    await page.getByLabel('验证码').fill((await test.context.auth.newestCode(phone)) ?? '');
    await page.getByRole('button', { name: '登录', exact: true }).click();
    await page.waitForURL((address) => !address.pathname.endsWith('/sign-in'));
  };
  const statement = async (): Promise<Settlement> => {
    const query = { limit: 10 };
    return (await office.secretary.call(settlements.list, { query }).expect(200)).body.items[0];
  };

  beforeAll(async () => {
    await ensureClientBuilt(report);
    test = await startTestApp({ startMs: Date.now() });
    http = createServer(test.app.app).listen(0, '127.0.0.1');
    office = await openOffice(test);
    canteen = await openShop(test, office, '桥头面馆');
    await addOffer(office, canteen.shop);
    const params = { unitId: 'jinxiu' };
    const { body: usual } = await office.secretary.call(redemptionSettings.get, { params }).expect(200);
    // So little that half of a lunch for two needs two persons.
    const rules = { ...usual.rules, refundAlonePoints: 10 };
    await office.secretary.call(redemptionSettings.set, { params, body: { rules, version: 0 } }).expect(200);
    const { phone, accountId } = await test.enterResident({ name: '许文静' });
    await credit(test, accountId, 60);
    await test.context.users.createStaff({
      username: 'noodles',
      password: TEST_PASSWORD,
      displayName: '桥头面馆',
      grants: [{ role: 'merchant_owner', unitId: null, shopId: canteen.shop.shopId }],
      personId: null,
    });
    browser = await openBrowser(obtainChromium(report));
    resident = await Device.open(browser, 'phone', url());
    residentPhone = phone;
    till = await Device.open(browser, 'phone', url());
    await signInByPassword(till, 'shop', 'noodles');
    secretary = await staffAt('zhoumin', '周敏', 'community_admin');
    deputy = await staffAt('hejianping', '何建平', 'community_admin');
    officer = await staffAt('wuxiaolan', '吴晓兰', 'grid_officer');
  }, SET_UP_MS);

  afterAll(async () => {
    await browser?.close();
    http?.close();
    await test?.close();
  });

  it(
    'a resident scans the printed poster for two; the till hears of it, both see one code, and the till confirms',
    async () => {
      await signInByPhone(resident, residentPhone);
      await till.page.getByText('现在没有待核销的兑换').waitFor();
      await secretary.page.goto(`/console/print/shop/${canteen.shop.shopId}`);
      const poster = secretary.page.locator('svg[data-qr-text]');
      await poster.waitFor();
      expect(await balanceOf(resident)).toBe(60);
      // What there is, and on what terms, is read at home; from there it is one step to the camera.
      await resident.page.goto('/app/offers');
      await resident.page.getByRole('button', { name: /营养午餐一份/ }).click();
      await resident.page.getByRole('definition').filter({ hasText: '还有 50 份' }).waitFor();
      await expectAccessible(resident.page);
      await resident.picture('redeeming-offer');
      await resident.page.getByRole('button', { name: '到店里扫商家码兑换', exact: true }).click();
      await resident.pointCameraAt(poster);
      await resident.page.getByText('营养午餐一份').click();
      await expectAccessible(resident.page);
      await resident.page.getByRole('button', { name: '增加一份' }).click();
      await resident.page.getByRole('button', { name: '用 24 分兑换' }).click();
      await resident.page.getByText('请给店员看这个号').waitFor();
      const shown = await resident.page.locator('[data-short-code]').getAttribute('data-short-code');
      expect(shown).toMatch(/^\d{4}$/);
      await resident.picture('redeeming-waiting');

      // The till was open all the time: nothing is loaded anew, nothing is touched before the order is there.
      const order = till.page.getByRole('region', { name: `${shown} 营养午餐一份`, exact: true });
      await order.waitFor(PATIENCE);
      expect(await order.innerText()).toContain('许*');
      await till.picture('redeeming-order');
      await expectAccessible(till.page);
      await order.getByRole('button', { name: '确认核销' }).click();
      await resident.page.getByText('兑换成功').waitFor(PATIENCE);
      await resident.picture('redeeming-success');
      await expect.poll(() => order.getByRole('button', { name: '确认核销' }).count(), PATIENCE).toBe(0);
      await expect.poll(() => balanceOf(resident), PATIENCE).toBe(36);
    },
    STEP_MS,
  );

  it(
    'half of it is given back by two persons: one proposes, only another confirms',
    async () => {
      test.clock.advance(60_000);
      const openOrder = async (device: Device): Promise<Locator> => {
        await device.page.goto('/console/merchants?tab=redemptions');
        await device.page.getByRole('row', { name: /营养午餐一份 × 2/ }).click();
        const drawer = await openedDialog(device, '营养午餐一份');
        await drawer.getByText('核对码').waitFor();
        return drawer;
      };
      const proposing = await openOrder(secretary);
      await proposing.getByRole('button', { name: '退还积分' }).click();
      const asked = await openedDialog(secretary, '退还积分');
      await asked.getByLabel('退还多少').fill('12');
      await asked.getByLabel('理由').fill('一份打翻了');
      await asked.getByRole('button', { name: '退还积分' }).click();
      await proposing.getByText('12 分等第二个人确认退还').waitFor();
      await secretary.picture('redeeming-refund-proposed');
      // Who proposed it may take it back, not confirm it; and no points have moved.
      await proposing.getByRole('button', { name: '撤回', exact: true }).waitFor();
      expect(await proposing.getByRole('button', { name: '确认退还' }).count()).toBe(0);
      expect(await balanceOf(resident)).toBe(36);

      const confirming = await openOrder(deputy);
      await expectAccessible(deputy.page);
      await confirming.getByRole('button', { name: '确认退还' }).click();
      await confirming.getByText('部分退还').waitFor();
      await expect.poll(() => confirming.getByRole('button', { name: '确认退还' }).count(), PATIENCE).toBe(0);
      await expect.poll(() => balanceOf(resident), PATIENCE).toBe(48);
    },
    STEP_MS,
  );

  it(
    'what is left is owed to the shop: drafted, signed by three, closed by two, and on the shop’s own page',
    async () => {
      test.clock.advance(60_000);
      await enterLines(test);
      const { page } = officer;
      await page.goto('/console/settlements?tab=dues');
      await page
        .getByRole('row', { name: /桥头面馆/ })
        .getByRole('button', { name: '开结算单' })
        .click();
      const drafting = await openedDialog(officer, '为桥头面馆开结算单');
      await drafting.getByRole('button', { name: '开结算单' }).click();
      await dialogOf(officer, '桥头面馆').getByText('8.50').first().waitFor();

      const openStatement = async (device: Device): Promise<Locator> => {
        const { settlementId } = await statement();
        await device.page.goto(`/console/settlements?open=${settlementId}`);
        const drawer = await openedDialog(device, '桥头面馆');
        await drawer.getByText('8.50').first().waitFor();
        return drawer;
      };
      const act = async (device: Device, verb: string, title: string): Promise<void> => {
        test.clock.advance(1_000);
        const drawer = await openStatement(device);
        await drawer.getByRole('button', { name: verb, exact: true }).click();
        const dialog = await openedDialog(device, title);
        await dialog.getByRole('button', { name: verb, exact: true }).click();
        // What it says instead, where it does not close.
        await expect.poll(() => dialog.innerText({ timeout: 1_000 }).catch(() => ''), PATIENCE).toBe('');
        // Who has done their part cannot do it again.
        await expect.poll(() => drawer.getByRole('button', { name: verb, exact: true }).count(), PATIENCE).toBe(0);
      };
      await act(officer, '签字（经手）', '以“经手”签字？');
      await act(secretary, '签字（证明）', '以“证明”签字？');
      await act(deputy, '签字（审批）', '以“审批”签字？');
      await refusedAtOnce(deputy, await openStatement(deputy));
      await act(deputy, '提出结账', '提出结账');
      expect(await statement()).toMatchObject({ state: 'draft', totals: { fen: 850, points: 12 } });
      const own = await openStatement(deputy);
      await own.getByText('何建平 提出结账').waitFor();
      expect(await own.getByRole('button', { name: '确认结账' }).count()).toBe(0);
      await act(secretary, '确认结账', '确认结账');
      await secretary.picture('redeeming-statement-closed');
      await expectAccessible(secretary.page);
      expect(await statement()).toMatchObject({ state: 'closed', totals: { fen: 850, points: 12 } });

      await till.page.goto('/shop/settlements');
      await till.page.getByText('待付款').waitFor();
      await till.page.getByText('8.50').first().waitFor();
      await till.picture('redeeming-shop-statement');
    },
    STEP_MS,
  );

  it(
    'the payment is entered while the line is cut: the dialog says so, and asks again with the same key',
    async () => {
      test.clock.advance(60_000);
      const { page } = officer;
      const { settlementId } = await statement();
      const keys: (string | undefined)[] = [];
      page.on('request', (request) => {
        if (request.url().endsWith('/payout')) keys.push(request.headers()['idempotency-key']);
      });
      await page.route('**/payout', (route) => route.abort());
      await page.goto(`/console/settlements?open=${settlementId}`);
      const drawer = await openedDialog(officer, '桥头面馆');
      await drawer.getByRole('button', { name: '登记付款', exact: true }).click();
      const dialog = await openedDialog(officer, '登记付款 8.50 元');
      await dialog.getByLabel('付款凭证号').fill('ZZ-0001');
      await dialog.getByRole('button', { name: '登记付款', exact: true }).click();
      await dialog.getByText('还不知道结果').waitFor(PATIENCE);
      await expectAccessible(page);
      await officer.picture('redeeming-outcome-unknown');
      // Nothing else is sent before that is known.
      expect(await dialog.getByRole('button', { name: '登记付款', exact: true }).isDisabled()).toBe(true);
      expect(await dialog.getByLabel('付款凭证号').isDisabled()).toBe(true);
      await page.unroute('**/payout');
      await dialog.getByRole('button', { name: '再问一次结果' }).click();
      await expect.poll(() => drawer.getByRole('button', { name: '登记付款', exact: true }).count(), PATIENCE).toBe(0);
      expect(keys.length).toBeGreaterThan(2);
      expect(new Set(keys).size).toBe(1);
      expect(await statement()).toMatchObject({ state: 'paid', payout: { reference: 'ZZ-0001', amountFen: 850 } });
    },
    STEP_MS,
  );

  it('no page has thrown or logged an error', () => {
    expect([resident, till, secretary, deputy, officer].flatMap(({ errors }) => errors)).toEqual([]);
  });
});
