import type { ChangeStreamInsertDocument, Collection, Db, Document, MongoClient, Timestamp } from 'mongodb';
import { clusterTime, isHistoryLost, justAfter, readBatch } from '../platform/change-stream.ts';
import { gather, ROLLED_FIELDS, type RolledEntry, type RollupPorts } from './gather.ts';
import { FencedError, type FollowState, type RollupStore } from './store.ts';

const BATCH_MAX = 500;
/** How long to wait for more entries before a batch is written. */
const WAIT_MS = 100;
/** How often the position is kept although nothing happened, so that it never falls out of the database's history. */
const KEEP_POSITION_MS = 60_000;

export interface FollowContext {
  readonly client: MongoClient;
  readonly db: Db;
  readonly entries: Collection<Document>;
  readonly store: RollupStore;
  readonly ports: RollupPorts;
  readonly now: () => number;
  readonly nextId: () => string;
}

type EntryChange = ChangeStreamInsertDocument<Document>;

/**
 * Follows the ledger until told to stop, adding each batch of entries and its resume token in one transaction.
 * A lost history, or none yet, leads to a rebuild; another worker's step makes this one return.
 */
export async function follow(context: FollowContext, signal: AbortSignal): Promise<void> {
  while (!signal.aborted) {
    const state = (await context.store.state()) ?? (await rebuild(context));
    try {
      await followFrom(state, context, signal);
    } catch (error) {
      if (error instanceof FencedError) return;
      if (!isHistoryLost(error)) throw error;
      await rebuild(context);
    }
  }
}

async function followFrom(from: FollowState, context: FollowContext, signal: AbortSignal): Promise<void> {
  const stream = context.entries.watch<Document, EntryChange>([{ $match: { operationType: 'insert' } }], {
    maxAwaitTimeMS: WAIT_MS,
    batchSize: BATCH_MAX,
    ...(from.resumeToken !== null
      ? { resumeAfter: from.resumeToken }
      : from.startAt !== null
        ? { startAtOperationTime: from.startAt }
        : {}),
  });
  const session = context.client.startSession();
  let state = from;
  try {
    while (!signal.aborted) {
      const { changes, token } = await readBatch<EntryChange>(stream, BATCH_MAX, signal);
      const entries = changes.map((change) => change.fullDocument as unknown as RolledEntry);
      const idle = context.now() - state.updatedAtMs >= KEEP_POSITION_MS;
      if (token === null || (entries.length === 0 && !idle)) continue;
      const next: FollowState = {
        ...state,
        resumeToken: token,
        startAt: null,
        position: context.nextId(),
        updatedAtMs: context.now(),
      };
      await context.store.apply(state, next, await gather(entries, context.ports), session);
      state = next;
    }
  } finally {
    await session.endSession();
    await stream.close();
  }
}

/**
 * Recounts everything as of one instant into a new generation, and lets following start just after that instant.
 * Pages keep reading the old generation meanwhile.
 */
export async function rebuild(context: FollowContext): Promise<FollowState> {
  const before = await context.store.state();
  const generation = context.nextId();
  try {
    const asOf = await clusterTime(context.db);
    let page: RolledEntry[] = [];
    for await (const document of entriesAsOf(context, asOf)) {
      page.push(document as unknown as RolledEntry);
      if (page.length < BATCH_MAX) continue;
      await context.store.write(generation, await gather(page, context.ports));
      page = [];
    }
    await context.store.write(generation, await gather(page, context.ports));
    const next: FollowState = {
      _id: 'ledger',
      generation,
      position: context.nextId(),
      resumeToken: null,
      startAt: justAfter(asOf),
      updatedAtMs: context.now(),
    };
    await context.store.adopt(next, before?.position ?? null);
    return next;
  } catch (error) {
    await context.store.discard(generation);
    throw error;
  }
}

/** Every entry as of one instant: what is written meanwhile comes by following. */
function entriesAsOf(context: FollowContext, asOf: Timestamp): AsyncIterable<Document> {
  const readConcern = { level: 'snapshot', atClusterTime: asOf };
  const find = { find: context.entries.collectionName, projection: ROLLED_FIELDS, batchSize: BATCH_MAX, readConcern };
  return context.db.runCursorCommand(find).setBatchSize(BATCH_MAX);
}
