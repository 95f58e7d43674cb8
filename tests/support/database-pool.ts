import { createHash } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { databaseOnTestReplicaSet, freshDatabase } from '@red-points/scripts/mongo/index';
import { ensureCollections } from '@red-points/server/collections';
import { ensureNotifications } from '@red-points/server/notifications/index';
import { BSON, type Collection, type Db, type Document, MongoClient } from 'mongodb';

/**
 * Databases of the product that go from test to test. To make one takes the database a hundred times as long as to empty it:
 * collections and indexes are files. What is handed out is as good as new: empty, with exactly the collections and
 * indexes that were made, and nobody connected to it any more. Where one of these cannot be told, it is thrown away.
 */
export interface PooledDatabase {
  /** Connection string; whoever goes by it is known by the database's name as their `appName`. */
  readonly uri: string;
  readonly name: string;
  /** Empties it for the next test, or drops it. Call it when everything that used it is closed. */
  giveBack(): Promise<'kept' | 'dropped'>;
}

/** What the databases of a pool are made to be. */
export interface DatabaseKind {
  readonly make: (db: Db) => Promise<unknown>;
  /** Writes again what making it leaves in it, into an emptied one. */
  readonly renew: (db: Db) => Promise<unknown>;
}

/** The one document that making the collections leaves says from where on changes are told. It names an instant. */
const product: DatabaseKind = { make: ensureCollections, renew: ensureNotifications };

/** A database of the pool, in the registry that all processes of one run share. */
interface PoolRecord {
  readonly _id: string;
  /** Whose process dies leaves it taken: nobody has it then, and it ends with the replica set. */
  readonly state: 'free' | 'taken';
  /** What it looked like when it was made. */
  readonly shape: string;
}

/** Whoever is still connected after so long is no straggler: something of the last test still runs. */
const STILL_CONNECTED_MS = 2_000;
/** A transaction that a killed process left open is in the way for longer. */
const EMPTYING_MS = 5_000;

/** Takes a database that is like new, or makes one. */
export async function takeDatabase(kind: DatabaseKind = product): Promise<PooledDatabase> {
  const client = new MongoClient(freshDatabase().uri, { maxPoolSize: 8 });
  try {
    // One run never takes what another made: its code may have been another.
    const registry = client.db(`test_pool_${process.env.TEST_RUN ?? ''}`).collection<PoolRecord>('databases');
    const free = await registry.findOneAndUpdate({ state: 'free' }, { $set: { state: 'taken' } });
    const database = free === null ? freshDatabase() : databaseOnTestReplicaSet(free._id);
    const db = client.db(database.name);
    if (free === null) {
      await kind.make(db);
      await registry.insertOne({ _id: database.name, state: 'taken', shape: await shapeOf(db) });
    } else {
      await kind.renew(db);
    }
    const url = new URL(database.uri);
    url.searchParams.set('appName', database.name);
    return {
      uri: url.href,
      name: database.name,
      giveBack: async () => {
        try {
          if (!(await isLikeNew(db, registry))) {
            await database.drop();
            return 'dropped';
          }
          await registry.updateOne({ _id: database.name }, { $set: { state: 'free' } });
          return 'kept';
        } finally {
          await client.close();
        }
      },
    };
  } catch (error) {
    await client.close();
    throw error;
  }
}

/** Empties a database and says whether it is then what it was when it was made. */
async function isLikeNew(db: Db, registry: Collection<PoolRecord>): Promise<boolean> {
  try {
    if (!(await isLeftAlone(db))) return false;
    const made = await registry.findOne({ _id: db.databaseName });
    if (made === null || made.shape !== (await shapeOf(db))) return false;
    await empty(db);
    return true;
  } catch {
    // A view, a collection that is gone meanwhile, a lock that is held: a new one takes two seconds and is sure.
    return false;
  }
}

/**
 * Waits until nobody is connected, and nothing is done in it: what a client sent before it was closed, or killed, is
 * still carried out, and a process that a test forgot goes on writing.
 */
async function isLeftAlone(db: Db): Promise<boolean> {
  const until = Date.now() + STILL_CONNECTED_MS;
  const theirs = { $or: [{ appName: db.databaseName }, { ns: { $regex: `^${db.databaseName}\\.` } }] };
  for (let waitMs = 2; ; waitMs *= 2) {
    const admin = db.client.db('admin');
    const found = await admin.aggregate([{ $currentOp: { idleConnections: true } }, { $match: theirs }]).toArray();
    if (found.length === 0) return true;
    if (Date.now() > until) return false;
    await sleep(waitMs);
  }
}

/** Everything about a database but its documents: collections with their options, indexes, roles, users, the profiler. */
async function shapeOf(db: Db): Promise<string> {
  const collections = await db.listCollections().toArray();
  const names = collections.map(({ name }) => name).sort();
  const [first = '', ...others] = names;
  const indexesOf = (collection: string): Document[] => [
    { $indexStats: {} },
    { $project: { _id: 0, collection: { $literal: collection }, spec: 1 } },
  ];
  const [indexes, { roles }, { users }, { was, slowms, sampleRate }] = await Promise.all([
    db
      .collection(first)
      .aggregate([...indexesOf(first), ...others.map((coll) => ({ $unionWith: { coll, pipeline: indexesOf(coll) } }))])
      .toArray(),
    db.command({ rolesInfo: 1 }),
    db.command({ usersInfo: 1 }),
    db.command({ profile: -1 }),
  ]);
  const parts = [collections, indexes].map((list) => list.map((one) => BSON.EJSON.stringify(one)).sort());
  const shape = BSON.EJSON.stringify({ parts, roles, users, profiler: { was, slowms, sampleRate } });
  return createHash('sha256').update(shape).digest('hex');
}

/** Deletes all documents, and forgets how questions about them were answered best. */
async function empty(db: Db): Promise<void> {
  const written = await collectionsWithDocuments(db);
  await Promise.all(
    written.map(async (name) => {
      await db.collection(name).deleteMany({}, { maxTimeMS: EMPTYING_MS });
      await db.command({ planCacheClear: name });
    }),
  );
}

/** The names of the collections that hold a document, asked in one query. */
export async function collectionsWithDocuments(db: Db): Promise<string[]> {
  const collections = await db.listCollections({}, { nameOnly: true }).toArray();
  const [first = '', ...others] = collections.map(({ name }) => name);
  const oneOf = (name: string): Document[] => [{ $limit: 1 }, { $project: { _id: 0, name: { $literal: name } } }];
  const found = await db
    .collection(first)
    .aggregate([...oneOf(first), ...others.map((coll) => ({ $unionWith: { coll, pipeline: oneOf(coll) } }))])
    .toArray();
  return found.map(({ name }) => String(name));
}
