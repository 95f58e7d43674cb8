import { MongoClient } from 'mongodb';
import { expect, test } from 'vitest';
import { freshDatabase } from './index.ts';

test('each fresh database is empty, its own, and able to run transactions', async () => {
  const [first, second] = [freshDatabase(), freshDatabase()];
  expect(first.name).not.toBe(second.name);
  const client = new MongoClient(first.uri);
  try {
    expect(await client.db().listCollections().toArray()).toEqual([]);
    await client.withSession((session) =>
      session.withTransaction(() => client.db().collection('things').insertOne({ n: 1 }, { session })),
    );
    expect(await client.db().collection('things').countDocuments()).toBe(1);
    expect(await client.db(second.name).collection('things').countDocuments()).toBe(0);
  } finally {
    await client.close();
    await Promise.all([first.drop(), second.drop()]);
  }
});
