import { createServer } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import { MongoClient } from 'mongodb';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { freePort, Installation, isAlive, type Running, until } from './support/product.ts';

let installation: Installation;
let client: MongoClient | undefined;

beforeEach(async () => {
  installation = new Installation(await freePort());
});

afterEach(async () => {
  await client?.close();
  client = undefined;
  await installation.remove();
});

function collection() {
  client ??= new MongoClient(installation.databaseUri(), { serverSelectionTimeoutMS: 90_000 });
  return client.db().collection<{ _id: number }>('kept', { writeConcern: { w: 'majority', journal: true } });
}

/** Writes one document after another until told to end; what it returns was acknowledged. */
function writeOn(from: number): { end(): Promise<number[]> } {
  const acknowledged: number[] = [];
  let going = true;
  const writing = (async () => {
    for (let id = from; going; id++) {
      try {
        await collection().insertOne({ _id: id });
        acknowledged.push(id);
      } catch {
        await sleep(20); // Not acknowledged: may be there or not.
      }
    }
  })();
  return {
    end: async () => {
      going = false;
      await writing;
      return acknowledged;
    },
  };
}

async function missingOf(acknowledged: number[]): Promise<number[]> {
  const there = new Set((await collection().find().toArray()).map(({ _id }) => _id));
  return acknowledged.filter((id) => !there.has(id));
}

async function killed(running: Running): Promise<void> {
  running.signal('SIGKILL');
  await running.ended;
}

describe('after kill -9', () => {
  test('of the server, the next start goes on with the database that was left running', async () => {
    const first = await installation.start();
    const { pid } = installation.database();
    const writer = writeOn(0);
    await until('some writes', async () => (await collection().estimatedDocumentCount()) > 20);
    await killed(first);
    expect(isAlive(pid)).toBe(true);
    const second = await installation.start();
    expect(installation.database().pid).toBe(pid);
    const acknowledged = await writer.end();
    expect(acknowledged.length).toBeGreaterThan(20);
    expect(await missingOf(acknowledged)).toEqual([]);
    second.signal('SIGTERM');
    expect(await second.ended).toBe(0);
    expect(isAlive(pid)).toBe(false);
  });

  test('of the database, it is started again under the running server and has every acknowledged write', async () => {
    const running = await installation.start();
    const { pid } = installation.database();
    const writer = writeOn(0);
    await until('some writes', async () => (await collection().estimatedDocumentCount()) > 20);
    process.kill(pid, 'SIGKILL');
    await until('another database process', () => installation.database().pid !== pid);
    await until('the server to be ready again', () => installation.isReady());
    const acknowledged = await writer.end();
    expect(await missingOf(acknowledged)).toEqual([]);
    // The server may have found it before whoever started it again says so.
    await until('it to be said', () => running.output().includes('The database runs again.'));
    running.signal('SIGTERM');
    expect(await running.ended).toBe(0);
  });

  test('of both, the next start recovers', async () => {
    const first = await installation.start();
    const writer = writeOn(0);
    await until('some writes', async () => (await collection().estimatedDocumentCount()) > 20);
    process.kill(installation.database().pid, 'SIGKILL');
    await killed(first);
    const second = await installation.start();
    expect(await missingOf(await writer.end())).toEqual([]);
    second.signal('SIGTERM');
    expect(await second.ended).toBe(0);
  });
});

describe('the embedded database', () => {
  test('comes back on another port, with its data, when its own is taken', async () => {
    const first = await installation.start();
    await collection().insertOne({ _id: 1 });
    await client?.close();
    client = undefined;
    first.signal('SIGTERM');
    await first.ended;
    const { port } = installation.database();
    const other = createServer().listen(port, '127.0.0.1');
    await until('the other program to listen', () => other.listening);
    const second = await installation.start();
    expect(installation.database().port).not.toBe(port);
    expect(await collection().countDocuments()).toBe(1);
    other.close();
    second.signal('SIGTERM');
    expect(await second.ended).toBe(0);
  });

  test.each([300, 1_500, 3_000])('survives a start that is told to stop after %i ms', async (afterMs) => {
    const cutShort = installation.run(process.execPath, ['scripts/start.mjs']);
    await sleep(afterMs);
    cutShort.signal('SIGTERM');
    await cutShort.ended;
    const next = await installation.start();
    next.signal('SIGTERM');
    expect(await next.ended).toBe(0);
  });
});
