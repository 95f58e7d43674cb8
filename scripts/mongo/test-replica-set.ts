import { randomBytes } from 'node:crypto';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { MongoClient } from 'mongodb';
import { obtainMongod, type Report } from './binary.ts';
import { lockHolder, tryLock } from './lock.ts';
import { memoryFolder } from './memory-folder.ts';
import { startMongod } from './mongod.ts';
import { isMongodOn, stopMongod } from './processes.ts';
import { keepExpiredDocuments, uriOf, versionOf } from './replica-set.ts';

const folderPrefix = 'red-points-test-';

export interface TestReplicaSet {
  uri: string;
  version: string;
  /** Path of the `mongod` in use, for tests that need more nodes. */
  binary: string;
  stop(): Promise<void>;
}

/**
 * Starts a real single-node replica set on a temporary folder, for one run of the tests.
 * What earlier runs left behind because they were killed is removed first.
 * @param files where its files lie: in memory, if the machine can, for tests; on the disk for whoever measures
 */
export async function startTestReplicaSet(report: Report, files: 'memory' | 'disk' = 'disk'): Promise<TestReplicaSet> {
  const inMemory = memoryFolder();
  await sweep(os.tmpdir());
  if (inMemory !== null) await sweep(inMemory);
  const binary = await obtainMongod(report);
  const parent = files === 'memory' ? (inMemory ?? os.tmpdir()) : os.tmpdir();
  const folder = mkdtempSync(path.join(parent, folderPrefix));
  const attempt = tryLock(path.join(folder, 'owner'), 'running tests');
  if ('heldBy' in attempt) throw new Error(`${folder} is taken.`);
  const database = path.join(folder, 'mongodb');
  const { pid, port } = await startMongod(binary, { database, log: path.join(folder, 'mongod.log') }, undefined);
  writeFileSync(path.join(folder, 'pid'), String(pid));
  await keepExpiredDocuments(port);
  return {
    uri: uriOf(port, 'test'),
    version: await versionOf(port),
    binary: binary.path,
    stop: async () => {
      await stopMongod(pid, database);
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

async function sweep(parent: string): Promise<void> {
  for (const name of readdirSync(parent)) {
    const folder = path.join(parent, name);
    if (!name.startsWith(folderPrefix) || lockHolder(path.join(folder, 'owner'))) continue;
    try {
      const pid = Number.parseInt(readFileSync(path.join(folder, 'pid'), 'utf8'), 10);
      const database = path.join(folder, 'mongodb');
      if (isMongodOn(pid, database)) await stopMongod(pid, database);
      rmSync(folder, { recursive: true, force: true });
    } catch {
      // Another user's, or one that is being made right now: not ours to remove.
    }
  }
}

export interface FreshDatabase {
  /** Connection string that names the database. */
  uri: string;
  name: string;
  drop(): Promise<void>;
}

/**
 * A new database of its own on the test run's replica set, for one test file. The runner starts the replica set and
 * names it in `TEST_MONGODB_URI`.
 */
export function freshDatabase(): FreshDatabase {
  return databaseOnTestReplicaSet(`test_${randomBytes(8).toString('hex')}`);
}

/** The database of this name on the test run's replica set, whether it is there or not. */
export function databaseOnTestReplicaSet(name: string): FreshDatabase {
  const base = process.env.TEST_MONGODB_URI;
  if (!base)
    throw new Error('TEST_MONGODB_URI is not set: run tests by `npm test`, or vitest with tests/vitest.config.ts.');
  const url = new URL(base);
  url.pathname = `/${name}`;
  const uri = url.href;
  return {
    uri,
    name,
    drop: async () => {
      const client = new MongoClient(uri);
      try {
        await client.db(name).dropDatabase();
      } finally {
        await client.close();
      }
    },
  };
}
