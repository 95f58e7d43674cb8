import { history, redemptions, transactions } from '@red-points/shared/contracts';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { nextKey, type SignedInUser, startTestApp, type TestApp } from '../support/app.ts';
import { creditTo, householdOfTwo, lasting } from '../support/households.ts';
import { earnCommand } from '../support/ledger-commands.ts';
import { addOffer, openOffice, openShop, startAtPoster, type TestShop } from '../support/redeeming.ts';
import { refused } from '../support/refused.ts';

const PERIOD = { from: '2026-11-01', until: '2026-11-30' };

let t: TestApp;
let officer: SignedInUser;
let secretary: SignedInUser;
let shop: TestShop;

beforeAll(async () => {
  t = await startTestApp();
  officer = lasting(t, await t.signIn('grid_officer', 'jinxiu'));
  secretary = lasting(t, await t.signIn('community_admin', 'jinxiu'));
  shop = await openShop(t, await openOffice(t));
  shop = { ...shop, owner: lasting(t, shop.owner) };
  await creditTo(secretary, 'household');
});
afterAll(() => t.close());

const sharesOf = async (user: SignedInUser, query: Record<string, string> = {}) =>
  (await user.call(history.ownShares, { query: { ...PERIOD, ...query } }).expect(200)).body;

describe('what each member of a shared account earned and used', () => {
  it('takes refunds and reversals off whom they concern, and comes to what the statement says', async () => {
    const { household, mother, son } = await householdOfTwo(t, officer);
    const earn = (personId: string, points: number) =>
      t.context.ledger.post({
        ...earnCommand(household.accountId, nextKey(), points),
        actors: [{ part: 'beneficiary', id: personId }],
      });
    await earn(mother.personId, 20);
    const mistaken = await earn(son.personId, 7);
    await earn(son.personId, 5);
    if (mistaken.status !== 'posted') throw new Error('not posted');
    const reversal = { params: { entryId: mistaken.entry._id }, body: { reason: '重复登记' } };
    await secretary.call(transactions.reverse, reversal).expect(201);
    const offer = await addOffer(await openOffice(t), shop.shop, { points: 6 });
    const { redemptionId } = await startAtPoster(son, shop, offer);
    await shop.owner.call(redemptions.confirm, { params: { redemptionId } }).expect(200);
    const refund = { params: { redemptionId }, body: { points: 2, reason: '少给了一份' } };
    await shop.owner.call(redemptions.refund, refund).expect(201);

    const shares = await sharesOf(mother);
    expect(shares).toMatchObject({ accountId: household.accountId, ...PERIOD });
    expect(shares.items).toMatchObject([
      { personId: mother.personId, maskedName: '陈*英', isMe: true, earned: 20, used: 0 },
      { personId: son.personId, maskedName: '林*强', isMe: false, earned: 5, used: 4 },
    ]);
    const statement = (await mother.call(history.ownStatement, { query: PERIOD }).expect(200)).body;
    const sum = (items: Record<string, number>[], field: string) =>
      items.reduce((all, item) => all + (item[field] ?? 0), 0);
    expect(sum(shares.items, 'earned') - sum(shares.items, 'used')).toBe(sum(statement.summary.totals, 'points'));
    expect(sum(shares.items, 'entries')).toBe(statement.summary.entries);
    // The other member is told the same.
    expect((await sharesOf(son)).items.map(({ isMe }: { isMe: boolean }) => isMe)).toEqual([false, true]);
  });

  it('is nobody’s where no member is named, and nothing outside the period', async () => {
    const { household, mother } = await householdOfTwo(t, officer);
    await t.context.ledger.post({ ...earnCommand(household.accountId, nextKey(), 3), actors: [] });
    expect((await sharesOf(mother)).items).toEqual([
      { personId: null, maskedName: null, isMe: false, earned: 3, used: 0, minutes: 60, entries: 1 },
    ]);
    expect((await sharesOf(mother, { from: '2026-10-01', until: '2026-10-31' })).items).toEqual([]);
  });

  it('is refused to others, for times to come, the wrong way round, and to staff', async () => {
    const { household, mother } = await householdOfTwo(t, officer);
    const stranger = lasting(t, await t.signInResident({ name: '王建国', unitId: 'jinxiu-g1' }));
    const ask = (user: SignedInUser, query: Record<string, string>) =>
      refused((headers) => user.call(history.ownShares, { query: { ...PERIOD, ...query }, headers }));
    const { accountId } = household;
    expect(await ask(stranger, { accountId })).toBe('account_not_yours');
    expect(await ask(mother, { accountId, from: '2027-01-01', until: '2027-01-31' })).toBe('as_of_in_future');
    expect(await ask(mother, { accountId, from: '2026-11-30', until: '2026-11-01' })).toBe('period_invalid');
    expect(await ask(secretary, { accountId })).toBe('forbidden');
    const nobody = await t.signInByPhone('13700000077');
    expect(await ask(nobody, {})).toBe('registration_needed');
  });

  it('tells somebody of their own past and of nobody else’s', async () => {
    const { household, mother, son } = await householdOfTwo(t, officer);
    await t.context.ledger.post(earnCommand(household.accountId, nextKey(), 8));
    const at = '2026-11-23';
    const now = (await mother.call(history.ownAsOf, { query: { at } }).expect(200)).body;
    expect(now).toMatchObject({ accountId: household.accountId, available: 8, seq: 1 });
    const before = (await mother.call(history.ownAsOf, { query: { at: '2026-11-22' } }).expect(200)).body;
    expect(before).toMatchObject({ available: 0, seq: 0, receiptCode: null });
    const ask = (user: SignedInUser, query: { at: string; accountId?: string }) =>
      refused((headers) => user.call(history.ownAsOf, { query, headers }));
    expect(await ask(mother, { at, accountId: son.accountId })).toBe('account_not_yours');
    expect(await ask(mother, { at: '2026-11-24' })).toBe('as_of_in_future');
    expect(await ask(secretary, { at })).toBe('forbidden');
  });
});
