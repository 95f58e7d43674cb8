import { createApp } from '@red-points/server/app';
import { rowsXml, workbookFile } from '@red-points/server/imports/test-workbooks';
import { connectDatabase } from '@red-points/server/platform/database';
import { activities, imports } from '@red-points/shared/contracts';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startTestApp, type TestApp } from '../support/app.ts';
import { budgetOf, expectBudgetsHold, expectWithin, setBudget, THIS_MONTH } from '../support/budgets.ts';
import {
  type Cast,
  fileClaim,
  hourlyTerms,
  later,
  openActivity,
  planBody,
  principalOf,
  publishRule,
  signInCast,
} from '../support/earning.ts';
import { upload } from '../support/ledger-file.ts';
import { dyingDatabase } from './support/dying-database.ts';

type Context = TestApp['context'];

let t: TestApp;
let cast: Cast;
let people = 0;

beforeAll(async () => {
  t = await startTestApp();
  cast = await signInCast(t);
  await publishRule(cast, 'ZY-01', hourlyTerms());
  await setBudget(cast.secretary, 1_000_000, {});
});
afterAll(async () => {
  await expectBudgetsHold(t);
  await t.close();
});

/** Something that a process does and that is killed between any two of its writes. */
interface Scenario {
  readonly name: string;
  /** Makes what is needed; returns what the process then does. */
  readonly prepare: () => Promise<(context: Context) => Promise<unknown>>;
  /** What the budget's used and reserved points have grown by when all is done. */
  readonly used: number;
  readonly reserved: number;
}

/** Days away: an activity that nobody starts gives its points back when it would be over, in the middle of another story. */
const daysAhead = () => {
  const startsAtMs = t.clock.now() + 3 * 86_400_000;
  return { startsAt: new Date(startsAtMs).toISOString(), endsAt: new Date(startsAtMs + 7_200_000).toISOString() };
};

const secretary = () => principalOf(t, cast.secretary);

const scenarios: readonly Scenario[] = [
  {
    name: 'approving an activity',
    used: 0,
    reserved: 120,
    prepare: async () => {
      const planned = await cast.organiser.call(activities.plan, { body: planBody(t, daysAhead()) }).expect(201);
      const { activityId, version } = planned.body;
      const params = { activityId };
      await cast.organiser.call(activities.submit, { params, body: { version } }).expect(200);
      const verdict = { decision: 'approve', version: version + 1 } as const;
      return (context) => context.activities.decide(secretary(), activityId, verdict);
    },
  },
  {
    name: 'approving a claim that is posted at once',
    used: 3,
    reserved: 0,
    prepare: async () => {
      const id = await fileClaim(cast, (await t.enterResident()).personId);
      return (context) => context.reviews.decide(secretary(), [{ kind: 'claim', id }], { decision: 'approve' });
    },
  },
  {
    name: 'cancelling an activity',
    used: 0,
    reserved: -120,
    prepare: async () => {
      const { activityId, version } = await openActivity(t, cast, daysAhead());
      const organiser = principalOf(t, cast.organiser);
      return (context) => context.activities.cancel(organiser, activityId, { version, reason: '天气原因' });
    },
  },
  {
    name: 'confirming and posting an import',
    used: 9,
    reserved: 0,
    prepare: async () => {
      people += 1;
      const phone = `1370000${String(people).padStart(4, '0')}`;
      const titles = ['姓名', '联系电话', '所属网格', '日期', '类别', '事项', '时长', '积分'];
      const row = ['陈秀英', phone, '锦绣社区第1网格', 46330, '志愿', '清扫楼道', 1, 9];
      const file = workbookFile({ 台账: rowsXml([titles, row]) });
      const { importId } = (await upload(cast.officer, 'jinxiu', file).expect(201)).body;
      await cast.officer.call(imports.propose, { params: { importId } }).expect(200);
      const confirmer = { userId: cast.secretary.userId, personIds: [] };
      return async (context) => {
        await context.imports.confirm(importId, confirmer);
        await context.imports.post(importId);
      };
    },
  },
];

/** @returns whether the process died of it */
async function runAndDie(act: (context: Context) => Promise<unknown>, lastWrite: number): Promise<boolean> {
  const real = await connectDatabase(t.config.mongodbUri, { poolSizeMax: 4 });
  const dying = dyingDatabase(real, lastWrite);
  const process = createApp({ config: t.config, database: dying.database, clock: t.clock });
  const died = await Promise.race([act(process.context).then(() => false), dying.died.then(() => true)]);
  await real.close();
  return died;
}

async function runJobs(): Promise<void> {
  t.clock.advance(11 * 60_000);
  for (const job of ['credits.publicity', 'imports.post', 'activities.close-overdue', 'budgets.sweep']) {
    await t.context.jobs.runNow(job);
  }
}

describe.each(scenarios)('a process killed between any two writes of $name', ({ prepare, used, reserved }) => {
  it('leaves budgets that hold, and that the jobs bring to what the records say', async () => {
    for (let lastWrite = 0; ; lastWrite += 1) {
      cast = later(t, cast, 0);
      const act = await prepare();
      const before = await budgetOf(cast.secretary, `jinxiu:all:${THIS_MONTH}`);
      const died = await runAndDie(act, lastWrite);
      await expectWithin(t);
      await runJobs();
      cast = later(t, cast, 0);
      const after = await budgetOf(cast.secretary, before.budgetId);
      const grown = { used: after.used - before.used, reserved: after.reserved - before.reserved };
      // All of it or nothing of it: a cancellation that did not happen leaves what the approval had set aside.
      expect([
        { used, reserved },
        { used: 0, reserved: 0 },
      ]).toContainEqual(grown);
      expect(await t.context.budgets.recount(), `after ${lastWrite} writes`).toBe(0);
      if (!died) {
        expect(grown).toEqual({ used, reserved });
        return;
      }
    }
  });
});
