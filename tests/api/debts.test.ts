import { people, transactions } from '@red-points/shared/contracts';
import { type LedgerEntry, openDebts } from '@red-points/shared/domain/ledger';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { nextKey, type SignedInUser, startTestApp, type TestApp } from '../support/app.ts';
import { type Cast, decide, fileClaim, hourlyTerms, publishRule, signInCast } from '../support/earning.ts';
import { spendCommand } from '../support/ledger-commands.ts';
import { refused } from '../support/refused.ts';

type Resident = Awaited<ReturnType<TestApp['signInResident']>>;

let t: TestApp;
let cast: Cast;
let street: SignedInUser;

beforeAll(async () => {
  t = await startTestApp();
  cast = await signInCast(t);
  street = await t.signIn('street_admin', 'qihe');
  await publishRule(cast, 'ZY-01', hourlyTerms());
  await publishRule(cast, 'ZY-02', hourlyTerms({ title: '文艺演出', publicityDays: 0 }));
});
afterAll(() => t.close());

/** A claim that is filed, approved and posted: two points an hour. */
async function earned(resident: Resident, occurredOn: string, minutes: number, ruleCode = 'ZY-01'): Promise<string> {
  const claimId = await fileClaim(cast, resident.personId, { occurredOn, minutes, ruleCode });
  await decide(cast.secretary, 'claim', claimId).expect(200);
  const { items } = (await resident.call(people.ownStatement, { query: { limit: 1 } }).expect(200)).body;
  return items[0].entryId;
}

async function spend(resident: Resident, points: number): Promise<void> {
  expect((await t.context.ledger.post(spendCommand(resident.accountId, nextKey(), points))).status).toBe('posted');
}

async function reverse(entryId: string, reason: string): Promise<string> {
  const answer = await street.call(transactions.reverse, { params: { entryId }, body: { reason } }).expect(201);
  return answer.body.entryId;
}

const accountOf = async (resident: Resident) => (await resident.call(people.ownAccount).expect(200)).body;

describe('a correction after the points were spent', () => {
  it('is a debt that says what it comes from and why, to the resident and to staff; later credits pay it first', async () => {
    const resident = await t.signInResident();
    const first = await earned(resident, '2026-11-20', 150);
    const second = await earned(resident, '2026-11-21', 120, 'ZY-02');
    await spend(resident, 9);
    await reverse(first, '重复登记');
    expect(await accountOf(resident)).toMatchObject({ available: 0, owed: 5, debts: [{ left: 5 }] });
    await reverse(second, '没有参加');
    const account = await accountOf(resident);
    expect(account.owed).toBe(9);
    // The newest first; each by the name of what was corrected, with the reason that was given.
    expect(account.debts).toMatchObject([
      { left: 4, entry: { title: '更正 · 文艺演出', reason: '没有参加', owedChange: 4, owedAfter: 9, points: -4 } },
      { left: 5, entry: { title: '更正 · 环境整治志愿服务', reason: '重复登记', owedChange: 5, owedAfter: 5 } },
    ]);
    const detail = (await cast.secretary.call(people.get, { params: { personId: resident.personId } }).expect(200))
      .body;
    expect(detail.account).toMatchObject({ owed: 9, debts: [{ left: 4 }, { left: 5 }] });
    // Seven points pay the older debt and a part of the newer.
    const paying = await earned(resident, '2026-11-22', 210);
    expect(await accountOf(resident)).toMatchObject({
      available: 0,
      owed: 2,
      debts: [{ left: 2, entry: { title: '更正 · 文艺演出' } }],
    });
    const entry = (await street.call(transactions.get, { params: { entryId: paying } }).expect(200)).body;
    expect(entry).toMatchObject({ points: 7, owedChange: -7, owedAfter: 2, balanceAfter: 0, reason: null });
    await earned(resident, '2026-11-19', 120);
    expect(await accountOf(resident)).toMatchObject({ available: 2, owed: 0, debts: [] });
  });

  it('stands in the statement on the entry that made it and on those that paid it', async () => {
    const resident = await t.signInResident();
    const first = await earned(resident, '2026-11-20', 120);
    await spend(resident, 3);
    await reverse(first, '时长登记有误');
    await earned(resident, '2026-11-21', 120);
    const { account, items } = (await resident.call(people.ownStatement).expect(200)).body;
    expect(account.owed).toBe(0);
    expect(
      items.map((line: Record<string, unknown>) => [line.kind, line.points, line.owedChange, line.owedAfter]),
    ).toEqual([
      ['earn', 4, -3, 0],
      ['reverse', -4, 3, 3],
      ['spend', -3, 0, 0],
      ['earn', 4, 0, 0],
    ]);
    expect(items[1]).toMatchObject({ reason: '时长登记有误', refersToSeq: 1, title: '更正 · 环境整治志愿服务' });
  });

  it('is refused the second time, and the correction cannot be corrected: each with a code of its own', async () => {
    const resident = await t.signInResident();
    const first = await earned(resident, '2026-11-20', 120);
    const reversal = await reverse(first, '重复登记');
    const body = { reason: '再来一次' };
    expect(
      await refused((headers) => street.call(transactions.reverse, { params: { entryId: first }, body, headers })),
    ).toBe('ledger_already_reversed');
    expect(
      await refused((headers) =>
        cast.deputy.call(transactions.reverse, { params: { entryId: reversal }, body, headers }),
      ),
    ).toBe('ledger_reversal_not_reversible');
    expect(await accountOf(resident)).toMatchObject({ owed: 0, available: 0 });
  });

  it('reads what a debt comes from by its own index, whatever the history', async () => {
    const explained = await t.database.db
      .collection('ledger_entries')
      .find({ account: 'a', owedChange: { $gt: 0 } }, { hint: 'account_debts' })
      .sort({ seq: -1 })
      .explain('queryPlanner');
    const plan = JSON.stringify(explained.queryPlanner.winningPlan);
    expect(plan).toContain('account_debts');
    expect(plan).not.toMatch(/COLLSCAN|"stage":"SORT"/);
  });
});

describe('openDebts', () => {
  const made = [5, 4, 3].map((owedChange, index) => ({ _id: `a:${index}`, owedChange }) as LedgerEntry);
  const lefts = (owed: number) => openDebts(owed, made).map(({ left }) => left);

  it('leaves the newest shortfalls: what was paid counts against the oldest', () => {
    expect(lefts(12)).toEqual([5, 4, 3]);
    expect(lefts(10)).toEqual([5, 4, 1]);
    expect(lefts(9)).toEqual([5, 4]);
    expect(lefts(2)).toEqual([2]);
    expect(lefts(0)).toEqual([]);
  });
});
