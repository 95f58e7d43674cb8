import { statSync } from 'node:fs';
import { createServer } from 'node:http';
import path from 'node:path';
import { MongoClient } from 'mongodb';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { freePort, Installation, isAlive, type Running, until } from './support/product.ts';

let installation: Installation;

beforeEach(async () => {
  installation = new Installation(await freePort());
});

afterEach(() => installation.remove());

async function withClient<T>(work: (client: MongoClient) => Promise<T>): Promise<T> {
  const client = new MongoClient(installation.databaseUri(), { serverSelectionTimeoutMS: 60_000 });
  try {
    return await work(client);
  } finally {
    await client.close();
  }
}

const keep = (value: string): Promise<unknown> =>
  withClient((client) =>
    client
      .db()
      .collection('kept')
      .insertOne({ value }, { writeConcern: { w: 'majority', journal: true } }),
  );

const kept = (): Promise<string[]> =>
  withClient(async (client) =>
    (await client.db().collection('kept').find().toArray()).map(({ value }) => String(value)),
  );

async function stop(running: Running): Promise<void> {
  const { pid } = installation.database();
  const startedAtMs = Date.now();
  running.signal('SIGTERM');
  expect(await running.ended).toBe(0);
  process.stdout.write(`stopped after ${Date.now() - startedAtMs} ms\n`);
  expect(isAlive(pid)).toBe(false);
}

describe('npm start', () => {
  test('says where it runs and on what, and stops server and database when its group is told to', async () => {
    const npm = installation.run('npm', ['start']);
    await installation.ready(npm);
    expect(npm.output()).toContain(`${installation.url}/`);
    expect(npm.output()).toMatch(/MongoDB \d+\.\d+\.\d+/);
    expect(await installation.isReady()).toBe(true);
    expect(statSync(path.join(installation.dataFolder, 'master-secret')).mode & 0o077).toBe(0);
    expect(statSync(installation.dataFolder).mode & 0o077).toBe(0);
    const { pid } = installation.database();
    npm.signal('SIGTERM', 'group');
    await npm.ended;
    await until('the database to stop', () => !isAlive(pid));
    expect(await installation.isReady()).toBe(false);
    expect(npm.output()).not.toMatch(/error|Not waiting/i);
  });

  test('keeps all data over a stop and a second start', async () => {
    const first = await installation.start();
    await keep('first');
    await stop(first);
    const again = await installation.start();
    expect(await kept()).toEqual(['first']);
    await stop(again);
  });

  test('says plainly that its port is taken', async () => {
    const other = createServer().listen(installation.port, '127.0.0.1');
    await until('the other program to listen', () => other.listening);
    const refused = installation.run(process.execPath, ['scripts/start.mjs']);
    expect(await refused.ended).toBe(1);
    expect(refused.output()).toContain(`Port ${installation.port} is taken`);
    expect(refused.output()).not.toMatch(/^\s+at /m);
    other.close();
  });

  test('tells a second start on the same data where the first one runs', async () => {
    const first = await installation.start();
    const second = installation.run(process.execPath, ['scripts/start.mjs'], { PORT: String(await freePort()) });
    expect(await second.ended).toBe(1);
    expect(second.output()).toContain(`runs already on ${installation.dataFolder}: ${installation.url}/`);
    expect(await installation.isReady()).toBe(true);
    await stop(first);
  });

  test('waits for one that is still stopping, as whoever starts again at once means it', async () => {
    const first = await installation.start();
    first.signal('SIGTERM');
    const again = await installation.start();
    expect(await first.ended).toBe(0);
    expect(again.output()).not.toContain('runs already');
    await stop(again);
  });

  test('names a setting that cannot be used', async () => {
    const refused = installation.run(process.execPath, ['scripts/start.mjs'], { PORT: '99999' });
    expect(await refused.ended).toBe(1);
    expect(refused.output()).toContain('PORT');
    expect(refused.output()).not.toMatch(/^\s+at /m);
  });
});
