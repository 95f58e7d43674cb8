import { randomBytes } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { freshDatabase } from '@red-points/scripts/mongo/index';
import { ensureCollections } from '@red-points/server/collections';
import { type Db, MongoClient } from 'mongodb';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { startTestApp } from '../support/app.ts';
import {
  collectionsWithDocuments,
  type DatabaseKind,
  type PooledDatabase,
  takeDatabase,
} from '../support/database-pool.ts';

// A pool of each test's own: whoever else runs meanwhile would take what is given back here.
const run = process.env.TEST_RUN;
beforeEach(() => {
  process.env.TEST_RUN = randomBytes(4).toString('hex');
});
afterEach(() => {
  process.env.TEST_RUN = run;
});

/** Less than the product's, which takes long to make. */
const small: DatabaseKind = {
  make: async (db) => {
    await db.collection('claims').createIndex({ state: 1 }, { name: 'state' });
    await db.createCollection('people');
  },
  renew: async () => {},
};

async function using<T>(database: { readonly uri: string }, work: (db: Db) => Promise<T>): Promise<T> {
  const client = new MongoClient(database.uri);
  try {
    return await work(client.db());
  } finally {
    await client.close();
  }
}

async function documentsIn(db: Db): Promise<Record<string, number>> {
  const names = (await collectionsWithDocuments(db)).sort();
  const counts = await Promise.all(names.map((name) => db.collection(name).countDocuments()));
  return Object.fromEntries(names.map((name, at) => [name, counts[at] ?? 0]));
}

describe('a database of the tests', () => {
  it('goes from one test to the next, and holds then what a new one holds', async () => {
    const first = await startTestApp();
    await first.signInResident();
    await first.signIn('community_admin', 'jinxiu');
    await first.close();
    const again = await takeDatabase();
    expect(again.name).toBe(first.database.db.databaseName);
    const fresh = freshDatabase();
    const asNew = await using(fresh, async (db) => {
      await ensureCollections(db);
      return documentsIn(db);
    });
    await fresh.drop();
    expect(await using(again, documentsIn)).toEqual(asNew);
    expect(await again.giveBack()).toBe('kept');
  });

  it('tells of changes from now on, not from where the last test began', async () => {
    const startOf = (database: PooledDatabase) =>
      using(database, async (db) => (await db.collection('notification_follow').findOne({}))?.startAt);
    const first = await takeDatabase();
    const before = await startOf(first);
    await first.giveBack();
    const again = await takeDatabase();
    expect(again.name).toBe(first.name);
    expect((await startOf(again)).greaterThan(before)).toBe(true);
    await again.giveBack();
  });

  it('is held by one at a time', async () => {
    await (await takeDatabase(small)).giveBack();
    const taken = await Promise.all([takeDatabase(small), takeDatabase(small), takeDatabase(small)]);
    expect(new Set(taken.map(({ name }) => name)).size).toBe(3);
    for (const database of taken) expect(await database.giveBack()).toBe('kept');
  });

  it('waits for whoever still writes when it is given back', async () => {
    const first = await takeDatabase(small);
    const straggler = using(first, async (db) => {
      for (let turn = 0; turn < 12; turn += 1) {
        await db.collection('claims').insertOne({ turn });
        await sleep(25);
      }
    });
    await sleep(50);
    expect(await first.giveBack()).toBe('kept');
    const again = await takeDatabase(small);
    await straggler;
    expect(again.name).toBe(first.name);
    expect(await using(again, (db) => db.collection('claims').countDocuments())).toBe(0);
    await again.giveBack();
  });

  it('is thrown away where somebody stays connected', async () => {
    const first = await takeDatabase(small);
    await using(first, async (db) => {
      await db.collection('claims').insertOne({});
      expect(await first.giveBack()).toBe('dropped');
    });
    const next = await takeDatabase(small);
    expect(next.name).not.toBe(first.name);
    await next.giveBack();
  });

  const changes: readonly (readonly [what: string, change: (db: Db) => Promise<unknown>])[] = [
    ['lost an index', (db) => db.collection('claims').dropIndex('state')],
    ['got an index', (db) => db.collection('claims').createIndex({ another: 1 })],
    ['lost a collection', (db) => db.collection('claims').drop()],
    ['got a collection', (db) => db.collection('another').insertOne({})],
    ['got a view', (db) => db.createCollection('view', { viewOn: 'claims', pipeline: [] })],
    ['got another rule for a collection', (db) => db.command({ collMod: 'claims', validator: { a: 1 } })],
    ['got a role', (db) => db.command({ createRole: 'another', privileges: [], roles: [] })],
    ['got a user', (db) => db.command({ createUser: 'another', pwd: 'secret', roles: [] })],
    ['notes what it is asked', (db) => db.command({ profile: 1, slowms: 50_000 })],
  ];
  it.each(changes)('is thrown away once it %s', async (_what, change) => {
    const first = await takeDatabase(small);
    await using(first, change);
    expect(await first.giveBack()).toBe('dropped');
    await using(first, async (db) => {
      await db.command({ dropAllRolesFromDatabase: 1 });
      await db.command({ dropAllUsersFromDatabase: 1 });
      await db.command({ profile: 0, slowms: 100 });
    });
    const next = await takeDatabase(small);
    expect(next.name).not.toBe(first.name);
    await next.giveBack();
  });
});
