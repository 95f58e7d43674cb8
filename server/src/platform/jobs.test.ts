import { freshDatabase } from '@red-points/scripts/mongo/index';
import { MongoClient } from 'mongodb';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createJobRunner, type JobRunner } from './jobs.ts';

const database = freshDatabase();
const client = new MongoClient(database.uri);
const runners: JobRunner[] = [];
let nextId = 0;

beforeAll(() => client.connect());
afterAll(async () => {
  await Promise.all(runners.map((runner) => runner.stop()));
  await client.close();
  await database.drop();
});

function newRunner(options: { leaseMs?: number; onError?: (name: string, error: unknown) => void } = {}): JobRunner {
  const ids = { next: () => `runner-${nextId++}` };
  const runner = createJobRunner(client.db(), { now: () => 42 }, ids, options);
  runners.push(runner);
  return runner;
}

async function until(condition: () => boolean): Promise<void> {
  while (!condition()) await new Promise((resolve) => setTimeout(resolve, 10));
}

test('a job run by hand gets the injected time and is done', async () => {
  const runner = newRunner();
  let nowMs = 0;
  runner.register({ name: 'by-hand', everyMs: 60_000, run: async (context) => (nowMs = context.nowMs) });
  expect(await runner.runNow('by-hand')).toBe('done');
  expect(nowMs).toBe(42);
});

test('two processes never run one job at once', async () => {
  let running = 0;
  let runningMax = 0;
  let runs = 0;
  const job = {
    name: 'exclusive',
    everyMs: 1,
    run: async () => {
      running += 1;
      runs += 1;
      runningMax = Math.max(runningMax, running);
      await new Promise((resolve) => setTimeout(resolve, 30));
      running -= 1;
    },
  };
  const [one, other] = [newRunner(), newRunner()];
  one.register(job);
  other.register(job);
  await Promise.all([one.start(), other.start()]);
  await until(() => runs >= 4);
  await Promise.all([one.stop(), other.stop()]);
  expect(runningMax).toBe(1);
});

test('while one process runs a job, another is told so', async () => {
  const [one, other] = [newRunner(), newRunner()];
  let finish = (): void => undefined;
  let begun = false;
  const finished = new Promise<void>((resolve) => {
    finish = resolve;
  });
  one.register({
    name: 'long',
    everyMs: 60_000,
    run: () => {
      begun = true;
      return finished;
    },
  });
  other.register({ name: 'long', everyMs: 60_000, run: async () => undefined });
  const run = one.runNow('long');
  await until(() => begun);
  expect(await other.runNow('long')).toBe('leased_elsewhere');
  finish();
  expect(await run).toBe('done');
  expect(await other.runNow('long')).toBe('done');
});

test('the lease of a process that died is taken over when it runs out', async () => {
  await client
    .db()
    .collection<{ _id: string }>('job_leases')
    .insertOne({ _id: 'orphan', owner: 'dead', leaseExpiresAt: new Date(Date.now() + 300), dueAt: new Date(0) } as {
      _id: string;
    });
  const runner = newRunner();
  runner.register({ name: 'orphan', everyMs: 60_000, run: async () => undefined });
  let outcome = await runner.runNow('orphan');
  expect(outcome).toBe('leased_elsewhere');
  while (outcome !== 'done') outcome = await runner.runNow('orphan');
});

test('a failure reaches who asked, is noted, and does not keep the lease', async () => {
  const runner = newRunner();
  let fails = true;
  runner.register({
    name: 'failing',
    everyMs: 60_000,
    run: async () => {
      if (fails) throw new Error('no luck');
    },
  });
  await expect(runner.runNow('failing')).rejects.toThrow('no luck');
  const lease = await client.db().collection<{ _id: string }>('job_leases').findOne({ _id: 'failing' });
  expect(lease).toMatchObject({ owner: null, lastError: 'no luck' });
  fails = false;
  expect(await runner.runNow('failing')).toBe('done');
});

test('a long job learns that the runner stops', async () => {
  const runner = newRunner();
  let begun = false;
  runner.register({
    name: 'patient',
    everyMs: 60_000,
    run: ({ signal }) =>
      new Promise<void>((resolve) => {
        begun = true;
        signal.addEventListener('abort', () => resolve());
      }),
  });
  const run = runner.runNow('patient');
  await until(() => begun);
  await runner.stop();
  expect(await run).toBe('done');
});
