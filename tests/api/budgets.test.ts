import { type Budget, budgets } from '@red-points/shared/contracts';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type SignedInUser, startTestApp, type TestApp } from '../support/app.ts';
import { budgetBody, budgetOf, setBudget } from '../support/budgets.ts';
import { refused } from '../support/refused.ts';

describe('budgets', () => {
  let test: TestApp;
  let district: SignedInUser;
  let street: SignedInUser;
  let community: SignedInUser;
  let neighbour: SignedInUser;
  let auditor: SignedInUser;

  beforeAll(async () => {
    test = await startTestApp();
    district = await test.signIn('district_admin', 'wanglan');
    street = await test.signIn('street_admin', 'qihe');
    community = await test.signIn('community_admin', 'jinxiu');
    neighbour = await test.signIn('community_admin', 'hechi');
    auditor = await test.signIn('auditor', 'wanglan');
  });
  afterAll(() => test.close());

  const set = (user: SignedInUser, points: number | null, departures: Record<string, unknown> = {}) => {
    const body = budgetBody(points, departures);
    return (headers: Record<string, string> = {}) => user.call(budgets.set, { body, headers });
  };

  it('are set by a version with its reason, and every version is kept', async () => {
    const first = await setBudget(community, 500, { reason: '全年工作安排' });
    expect(first).toMatchObject({
      budgetId: 'jinxiu:all:2026-11',
      points: 500,
      used: 0,
      reserved: 0,
      left: 500,
      level: 'calm',
      version: 1,
      mayChange: true,
    });
    const second = await setBudget(community, 800, { version: 1, reason: '冬季活动增加' });
    expect(second).toMatchObject({ points: 800, version: 2 });
    await setBudget(community, null, { version: 2, reason: '取消限制' });
    await setBudget(community, 700, { version: 3, reason: '恢复限制' });
    const params = { budgetId: first.budgetId };
    const page = (await auditor.call(budgets.changes, { params, query: { limit: 3 } }).expect(200)).body;
    expect(page.items).toMatchObject([
      { version: 4, pointsBefore: null, points: 700, reason: '恢复限制' },
      { version: 3, pointsBefore: 800, points: null, reason: '取消限制' },
      { version: 2, pointsBefore: 500, points: 800, reason: '冬季活动增加', byName: community.me.displayName },
    ]);
    const query = { limit: 3, cursor: page.nextCursor };
    const rest = (await auditor.call(budgets.changes, { params, query }).expect(200)).body;
    expect(rest).toMatchObject({ items: [{ version: 1, pointsBefore: null, points: 500 }], nextCursor: null });
  });

  it('on an old version are refused, and nothing is changed', async () => {
    const known = await budgetOf(community, 'jinxiu:all:2026-11');
    expect(await refused(set(community, 1, { version: known.version - 1 }))).toBe('version_conflict');
    expect(await refused(set(community, 1, { version: 0 }))).toBe('version_conflict');
    expect(await budgetOf(community, known.budgetId)).toMatchObject({ points: known.points, version: known.version });
  });

  it('of two who change the same version at once, one succeeds', async () => {
    const answers = await Promise.all([1000, 2000, 3000].map((points) => set(street, points, { unitId: 'qihe' })()));
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 412, 412]);
  });

  it('are for their office and those above: not for others, not for who only reads, not for the office below', async () => {
    expect(await refused(set(neighbour, 10))).toBe('out_of_scope');
    expect(await refused(set(auditor, 10))).toBe('forbidden');
    expect(await refused(set(await test.signIn('organiser', 'jinxiu'), 10))).toBe('forbidden');
    expect(await refused(set(district, 10, { unitId: 'linjiang' }))).toBe('out_of_scope');
    const byStreet = { unitId: 'jinxiu', category: 'culture' };
    await setBudget(street, 300, byStreet);
    expect(await budgetOf(community, 'jinxiu:culture:2026-11')).toMatchObject({ mayChange: false, points: 300 });
    expect(await refused(set(community, 900, { ...byStreet, version: 1 }))).toBe('budget_set_above');
    await setBudget(district, 400, { ...byStreet, version: 1 });
    expect(await refused(set(street, 500, { ...byStreet, version: 2 }))).toBe('budget_set_above');
  });

  it('are read by staff of the unit, and of no other', async () => {
    for (const user of [community, auditor, await test.signIn('grid_officer', 'jinxiu')]) {
      await user.call(budgets.list, { query: { unitId: 'jinxiu' } }).expect(200);
    }
    expect(await refused((headers) => neighbour.call(budgets.list, { query: { unitId: 'jinxiu' }, headers }))).toBe(
      'out_of_scope',
    );
    const params = { budgetId: 'jinxiu:all:2026-11' };
    expect(await refused((headers) => neighbour.call(budgets.changes, { params, headers }))).toBe('out_of_scope');
    const query = { unitId: 'jinxiu', category: 'culture', month: '2026-11' };
    expect(await refused((headers) => neighbour.call(budgets.room, { query, headers }))).toBe('out_of_scope');
    await (await test.signInResident()).call(budgets.list).expect(403);
  });

  it('are for units that issue, that exist, and for periods as they are written', async () => {
    expect(await refused(set(community, 10, { unitId: 'jinxiu-g1' }))).toBe('budget_unit_not_issuing');
    expect(await refused(set(community, 10, { unitId: 'nowhere' }))).toBe('unit_unknown');
    expect(await refused(set(community, 10, { period: '2026-Q5' }))).toBe('validation_failed');
    expect(await refused(set(community, -1))).toBe('validation_failed');
    const params = { budgetId: 'jinxiu:all:2031' };
    expect(await refused((headers) => community.call(budgets.changes, { params, headers }))).toBe('budget_not_found');
    const query = { unitId: 'nowhere' };
    expect(await refused((headers) => community.call(budgets.list, { query, headers }))).toBe('unit_unknown');
  });

  it('below a budget never add up to more than it, and it never falls below them', async () => {
    const quarter = { category: 'mediation', period: '2026-Q4' };
    await setBudget(street, 100, { ...quarter, unitId: 'qihe' });
    await setBudget(street, 60, { ...quarter, unitId: 'jinxiu' });
    const answer = await set(street, 41, { ...quarter, unitId: 'hechi' })();
    expect(answer.body).toMatchObject({ code: 'budget_exceeds_parent', detail: { left: 40 } });
    expect(await refused(set(street, 41, { ...quarter, unitId: 'hechi' }))).toBe('budget_exceeds_parent');
    await setBudget(street, 40, { ...quarter, unitId: 'hechi' });
    expect(await refused(set(street, 99, { ...quarter, unitId: 'qihe', version: 1 }))).toBe('budget_below_children');
    expect(await refused(set(district, 99, { ...quarter, unitId: 'wanglan' }))).toBe('budget_below_children');
    await setBudget(district, 100, { ...quarter, unitId: 'wanglan' });
    // Another category or period is another budget.
    await setBudget(street, 500, { ...quarter, unitId: 'jinxiu', period: '2026' });
  });

  it('of two units that take the last of the budget above at once, one gets it', async () => {
    const scope = { category: 'volunteering', period: '2027' };
    await setBudget(district, 100, { ...scope, unitId: 'qihe' });
    const answers = await Promise.all(['jinxiu', 'hechi'].map((unitId) => set(district, 80, { ...scope, unitId })()));
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 409]);
    expect(answers.find(({ status }) => status === 409)?.body.code).toBe('budget_exceeds_parent');
  });

  it('are listed with those of the units directly below, and with how many there have none', async () => {
    const page = (await district.call(budgets.list, { query: { unitId: 'qihe', year: 2027 } }).expect(200)).body;
    expect(page).toMatchObject({ unitId: 'qihe', year: 2027, unlimitedBelow: 1 });
    expect(page.items.map(({ budgetId }: Budget) => budgetId).sort()).toHaveLength(2);
    expect(page.items[0].unitId).toBe('qihe');
    const own = (await community.call(budgets.list).expect(200)).body;
    expect(own).toMatchObject({ unitId: 'jinxiu', year: 2026, unlimitedBelow: 0 });
  });
});
