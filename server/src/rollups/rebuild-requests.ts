import type { Collection, Db } from 'mongodb';
import type { RollupContext } from './deps.ts';
import { rebuild } from './rebuild.ts';
import { FencedError } from './store.ts';

const ID = 'rebuild';
/** How often the progress of a rebuild is written down. */
const PROGRESS_MS = 1_000;

/** A rebuild that somebody asked for. */
export interface RebuildRequest {
  readonly askedAt: Date;
  readonly startedAt: Date | null;
  readonly done: number;
  readonly total: number;
  readonly finishedAt: Date | null;
}

type RequestDocument = RebuildRequest & { readonly _id: string };

/** The one rebuild that was asked for last. It stays until it is done, also where the process that does it dies. */
export class RebuildRequests {
  private readonly requests: Collection<RequestDocument>;

  constructor(
    db: Db,
    private readonly now: () => number,
  ) {
    this.requests = db.collection('rollup_state');
  }

  /** Asks for a rebuild; whoever asks while one is waited for gets that one. */
  async ask(): Promise<void> {
    const fresh = { askedAt: new Date(this.now()), startedAt: null, done: 0, total: 0, finishedAt: null };
    await this.requests.updateOne({ _id: ID, finishedAt: { $ne: null } }, { $set: fresh });
    await this.requests.updateOne({ _id: ID }, { $setOnInsert: fresh }, { upsert: true });
  }

  latest(): Promise<RebuildRequest | null> {
    return this.requests.findOne({ _id: ID });
  }

  /** Does what was asked for, if anything was. The job `rollups.rebuild`. */
  async carryOut(context: RollupContext, signal: AbortSignal): Promise<void> {
    const asked = await this.requests.findOneAndUpdate(
      { _id: ID, finishedAt: null },
      { $set: { startedAt: new Date(this.now()), done: 0 } },
    );
    if (asked === null) return;
    let writtenAt = 0;
    const onProgress = (done: number, total: number): void => {
      if (performance.now() - writtenAt < PROGRESS_MS) return;
      writtenAt = performance.now();
      // Only for people who look on: a progress that could not be written down stops nothing.
      void this.requests.updateOne({ _id: ID, finishedAt: null }, { $set: { done, total } }).catch(() => undefined);
    };
    try {
      const state = await rebuild(context, { signal, onProgress });
      if (state === null) return;
      const finished = { finishedAt: new Date(this.now()), done: state.counted, total: state.counted };
      await this.requests.updateOne({ _id: ID, finishedAt: null }, { $set: finished });
    } catch (error) {
      // Another rebuild was done first: it may have begun before this one was asked for, so that this one is due still.
      if (!(error instanceof FencedError)) throw error;
    }
  }
}
