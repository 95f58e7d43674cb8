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

/** The version that the running server itself reports. */
export async function versionOf(port: number): Promise<string> {
  const info = await withNode(port, (client) => client.db('admin').command({ buildInfo: 1 }));
  return String(info.version);
}

/**
 * Leaves documents whose time is over where they are. The database goes by this machine's time, and tests by clocks that they
 * set: what is good for another hour by theirs was over for weeks by the database's, and would be gone within a minute.
 */
export async function keepExpiredDocuments(port: number): Promise<void> {
  await withNode(port, (client) => client.db('admin').command({ setParameter: 1, ttlMonitorEnabled: false }));
}

/**
 * Makes the node the primary of its own replica set: initiates it once, follows it to another port where that
 * changed, and waits for the election.
 */
export async function becomePrimary(port: number, waitMs: number): Promise<void> {
  const until = Date.now() + waitMs;
  let last: unknown;
  for (;;) {
    try {
      // The node closes connections when its state changes, so every failure is worth another try.
      if (await withNode(port, (client) => isPrimaryAfterAStep(client, `127.0.0.1:${port}`))) return;
    } catch (error) {
      last = error;
    }
    if (Date.now() > until) {
      const reason = last instanceof Error ? ` ${last.message}` : '';
      throw new Error(`mongod on port ${port} did not become primary in ${waitMs / 1000} s.${reason}`);
    }
    await sleep(30);
  }
}

/** Takes the next step towards being primary and waits a little for it to take effect. */
async function isPrimaryAfterAStep(client: MongoClient, host: string): Promise<boolean> {
  const admin = client.db('admin');
  const isPrimaryNow = async (): Promise<boolean> => (await admin.command({ hello: 1 })).isWritablePrimary === true;
  if (await isPrimaryNow()) return true;
  // The stored configuration decides, not the status: a node that is still loading it calls itself not yet initialised.
  const config = await client.db('local').collection('system.replset').findOne({});
  const members = (config?.members ?? []) as Document[];
  if (!config) {
    await admin.command({ replSetInitiate: { _id: replicaSetName, members: [{ _id: 0, host }] } });
  } else if (members[0]?.host !== host) {
    const moved = { ...config, version: Number(config.version) + 1, members: [{ ...members[0], host }] };
    await admin.command({ replSetReconfig: moved, force: true });
  }
  for (let look = 0; look < 50; look++) {
    if (await isPrimaryNow()) return true;
    await sleep(20);
  }
  return false;
}
