import { createApp } from '@red-points/server/app';
import { LEDGER_COLLECTION } from '@red-points/server/ledger/index';
import { connectDatabase } from '@red-points/server/platform/database';
import { isRefusal } from '@red-points/shared/contracts';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { nextKey, startTestApp, type TestApp } from '../support/app.ts';
import { type Cast, hourlyTerms, principalOf, publishRule, signInCast } from '../support/earning.ts';
import { manyWaiting } from '../support/reviewing.ts';
import { dyingDatabase } from './support/dying-database.ts';
import { forkWorker, killHard } from './support/forked.ts';
import type { ReviewRunWorkerSettings } from './support/review-run-worker.ts';

type Context = TestApp['context'];

let t: TestApp;
let cast: Cast;

beforeAll(async () => {
  t = await startTestApp();
  cast = await signInCast(t);
  await publishRule(cast, 'ZY-01', hourlyTerms());
});
afterAll(() => t.close());

/** A bulk decision over so many claims, as its request asks for it: again and again, where need be. */
async function bulk(count: number) {
  const waiting = await manyWaiting(t, cast, count);
  const principal = principalOf(t, cast.secretary);
  const request = { caller: principal.userId, key: nextKey(), fingerprint: 'the same' };
  const items = waiting.map(({ id }) => ({ kind: 'claim' as const, id }));
  const keep = async (context: Context): Promise<string> => {
    const run = await context.reviews.startRun(principal, { decision: 'approve', items }, request);
    if (isRefusal(run)) throw new Error(run.refused);
    return run._id;
  };
  return { waiting, keep };
}

async function expectDecidedOnce(runId: string, waiting: readonly { id: string; accountId: string }[]): Promise<void> {
  const { db } = t.database;
  const count = waiting.length;
  const run = await db.collection('review_runs').findOne({ _id: runId as never });
  expect(run).toMatchObject({ state: 'done', items: count, done: count, notDone: 0 });
  const ids = waiting.map(({ id }) => id);
  const records = await db
    .collection('claims')
    .find({ _id: { $in: ids as never[] } })
    .toArray();
  expect(records.every(({ state }) => state === 'posted')).toBe(true);
  for (const { history } of records) {
    expect(history.filter(({ code }: { code: string }) => code === 'approved')).toHaveLength(1);
  }
  const entries = { account: { $in: waiting.map(({ accountId }) => accountId) }, kind: 'earn' };
  expect(await db.collection(LEDGER_COLLECTION).countDocuments(entries)).toBe(count);
}

/** @returns whether the process died of it */
async function runAndDie(act: (context: Context) => Promise<unknown>, lastWrite: number): Promise<boolean> {
  const real = await connectDatabase(t.config.mongodbUri, { poolSizeMax: 4 });
  const dying = dyingDatabase(real, lastWrite);
  const process = createApp({ config: t.config, database: dying.database, clock: t.clock });
  const died = await Promise.race([act(process.context).then(() => false), dying.died.then(() => true)]);
  await real.close();
  return died;
}

describe('a bulk decision whose process is killed between any two writes', () => {
  it('while it is kept: the same request again keeps it whole', async () => {
    for (let lastWrite = 0; ; lastWrite += 1) {
      const { waiting, keep } = await bulk(260);
      const died = await runAndDie(keep, lastWrite);
      const runId = await keep(t.context);
      const slices = await t.database.db.collection('review_run_slices').find({ runId }).sort({ no: 1 }).toArray();
      expect(slices.flatMap(({ items }) => items.map(({ id }: { id: string }) => id))).toEqual(
        waiting.map(({ id }) => id),
      );
      await t.database.db.collection('review_runs').deleteOne({ _id: runId as never });
      if (!died) return;
    }
  });

  it('while it is made: the next run goes on, and every item is decided once', async () => {
    for (let lastWrite = 0; ; lastWrite += 1) {
      const { waiting, keep } = await bulk(260);
      const runId = await keep(t.context);
      const died = await runAndDie((context) => context.reviews.performRuns(), lastWrite);
      await t.context.reviews.performRuns();
      await t.context.credits.postDue();
      await expectDecidedOnce(runId, waiting);
      if (!died) {
        expect(lastWrite).toBeGreaterThan(4);
        return;
      }
    }
  });
});

it('killed hard in the middle, and gone on with by two at once: every item is decided once', async () => {
  const { waiting, keep } = await bulk(1_500);
  const runId = await keep(t.context);
  const settings: ReviewRunWorkerSettings = { config: t.config, nowMs: t.clock.now() };
  const { child } = await forkWorker('./review-run-worker.ts', JSON.stringify(settings));
  child.send('perform');
  const slices = t.database.db.collection('review_run_slices');
  while ((await slices.countDocuments({ runId, done: true })) < 1) await new Promise((next) => setTimeout(next, 5));
  await killHard(child);
  const other = await startTestApp({ sharing: t });
  await Promise.all([t.context.reviews.performRuns(), other.context.reviews.performRuns()]);
  await t.context.credits.postDue();
  await expectDecidedOnce(runId, waiting);
  await other.app.close();
  await other.database.close();
});
