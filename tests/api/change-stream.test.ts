import { freshDatabase } from '@red-points/scripts/mongo/index';
import { isHistoryLost, readBatch } from '@red-points/server/platform/change-stream';
import { connectDatabase } from '@red-points/server/platform/database';
import type { ChangeStream } from 'mongodb';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

/** More batches than a stream that is told of its end needs; one that is not would be read for ever. */
const BATCHES_MAX = 200;

describe('a change stream that ends', () => {
  const fresh = freshDatabase();
  let database: Awaited<ReturnType<typeof connectDatabase>>;
  beforeAll(async () => {
    database = await connectDatabase(fresh.uri);
  });
  afterAll(async () => {
    await database.close();
    await fresh.drop();
  });

  async function open(name: string): Promise<ChangeStream> {
    const things = database.db.collection(name);
    await things.insertOne({ a: 1 });
    const stream = things.watch([{ $match: { operationType: 'insert' } }], { maxAwaitTimeMS: 50 });
    await read(stream);
    return stream;
  }
  const read = (stream: ChangeStream) => readBatch(stream, 10, new AbortController().signal);
  async function readOn(stream: ChangeStream): Promise<unknown> {
    for (let batch = 0; batch < BATCHES_MAX; batch += 1) {
      try {
        await read(stream);
      } catch (error) {
        return error;
      }
    }
    return null;
  }

  it('says so where its collection is gone, though nobody asked for that kind of change', async () => {
    const stream = await open('dropped');
    expect((await read(stream)).changes).toEqual([]);
    await database.db.collection('dropped').drop();
    const error = await readOn(stream);
    expect(error).toBeInstanceOf(Error);
    expect(isHistoryLost(error)).toBe(false);
    await stream.close();
  });

  it('says so where it was closed', async () => {
    const stream = await open('closed');
    await stream.close();
    expect(await readOn(stream)).toBeInstanceOf(Error);
  });

  it('is silent where whoever reads it was told to stop', async () => {
    const stream = await open('stopped');
    await stream.close();
    const stopped = AbortSignal.abort();
    expect(await readBatch(stream, 10, stopped)).toEqual({ changes: [], token: null });
  });
});
