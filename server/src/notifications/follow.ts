import type { ChangeStream, ChangeStreamDocument, Collection, Db, Document } from 'mongodb';
import { type Change, changeOf } from '../live/index.ts';
import { clusterTime, isHistoryLost, justAfter, readBatch } from '../platform/change-stream.ts';
import type { Logger } from '../platform/logger.ts';
import type { FollowRecord } from './store.ts';
import type { NoticeDraft, NoticeSource } from './types.ts';

const BATCH_MAX = 500;
/** How long to wait for more changes before a batch is worked on, in milliseconds. */
const WAIT_MS = 200;
/** How often the position is kept although nothing happened, so that it never falls out of the database's history. */
const KEEP_POSITION_MS = 60_000;

export interface FollowDeps {
  readonly db: Db;
  readonly state: Collection<FollowRecord>;
  readonly sources: ReadonlyMap<string, NoticeSource>;
  readonly logger: Logger;
  notify(drafts: readonly NoticeDraft[]): Promise<number>;
}

/** Notes where following begins, where that is not noted yet: nothing that happens from then on is missed. */
export async function noteStart(db: Db, state: Collection<FollowRecord>): Promise<void> {
  const startAt = justAfter(await clusterTime(db));
  await state.updateOne({ _id: 'changes' }, { $setOnInsert: { resumeToken: null, startAt } }, { upsert: true });
}

/**
 * Follows the changes of other nouns until told to stop, and makes messages of them: the messages first, then the position.
 * Whatever happens in between is done again, and each message is kept once by its cause. Away from every request.
 */
export async function follow(deps: FollowDeps, signal: AbortSignal): Promise<void> {
  while (!signal.aborted) {
    const from = await deps.state.findOne({ _id: 'changes' });
    if (from === null) {
      await noteStart(deps.db, deps.state);
      continue;
    }
    try {
      await followFrom(deps, from, signal);
    } catch (error) {
      if (!isHistoryLost(error)) throw error;
      // Longer ago than the database remembers: what happened meanwhile is in the statements, and no news any more.
      deps.logger.warn({ since: from.startAt }, 'changes were lost: messages begin again from now');
      await deps.state.deleteOne({ _id: 'changes', resumeToken: from.resumeToken });
    }
  }
}

async function followFrom(deps: FollowDeps, from: FollowRecord, signal: AbortSignal): Promise<void> {
  const stream = open(deps, from);
  let keptAtMs = performance.now();
  try {
    while (!signal.aborted) {
      const { changes, token } = await readBatch<ChangeStreamDocument>(stream, BATCH_MAX, signal);
      const idle = performance.now() - keptAtMs >= KEEP_POSITION_MS;
      if (token === null || (changes.length === 0 && !idle)) continue;
      await tell(
        deps,
        changes.flatMap((raw) => changeOf(raw) ?? []),
      );
      await deps.state.updateOne({ _id: 'changes' }, { $set: { resumeToken: token, startAt: null } });
      keptAtMs = performance.now();
    }
  } finally {
    await stream.close();
  }
}

function open(deps: FollowDeps, { resumeToken, startAt }: FollowRecord): ChangeStream {
  const wanted = [...deps.sources.values()].map(({ collection, match }) => ({ 'ns.coll': collection, ...match }));
  const from =
    resumeToken !== null ? { resumeAfter: resumeToken } : startAt !== null ? { startAtOperationTime: startAt } : {};
  return deps.db.watch([{ $match: { $or: wanted } }], {
    fullDocument: 'updateLookup',
    maxAwaitTimeMS: WAIT_MS,
    batchSize: BATCH_MAX,
    ...from,
  });
}

async function tell(deps: FollowDeps, changes: readonly Change[]): Promise<void> {
  const drafts: NoticeDraft[] = [];
  for (const source of deps.sources.values()) {
    const own = changes.filter(({ collection }) => collection === source.collection);
    if (own.length > 0) drafts.push(...(await draftsOf(deps, source, own)));
  }
  await deps.notify(drafts);
}

/** One change that cannot be read must not end the messages of all others; a database that is away is waited for. */
async function draftsOf(
  deps: FollowDeps,
  source: NoticeSource,
  changes: readonly Change[],
): Promise<readonly NoticeDraft[]> {
  try {
    return await source.draftsOf(changes);
  } catch (error) {
    if (!(error instanceof TypeError || error instanceof RangeError)) throw error;
    if (changes.length > 1) return (await Promise.all(changes.map((one) => draftsOf(deps, source, [one])))).flat();
    const { collection, id } = changes[0] as Change & Document;
    deps.logger.error({ error, collection, id }, 'a change could not be made a message of');
    return [];
  }
}
