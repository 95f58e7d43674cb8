import type { Db } from 'mongodb';
import type { Audit } from '../audit/index.ts';
import type { ApiRouter } from '../http/route.ts';
import { LEDGER_COLLECTION } from '../ledger/index.ts';
import type { Platform } from '../platform/platform.ts';
import type { RollupContext } from './deps.ts';
import { type FeedDocument, type FeedQuery, feedPage } from './feed.ts';
import { follow } from './follow.ts';
import type { RollupPorts } from './gather.ts';
import type { RollupView } from './read-cells.ts';
import { readSnapshot, snapshotOf } from './read-snapshot.ts';
import { type RebuildOptions, rebuild } from './rebuild.ts';
import { RebuildRequests } from './rebuild-requests.ts';
import { rollupRoutes } from './routes.ts';
import { FencedError, RollupStore } from './store.ts';

export { rollupCheck } from './check.ts';
export type { FeedDocument, FeedQuery } from './feed.ts';
export type { RollupPorts } from './gather.ts';
export type { PeopleFigures } from './layout.ts';
export type { DayFigures, PeriodOfUnits, RollupView } from './read-cells.ts';

/** Sums of the ledger by unit and by the two days of an entry, and its entries by unit, kept up by following the ledger. */
export interface Rollups {
  /**
   * Reads sums that agree with each other: all of one instant. Null while a ledger that has entries was not counted
   * yet, which is no reason to show zeros.
   */
  read<T>(reader: (view: RollupView) => Promise<T>): Promise<T | null>;
  /** Entries below a unit, newest first. */
  feed(query: FeedQuery): Promise<FeedDocument[]>;
  /**
   * Counts everything anew from the ledger and gives the number of entries; readers see the old figures until it is
   * done. Where another process did so first, that will do.
   */
  rebuild(options?: RebuildOptions): Promise<number>;
  /** Waits until everything that is in the ledger now is counted. For commands and tests. */
  catchUp(timeoutMs?: number): Promise<void>;
  routes(router: ApiRouter): void;
}

export interface RollupsDeps extends RollupPorts {
  readonly audit: Pick<Audit, 'record'>;
}

/** Makes the collections. */
export const ensureRollups = (db: Db): Promise<void> => new RollupStore(db).ensure();

/** Starts nothing by itself: the job `rollups.follow` does, in one process at a time; `rollups.rebuild` when asked to. */
export function createRollups(
  { db, clock, ids, jobs }: Pick<Platform, 'db' | 'clock' | 'ids' | 'jobs'>,
  { audit, ...ports }: RollupsDeps,
): Rollups {
  const context: RollupContext = {
    db,
    entries: db.collection(LEDGER_COLLECTION, { readConcern: { level: 'majority' } }),
    store: new RollupStore(db),
    ports,
    now: () => clock.now(),
    nextId: () => ids.next(),
  };
  const requests = new RebuildRequests(db, context.now);
  jobs.register({ name: 'rollups.follow', everyMs: 1_000, run: ({ signal }) => follow(context, signal) });
  jobs.register({ name: 'rollups.rebuild', everyMs: 3_000, run: ({ signal }) => requests.carryOut(context, signal) });
  return {
    read: (reader) => readSnapshot(context, reader),
    feed: (query) => feedPage(db, query),
    rebuild: (options) => rebuildOrJoin(context, options),
    catchUp: (timeoutMs = 30_000) => catchUp(context, timeoutMs),
    routes: (router) => rollupRoutes(router, context, requests, audit),
  };
}

async function rebuildOrJoin(context: RollupContext, options?: RebuildOptions): Promise<number> {
  try {
    const state = await rebuild(context, options);
    if (state !== null) return state.counted;
  } catch (error) {
    if (!(error instanceof FencedError)) throw error;
  }
  return (await context.store.state())?.counted ?? 0;
}

/** Compares counts: entries are only ever added. Read as readers read, since what is written is not in their snapshot at once. */
async function catchUp(context: RollupContext, timeoutMs: number): Promise<void> {
  const deadline = Date.now() + timeoutMs;
  const written = await context.entries.countDocuments();
  const counted = () => snapshotOf(context.db, async (session) => (await context.store.state(session))?.counted ?? -1);
  while ((await counted()) < written) {
    if (Date.now() > deadline) throw new Error('the roll-ups did not catch up in time');
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}
