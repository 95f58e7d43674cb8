import type { Figures } from '@red-points/shared/domain/reports';
import type { Db } from 'mongodb';
import { LEDGER_COLLECTION } from '../ledger/index.ts';
import type { Platform } from '../platform/platform.ts';
import { type FollowContext, follow, rebuild } from './follow.ts';
import type { RollupPorts } from './gather.ts';
import { type FeedDocument, type FeedQuery, RollupStore } from './store.ts';

export type { RollupPorts } from './gather.ts';
export type { FeedDocument, FeedQuery } from './store.ts';

/** Sums of the ledger by unit and day, and its entries by unit, kept up by following the ledger. */
export interface Rollups {
  /** Sums over all days, by unit; a unit without an entry is missing. */
  totals(units: readonly string[]): Promise<ReadonlyMap<string, Figures>>;
  /** Figures of the recorded business days from `from` to `until`, both included; days without an entry are missing. */
  days(unit: string, from: string, until: string): Promise<{ day: string; figures: Figures }[]>;
  /** Entries below a unit, newest first. */
  feed(query: FeedQuery): Promise<FeedDocument[]>;
  /** Recounts everything from the ledger; readers see the old figures until it is done. */
  rebuild(): Promise<void>;
  /** Waits until everything that is in the ledger now is counted. For commands and tests. */
  catchUp(timeoutMs?: number): Promise<void>;
}

/** Makes the collections. */
export const ensureRollups = (db: Db): Promise<void> => new RollupStore(db).ensure();

/** Starts nothing by itself: the job `rollups.follow` does, in one process at a time. */
export function createRollups(platform: Platform, ports: RollupPorts): Rollups {
  const store = new RollupStore(platform.db);
  const context: FollowContext = {
    client: platform.db.client,
    db: platform.db,
    entries: platform.db.collection(LEDGER_COLLECTION),
    store,
    ports,
    now: () => platform.clock.now(),
    nextId: () => platform.ids.next(),
  };
  platform.jobs.register({ name: 'rollups.follow', everyMs: 1_000, run: ({ signal }) => follow(context, signal) });
  const generation = async () => (await store.state())?.generation ?? null;
  return {
    async totals(units) {
      const current = await generation();
      return current === null ? new Map() : store.totals(current, units);
    },
    async days(unit, from, until) {
      const current = await generation();
      return current === null ? [] : store.days(current, unit, from, until);
    },
    feed: (query) => store.feedPage(query),
    async rebuild() {
      await rebuild(context);
    },
    catchUp: (timeoutMs = 30_000) => catchUp(context, timeoutMs),
  };
}

/** Compares counts: entries are only ever added, and each is in the feed once it is counted. */
async function catchUp(context: FollowContext, timeoutMs: number): Promise<void> {
  const deadline = Date.now() + timeoutMs;
  const written = await context.entries.countDocuments();
  while ((await context.store.feedCount()) < written) {
    if (Date.now() > deadline) throw new Error('the roll-ups did not catch up in time');
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}
