import { AGREEMENTS_ENDING_JOB } from '@red-points/server/merchants/index';
import { reports, shops } from '@red-points/shared/contracts';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startTestApp, type TestApp } from '../support/app.ts';
import { noticesOf, untilNoticed } from '../support/notices.ts';
import { callerOf, openOffice, openShop, ownerPrincipal, staffPrincipal } from '../support/redeeming.ts';

let t: TestApp;

beforeAll(async () => {
  t = await startTestApp({ started: true });
});
afterAll(() => t.close());

/** Runs the job; the runner in the background may have it just then. */
const lookForEnds = () =>
  expect.poll(() => t.context.jobs.runNow(AGREEMENTS_ENDING_JOB), { timeout: 60_000, interval: 100 }).toBe('done');

describe('an agreement that ends', () => {
  it('is told to the shop once, 30 days before, and waits for the office until another one follows', async () => {
    const elsewhere = await openOffice(t, 'hechi');
    const open = await openShop(t, elsewhere, '河池米店', 'hechi');
    const owner = callerOf(t, ownerPrincipal(open));
    const office = {
      secretary: callerOf(t, staffPrincipal(elsewhere.secretary.userId, 'hechi')),
      deputy: callerOf(t, staffPrincipal(elsewhere.deputy.userId, 'hechi')),
    };
    const params = { shopId: open.shop.shopId };
    const agree = async (number: string, from: string, until: string) => {
      const body = { number, from, until, settlementTerms: '每月 5 日前结清上月' };
      await office.secretary.call(shops.proposeAgreement, { params, body }).expect(200);
      await office.deputy.call(shops.confirmAgreement, { params, body: { number } }).expect(200);
    };
    await agree('协2027-01', '2027-01-01', '2027-06-30');
    const waiting = async () => {
      const { body } = await office.secretary.call(reports.tasks, { query: { unitId: 'hechi' } }).expect(200);
      return body.items.find(({ code }: { code: string }) => code === 'agreements_ending')?.count ?? 0;
    };
    const told = async () =>
      (await noticesOf(owner)).filter(({ template }) => template === 'agreement_ending').map(({ title }) => title);
    // On the last day before, nothing is said.
    t.clock.set(Date.parse('2027-05-30T15:59:00Z'));
    await lookForEnds();
    expect(await waiting()).toBe(0);
    t.clock.set(Date.parse('2027-05-30T16:01:00Z'));
    await lookForEnds();
    const [notice] = await untilNoticed(owner, 'agreement_ending');
    expect(notice).toMatchObject({ title: '协议6月30日到期', link: { kind: 'agreement', id: open.shop.shopId } });
    expect(notice?.body).toContain('协2027-01');
    expect(await waiting()).toBe(1);
    t.clock.set(Date.parse('2027-06-15T04:00:00Z'));
    await lookForEnds();
    // One that ended waits as well: the shop serves no more.
    t.clock.set(Date.parse('2027-07-02T04:00:00Z'));
    expect(await waiting()).toBe(1);
    await agree('协2027-02', '2027-07-01', '2027-08-15');
    expect(await waiting()).toBe(0);
    t.clock.set(Date.parse('2027-07-20T04:00:00Z'));
    await lookForEnds();
    await untilNoticed(owner, 'agreement_ending', 2);
    expect(await told()).toEqual(['协议8月15日到期', '协议6月30日到期']);
  });
});
