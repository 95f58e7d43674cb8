import type { Database } from '@red-points/server/platform/database';
import {
  type ClientSession,
  type Collection,
  type Db,
  type Document,
  type MongoClient,
  MongoServerError,
} from 'mongodb';

const WRITES = new Set([
  'insertOne',
  'insertMany',
  'updateOne',
  'updateMany',
  'findOneAndUpdate',
  'deleteMany',
  'bulkWrite',
]);

/** The writes of a process that stops for good at one of them: nothing that it would do later reaches the database. */
export interface DyingDatabase {
  readonly database: Database;
  /** Writes so far. */
  writes(): number;
  /** Resolves when the process has died. */
  readonly died: Promise<void>;
}

export interface Dying {
  /** Every transaction finds at its end that another writer was in the way, and is undone. */
  readonly othersInTheWay?: boolean;
}

const WRITE_CONFLICT = 112;

/**
 * A database as a process sees it that is killed right after its n-th write was acknowledged (0: before the first), so
 * that it never gets to know the answer. A transaction is one write, when it is committed: before that it is undone.
 */
export function dyingDatabase(
  real: Database,
  lastWrite: number,
  { othersInTheWay = false }: Dying = {},
): DyingDatabase {
  let count = 0;
  let reportDeath: () => void = () => undefined;
  const died = new Promise<void>((resolve) => {
    reportDeath = resolve;
  });
  const never = new Promise<never>(() => undefined);

  async function write(run: () => Promise<unknown>): Promise<unknown> {
    if (count >= lastWrite) {
      reportDeath();
      return never;
    }
    count += 1;
    const number = count;
    const answer = await run();
    if (number < lastWrite) return answer;
    reportDeath();
    return never;
  }

  const client = new Proxy(real.db.client, {
    get: (target: MongoClient, name) => {
      if (name !== 'startSession') return bound(target, name);
      return (...parts: Parameters<MongoClient['startSession']>) => dyingAtCommit(target.startSession(...parts));
    },
  });

  const db = new Proxy(real.db, {
    get: (target, name) => {
      if (name === 'collection') return (collection: string) => guarded(target.collection(collection));
      if (name === 'command') {
        return (command: Document, options: Document) => {
          const run = () => target.command(command, options);
          return 'insert' in command ? write(run) : run();
        };
      }
      return name === 'client' ? client : bound(target, name);
    },
  });

  function dyingAtCommit(session: ClientSession): ClientSession {
    const commit = session.commitTransaction.bind(session);
    session.commitTransaction = async () => {
      if (!othersInTheWay) return (await write(commit)) as undefined;
      await session.abortTransaction();
      throw new MongoServerError({ code: WRITE_CONFLICT, errmsg: 'another writer was in the way' });
    };
    return session;
  }

  function guarded(collection: Collection): Collection {
    return new Proxy(collection, {
      get: (target, name) => {
        const value = bound(target, name);
        if (typeof name !== 'string' || !WRITES.has(name) || typeof value !== 'function') return value;
        return (...parts: unknown[]) => {
          const run = () => (value as (...all: unknown[]) => Promise<unknown>)(...parts);
          return parts.some(isInTransaction) ? run() : write(run);
        };
      },
    });
  }

  return { database: { ...real, db: db as Db }, writes: () => count, died };
}

function isInTransaction(part: unknown): boolean {
  return typeof part === 'object' && part !== null && 'session' in part && part.session !== undefined;
}

function bound(target: object, name: string | symbol): unknown {
  const value: unknown = Reflect.get(target, name, target);
  return typeof value === 'function' ? value.bind(target) : value;
}
