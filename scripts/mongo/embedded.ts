import { mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { type MongodBinary, obtainMongod, type Report } from './binary.ts';
import { lockHolder, tryLock, withLock } from './lock.ts';
import { type MongodFolders, type RunningMongod, startMongod } from './mongod.ts';
import { isMongodOn, stopMongod } from './processes.ts';
import { becomePrimary, uriOf, versionOf, waitForAnswer } from './replica-set.ts';

export interface EmbeddedMongo {
  uri: string;
  port: number;
  pid: number;
  version: string;
  /** Its own log. */
  logFile: string;
  /** True where it ran already: another command's, or left behind by a killed server. */
  adopted: boolean;
  /** Whether the process still runs. */
  isRunning(): boolean;
  /** Stops `mongod` for everybody, and resolves when it is gone. */
  stop(): Promise<void>;
  /** Ends this process's use of it; the last user stops it. */
  release(): Promise<void>;
}

export interface EmbeddedOptions {
  /** Absolute folder that keeps the database, its port and its log. */
  dataFolder: string;
  report: Report;
  /** Given where it was obtained before. */
  binary?: MongodBinary;
}

function foldersIn(dataFolder: string): MongodFolders {
  return { database: path.join(dataFolder, 'mongodb'), log: path.join(dataFolder, 'mongod.log') };
}

function lockIn(dataFolder: string): string {
  return path.join(dataFolder, 'mongod.start.lock');
}

/** What is kept about the database's process: the port belongs to the replica set's configuration. */
function recordIn(dataFolder: string): Partial<RunningMongod> {
  try {
    return JSON.parse(readFileSync(path.join(dataFolder, 'mongod.json'), 'utf8')) as Partial<RunningMongod>;
  } catch {
    return {};
  }
}

function keepRecord(dataFolder: string, record: RunningMongod): void {
  const file = path.join(dataFolder, 'mongod.json');
  writeFileSync(`${file}.part`, JSON.stringify(record));
  renameSync(`${file}.part`, file);
}

/** The process that runs on this folder: ours by the record, or by the lock that MongoDB itself writes. */
function runningPid(dataFolder: string): number | undefined {
  const { database } = foldersIn(dataFolder);
  let locked: number | undefined;
  try {
    locked = Number.parseInt(readFileSync(path.join(database, 'mongod.lock'), 'utf8'), 10);
  } catch {
    // It has never run here.
  }
  return [recordIn(dataFolder).pid, locked].find(
    (pid): pid is number => pid !== undefined && Number.isInteger(pid) && isMongodOn(pid, database),
  );
}

/** The connection string of the embedded database if it runs right now. */
export async function runningUri(dataFolder: string): Promise<string | undefined> {
  const { port } = recordIn(dataFolder);
  if (port === undefined || runningPid(dataFolder) === undefined) return undefined;
  return (await waitForAnswer(port, () => true, 5_000)) ? uriOf(port) : undefined;
}

async function adopt(dataFolder: string): Promise<RunningMongod | undefined> {
  const pid = runningPid(dataFolder);
  if (pid === undefined) return undefined;
  const { port } = recordIn(dataFolder);
  const { database } = foldersIn(dataFolder);
  try {
    if (port !== undefined && (await waitForAnswer(port, () => isMongodOn(pid, database), 10_000))) {
      await becomePrimary(port, 15_000);
      return { pid, port };
    }
  } catch {
    // It runs but is of no use; stopped below, a fresh one takes over.
  }
  await stopMongod(pid, database);
  return undefined;
}

/**
 * Runs the lasting local database on its data folder: adopts the one that runs there already, otherwise starts it,
 * initiates it on the first time, and brings it back on another port where its own is taken.
 */
export async function runEmbedded(options: EmbeddedOptions): Promise<EmbeddedMongo> {
  const dataFolder = path.resolve(options.dataFolder);
  const folders = foldersIn(dataFolder);
  mkdirSync(dataFolder, { recursive: true, mode: 0o700 });
  const user = registerUser(dataFolder);
  try {
    const { running, adopted } = await withLock(lockIn(dataFolder), 'starting mongod', 240_000, async () => {
      const orphan = await adopt(dataFolder);
      if (orphan) return { running: orphan, adopted: true };
      const binary = options.binary ?? (await obtainMongod(options.report));
      const started = await startMongod(binary, folders, recordIn(dataFolder).port);
      keepRecord(dataFolder, started);
      return { running: started, adopted: false };
    });
    const stop = () => stopMongod(running.pid, folders.database);
    return {
      ...running,
      uri: uriOf(running.port),
      version: await versionOf(running.port),
      logFile: folders.log,
      adopted,
      isRunning: () => isMongodOn(running.pid, folders.database),
      stop: async () => {
        await withLock(lockIn(dataFolder), 'stopping mongod', 30_000, stop);
        user.leave();
      },
      release: () =>
        withLock(lockIn(dataFolder), 'stopping mongod', 30_000, async () => {
          user.leave();
          if (!hasUsers(dataFolder)) await stop();
        }),
    };
  } catch (error) {
    user.leave();
    throw error;
  }
}

function usersFolder(dataFolder: string): string {
  return path.join(dataFolder, 'mongod.users');
}

/** Notes that this process needs the database, so that another command does not stop it underneath. */
function registerUser(dataFolder: string): { leave(): void } {
  const file = path.join(usersFolder(dataFolder), `${process.pid}-${Math.random().toString(36).slice(2)}`);
  const attempt = tryLock(file, 'using the database');
  if ('heldBy' in attempt) throw new Error(`${file} is taken.`);
  return { leave: () => attempt.lock.release() };
}

function hasUsers(dataFolder: string): boolean {
  const folder = usersFolder(dataFolder);
  const alive = readdirSync(folder).filter((name) => {
    const file = path.join(folder, name);
    if (lockHolder(file)) return true;
    rmSync(file, { force: true });
    return false;
  });
  return alive.length > 0;
}
