import { spawn } from 'node:child_process';
import { closeSync, mkdirSync, openSync, readFileSync, renameSync, statSync } from 'node:fs';
import { createServer } from 'node:net';
import path from 'node:path';
import type { MongodBinary } from './binary.ts';
import { isMongodOn, stopMongod } from './processes.ts';
import { becomePrimary, replicaSetName, waitForAnswer } from './replica-set.ts';

/** Below the range that systems hand out for outgoing connections, so that a kept port is rarely taken later. */
const portRange = { first: 27_100, count: 3_000 } as const;
const logBytesMax = 20_000_000;

export interface MongodFolders {
  /** `--dbpath`, absolute. */
  database: string;
  /** File for the server's own log. */
  log: string;
}

export interface RunningMongod {
  pid: number;
  port: number;
}

export function isPortFree(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const probe = createServer();
    probe.once('error', () => resolve(false));
    probe.listen({ port, host: '127.0.0.1', exclusive: true }, () => probe.close(() => resolve(true)));
  });
}

export async function choosePort(): Promise<number> {
  for (let attempt = 0; attempt < 200; attempt++) {
    const port = portRange.first + Math.floor(Math.random() * portRange.count);
    if (await isPortFree(port)) return port;
  }
  throw new Error('No free port for mongod was found on 127.0.0.1.');
}

function argumentsFor(folders: MongodFolders, port: number): string[] {
  return [
    ...['--dbpath', folders.database, '--logpath', folders.log, '--logappend'],
    ...['--port', String(port), '--bind_ip', '127.0.0.1', '--nounixsocket'],
    ...['--replSet', replicaSetName, '--oplogSize', '256'],
    ...['--networkMessageCompressors', 'disabled', '--wiredTigerCacheSizeGB', '0.5'],
    // A signalled primary otherwise waits for secondaries, and this one has none.
    ...['--setParameter', 'shutdownTimeoutMillisForSignaledShutdown=100'],
    ...['--setParameter', 'diagnosticDataCollectionEnabled=false'],
    // The files of a dropped database stay for as long as somebody may read the past: the tests drop a hundred in five minutes,
    // and with all their files open mongod comes to the end of what it may open and dies.
    ...['--setParameter', 'minSnapshotHistoryWindowInSeconds=5'],
    // What a killed process leaves half done is in the way of others until it ends by itself; ours are done in moments.
    ...['--setParameter', 'transactionLifetimeLimitSeconds=10'],
  ];
}

/**
 * Starts `mongod` in a session of its own, so that neither Ctrl-C nor the end of this process reaches it, and waits
 * until it is primary. A port that is taken is exchanged for a free one.
 * @param port kept from an earlier start, or undefined for a free one
 */
export async function startMongod(
  binary: MongodBinary,
  folders: MongodFolders,
  port: number | undefined,
): Promise<RunningMongod> {
  mkdirSync(folders.database, { recursive: true, mode: 0o700 });
  keepLogSmall(folders.log);
  for (let attempt = 0; attempt < 5; attempt++) {
    const usable = attempt === 0 && port !== undefined && (await isPortFree(port)) ? port : await choosePort();
    const outcome = await startOnPort(binary, folders, usable);
    if (outcome !== 'port taken') return { pid: outcome, port: usable };
  }
  throw new Error('mongod found every port taken that it tried.');
}

async function startOnPort(binary: MongodBinary, folders: MongodFolders, port: number): Promise<number | 'port taken'> {
  const words = `${folders.log}.out`;
  const output = openSync(words, 'w', 0o600);
  const child = spawn(binary.path, argumentsFor(folders, port), { detached: true, stdio: ['ignore', output, output] });
  closeSync(output);
  let ended: string | number | undefined;
  child.once('error', (error) => {
    ended = error.message;
  });
  child.once('exit', (code, signal) => {
    ended = code ?? signal ?? 'unknown';
  });
  child.unref();
  // Long enough for the recovery of a large database after a power cut.
  const answered = await waitForAnswer(port, () => ended === undefined, 180_000);
  const pid = child.pid;
  if (pid === undefined || !answered || ended !== undefined) {
    if (ended === 48) return 'port taken';
    if (pid !== undefined) await stopMongod(pid, folders.database);
    throw new Error(whyItEnded(ended, binary, folders, words));
  }
  await becomePrimary(port, 60_000);
  if (!isMongodOn(pid, folders.database)) throw new Error(whyItEnded(ended, binary, folders, words));
  return pid;
}

function whyItEnded(ended: unknown, binary: MongodBinary, folders: MongodFolders, words: string): string {
  if (ended === 62) {
    return `The database in ${folders.database} was written by another MongoDB version, and ${binary.version} (${binary.path}) cannot read it. Set MONGOD_BINARY to the earlier one, or move the folder away to begin anew.`;
  }
  if (ended === 100) return `Another mongod runs on ${folders.database}, or the folder cannot be written.`;
  const said = readFileSync(words, 'utf8').trim().split('\n').slice(-3).join('\n');
  const state = ended === undefined ? 'did not answer in time' : `ended at once (${String(ended)})`;
  return `mongod ${binary.version} (${binary.path}) ${state}. Its log: ${folders.log}${said ? `\n${said}` : ''}`;
}

function keepLogSmall(log: string): void {
  mkdirSync(path.dirname(log), { recursive: true, mode: 0o700 });
  try {
    if (statSync(log).size > logBytesMax) renameSync(log, `${log}.1`);
  } catch {
    // There is no log yet.
  }
}
