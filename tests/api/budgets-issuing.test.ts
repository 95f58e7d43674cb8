import { rowsXml, workbookFile } from '@red-points/server/imports/test-workbooks';
import { verifyLedger } from '@red-points/server/ledger/index';
import { ledgerChecks } from '@red-points/server/ledger-checks';
import {
  type Activity,
  activities,
  budgets,
  claims,
  imports,
  reviews,
  transactions,
} from '@red-points/shared/contracts';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { startTestApp, type TestApp } from '../support/app.ts';
import { budgetOf, expectBudgetsHold, expectWithin, setBudget, THIS_MONTH } from '../support/budgets.ts';
import {
  type Cast,
  decide,
  endActivity,
  fileClaim,
  hourlyTerms,
  later,
  openActivity,
  planBody,
  publishRule,
  scanIn,
  signInCast,
} from '../support/earning.ts';
import { untilPosted, upload } from '../support/ledger-file.ts';
import { refused } from '../support/refused.ts';

const HOUR_MS = 3_600_000;
const MINUTE_MS = 60_000;

describe('points from the budget', () => {
  let test: TestApp;
  let cast: Cast;
  const unitId = 'jinxiu';
  const budgetId = `${unitId}:all:${THIS_MONTH}`;

  beforeEach(async () => {
    test = await startTestApp();
    cast = await signInCast(test, unitId);
    await publishRule(cast, 'ZY-01', hourlyTerms());
    await publishRule(cast, 'ZY-03', hourlyTerms({ publicityDays: 3 }));
    await publishRule(cast, 'ZY-05', hourlyTerms({ caps: { perDay: 4, perMonth: null, perYear: null } }));
  });
  afterEach(async () => {
    await expectWithin(test);
    await test.close();
  });

  const standing = () => budgetOf(cast.secretary, budgetId);
  const resident = () => test.enterResident({ unitId: `${unitId}-g1` });
  const file = async (ruleCode: string, minutes = 90): Promise<string> =>
    fileClaim(cast, (await resident()).personId, { ruleCode, minutes });
  const submitted = async (departures: Record<string, unknown> = {}): Promise<Activity> => {
    const body = planBody(test, { unitId, ...departures });
    const { activityId, version } = (await cast.organiser.call(activities.plan, { body }).expect(201)).body;
    const params = { activityId };
    return (await cast.organiser.call(activities.submit, { params, body: { version } }).expect(200)).body;
  };
  const approveActivity = ({ activityId, version }: Activity, headers: Record<string, string> = {}) =>
    cast.secretary.call(activities.decide, {
      params: { activityId },
      body: { decision: 'approve', version },
      headers,
    });

  it('an activity sets its plan aside at approval; posted credits use it; what is left goes back when it is settled', async () => {
    await setBudget(cast.secretary, 200, { unitId });
    // 30 people for two hours at two points an hour.
    const activity = await submitted();
    expect(activity.pointsReserved).toBe(120);
    const opened = (await approveActivity(activity).expect(200)).body;
    expect(await standing()).toMatchObject({ used: 0, reserved: 120, left: 80, level: 'calm' });

    const second = await submitted({ title: '第二场' });
    const short = await approveActivity(second);
    expect(short.body).toMatchObject({ code: 'budget_short', detail: { needed: 120, left: 80 } });
    expect(await refused((headers) => approveActivity(second, headers))).toBe('budget_short');
    const unchanged = await cast.organiser.call(activities.get, { params: { activityId: second.activityId } });
    expect(unchanged.body).toMatchObject({ state: 'submitted', version: second.version });

    // A plan that asks for less fits.
    const small = await submitted({ title: '小型活动', pointsPlanned: 80 });
    await approveActivity(small).expect(200);
    expect(await standing()).toMatchObject({ reserved: 200, left: 0, level: 'used_up' });

    const params = { activityId: opened.activityId };
    await cast.organiser.call(activities.start, { params, body: { version: opened.version } }).expect(200);
    const person = await test.signInResident({ unitId: `${unitId}-g1` });
    const { attendanceId } = await scanIn(test, cast, person, opened.activityId);
    cast = later(test, cast, 60 * MINUTE_MS);
    await endActivity(cast, opened.activityId);
    await decide(cast.secretary, 'attendance', attendanceId).expect(200);
    expect(await standing()).toMatchObject({ used: 2, reserved: 80, left: 118 });
    await expectBudgetsHold(test);
  });

  it('a cancelled activity gives back what it had set aside', async () => {
    await setBudget(cast.secretary, 150, { unitId });
    const opened = await openActivity(test, cast, { unitId });
    expect(await standing()).toMatchObject({ reserved: 120 });
    const params = { activityId: opened.activityId };
    await cast.organiser
      .call(activities.cancel, { params, body: { version: opened.version, reason: '天气原因' } })
      .expect(200);
    expect(await standing()).toMatchObject({ reserved: 0, left: 150 });
  });

  it('a claim is refused while the budget is short, waits, and goes through when it is raised', async () => {
    const budget = await setBudget(cast.secretary, 5, { unitId });
    const [first, second] = [await file('ZY-01'), await file('ZY-01')];
    const detail = await cast.secretary.call(reviews.get, { params: { kind: 'claim', id: first } }).expect(200);
    expect(detail.body.checks).toContainEqual({ code: 'budget_ok', ok: true, detail: { points: 3, left: 5 } });
    await decide(cast.secretary, 'claim', first).expect(200);
    expect(await standing()).toMatchObject({ used: 3, reserved: 0, left: 2, level: 'calm' });
    const seen = await cast.secretary.call(reviews.get, { params: { kind: 'claim', id: second } }).expect(200);
    expect(seen.body.checks).toContainEqual({ code: 'budget_short', ok: false, detail: { points: 3, left: 2 } });
    const short = await decide(cast.secretary, 'claim', second);
    expect(short.body).toMatchObject({ code: 'budget_short', detail: { needed: 3, left: 2 } });
    expect((await cast.secretary.call(claims.list).expect(200)).body.items).toContainEqual(
      expect.objectContaining({ claimId: second, state: 'waiting' }),
    );
    await setBudget(cast.secretary, 6, { unitId, version: budget.version });
    await decide(cast.secretary, 'claim', second).expect(200);
    expect(await standing()).toMatchObject({ used: 6, reserved: 0, left: 0, level: 'used_up' });
    expect(
      await refused((headers) =>
        cast.secretary.call(budgets.set, {
          headers,
          body: { unitId, category: 'all', period: THIS_MONTH, points: 5, reason: '压缩', version: 2 },
        }),
      ),
    ).toBe('budget_below_taken');
    await expectBudgetsHold(test);
  });

  it('of many decided at once the first in order get what there is, the others stay in the queue', async () => {
    await setBudget(cast.secretary, 7, { unitId });
    const ids: string[] = [];
    for (let index = 0; index < 4; index += 1) ids.push(await file('ZY-03'));
    const small = await file('ZY-03', 30);
    const items = [...ids, small].map((id) => ({ kind: 'claim', id }));
    const { outcomes } = (
      await cast.secretary.call(reviews.decideMany, { body: { decision: 'approve', items } }).expect(200)
    ).body;
    expect(outcomes.map(({ code }: { code: string | null }) => code)).toEqual([
      null,
      null,
      'budget_short',
      'budget_short',
      null,
    ]);
    expect(outcomes[2].detail).toEqual({ needed: 3, left: 0 });
    expect(await standing()).toMatchObject({ used: 0, reserved: 7, left: 0 });
    expect((await cast.secretary.call(reviews.list, { query: { unitId } }).expect(200)).body.waiting).toBe(2);
  });

  it('what is in publicity is reserved; posted it is used; objected to and rejected it goes back', async () => {
    await setBudget(cast.secretary, 100, { unitId });
    const [kept, objected, rejected] = [await file('ZY-03'), await file('ZY-03'), await file('ZY-03')];
    for (const id of [kept, objected]) await decide(cast.secretary, 'claim', id).expect(200);
    await decide(cast.secretary, 'claim', rejected, { decision: 'reject', reason: '材料不全' }).expect(200);
    expect(await standing()).toMatchObject({ used: 0, reserved: 6 });
    const credits = test.database.db.collection<{ _id: string; state: string }>('credits');
    await credits.updateOne({ _id: `claim:${objected}` }, { $set: { state: 'objected' } });
    cast = later(test, cast, 5 * 24 * HOUR_MS);
    await test.context.credits.postDue();
    expect(await standing()).toMatchObject({ used: 3, reserved: 3 });
    // However an objection is upheld, the job finds that nothing is promised any more.
    await credits.updateOne({ _id: `claim:${objected}` }, { $set: { state: 'refused' } });
    await test.context.jobs.runNow('budgets.sweep');
    expect(await standing()).toMatchObject({ used: 3, reserved: 0, left: 97 });
  });

  it('what a cap does not grant goes back', async () => {
    await setBudget(cast.secretary, 100, { unitId });
    const { personId } = await resident();
    for (const minutes of [90, 120]) {
      const id = await fileClaim(cast, personId, { ruleCode: 'ZY-05', minutes });
      await decide(cast.secretary, 'claim', id).expect(200);
    }
    // Three points, then one of four: the cap of a day is four.
    expect(await standing()).toMatchObject({ used: 4, reserved: 0, left: 96 });
  });

  it('a budget set in the middle counts what was issued and promised before', async () => {
    const posted = await file('ZY-01');
    const shown = await file('ZY-03');
    for (const id of [posted, shown]) await decide(cast.secretary, 'claim', id).expect(200);
    await openActivity(test, cast, { unitId, capacity: 5 });
    const low = { unitId, category: 'all', period: THIS_MONTH, points: 25, reason: '年中设定', version: 0 };
    const answer = await cast.secretary.call(budgets.set, { body: low });
    expect(answer.body).toMatchObject({ code: 'budget_below_taken', detail: { taken: 26 } });
    expect(await setBudget(cast.secretary, 26, { unitId })).toMatchObject({ used: 3, reserved: 23, left: 0 });
    // And what stands from before there were reservations at all.
    const { db } = test.database;
    await db.collection('credits').updateMany({}, { $unset: { reservationId: '' } });
    await db.collection('budget_reservations').deleteMany({ kind: 'queue' });
    expect(await test.context.budgets.recount()).toBe(1);
    expect(await standing()).toMatchObject({ used: 3, reserved: 23 });
    cast = later(test, cast, 5 * 24 * HOUR_MS);
    await test.context.credits.postDue();
    await test.context.jobs.runNow('budgets.recount');
    expect(await standing()).toMatchObject({ used: 6, reserved: 20 });
    await expectBudgetsHold(test);
  });

  it('every budget over a credit bounds it: category, quarter, and the units above', async () => {
    const street = 'qihe';
    const district = await test.signIn('district_admin', 'wanglan');
    await setBudget(cast.secretary, 100, { unitId });
    await setBudget(district, 50, { unitId: street, category: 'volunteering', period: '2026-Q4' });
    await setBudget(district, 4, { unitId: 'wanglan', category: 'volunteering', period: '2026' });
    await decide(cast.secretary, 'claim', await file('ZY-01')).expect(200);
    const short = await decide(cast.secretary, 'claim', await file('ZY-01'));
    expect(short.body).toMatchObject({ code: 'budget_short', detail: { needed: 3, left: 1 } });
    const query = { unitId, category: 'volunteering', month: THIS_MONTH };
    expect((await cast.officer.call(budgets.room, { query }).expect(200)).body).toMatchObject({
      left: 1,
      tightest: { budgetId: 'wanglan:volunteering:2026', unitName: '望澜区' },
    });
    const other = { ...query, category: 'culture' };
    expect((await cast.officer.call(budgets.room, { query: other }).expect(200)).body).toMatchObject({ left: 97 });
    for (const id of [budgetId, `${street}:volunteering:2026-Q4`, 'wanglan:volunteering:2026']) {
      expect(await budgetOf(district, id)).toMatchObject({ used: 3 });
    }
    await expectBudgetsHold(test);
  });

  it('a reversal gives the points back to the month in which they were earned, once', async () => {
    await setBudget(cast.secretary, 10, { unitId });
    const id = await file('ZY-01');
    await decide(cast.secretary, 'claim', id).expect(200);
    expect(await standing()).toMatchObject({ used: 3 });
    const { account } = (await test.database.db.collection('ledger_entries').findOne({})) as unknown as {
      account: string;
    };
    const entryId = `${account}:0000000001`;
    cast = later(test, cast, 40 * 24 * HOUR_MS);
    const january = await setBudget(cast.deputy, 10, { unitId, period: '2027-01' });
    const input = { params: { entryId }, body: { reason: '重复申报' }, key: 'reverse-once' };
    await cast.deputy.call(transactions.reverse, input).expect(201);
    await cast.deputy.call(transactions.reverse, input).expect(201);
    expect(await standing()).toMatchObject({ used: 0, left: 10 });
    expect(await budgetOf(cast.deputy, january.budgetId)).toMatchObject({ used: 0, left: 10 });
    await expectBudgetsHold(test);
    // A process that died right after the reversal leaves it to the job.
    const { db } = test.database;
    await db.collection('budget_returns').deleteMany({});
    await db.collection('reversals').updateMany({}, { $unset: { budgetReturned: '' } });
    await db.collection<{ _id: string }>('budgets').updateOne({ _id: budgetId }, { $inc: { taken: 3, settled: 3 } });
    test.clock.advance(HOUR_MS);
    await test.context.jobs.runNow('transactions.give-back');
    await test.context.jobs.runNow('transactions.give-back');
    await expectBudgetsHold(test);
  });

  it('an import sets its points aside when it is confirmed, by month and category, and gives back what it did not need', async () => {
    const ledgerOf = (rows: (string | number)[][]) =>
      workbookFile({
        台账: rowsXml([['姓名', '联系电话', '所属网格', '日期', '类别', '事项', '时长', '积分'], ...rows]),
      });
    const row = (person: number, day: number, points: number): (string | number)[] => [
      `居民${person}`,
      `1380000000${person}`,
      '锦绣社区第1网格',
      // 2026-11-01 is day 46327 of the sheet.
      46327 + day,
      '志愿',
      '清扫楼道',
      1,
      points,
    ];
    const proposed = async (rows: (string | number)[][]): Promise<string> => {
      const { importId } = (await upload(cast.officer, unitId, ledgerOf(rows)).expect(201)).body;
      await cast.officer.call(imports.propose, { params: { importId } }).expect(200);
      return importId;
    };
    await setBudget(cast.secretary, 10, { unitId });
    const tooMuch = await proposed([row(1, 3, 8), row(2, 4, 5), row(3, -40, 500)]);
    const confirm = (importId: string) => (headers: Record<string, string>) =>
      cast.secretary.call(imports.confirm, { params: { importId }, headers });
    expect(await refused(confirm(tooMuch))).toBe('budget_short');
    const read = await cast.officer.call(imports.get, { params: { importId: tooMuch } }).expect(200);
    expect(read.body).toMatchObject({ state: 'proposed', counts: { accepted: 3 } });
    const fits = await proposed([row(1, 3, 8), row(4, -40, 500)]);
    const again = await proposed([row(1, 3, 8), row(5, 5, 2)]);
    await confirm(fits)({}).expect(202);
    await untilPosted(cast.officer, fits);
    await test.context.jobs.runNow('imports.post');
    expect(await standing()).toMatchObject({ used: 8, reserved: 0, left: 2 });
    // The first row of this one is there already, which its preview could not know: its eight points are not there any more.
    expect((await confirm(again)({})).body.code).toBe('budget_short');
    await setBudget(cast.secretary, 20, { unitId, version: 1 });
    await confirm(again)({}).expect(202);
    await untilPosted(cast.officer, again);
    await test.context.jobs.runNow('imports.post');
    expect(await standing()).toMatchObject({ used: 10, reserved: 0, left: 10 });
    await expectBudgetsHold(test);
  });

  it('a budget that says something else than the ledger is named by verification and mended by the recount', async () => {
    await setBudget(cast.secretary, 100, { unitId });
    await decide(cast.secretary, 'claim', await file('ZY-01')).expect(200);
    await test.context.budgets.recount();
    const { db } = test.database;
    const bad = async () => (await verifyLedger({ db, checks: ledgerChecks({ db, account: null }) })).bad;
    for (const wrong of [{ $inc: { settled: 1 } }, { $inc: { settled: -2 } }, { $set: { points: 2 } }]) {
      await db.collection<{ _id: string; points: number }>('budgets').updateOne({ _id: budgetId }, wrong);
      expect(await bad()).toEqual([
        { account: '', seq: 0, code: 'budget_mismatch', about: { kind: 'budget', id: budgetId } },
      ]);
      await db
        .collection<{ _id: string; points: number }>('budgets')
        .updateOne({ _id: budgetId }, { $set: { points: 100 } });
      await test.context.jobs.runNow('budgets.recount');
      expect(await bad()).toEqual([]);
    }
  });

  it('what idle queues have set aside is there for others, and goes back by itself', async () => {
    await setBudget(cast.secretary, 1_000, { unitId });
    await decide(cast.secretary, 'claim', await file('ZY-01')).expect(200);
    const idle = { kind: 'queue', live: true, $expr: { $gt: ['$points', '$used'] } };
    const queues = test.database.db.collection('budget_reservations');
    expect(await queues.countDocuments(idle)).toBe(1);
    // People read what is promised, not what a queue holds in advance.
    expect(await standing()).toMatchObject({ used: 3, reserved: 0, left: 997 });
    const other = await startTestApp({ sharing: test });
    const activity = await submitted({ pointsPlanned: 997 });
    await approveActivity(activity).expect(200);
    await other.app.close();
    await other.database.close();
    expect(await standing()).toMatchObject({ used: 3, reserved: 997, left: 0 });
    test.clock.advance(HOUR_MS);
    await test.context.jobs.runNow('budgets.sweep');
    expect(await queues.countDocuments({ kind: 'queue', live: true })).toBe(0);
    await expectBudgetsHold(test);
  });
});
