import type { ClientSession, Collection, Db } from 'mongodb';
import { ensureCollection } from '../platform/database.ts';
import { FEED_PLAN, type FeedDocument } from './feed.ts';
import {
  type Batch,
  type CellDocument,
  type CountDocument,
  type CountedPerson,
  type FollowState,
  flatten,
  LAYOUT,
  layoutOf,
  STATE_ID,
  type StateDocument,
} from './layout.ts';

/** Another worker has moved on: this one must stop. */
export class FencedError extends Error {}

/** Where roll-ups are kept. All of it can be rebuilt from the ledger. */
export class RollupStore {
  private readonly cells: Collection<CellDocument>;
  private readonly counts: Collection<CountDocument>;
  private readonly feed: Collection<FeedDocument>;
  private readonly states: Collection<StateDocument>;

  constructor(private readonly db: Db) {
    this.cells = db.collection('rollup_cells');
    this.counts = db.collection('rollup_counts');
    this.feed = db.collection(FEED_PLAN.name);
    this.states = db.collection('rollup_state');
  }

  /** Makes collections and indexes. */
  async ensure(): Promise<void> {
    await ensureCollection(this.db, {
      name: 'rollup_cells',
      indexes: [{ key: { generation: 1, unit: 1, effective: 1, recorded: 1 } }],
    });
    await ensureCollection(this.db, { name: 'rollup_counts', indexes: [{ key: { generation: 1 } }] });
    await ensureCollection(this.db, { name: 'rollup_state' });
    await ensureCollection(this.db, FEED_PLAN);
  }

  async state(session?: ClientSession): Promise<FollowState | null> {
    const found = await this.states.findOne({ _id: STATE_ID }, session ? { session } : {});
    if (found === null) return null;
    const { generation, position, resumeToken, counted, updatedAtMs } = found;
    return { generation, position, resumeToken, counted, updatedAtMs };
  }

  /** Adds a batch and moves the position, both or neither. Throws `FencedError` where another worker moved it before. */
  async apply(before: FollowState, after: FollowState, batch: Batch, session: ClientSession): Promise<void> {
    await session.withTransaction(
      async () => {
        const mine = { _id: STATE_ID, position: before.position };
        const moved = await this.states.updateOne(mine, { $set: after }, { session });
        if (moved.matchedCount === 0) throw new FencedError('another worker follows the ledger');
        await this.write(after.generation, batch, session);
      },
      { writeConcern: { w: 'majority', journal: true } },
    );
  }

  /** Writes increments: of a generation that nobody reads yet, or within a transaction. */
  async write(generation: string, batch: Batch, session?: ClientSession): Promise<void> {
    const options = { ordered: false, ...(session ? { session } : {}) };
    const cells = [
      ...[...batch.figures].map(([key, figures]) => increment(generation, key, flatten(figures))),
      ...[...batch.people].map(([key, { people, times }]) => increment(generation, key, { people, times })),
    ];
    if (cells.length > 0) await this.cells.bulkWrite(cells, options);
    const counts = batch.counted.map(({ id, credits, unit }) => ({
      updateOne: {
        filter: { _id: `${generation}|${id}` },
        update: { $set: { credits, unit }, $setOnInsert: { generation } },
        upsert: true,
      },
    }));
    if (counts.length > 0) await this.counts.bulkWrite(counts, options);
    const entries = batch.feed.map(({ _id, ...rest }) => ({
      updateOne: { filter: { _id }, update: { $setOnInsert: rest }, upsert: true },
    }));
    if (entries.length > 0) await this.feed.bulkWrite(entries, options);
  }

  /** Standing credits by `<who>|<period>`; those nobody has yet are missing. */
  async counted(generation: string, ids: readonly string[]): Promise<Map<string, CountedPerson>> {
    if (ids.length === 0) return new Map();
    const found = await this.counts.find({ _id: { $in: ids.map((id) => `${generation}|${id}`) } }).toArray();
    return new Map(
      found.map(({ _id, credits, unit }) => {
        const id = _id.slice(generation.length + 1);
        return [id, { id, credits, unit }];
      }),
    );
  }

  /** Every generation of this layout or an older one of which something is kept: read, being built, or left behind. */
  async generations(): Promise<string[]> {
    const [cells, counts] = await Promise.all([this.cells.distinct('generation'), this.counts.distinct('generation')]);
    return [...new Set([...cells, ...counts])].filter((generation) => layoutOf(generation) <= LAYOUT);
  }

  /**
   * Makes a rebuilt generation the one that is read, unless another rebuild did so first: then `FencedError`. Following
   * the one before may have gone on meanwhile.
   */
  async adopt(next: FollowState, replaced: string | null): Promise<void> {
    const document = { layout: LAYOUT, ...next };
    if (replaced === null) {
      const made = await this.states.updateOne({ _id: STATE_ID }, { $setOnInsert: document }, { upsert: true });
      if (made.upsertedCount === 0) throw new FencedError('another worker built the roll-ups');
      return;
    }
    const moved = await this.states.updateOne({ _id: STATE_ID, generation: replaced }, { $set: document });
    if (moved.matchedCount === 0) throw new FencedError('another worker rebuilt the roll-ups');
  }

  /** Removes what is kept of generations that nobody reads. */
  async discard(generations: readonly string[]): Promise<void> {
    const those = { generation: { $in: [...generations] } };
    await this.cells.deleteMany(those);
    await this.counts.deleteMany(those);
  }

  /** Lets go of older layouts. A process of one that still runs counts its own anew. */
  async forgetOlderLayouts(): Promise<void> {
    await this.states.deleteMany({ $or: [{ layout: { $lt: LAYOUT } }, { _id: 'ledger' }] });
    // A production server has no right to what is not there.
    const left = await this.db.listCollections({ name: 'rollup_figures' }, { nameOnly: true }).toArray();
    if (left.length > 0) await this.db.collection('rollup_figures').deleteMany({});
  }
}

function increment(generation: string, key: string, amounts: Record<string, number>) {
  const [unit = '', effective = '', recorded = ''] = key.split('|');
  return {
    updateOne: {
      filter: { _id: `${generation}|${key}` },
      update: { $inc: amounts, $setOnInsert: { generation, unit, effective, recorded } },
      upsert: true,
    },
  };
}
