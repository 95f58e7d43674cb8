import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { ensureClientBuilt } from '@red-points/scripts/client-build';
import { obtainChromium } from '@red-points/scripts/testing/chromium';
import { publicity } from '@red-points/shared/contracts';
import { businessDate, startOfBusinessDay } from '@red-points/shared/domain/calendar';
import type { Role } from '@red-points/shared/domain/permissions';
import type { Browser, Locator } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startTestApp, TEST_PASSWORD, type TestApp } from '../support/app.ts';
import { Device, openBrowser } from './support/devices.ts';
import { balanceOf } from './support/reading.ts';

const SET_UP_MS = 600_000;
const STEP_MS = 300_000;
const WAIT = { timeout: 60_000 };
const HOUR_MS = 3_600_000;
const MINUTE_MS = 60_000;
const report = (line: string) => process.stderr.write(`${line}\n`);

/** Ten in the morning of today in Shanghai: no part of the story crosses midnight, and cookies are as old as they say. */
const START_MS = startOfBusinessDay(businessDate(Date.now())) + 10 * HOUR_MS;
const TITLE = '护河巡查';
const RULE = '河道巡护志愿服务';
const STAFF: readonly (readonly [username: string, name: string, role: Role])[] = [
  ['zhoumin', '周敏', 'community_admin'],
  ['hejianping', '何建平', 'community_admin'],
  ['fangming', '方明', 'community_admin'],
  ['linjia', '林佳', 'organiser'],
];

/** One point's way from the clause to the account, by clicking and scanning alone; only the clock is moved by hand. */
describe('earning, from the rule to the account', () => {
  let test: TestApp;
  let http: Server;
  let browser: Browser;
  const phones = new Map<string, string>();
  const devices: Device[] = [];
  let activityId: string;
  let organiser: Device;
  let attendant: Device;

  const url = () => `http://127.0.0.1:${(http.address() as AddressInfo).port}`;
  const open = async (shape: 'desktop' | 'hall' | 'phone'): Promise<Device> => {
    const device = await Device.open(browser, shape, url());
    devices.push(device);
    return device;
  };
  /** A member of staff at the console. */
  const clerk = async (username: string, shape: 'desktop' | 'hall' = 'desktop'): Promise<Device> => {
    const device = await open(shape);
    await device.page.goto('/console/sign-in');
    await device.page.getByLabel('用户名').fill(username);
    await device.page.getByLabel('密码').fill(TEST_PASSWORD);
    await device.page.getByRole('button', { name: /^登\s*录$/ }).click();
    await device.page.waitForURL((address) => !address.pathname.endsWith('/sign-in'));
    return device;
  };
  /** A resident at their phone. */
  const resident = async (name: string): Promise<Device> => {
    const phone = phones.get(name) ?? '';
    const device = await open('phone');
    await device.page.goto('/app/sign-in');
    await device.page.getByLabel('手机号').fill(phone);
    await device.page.getByRole('button', { name: '获取验证码' }).click();
    await expect.poll(() => test.context.auth.newestCode(phone), WAIT).not.toBeNull();
    await device.page.getByLabel('验证码').fill((await test.context.auth.newestCode(phone)) ?? '');
    await device.page.getByRole('button', { name: '登录', exact: true }).click();
    await device.page.waitForURL((address) => !address.pathname.endsWith('/sign-in'));
    return device;
  };
  const drawerOf = ({ page }: Device, title: string): Locator => page.locator('.ant-drawer').filter({ hasText: title });
  const dialogOf = ({ page }: Device, title: string): Locator => page.locator('.ant-modal').filter({ hasText: title });
  const moment = (atMs: number): string =>
    `${businessDate(atMs)} ${new Date(atMs + 8 * HOUR_MS).toISOString().slice(11, 16)}`;
  /** Chooses one of two or three answers, and sees it chosen: on a busy machine a form may be drawn anew under the hand. */
  const choose = async (answer: Locator): Promise<void> => {
    const chosen = async (): Promise<boolean> => {
      if (!(await answer.isChecked())) await answer.click();
      return answer.isChecked();
    };
    await expect.poll(chosen, WAIT).toBe(true);
  };
  /** The lines of what was published, as the server has them: for expectations only. */
  const lines = async (): Promise<{ maskedName: string; state: string; windowUntil: string }[]> => {
    const staff = await test.signIn('community_admin', 'jinxiu');
    const { items } = (await staff.call(publicity.staffBatches, { query: { unitId: 'jinxiu' } }).expect(200)).body;
    const params = { batchId: items[0]?.batchId ?? '' };
    return (await staff.call(publicity.staffLines, { params }).expect(200)).body.items;
  };
  /** What the server says of the two who came, by their masked names. */
  const states = async () => Object.fromEntries((await lines()).map(({ maskedName, state }) => [maskedName, state]));

  beforeAll(async () => {
    await ensureClientBuilt(report);
    test = await startTestApp({ startMs: START_MS });
    http = createServer(test.app.app).listen(0, '127.0.0.1');
    for (const [username, displayName, role] of STAFF) {
      const grants = [{ role, unitId: 'jinxiu', shopId: null }];
      await test.context.users.createStaff({ username, password: TEST_PASSWORD, displayName, grants, personId: null });
    }
    for (const name of ['许文静', '罗大同', '蒋桂芳'])
      phones.set(name, (await test.enterResident({ name, unitId: 'jinxiu-g1' })).phone);
    browser = await openBrowser(obtainChromium(report));
  }, SET_UP_MS);

  afterAll(async () => {
    await browser?.close();
    http?.close();
    await test?.close();
  });

  it(
    'one drafts a clause, another publishes it',
    async () => {
      const secretary = await clerk('zhoumin');
      await secretary.page.goto('/console/rules');
      await secretary.page.getByRole('button', { name: '起草标准' }).click();
      const form = drawerOf(secretary, '起草积分标准');
      await form.getByLabel('编号').fill('ZY-31');
      await form.getByLabel('名称').fill(RULE);
      await form.getByLabel('公示时间').fill('1');
      // As the test's clock has it: the browser's own may be past midnight by now.
      await form.getByLabel('施行日期').fill(businessDate(START_MS));
      await form.getByLabel('施行日期').press('Enter');
      await form.getByRole('button', { name: '保存草稿' }).click();
      const drafted = drawerOf(secretary, `ZY-31 ${RULE}`);
      await drafted.getByText('第 1 版').first().waitFor(WAIT);
      // Who drafted it is told so when they try to publish it themselves.
      await drafted.getByRole('button', { name: '发布', exact: true }).click();
      await dialogOf(secretary, '发布 ZY-31 第 1 版？').getByRole('button', { name: '发布', exact: true }).click();
      await secretary.page.getByText('起草人不能自己发布，', { exact: false }).waitFor(WAIT);

      const deputy = await clerk('hejianping');
      await deputy.page.goto('/console/rules?open=ZY-31');
      await drawerOf(deputy, `ZY-31 ${RULE}`).getByRole('button', { name: '发布', exact: true }).click();
      await dialogOf(deputy, '发布 ZY-31 第 1 版？').getByRole('button', { name: '发布', exact: true }).click();
      await deputy.page.getByText('已发布', { exact: true }).waitFor(WAIT);
    },
    STEP_MS,
  );

  it(
    'an activity is planned by it, approved by another, and a resident signs up on the phone',
    async () => {
      organiser = await clerk('linjia');
      const { page } = organiser;
      await page.goto('/console/activities');
      await page.getByRole('button', { name: '计划活动' }).click();
      const form = drawerOf(organiser, '保存草稿');
      await form.getByLabel('活动名称').fill(TITLE);
      await form.getByLabel('积分标准').click();
      await page.getByTitle(`ZY-31 ${RULE}`, { exact: false }).click();
      await form.getByLabel('地点').fill('锦绣河边');
      const startsAtMs = START_MS + 30 * MINUTE_MS;
      await form.getByPlaceholder('开始日期').fill(moment(startsAtMs));
      await form.getByPlaceholder('开始日期').press('Enter');
      await form.getByPlaceholder('结束日期').fill(moment(startsAtMs + 2 * HOUR_MS));
      await form.getByPlaceholder('结束日期').press('Enter');
      await form.getByRole('button', { name: '保存草稿' }).click();
      await drawerOf(organiser, TITLE).getByRole('button', { name: '提交审批' }).click();
      await page.getByText('已提交，等待别人审批').waitFor(WAIT);
      activityId = new URL(page.url()).searchParams.get('open') ?? '';

      const secretary = await clerk('zhoumin');
      await secretary.page.goto(`/console/activities?open=${activityId}`);
      await drawerOf(secretary, TITLE).getByRole('button', { name: '批准', exact: true }).click();
      await secretary.page.getByText('已批准，开放报名').waitFor(WAIT);

      attendant = await resident('许文静');
      await attendant.page.goto('/app/activities');
      await attendant.page.getByText(TITLE).click();
      await attendant.page.getByRole('button', { name: '报名', exact: true }).click();
      await attendant.page.getByRole('button', { name: '取消报名' }).waitFor(WAIT);
    },
    STEP_MS,
  );

  it(
    'the organiser starts, a phone scans the hall’s code and answers about pay, one without a phone is checked in by name',
    async () => {
      test.clock.advance(30 * MINUTE_MS);
      await organiser.page.goto(`/console/activities?open=${activityId}`);
      const drawer = drawerOf(organiser, TITLE);
      await drawer.getByRole('button', { name: '开始签到' }).click();
      await organiser.page.getByText('签到已开始，可以打开签到码').waitFor(WAIT);
      const hall = await clerk('linjia', 'hall');
      await hall.page.goto(`/console/display/${activityId}`);
      await hall.page.getByText('人在场').waitFor(WAIT);

      const { page } = attendant;
      await page.goto('/app/scan');
      await attendant.pointCameraAt(hall.page.locator('svg[data-qr-text]'));
      await page.getByRole('button', { name: '签到', exact: true }).click();
      // Not before the question about pay is answered.
      await page.getByText('请选择').waitFor(WAIT);
      await attendant.picture('check-in-pay-question');
      await choose(page.getByRole('group', { name: '参加时是在岗领薪吗？' }).getByLabel('不是'));
      await page.getByRole('button', { name: '签到', exact: true }).click();
      await page.getByText('签到成功').waitFor(WAIT);
      await hall.page.getByText('许*').waitFor(WAIT);

      await drawer.getByRole('tab', { name: '签到记录' }).click();
      await drawer.getByRole('button', { name: '代签到' }).click();
      const witness = dialogOf(organiser, '为没有手机的人签到');
      await witness.getByRole('combobox').fill('罗大同');
      await organiser.page.locator('.ant-select-item-option').filter({ hasText: '罗*' }).click();
      await choose(witness.getByLabel('不是'));
      await witness.getByRole('button', { name: '代签到' }).click();
      await organiser.page.getByText('罗* 已签到').waitFor(WAIT);
      await hall.close();
    },
    STEP_MS,
  );

  it(
    'the organiser ends it, somebody else approves, and the public page shows who, masked',
    async () => {
      test.clock.advance(HOUR_MS);
      await organiser.page.goto(`/console/activities?open=${activityId}`);
      await drawerOf(organiser, TITLE).getByRole('button', { name: '结束活动' }).click();
      await dialogOf(organiser, `结束：${TITLE}`).getByRole('button', { name: '结束活动' }).click();
      await organiser.page.getByText('活动已结束，签到记录等待审核').waitFor(WAIT);

      const deputy = await clerk('hejianping');
      await deputy.page.goto('/console/reviews');
      for (const left of [1, 0]) {
        await deputy.page.getByRole('button', { name: /^通过/ }).click();
        // A decision can be taken back for a few seconds before it is sent.
        const waiting = async () => (await deputy.get('/api/v1/reviews?limit=10')).waiting;
        await expect.poll(waiting, WAIT).toBe(left);
      }
      const street = await open('desktop');
      await street.page.goto('/notice/jinxiu');
      await street.page.getByText('许*').waitFor(WAIT);
      await street.page.getByText('罗*').waitFor(WAIT);
      const words = await street.page.locator('body').innerText();
      expect(words).not.toMatch(/许文静|罗大同/);
      for (const phone of phones.values()) expect(words).not.toContain(phone);
    },
    STEP_MS,
  );

  it(
    'a neighbour objects to one line, who had no part in it decides, and the other line’s points arrive after the window',
    async () => {
      const neighbour = await resident('蒋桂芳');
      await neighbour.page.goto('/app/publicity');
      await neighbour.page.getByText('罗*').click();
      await neighbour.page.getByRole('button', { name: '对这一笔提异议' }).click();
      await neighbour.page.getByLabel('为什么有异议').fill('那天上午他在外地，没有到河边');
      await neighbour.page.getByRole('button', { name: '提交异议' }).click();
      await neighbour.page.getByText('您已提异议').waitFor(WAIT);
      expect(await states()).toEqual({ '许*': 'in_publicity', '罗*': 'objected' });

      const third = await clerk('fangming');
      await third.page.goto('/console/publicity');
      await third.page.getByRole('row').filter({ hasText: '罗*' }).click();
      await drawerOf(third, TITLE).getByRole('button', { name: '处理异议' }).click();
      const decision = dialogOf(third, `处理对罗*“${TITLE}”的异议`);
      await decision.getByLabel('理由').fill('已向本人核实，当天没有到场');
      await choose(decision.getByLabel('异议成立', { exact: false }));
      await decision.getByRole('button', { name: '处理异议' }).click();
      await third.page.getByText('已决定，双方会收到通知').waitFor(WAIT);
      expect(await states()).toEqual({ '许*': 'in_publicity', '罗*': 'refused' });

      expect(await balanceOf(attendant)).toBe(0);
      const [line] = await lines();
      test.clock.set(Date.parse(line?.windowUntil ?? '') + MINUTE_MS);
      await test.context.jobs.runNow('credits.publicity');
      await expect.poll(() => balanceOf(attendant), WAIT).toBe(2);
      expect(await states()).toEqual({ '许*': 'posted', '罗*': 'refused' });
    },
    STEP_MS,
  );

  it('no page has thrown or logged an error', () => {
    expect(devices.flatMap(({ errors }) => errors)).toEqual([]);
  });
});
