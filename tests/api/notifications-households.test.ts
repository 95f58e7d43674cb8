import { transactions } from '@red-points/shared/contracts';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startTestApp, type TestApp } from '../support/app.ts';
import { type Cast, decide, fileClaim, hourlyTerms, publishRule, signInCast } from '../support/earning.ts';
import { creditTo, householdOfTwo } from '../support/households.ts';
import { noticesOf, templatesOf, untilNoticed } from '../support/notices.ts';

let t: TestApp;
let cast: Cast;

beforeAll(async () => {
  t = await startTestApp({ started: true });
  cast = await signInCast(t);
  await publishRule(cast, 'ZY-01', hourlyTerms({ expiry: { kind: 'months', months: 1 } }));
  await creditTo(cast.secretary, 'household');
});
afterAll(() => t.close());

describe('the account of a household', () => {
  it('tells whose earning it was of it, and the head of what concerns all; a correction is told to both', async () => {
    // The first member is its head.
    const { mother, son } = await householdOfTwo(t, cast.officer);
    const claimId = await fileClaim(cast, son.personId, { occurredOn: '2026-11-23' });
    await decide(cast.secretary, 'claim', claimId).expect(200);
    const [posted] = await untilNoticed(son, 'points_posted');
    expect(await noticesOf(mother)).toEqual([]);

    t.clock.set(Date.parse('2026-12-10T04:00:00Z'));
    expect(await t.context.notifications.makeExpiryNotices()).toBe(1);
    expect(await t.context.notifications.makeExpiryNotices()).toBe(0);
    t.clock.set(Date.parse('2026-11-23T04:00:00Z'));
    expect(await templatesOf(mother)).toEqual(['points_expiring']);
    expect(await templatesOf(son)).toEqual(['points_posted']);

    const reversal = { params: { entryId: String(posted?.link?.id) }, body: { reason: '重复登记' } };
    await cast.deputy.call(transactions.reverse, reversal).expect(201);
    await untilNoticed(mother, 'entry_reversed');
    await untilNoticed(son, 'entry_reversed');
  });
});
