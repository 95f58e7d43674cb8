import { addFigures, type Figures, NO_FIGURES } from '@red-points/shared/domain/reports';
import type { ClientSession, Collection, Db, ResumeToken, Timestamp } from 'mongodb';
import { ensureCollection } from '../platform/database.ts';

/** The key of the sum over all days. Sorts after every date. */
export const TOTAL = 'total';

interface FigureDocument extends Omit<Figures, 'categories'> {
  /** `<generation>|<unit>|<YYYY-MM-DD or total>` */
  readonly _id: string;
  readonly categories?: Figures['categories'];
}

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

/** How far the roll-ups have followed the ledger. */
export interface FollowState {
  readonly _id: 'ledger';
  /** Rebuilding writes a new generation beside the old one and then switches. */
  readonly generation: string;
  /** Changes with every step: a worker that was paused finds another's and stops. */
  readonly position: string;
  readonly resumeToken: ResumeToken | null;
  /** Where to begin before there is a token. */
  readonly startAt: Timestamp | null;
  readonly updatedAtMs: number;
}

/** Increments of one batch: figures by `<unit>|<day>`, and the entries for the feed. */
export interface Batch {
  readonly figures: ReadonlyMap<string, Figures>;
  readonly feed: readonly FeedDocument[];
}

/** Another worker has moved on: this one must stop. */
export class FencedError extends Error {}

/** Where roll-ups are kept. All of it can be rebuilt from the ledger. */
export class RollupStore {
  private readonly figures: Collection<FigureDocument>;
  private readonly feed: Collection<FeedDocument>;
  private readonly states: Collection<FollowState>;

  constructor(private readonly db: Db) {
    this.figures = db.collection('rollup_figures');
    this.feed = db.collection('rollup_feed');
    this.states = db.collection('rollup_state');
  }

  /** Makes collections and indexes. */
  async ensure(): Promise<void> {
    await ensureCollection(this.db, { name: 'rollup_figures' });
    await ensureCollection(this.db, { name: 'rollup_state' });
    await ensureCollection(this.db, {
      name: 'rollup_feed',
      indexes: [
        { key: { path: 1, recordedAtMs: -1, _id: -1 } },
        { key: { path: 1, kind: 1, recordedAtMs: -1, _id: -1 } },
      ],
    });
  }

  state(): Promise<FollowState | null> {
    return this.states.findOne({ _id: 'ledger' });
  }

  /** Adds a batch and moves the position, both or neither. Throws `FencedError` where another worker moved it before. */
  async apply(before: FollowState, after: FollowState, batch: Batch, session: ClientSession): Promise<void> {
    await session.withTransaction(
      async () => {
        const { _id, ...next } = after;
        const moved = await this.states.updateOne({ _id, position: before.position }, { $set: next }, { session });
        if (moved.matchedCount === 0) throw new FencedError('another worker follows the ledger');
        await this.write(after.generation, batch, session);
      },
      { writeConcern: { w: 'majority', journal: true } },
    );
  }

  /** Writes increments of a generation that is not read yet. */
  async write(generation: string, batch: Batch, session?: ClientSession): Promise<void> {
    const options = { ordered: false, ...(session ? { session } : {}) };
    const increments = [...batch.figures].map(([key, figures]) => ({
      updateOne: { filter: { _id: `${generation}|${key}` }, update: { $inc: flatten(figures) }, upsert: true },
    }));
    if (increments.length > 0) await this.figures.bulkWrite(increments, options);
    const entries = batch.feed.map(({ _id, ...rest }) => ({
      updateOne: { filter: { _id }, update: { $setOnInsert: rest }, upsert: true },
    }));
    if (entries.length > 0) await this.feed.bulkWrite(entries, options);
  }

  /** Makes a rebuilt generation the one that is read, unless the state moved meanwhile; then drops the others. */
  async adopt(next: FollowState, expectedPosition: string | null): Promise<void> {
    if (expectedPosition === null) {
      await this.states.insertOne(next, { writeConcern: { w: 'majority' } });
    } else {
      const { _id, ...fields } = next;
      const moved = await this.states.updateOne({ _id, position: expectedPosition }, { $set: fields });
      if (moved.matchedCount === 0) throw new FencedError('another worker rebuilt the roll-ups');
    }
    await this.figures.deleteMany({ _id: { $not: { $regex: `^${next.generation}\\|` } } });
  }

  /** Removes what a rebuild that was cut off left behind. */
  async discard(generation: string): Promise<void> {
    await this.figures.deleteMany({ _id: { $regex: `^${generation}\\|` } });
  }

  /** Sums over all days, by unit; units without an entry are missing. */
  async totals(generation: string, units: readonly string[]): Promise<Map<string, Figures>> {
    const documents = await this.figures
      .find({ _id: { $in: units.map((unit) => `${generation}|${unit}|${TOTAL}`) } })
      .toArray();
    return new Map(documents.map((document) => [document._id.split('|')[1] ?? '', toFigures(document)]));
  }

  /** Figures of the business days from `from` to `until`, both included. */
  async days(
    generation: string,
    unit: string,
    from: string,
    until: string,
  ): Promise<{ day: string; figures: Figures }[]> {
    const prefix = `${generation}|${unit}|`;
    const documents = await this.figures.find({ _id: { $gte: prefix + from, $lte: prefix + until } }).toArray();
    return documents.map((document) => ({ day: document._id.slice(prefix.length), figures: toFigures(document) }));
  }

  /** How many entries are counted. */
  feedCount(): Promise<number> {
    return this.feed.countDocuments();
  }

  /** A page of entries below a unit, newest first. */
  feedPage(query: FeedQuery): Promise<FeedDocument[]> {
    const { unitId, kind, category, fromMs, untilMs, before, limit } = query;
    return this.feed
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

/** `$inc` takes dotted paths, and zeros need no increment. */
function flatten(figures: Figures): Record<string, number> {
  const { subjects, categories, ...rest } = figures;
  const increments: Record<string, number> = { items: 0 };
  for (const [name, value] of Object.entries(rest)) if (value !== 0) increments[name] = value;
  for (const [kind, value] of Object.entries(subjects)) if (value !== 0) increments[`subjects.${kind}`] = value;
  for (const [category, values] of Object.entries(categories)) {
    for (const [name, value] of Object.entries(values))
      if (value !== 0) increments[`categories.${category}.${name}`] = value;
  }
  return { ...increments, items: figures.items };
}

/** Missing parts are zeros. */
function toFigures(document: FigureDocument): Figures {
  const { _id, ...stored } = document;
  const categories: Record<string, Figures['categories'][string]> = {};
  for (const [category, values] of Object.entries(stored.categories ?? {})) {
    categories[category] = { items: values.items ?? 0, points: values.points ?? 0, minutes: values.minutes ?? 0 };
  }
  return addFigures(NO_FIGURES, {
    ...NO_FIGURES,
    ...stored,
    subjects: { ...NO_FIGURES.subjects, ...stored.subjects },
    categories,
  });
}
