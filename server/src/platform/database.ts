import {
  type Collection,
  type CreateCollectionOptions,
  type Db,
  type Document,
  type IndexDescription,
  MongoBulkWriteError,
  type MongoClient,
  type OptionalUnlessRequiredId,
} from 'mongodb';
import mongoose, { type Connection } from 'mongoose';

/** One database, through Mongoose for documents that people edit and through the driver for the hot path; one pool. */
export interface Database {
  /** For Mongoose models: `connection.model(name, schema, collection)`. */
  readonly connection: Connection;
  /** The driver's own view of the same database. */
  readonly db: Db;
  readonly client: MongoClient;
  close(): Promise<void>;
}

export interface DatabaseOptions {
  /** Most connections at once. */
  readonly poolSizeMax?: number;
  /** How long to look for a primary before giving up, in milliseconds. */
  readonly serverSelectionTimeoutMs?: number;
}

/** A write that is not settled within this time counts as unknown. */
const WRITE_TIMEOUT_MS = 10_000;

/**
 * Connects to a replica set or sharded cluster. Every write waits for a journaled majority unless it says otherwise.
 * Indexes are made by `ensureCollections`, never by a model on its own.
 */
export async function connectDatabase(uri: string, options: DatabaseOptions = {}): Promise<Database> {
  const connection = mongoose.createConnection(uri, {
    autoIndex: false,
    autoCreate: false,
    maxPoolSize: options.poolSizeMax ?? 50,
    serverSelectionTimeoutMS: options.serverSelectionTimeoutMs ?? 10_000,
    retryWrites: true,
    writeConcern: { w: 'majority', journal: true, wtimeoutMS: WRITE_TIMEOUT_MS },
    readPreference: 'primary',
  });
  await connection.asPromise();
  // Mongoose brings its own copy of the same driver version: the classes are equal in all but their declaration.
  const client = connection.getClient() as unknown as MongoClient;
  return { connection, client, db: client.db(connection.name), close: () => connection.close() };
}

/** Whether an error says that a unique index holds an equal document already. */
export function isDuplicateKey(error: unknown): boolean {
  return typeof error === 'object' && error !== null && 'code' in error && error.code === 11_000;
}

/**
 * Inserts documents; those that are there already, by their id or another unique index, stay as they are.
 * @returns how many are new
 */
export async function insertMissing<T extends Document>(
  collection: Collection<T>,
  documents: readonly OptionalUnlessRequiredId<T>[],
): Promise<number> {
  if (documents.length === 0) return 0;
  try {
    return (await collection.insertMany([...documents], { ordered: false })).insertedCount;
  } catch (error) {
    if (duplicatesOnly(error) === null) throw error;
    return (error as MongoBulkWriteError).insertedCount;
  }
}

/**
 * Which writes of one unordered command failed, by their places in it, where all that did met a document that is there already; null for any
 * other error. An error tells of its first failure only: another kind may stand behind it.
 */
export function duplicatesOnly(error: unknown): readonly number[] | null {
  if (!(error instanceof MongoBulkWriteError)) return null;
  const failures = [error.writeErrors].flat();
  return failures.length > 0 && failures.every((failure) => isDuplicateKey(failure))
    ? failures.map(({ index }) => index)
    : null;
}

/** The index that a duplicate-key error names, by its fields joined with a comma; empty where it names none. */
export function duplicateKeyFields(error: unknown): string {
  if (!isDuplicateKey(error)) return '';
  const pattern = (error as { keyPattern?: Record<string, unknown> }).keyPattern;
  return pattern === undefined ? '' : Object.keys(pattern).join(',');
}

/**
 * An index of the documents in which a field is a text, unique or not. The database uses such an index only for a question
 * that it can tell to lie within: an equality lies within "greater than the empty text", but not within "is a text".
 */
export function textIndex(field: string, options: { unique?: true } = {}): IndexDescription {
  const name = `${field.replaceAll('.', '_')}_text`;
  return { name, key: { [field]: 1 }, ...options, partialFilterExpression: { [field]: { $gt: '' } } };
}

/** An index of the documents in which a date is set: for jobs that take up what is due. Asked by `dueBy`. */
export function dueIndex(name: string, field: string): IndexDescription {
  return { name, key: { [field]: 1 }, partialFilterExpression: { [field]: { $type: 'date' } } };
}

/** What has come due by an instant, in milliseconds. The type is named so that `dueIndex` is used. */
export function dueBy(nowMs: number): { $type: 'date'; $lte: Date } {
  return { $type: 'date', $lte: new Date(nowMs) };
}

/** How a noun makes one of its collections: its options apply only where it does not exist yet. */
export interface CollectionPlan {
  readonly name: string;
  readonly options?: CreateCollectionOptions;
  readonly indexes?: readonly IndexDescription[];
}

const NAMESPACE_EXISTS = 48;

/** Makes a collection and its indexes where they are missing. Safe to repeat and to run in two processes at once. */
export async function ensureCollection(db: Db, plan: CollectionPlan): Promise<Collection<Document>> {
  try {
    await db.createCollection(plan.name, plan.options);
  } catch (error) {
    if ((error as { code?: unknown }).code !== NAMESPACE_EXISTS) throw error;
  }
  const collection = db.collection(plan.name);
  if (plan.indexes !== undefined && plan.indexes.length > 0) await collection.createIndexes([...plan.indexes]);
  return collection;
}

/** Indexes of a collection that earlier versions made and that are not wanted any more. */
export interface RetiredIndexes {
  readonly collection: string;
  readonly names: readonly string[];
}

/** Drops what is there of some retired indexes. Safe to repeat and to run in two processes at once. */
export async function dropRetiredIndexes(db: Db, retired: readonly RetiredIndexes[]): Promise<void> {
  for (const { collection, names } of retired) {
    const there = await indexNames(db, collection);
    for (const name of names) {
      if (!there.has(name)) continue;
      try {
        await db.collection(collection).dropIndex(name);
      } catch (error) {
        // Another process was faster.
        if ((error as { code?: unknown }).code !== INDEX_NOT_FOUND) throw error;
      }
    }
  }
}

const INDEX_NOT_FOUND = 27;
const NAMESPACE_NOT_FOUND = 26;

async function indexNames(db: Db, collection: string): Promise<ReadonlySet<string>> {
  try {
    const indexes = await db.collection(collection).indexes();
    return new Set(indexes.flatMap(({ name }) => name ?? []));
  } catch (error) {
    if ((error as { code?: unknown }).code !== NAMESPACE_NOT_FOUND) throw error;
    return new Set();
  }
}
