import type { Database } from '@red-points/server/platform/database';
import type { Collection, Db, Document } from 'mongodb';

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

/**
 * A database as a process sees it that is killed right after its n-th write was acknowledged (0: before the first), so
 * that it never gets to know the answer. Writes of a transaction count as none: they are undone together.
 */
export function dyingDatabase(real: Database, lastWrite: number): DyingDatabase {
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

  const db = new Proxy(real.db, {
    get: (target, name) => {
      if (name === 'collection') return (collection: string) => guarded(target.collection(collection));
      if (name === 'command') {
        return (command: Document, options: Document) => {
          const run = () => target.command(command, options);
          return 'insert' in command ? write(run) : run();
        };
      }
      return bound(target, name);
    },
  });

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
