import { cards, redemptionPins } from '@red-points/shared/contracts';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startTestApp, type TestApp } from '../support/app.ts';
import { noticesOf, untilNoticed } from '../support/notices.ts';
import { callerOf, type Office, openOffice, principalOf, residentWith } from '../support/redeeming.ts';

const PIN = '271828';

let t: TestApp;
let office: Office;
beforeAll(async () => {
  t = await startTestApp({ started: true });
  office = await openOffice(t);
});
afterAll(() => t.close());

describe('a card or a PIN', () => {
  it('is not set or replaced behind the back of its holder', async () => {
    const holder = await residentWith(t, 0);
    const reader = callerOf(t, principalOf(holder));
    const params = { personId: holder.personId };
    await office.secretary.call(cards.issue, { params }).expect(201);
    await untilNoticed(reader, 'card_issued');
    const replaced = await office.secretary.call(cards.issue, { params }).expect(201);
    await untilNoticed(reader, 'card_replaced');
    for (const [times, pin] of [PIN, '314159'].entries()) {
      t.clock.advance(1_000);
      await office.secretary.call(redemptionPins.set, { params, body: { pin } }).expect(200);
      await untilNoticed(reader, 'redemption_pin_set', times + 1);
    }
    // A try is no news.
    await reader.call(redemptionPins.check, { body: { pin: '314159' } }).expect(201);
    // Who has a card may have no phone that shows it, and one that takes texts.
    const texts = await t.database.db
      .collection('notifications')
      .find({ recipient: `person:${holder.personId}`, delivery: { $ne: null } })
      .toArray();
    expect(texts.map(({ template }) => template).sort()).toEqual([
      'card_issued',
      'card_replaced',
      'redemption_pin_set',
      'redemption_pin_set',
    ]);
    const told = JSON.stringify([
      await noticesOf(reader),
      await t.database.db.collection('notifications').find().toArray(),
    ]);
    expect(told).not.toMatch(/271828|314159/);
    expect(told).not.toContain(String(replaced.body.codeUrl));
    await untilNoticed(reader, 'redemption_pin_set', 2);
  });
});
