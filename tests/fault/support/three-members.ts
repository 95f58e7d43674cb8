import { type ChildProcess, spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import os from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { type Document, MongoClient } from 'mongodb';

const NAME = 'three';
/** Short, so that a lost primary is replaced in seconds. */
const ELECTION_TIMEOUT_MS = 2_000;

interface Member {
  readonly port: number;
  readonly folder: string;
  child: ChildProcess | null;
}

/** A replica set of three real `mongod`, whose members can be killed, and kept from replicating. */
export class ThreeMembers {
  private constructor(
    private readonly root: string,
    private readonly members: readonly Member[],
  ) {}

  static async start(): Promise<ThreeMembers> {
    const root = mkdtempSync(path.join(os.tmpdir(), 'red-points-three-'));
    const members: Member[] = [];
    for (let index = 0; index < 3; index += 1) {
      const folder = path.join(root, String(index));
      mkdirSync(folder);
      members.push({ port: await freePort(), folder, child: null });
    }
    const set = new ThreeMembers(root, members);
    for (const member of members) await set.run(member);
    await set.initiate();
    return set;
  }

  get uri(): string {
    const hosts = this.members.map(({ port }) => `127.0.0.1:${port}`).join(',');
    return `mongodb://${hosts}/ledger?replicaSet=${NAME}&serverSelectionTimeoutMS=20000`;
  }

  /** The port of the primary, once there is one that can write. */
  async primaryPort(): Promise<number> {
    for (;;) {
      for (const { port, child } of this.members) {
        if (child === null) continue;
        const hello = await this.command(port, { hello: 1 }).catch(() => null);
        if (hello?.isWritablePrimary === true) return port;
      }
      await sleep(100);
    }
  }

  /** Keeps the other members from fetching what the primary writes; they still see that it lives. */
  async stopReplication(): Promise<void> {
    await this.setReplication('alwaysOn');
  }

  async resumeReplication(): Promise<void> {
    await this.setReplication('off');
  }

  /** kill -9. */
  async kill(port: number): Promise<void> {
    const member = this.memberAt(port);
    await endOf(member);
    member.child = null;
  }

  async restart(port: number): Promise<void> {
    await this.run(this.memberAt(port));
  }

  async stop(): Promise<void> {
    for (const member of this.members) await endOf(member);
    rmSync(this.root, { recursive: true, force: true });
  }

  private async setReplication(mode: 'alwaysOn' | 'off'): Promise<void> {
    const primary = await this.primaryPort().catch(() => 0);
    for (const { port, child } of this.members) {
      if (child === null || (mode === 'alwaysOn' && port === primary)) continue;
      await this.command(port, { configureFailPoint: 'stopReplProducer', mode });
    }
  }

  private memberAt(port: number): Member {
    const member = this.members.find((one) => one.port === port);
    if (member === undefined) throw new Error(`no member on port ${port}`);
    return member;
  }

  private async run(member: Member): Promise<void> {
    const binary = process.env.MONGOD_BINARY;
    if (binary === undefined) throw new Error('MONGOD_BINARY is not set');
    const options = ['--dbpath', member.folder, '--port', String(member.port), '--bind_ip', '127.0.0.1'];
    options.push('--replSet', NAME, '--oplogSize', '64', '--wiredTigerCacheSizeGB', '0.25', '--nounixsocket');
    options.push('--networkMessageCompressors', 'disabled', '--setParameter', 'enableTestCommands=1');
    options.push(
      '--setParameter',
      'diagnosticDataCollectionEnabled=false',
      '--logpath',
      path.join(member.folder, 'log'),
    );
    member.child = spawn(binary, [...options, '--logappend'], { stdio: 'ignore' });
    for (;;) {
      if (member.child.exitCode !== null) throw new Error(`mongod ended with ${member.child.exitCode}`);
      if ((await this.command(member.port, { ping: 1 }).catch(() => null)) !== null) return;
      await sleep(100);
    }
  }

  private async initiate(): Promise<void> {
    const members = this.members.map(({ port }, _id) => ({ _id, host: `127.0.0.1:${port}` }));
    const settings = { electionTimeoutMillis: ELECTION_TIMEOUT_MS, heartbeatIntervalMillis: 500 };
    const first = this.members[0];
    if (first === undefined) throw new Error('no members');
    await this.command(first.port, { replSetInitiate: { _id: NAME, members, settings } });
    await this.primaryPort();
  }

  private async command(port: number, command: Document): Promise<Document> {
    const client = new MongoClient(`mongodb://127.0.0.1:${port}/?directConnection=true`, {
      serverSelectionTimeoutMS: 1_000,
    });
    try {
      return await client.db('admin').command(command);
    } finally {
      await client.close();
    }
  }
}

async function endOf({ child }: Member): Promise<void> {
  if (child === null || child.exitCode !== null || child.signalCode !== null) return;
  const ended = new Promise((resolve) => child.once('exit', resolve));
  child.kill('SIGKILL');
  await ended;
}

export function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const probe = createServer();
    probe.once('error', reject);
    probe.listen(0, '127.0.0.1', () => {
      const address = probe.address();
      probe.close(() => (address !== null && typeof address === 'object' ? resolve(address.port) : reject(address)));
    });
  });
}
