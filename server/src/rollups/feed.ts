import type { Db } from 'mongodb';
import type { CollectionPlan } from '../platform/database.ts';

/** Entries by unit. What is true of an entry never changes, so that every generation shares them. */
export const FEED_PLAN: CollectionPlan = {
  name: 'rollup_feed',
  indexes: [{ key: { path: 1, recordedAtMs: -1, _id: -1 } }, { key: { path: 1, kind: 1, recordedAtMs: -1, _id: -1 } }],
};

/** An entry as the list of a unit needs it: which, when, whose units. */
export interface FeedDocument {
  /** Entry id. */
  readonly _id: string;
  readonly account: string;
  readonly seq: number;
  readonly recordedAtMs: number;
  readonly kind: string;
  readonly category: string | null;
  /** Home unit and its ancestors. */
  readonly path: readonly string[];
}

export interface FeedQuery {
  readonly unitId: string;
  readonly kind?: string;
  readonly category?: string;
  readonly fromMs?: number;
  /** Not included. */
  readonly untilMs?: number;
  readonly before?: { readonly recordedAtMs: number; readonly id: string };
  readonly limit: number;
}

/** A page of entries below a unit, newest first. */
export function feedPage(db: Db, query: FeedQuery): Promise<FeedDocument[]> {
  const { unitId, kind, category, fromMs, untilMs, before, limit } = query;
  return db
    .collection<FeedDocument>(FEED_PLAN.name)
    .find({
      path: unitId,
      ...(kind ? { kind } : {}),
      ...(category ? { category } : {}),
      recordedAtMs: { $gte: fromMs ?? 0, $lt: untilMs ?? Number.MAX_SAFE_INTEGER },
      ...(before
        ? {
            $or: [
              { recordedAtMs: { $lt: before.recordedAtMs } },
              { recordedAtMs: before.recordedAtMs, _id: { $lt: before.id } },
            ],
          }
        : {}),
    })
    .sort({ recordedAtMs: -1, _id: -1 })
    .limit(limit)
    .maxTimeMS(5_000)
    .toArray();
}
