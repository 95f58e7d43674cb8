import { setTimeout as sleep } from 'node:timers/promises';
import { type Document, MongoClient } from 'mongodb';

export const replicaSetName = 'rs0';

/** The connection string of a single-node replica set on this machine. */
export function uriOf(port: number, database = 'red_points'): string {
  return `mongodb://127.0.0.1:${port}/${database}?replicaSet=${replicaSetName}`;
}

/** Runs `work` with a connection to exactly this node, whatever its state in the replica set. */
async function withNode<T>(port: number, work: (client: MongoClient) => Promise<T>): Promise<T> {
  const uri = `mongodb://127.0.0.1:${port}/?directConnection=true`;
  const client = new MongoClient(uri, { serverSelectionTimeoutMS: 1_000, connectTimeoutMS: 1_000 });
  try {
    return await work(client);
  } finally {
    await client.close();
  }
}

async function codeOf(command: Promise<Document>): Promise<number | undefined> {
  try {
    await command;
    return undefined;
  } catch (error) {
    const code = (error as { code?: unknown }).code;
    if (typeof code === 'number') return code;
    throw error;
  }
}

/** Waits until the node answers. `stillRuns` ends the wait early when the process has died. */
export async function waitForAnswer(port: number, stillRuns: () => boolean, waitMs: number): Promise<boolean> {
  const until = Date.now() + waitMs;
  while (stillRuns() && Date.now() < until) {
    try {
      await withNode(port, (client) => client.db('admin').command({ ping: 1 }));
      return true;
    } catch {
      await sleep(50);
    }
  }
  return false;
}

/** Whether the node is the primary of its replica set right now. */
export async function isPrimary(port: number): Promise<boolean> {
  const hello = await withNode(port, (client) => client.db('admin').command({ hello: 1 }));
  return hello.isWritablePrimary === true;
}

/** The version that the running server itself reports. */
export async function versionOf(port: number): Promise<string> {
  const info = await withNode(port, (client) => client.db('admin').command({ buildInfo: 1 }));
  return String(info.version);
}

/**
 * Makes the node the primary of its own replica set: initiates it once, follows it to another port where that
 * changed, and waits for the election.
 */
export async function becomePrimary(port: number, waitMs: number): Promise<void> {
  const host = `127.0.0.1:${port}`;
  await withNode(port, async (client) => {
    const admin = client.db('admin');
    const notYetInitialized = 94;
    if ((await codeOf(admin.command({ replSetGetStatus: 1 }))) === notYetInitialized) {
      await admin.command({ replSetInitiate: { _id: replicaSetName, members: [{ _id: 0, host }] } });
    } else {
      // Read from its collection: the command `replSetGetConfig` does not answer on a node that is in no state yet.
      const config = await client.db('local').collection('system.replset').findOne({});
      const members = (config?.members ?? []) as Document[];
      if (config && members[0]?.host !== host) {
        const moved = { ...config, version: Number(config.version) + 1, members: [{ ...members[0], host }] };
        await admin.command({ replSetReconfig: moved, force: true });
      }
    }
    const until = Date.now() + waitMs;
    for (;;) {
      const hello = await admin.command({ hello: 1 });
      if (hello.isWritablePrimary === true) return;
      if (Date.now() > until) throw new Error(`mongod on port ${port} did not become primary in ${waitMs / 1000} s.`);
      await sleep(20);
    }
  });
}
