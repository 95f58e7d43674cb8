import { mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { isPortFree, type MongodFolders, type RunningMongod, startMongod } from '@red-points/scripts/mongo/mongod';
import { isMongodOn, stopMongod } from '@red-points/scripts/mongo/processes';
import { uriOf } from '@red-points/scripts/mongo/replica-set';

/** A single-node replica set of a test's own, journaled, that can be killed and comes back on the same port. */
export class OwnMongod {
  private constructor(
    private readonly root: string,
    private readonly folders: MongodFolders,
    private running: RunningMongod,
  ) {}

  static async start(): Promise<OwnMongod> {
    const root = mkdtempSync(path.join(os.tmpdir(), 'red-points-own-'));
    const folders = { database: path.join(root, 'mongodb'), log: path.join(root, 'mongod.log') };
    return new OwnMongod(root, folders, await startMongod(binary(), folders, undefined));
  }

  get uri(): string {
    return uriOf(this.running.port, 'test');
  }

  /** kill -9. What it had acknowledged is in its journal. */
  async kill(): Promise<void> {
    const { pid, port } = this.running;
    process.kill(pid, 'SIGKILL');
    while (isMongodOn(pid, this.folders.database) || !(await isPortFree(port))) await sleep(20);
  }

  async restart(): Promise<void> {
    const { port } = this.running;
    this.running = await startMongod(binary(), this.folders, port);
    if (this.running.port !== port) throw new Error('somebody else took the port meanwhile');
  }

  async stop(): Promise<void> {
    await stopMongod(this.running.pid, this.folders.database);
    rmSync(this.root, { recursive: true, force: true });
  }
}

function binary(): { path: string; version: string; origin: string } {
  const file = process.env.MONGOD_BINARY;
  if (file === undefined) throw new Error('MONGOD_BINARY is not set');
  return { path: file, version: '', origin: 'MONGOD_BINARY' };
}
