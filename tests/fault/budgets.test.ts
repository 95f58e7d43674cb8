import { API_BASE, IDEMPOTENCY_HEADER } from '@red-points/shared/contracts';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { nextKey, startTestApp, type TestApp } from '../support/app.ts';
import { budgetOf, expectBudgetsHold, expectWithin, setBudget } from '../support/budgets.ts';
import {
  type Cast,
  fileClaim,
  hourlyTerms,
  planBody,
  principalOf,
  publishRule,
  signInCast,
} from '../support/earning.ts';
import { HttpServerProcess } from './support/http-server-process.ts';

/** Each claim is for an hour and a half at two points an hour. */
const POINTS = 3;
const ASKED_AGAIN_MAX = 200;

let t: TestApp;
let cast: Cast;
const servers: HttpServerProcess[] = [];
const period = new Date().toISOString().slice(0, 4);

beforeAll(async () => {
  t = await startTestApp({ startMs: Date.now() });
  cast = await signInCast(t);
  await publishRule(cast, 'ZY-01', hourlyTerms());
  await publishRule(cast, 'ZY-03', hourlyTerms({ publicityDays: 3, category: 'culture' }));
  await publishRule(cast, 'ZY-05', hourlyTerms({ category: 'mediation' }));
  for (let index = 0; index < 2; index += 1) {
    const server = new HttpServerProcess(t.config);
    await server.start();
    servers.push(server);
  }
});
afterAll(async () => {
  await Promise.all(servers.map((server) => server.kill()));
  await t.close();
});

const yesterday = new Date(Date.now() - 86_400_000).toISOString().slice(0, 10);

async function manyClaims(count: number, ruleCode: string): Promise<string[]> {
  const ids: string[] = [];
  for (let index = 0; index < count; index += 1) {
    const { personId } = await t.enterResident();
    ids.push(await fileClaim(cast, personId, { ruleCode, occurredOn: yesterday }));
  }
  return ids;
}

interface Answer {
  readonly status: number;
  readonly code: string | undefined;
}

/** Posts to the server that is meant, asking again with the same key until there is an answer that counts. */
async function post(server: () => HttpServerProcess, path: string, body: unknown): Promise<Answer> {
  const { accessToken } = t.context.tokens.issue(principalOf(t, cast.secretary));
  const headers = {
    authorization: `Bearer ${accessToken}`,
    'content-type': 'application/json',
    [IDEMPOTENCY_HEADER]: nextKey(),
  };
  for (let attempt = 1; attempt <= ASKED_AGAIN_MAX; attempt += 1) {
    const answer = await fetch(`${server().url}${API_BASE}${path}`, {
      method: 'POST',
      headers,
      body: JSON.stringify(body),
    }).catch(() => null);
    if (answer !== null && answer.status < 500) {
      const { code } = (await answer.json()) as { code?: string };
      return { status: answer.status, code };
    }
    await answer?.body?.cancel();
    await new Promise((resolve) => setTimeout(resolve, 250));
  }
  throw new Error(`${path} had no answer that counts`);
}

const approve = (server: () => HttpServerProcess, claimId: string): Promise<Answer> =>
  post(server, `/reviews/claim/${claimId}/decision`, { decision: 'approve' });

const serverOf = (index: number) => (): HttpServerProcess => {
  const server = servers[index % servers.length];
  if (server === undefined) throw new Error('there is no server');
  return server;
};

/** Looks at the budgets again and again while something happens. */
async function watched<T>(happening: Promise<T>): Promise<T> {
  let over = false;
  const watching = (async () => {
    while (!over) {
      await expectWithin(t);
      await new Promise((resolve) => setTimeout(resolve, 5));
    }
  })();
  try {
    return await happening;
  } finally {
    over = true;
    await watching;
  }
}

const countOf = (answers: readonly Answer[], code: string | undefined): number =>
  answers.filter((answer) => answer.code === code).length;

it('two processes approve for the last points at once: exactly what there is, the others are told, nobody is over', async () => {
  const [now, inPublicity] = [await manyClaims(40, 'ZY-01'), await manyClaims(24, 'ZY-03')];
  await setBudget(cast.secretary, 25 * POINTS + 1, { category: 'volunteering', period });
  await setBudget(cast.secretary, 14 * POINTS + 2, { category: 'culture', period });
  const answers = await watched(
    Promise.all([now, inPublicity].map((ids) => Promise.all(ids.map((id, index) => approve(serverOf(index), id))))),
  );
  expect(answers.map((each) => countOf(each, undefined))).toEqual([25, 14]);
  expect(answers.map((each) => countOf(each, 'budget_short'))).toEqual([15, 10]);
  expect(await budgetOf(cast.secretary, `jinxiu:volunteering:${period}`)).toMatchObject({
    used: 25 * POINTS,
    reserved: 0,
    left: 1,
  });
  expect(await budgetOf(cast.secretary, `jinxiu:culture:${period}`)).toMatchObject({ used: 0, reserved: 42, left: 2 });
  await expectBudgetsHold(t);
});

it('activities and claims compete for a budget above them all, over two processes', async () => {
  const district = await t.signIn('district_admin', 'wanglan');
  const before = await budgetOf(cast.secretary, `jinxiu:volunteering:${period}`);
  await setBudget(district, 2_000, { category: 'volunteering', period, version: before.version });
  const used = before.used;
  await setBudget(district, used + 500, { unitId: 'qihe', category: 'volunteering', period }).catch(() => undefined);
  await setBudget(district, used + 500, { unitId: 'wanglan', category: 'all', period });
  const plans: { activityId: string; version: number }[] = [];
  for (let index = 0; index < 8; index += 1) {
    const body = planBody(t, { pointsPlanned: 100 });
    const planned = principalOf(t, cast.organiser);
    const activity = await t.context.activities.plan(planned, {
      ...(body as unknown as Parameters<typeof t.context.activities.plan>[1]),
      stayMinutesMin: 30,
      signUpNeeded: false,
      description: '',
    });
    if ('refused' in activity) throw new Error(activity.refused);
    const submitted = await t.context.activities.submit(planned, activity._id, activity.version);
    if ('refused' in submitted) throw new Error(submitted.refused);
    plans.push({ activityId: submitted._id, version: submitted.version });
  }
  const answers = await watched(
    Promise.all(
      plans.map(({ activityId, version }, index) =>
        post(serverOf(index), `/activities/${activityId}/decision`, { decision: 'approve', version }),
      ),
    ),
  );
  const approved = countOf(answers, undefined);
  expect(countOf(answers, 'budget_short')).toBe(8 - approved);
  const room = await budgetOf(district, `wanglan:all:${period}`);
  // What another test's credits hold of it, and whole hundreds.
  expect(approved).toBe(Math.floor((500 - 42) / 100));
  expect(room.left).toBeGreaterThanOrEqual(0);
  expect(room.left).toBeLessThan(100);
  await expectBudgetsHold(t);
});

it('killed hard in the middle of approvals, again and again: exactly what there is once all have asked again', async () => {
  const district = await t.signIn('district_admin', 'wanglan');
  const above = await budgetOf(district, `wanglan:all:${period}`);
  await setBudget(district, null, { unitId: 'wanglan', period, version: above.version });
  const ids = await manyClaims(60, 'ZY-05');
  const fitting = 35;
  await setBudget(cast.secretary, fitting * POINTS + 2, { category: 'mediation', period });
  let answered = 0;
  const all = Promise.all(
    ids.map(async (id, index) => {
      const answer = await approve(serverOf(index), id);
      answered += 1;
      return answer;
    }),
  );
  const killing = (async () => {
    for (const threshold of [3, 25]) {
      while (answered < threshold) await new Promise((resolve) => setTimeout(resolve, 5));
      await servers[0]?.kill();
      await servers[0]?.start();
    }
  })();
  const answers = await watched(all);
  await killing;
  expect(countOf(answers, undefined)).toBe(fitting);
  expect(countOf(answers, 'budget_short')).toBe(ids.length - fitting);
  // Whatever the killed ones left between a posting and its mark, the jobs bring to its end.
  await t.context.credits.postDue();
  await t.context.jobs.runNow('budgets.sweep');
  expect(await budgetOf(cast.secretary, `jinxiu:mediation:${period}`)).toMatchObject({
    used: fitting * POINTS,
    reserved: 0,
    left: 2,
  });
  await expectBudgetsHold(t);
});
