import type { ChildProcess } from 'node:child_process';
import { createApp } from '@red-points/server/app';
import type { BatchRecord } from '@red-points/server/batches/index';
import { LEDGER_COLLECTION } from '@red-points/server/ledger/index';
import { connectDatabase } from '@red-points/server/platform/database';
import { batchHeadSchema, isRefusal } from '@red-points/shared/contracts';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { nextKey, startTestApp, type TestApp } from '../support/app.ts';
import { batchBody, manyPeople } from '../support/batches.ts';
import { expectBudgetsHold, expectWithin, setBudget } from '../support/budgets.ts';
import { type Cast, hourlyTerms, principalOf, publishRule, signInCast } from '../support/earning.ts';
import type { BatchWorkerMessage, BatchWorkerSettings } from './support/batch-worker.ts';
import { dyingDatabase } from './support/dying-database.ts';
import { forkWorker, killHard } from './support/forked.ts';

type Context = TestApp['context'];

let t: TestApp;
let cast: Cast;
let people: { personId: string; accountId: string }[];
/** Every batch has a day of its own: no two have the same item. */
let day = 0;

beforeAll(async () => {
  t = await startTestApp();
  cast = await signInCast(t);
  await publishRule(cast, 'ZY-01', hourlyTerms());
  people = await manyPeople(t, 1_000);
  await setBudget(cast.secretary, 10_000_000, { period: '2026' });
});
afterAll(async () => {
  await expectBudgetsHold(t);
  await t.close();
});

/** What somebody files, with the identity under which they repeat it. */
function filing(count: number) {
  day += 1;
  const date = new Date(t.clock.now() - day * 86_400_000).toISOString().slice(0, 10);
  const items = people.slice(0, count).map(({ personId }) => ({ personId, date, minutes: 90 }));
  const head = batchHeadSchema.parse(batchBody([]));
  const principal = principalOf(t, cast.officer);
  const request = { caller: principal.userId, key: nextKey(), fingerprint: 'the same' };
  return (context: Context) => context.batches.file(principal, { head, items }, request);
}

function kept(batch: BatchRecord | Awaited<ReturnType<Context['batches']['file']>> | null): BatchRecord {
  if (batch === null || isRefusal(batch)) throw new Error(`there is no batch: ${batch?.refused}`);
  return batch;
}

async function confirmed(count: number): Promise<BatchRecord> {
  const batch = kept(await filing(count)(t.context));
  const principal = principalOf(t, cast.secretary);
  const request = { caller: principal.userId, key: nextKey(), fingerprint: 'the same' };
  return kept(await t.context.batches.confirm(principal, batch._id, request));
}

async function expectPostedOnce(batchId: string, count: number): Promise<void> {
  const batch = kept(await t.context.batches.get(batchId));
  expect(batch).toMatchObject({ state: 'posted', counts: { posted: count, refused: 0, granted: 3 * count } });
  const own = { 'source.kind': 'batch_item', 'source.id': { $gte: `${batchId}:`, $lt: `${batchId};` } };
  expect(await t.database.db.collection(LEDGER_COLLECTION).countDocuments(own)).toBe(count);
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

describe('a process killed between any two writes', () => {
  it('of a filing: the same request again files it whole, once', async () => {
    for (let lastWrite = 0; ; lastWrite += 1) {
      const file = filing(300);
      const died = await runAndDie(file, lastWrite);
      const batch = kept(await file(t.context));
      expect(batch, `after ${lastWrite} writes`).toMatchObject({
        state: 'filed',
        counts: { items: 300, accepted: 300, points: 900, people: 300 },
      });
      const slices = await t.database.db.collection('batch_slices').find({ batchId: batch._id }).toArray();
      expect(slices.flatMap(({ items }) => items)).toHaveLength(300);
      if (!died) return;
    }
  });

  it('of a posting: the next run posts what is missing, each item once', async () => {
    for (let lastWrite = 0; ; lastWrite += 1) {
      const { _id } = await confirmed(300);
      const died = await runAndDie((context) => context.batches.post(_id), lastWrite);
      await expectWithin(t);
      await t.context.batches.post(_id);
      await expectPostedOnce(_id, 300);
      if (!died) {
        expect(lastWrite).toBeGreaterThan(3);
        return;
      }
    }
  });
});

async function startWorker(batchId: string): Promise<ChildProcess> {
  const settings: BatchWorkerSettings = { config: t.config, batchId, nowMs: t.clock.now() };
  const { child } = await forkWorker<BatchWorkerMessage>('./batch-worker.ts', JSON.stringify(settings));
  return child;
}

/** Lets a process post until so many items are written down, then kill -9. */
async function postAndKill(batchId: string, enough: number): Promise<void> {
  const child = await startWorker(batchId);
  const reached = new Promise<void>((resolve) => {
    child.on('message', (message: BatchWorkerMessage) => {
      // The one before may have been so quick that there is nothing left to post.
      if ('ended' in message || ('posted' in message && message.posted >= enough)) resolve();
    });
    child.once('exit', () => resolve());
  });
  child.send('post');
  await reached;
  await killHard(child);
}

it('processes killed hard in the middle of a posting: what others go on with is posted once each', async () => {
  const { _id } = await confirmed(1_000);
  await postAndKill(_id, 1);
  await postAndKill(_id, 500);
  await expectWithin(t);
  const halfway = kept(await t.context.batches.get(_id));
  expect(halfway.state === 'posted' || halfway.counts.posted <= 1_000).toBe(true);
  // Two more at once, one of them here.
  const [child] = await Promise.all([startWorker(_id), t.context.batches.post(_id)]);
  await killHard(child);
  await t.context.batches.post(_id);
  // Who comes when nothing is left ends, too.
  await postAndKill(_id, 1_001);
  await expectPostedOnce(_id, 1_000);
});

it('two processes that post at once post each item once', async () => {
  const { _id } = await confirmed(1_000);
  const other = await startTestApp({ sharing: t });
  await Promise.all([t.context.batches.post(_id), other.context.batches.post(_id), t.context.batches.post(_id)]);
  await expectPostedOnce(_id, 1_000);
  await other.app.close();
  await other.database.close();
});
