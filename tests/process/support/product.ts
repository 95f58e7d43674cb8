import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import os from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { projectFolder } from '@red-points/scripts/mongo/index';

/** Bounds against hanging only; how long things really take is printed, not judged. */
const waitMs = 240_000;

export async function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const probe = createServer();
    probe.once('error', reject);
    probe.listen(0, '127.0.0.1', () => {
      const address = probe.address();
      probe.close(() =>
        address && typeof address === 'object' ? resolve(address.port) : reject(new Error('no port')),
      );
    });
  });
}

export async function until(what: string, holds: () => boolean | Promise<boolean>): Promise<void> {
  const deadline = Date.now() + waitMs;
  while (!(await holds())) {
    if (Date.now() > deadline) throw new Error(`Waited in vain for: ${what}`);
    await sleep(50);
  }
}

export function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
  } catch {
    return false;
  }
  if (process.platform !== 'linux') return true;
  try {
    return readFileSync(`/proc/${pid}/cmdline`, 'utf8') !== ''; // Empty: ended, and nobody has asked how yet.
  } catch {
    return false;
  }
}

export interface Running {
  pid: number;
  output(): string;
  /** Sends a signal to the process, or to its whole group as a terminal does. */
  signal(name: NodeJS.Signals, whom?: 'process' | 'group'): void;
  /** Exit code, or the signal that ended it. */
  ended: Promise<number | string>;
  hasEnded(): boolean;
}

/** One installation on a temporary data folder. */
export class Installation {
  readonly dataFolder = mkdtempSync(path.join(os.tmpdir(), 'red-points-process-'));
  private readonly children: ChildProcess[] = [];

  constructor(readonly port: number) {}

  get url(): string {
    return `http://127.0.0.1:${this.port}`;
  }

  /** Runs a command of the project in a process group of its own. */
  run(program: string, words: string[], env: Record<string, string> = {}): Running {
    const { MONGODB_URI: _, MASTER_SECRET: __, ...inherited } = process.env;
    const child = spawn(program, words, {
      cwd: projectFolder,
      detached: true,
      stdio: ['ignore', 'pipe', 'pipe'],
      env: { ...inherited, RED_POINTS_DATA: this.dataFolder, PORT: String(this.port), DEMO: 'false', ...env },
    });
    this.children.push(child);
    const { pid } = child;
    if (pid === undefined) throw new Error(`${program} did not start.`);
    let output = '';
    const take = (chunk: Buffer): void => {
      output += chunk.toString();
    };
    child.stdout.on('data', take);
    child.stderr.on('data', take);
    const ended = new Promise<number | string>((resolve) => {
      child.once('close', (code, signal) => resolve(code ?? signal ?? 'unknown'));
    });
    return {
      pid,
      output: () => output,
      signal: (name, whom = 'process') => process.kill(whom === 'group' ? -pid : pid, name),
      ended,
      hasEnded: () => child.exitCode !== null || child.signalCode !== null,
    };
  }

  /** Starts the product and waits until it says that it is ready. */
  async start(env: Record<string, string> = {}, words: string[] = []): Promise<Running> {
    const startedAtMs = Date.now();
    const running = this.run(process.execPath, ['scripts/start.mjs', ...words], env);
    await this.ready(running);
    process.stdout.write(`ready after ${Date.now() - startedAtMs} ms\n`);
    return running;
  }

  async ready(running: Running): Promise<void> {
    await until('the product to be ready', () => {
      if (running.hasEnded()) throw new Error(`It ended before it was ready:\n${running.output()}`);
      return running.output().includes('Stop: Ctrl-C');
    });
  }

  /** What the installation keeps about its database's process. */
  database(): { pid: number; port: number } {
    return JSON.parse(readFileSync(path.join(this.dataFolder, 'mongod.json'), 'utf8')) as { pid: number; port: number };
  }

  databaseUri(): string {
    return `mongodb://127.0.0.1:${this.database().port}/red_points?replicaSet=rs0`;
  }

  async isReady(): Promise<boolean> {
    try {
      return (await fetch(`${this.url}/readyz`)).status === 200;
    } catch {
      return false;
    }
  }

  /** Ends whatever still runs and removes the folder. */
  async remove(): Promise<void> {
    for (const { pid, exitCode, signalCode } of this.children) {
      if (pid !== undefined && exitCode === null && signalCode === null) process.kill(pid, 'SIGKILL');
    }
    try {
      const { pid } = this.database();
      const isOurs = (): boolean => isAlive(pid) && this.ownsDatabase(pid);
      if (isOurs()) process.kill(pid, 'SIGKILL');
      await until('the database to be gone', () => !isOurs());
    } catch {
      // It never had one.
    }
    rmSync(this.dataFolder, { recursive: true, force: true });
  }

  private ownsDatabase(pid: number): boolean {
    if (process.platform !== 'linux') return true;
    return readFileSync(`/proc/${pid}/cmdline`, 'utf8').includes(this.dataFolder);
  }
}
