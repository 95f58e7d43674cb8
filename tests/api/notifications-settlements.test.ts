import { LAPSE_REFUNDS_JOB } from '@red-points/server/redemptions/index';
import { redemptionSettings, redemptions, refunds, settlements } from '@red-points/shared/contracts';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type SignedInUser, startTestApp, type TestApp } from '../support/app.ts';
import { lasting } from '../support/households.ts';
import { noticesOf, untilNoticed, untilSettled } from '../support/notices.ts';
import {
  addOffer,
  callerOf,
  type Office,
  openOffice,
  openShop,
  ownerPrincipal,
  residentWith,
  startAtPoster,
  type TestShop,
} from '../support/redeeming.ts';
import { refused } from '../support/refused.ts';
import { closeIt, draftFor, linesOf, redeem, type Settlers, settlersOf, signAll } from '../support/settling.ts';

const TODAY = '2026-11-23';

let t: TestApp;
let office: Office;
let settlers: Settlers;
let shop: TestShop;

beforeAll(async () => {
  t = await startTestApp({ started: true });
  office = await openOffice(t);
  settlers = await settlersOf(t);
  shop = await openShop(t, office);
});
afterAll(() => t.close());

const reader = () => callerOf(t, ownerPrincipal(shop));
const later = () => t.clock.set(t.clock.now() + 1_000);

/** Waits until what was redeemed is entered: the job runs by itself here. */
async function untilOwed(lines: number): Promise<void> {
  await expect
    .poll(
      async () => {
        const { body } = await settlers.handler.call(settlements.dues, { query: { shopId: shop.shop.shopId } });
        return body.items[0]?.lines;
      },
      { timeout: 60_000, interval: 100 },
    )
    .toBe(lines);
}

describe('a shop is told of its statements', () => {
  it('when one is there to be checked, closed and paid, and of disputes', async () => {
    const offer = await addOffer(office, shop.shop);
    const resident = await residentWith(t, 100);
    later();
    await redeem(resident, shop, offer);
    later();
    await redeem(resident, shop, offer);
    later();
    await untilOwed(2);
    const drafted = await draftFor(settlers, shop, TODAY);
    const { settlementId, number } = drafted;
    const [ready] = await untilNoticed(reader(), 'settlement_ready');
    expect(ready).toMatchObject({
      title: '结算单已开出，请核对',
      unread: true,
      group: 'shop',
      link: { kind: 'settlements', id: settlementId },
    });
    expect(ready?.body).toContain(number);

    const [line] = await linesOf(settlers.handler, drafted);
    const params = { settlementId, lineId: line?.lineId ?? '' };
    const filed = await settlers.handler
      .call(settlements.dispute, { params, body: { reason: '少了签名' } })
      .expect(201);
    await untilNoticed(reader(), 'settlement_line_disputed');
    const decision = { outcome: 'kept', answer: '已核对签收表' };
    await settlers.witness
      .call(settlements.decideDispute, { params: { disputeId: filed.body.disputeId }, body: decision })
      .expect(200);
    const [answered] = await untilNoticed(reader(), 'settlement_dispute_answered');
    expect(answered).toMatchObject({ link: { kind: 'settlements', id: settlementId } });

    const again = await settlers.handler.call(settlements.get, { params: { settlementId } }).expect(200);
    await signAll(settlers, again.body);
    await closeIt(settlers, again.body);
    await untilNoticed(reader(), 'settlement_closed');
    // What asked to be checked asks for nothing any more.
    await untilSettled(reader(), 'settlement_ready');
    const body = { method: '银行转账', reference: 'YH-7', invoice: '', paidOn: TODAY, amountFen: 1700 };
    await settlers.handler.call(settlements.pay, { params: { settlementId }, body }).expect(200);
    await untilNoticed(reader(), 'settlement_paid');

    // A dispute of its own is told when it is answered, not when it is filed. Nobody's words are kept.
    const own = await shop.owner.call(settlements.dispute, { params, body: { reason: '应为两份' } }).expect(201);
    await settlers.witness
      .call(settlements.decideDispute, {
        params: { disputeId: own.body.disputeId },
        body: { outcome: 'corrected', correctionFen: 850, answer: '补一份' },
      })
      .expect(200);
    await untilNoticed(reader(), 'settlement_dispute_answered', 2);
    await untilNoticed(reader(), 'settlement_line_disputed', 1);
    const stored = JSON.stringify(await t.database.db.collection('notifications').find().toArray());
    expect(stored).not.toMatch(/签收表|应为两份|补一份/);
    const english = await noticesOf(reader(), { language: 'en' });
    expect(english.map(({ title }) => title)).toContain('A statement was closed');
  });
});

describe('a refund that nobody confirms', () => {
  it('is over after the days that are set: its points can be given back anew, and the shop is told', async () => {
    const district = lasting(t, await t.signIn('district_admin', 'wanglan'));
    const unit = { params: { unitId: 'jinxiu' } };
    const before = (await district.call(redemptionSettings.get, unit).expect(200)).body;
    expect(before.rules.refundAnswerDays).toBe(7);
    const rules = { ...before.rules, refundAlonePoints: 10, refundAnswerDays: 2 };
    await district.call(redemptionSettings.set, { ...unit, body: { rules, version: before.version } }).expect(200);
    const offer = await addOffer(office, shop.shop, { points: 40 });
    const resident = await residentWith(t, 40);
    const { redemptionId } = await startAtPoster(resident, shop, offer);
    const params = { redemptionId };
    await shop.owner.call(redemptions.confirm, { params }).expect(200);
    const secretary = lasting(t, office.secretary);
    const deputy = lasting(t, office.deputy);
    const propose = (by: SignedInUser, points: number) =>
      by.call(redemptions.refund, { params, body: { points, reason: '质量问题' } });
    const proposed = await propose(secretary, 40).expect(201);
    // Monday noon: the end of Wednesday.
    expect(proposed.body.pendingRefunds).toMatchObject([{ number: 1, answerBy: '2026-11-25T16:00:00.000Z' }]);
    expect((await propose(secretary, 1)).body.code).toBe('refund_exceeds_redemption');

    const pending = async () => {
      await t.context.jobs.runNow(LAPSE_REFUNDS_JOB);
      const { body } = await deputy.call(redemptions.get, { params }).expect(200);
      return body.pendingRefunds.length;
    };
    t.clock.set(Date.parse('2026-11-25T15:59:59Z'));
    expect(await pending()).toBe(1);
    const confirm = (number: string) =>
      refused((headers) => deputy.call(redemptions.confirmRefund, { params: { ...params, number }, headers }));
    // From the deadline on it is over, whether or not the job has come to it.
    t.clock.set(Date.parse('2026-11-25T16:00:00Z'));
    expect(await confirm('1')).toBe('refund_lapsed');
    const withdraw = { params: { ...params, number: '1' } };
    expect(await refused((headers) => deputy.call(redemptions.withdrawRefund, { ...withdraw, headers }))).toBe(
      'refund_lapsed',
    );
    expect((await deputy.call(redemptions.get, { params }).expect(200)).body.pendingRefunds).toEqual([]);
    const given = await deputy.call(refunds.ofRedemption, { params }).expect(200);
    expect(given.body).toMatchObject({ items: [{ state: 'lapsed' }], leftPoints: 40, alonePoints: 10 });
    t.clock.set(Date.parse('2026-11-25T16:00:01Z'));
    await expect.poll(pending, { timeout: 60_000, interval: 100 }).toBe(0);
    expect(await confirm('1')).toBe('refund_lapsed');
    const [lapsed] = await untilNoticed(reader(), 'refund_lapsed');
    expect(lapsed?.body).toContain('40 分退还逾期无人确认');

    expect((await propose(secretary, 40).expect(201)).body.pendingRefunds).toMatchObject([{ number: 2 }]);
    const second = { params: { ...params, number: '2' } };
    const done = await deputy.call(redemptions.confirmRefund, second).expect(200);
    expect(done.body).toMatchObject({ state: 'refunded', refundedPoints: 40, pendingRefunds: [] });
  });
});
