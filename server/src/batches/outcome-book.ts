import type { AnyBulkWriteOperation } from 'mongodb';
import type { BatchesDeps } from './deps.ts';
import type { BatchProgress } from './post-batch.ts';
import type { BatchRecord, BatchSlice } from './store.ts';

/** A slice whose items are all decided. */
export interface PostedSlice extends Pick<BatchSlice, 'outcomes' | 'used'> {
  readonly sliceId: string;
}

/** Writes down what became of slices: whatever has come together while the last write was on its way, in one. */
export class OutcomeBook {
  private waiting: PostedSlice[] = [];
  private writing: Promise<void> = Promise.resolve();

  constructor(
    private readonly deps: BatchesDeps,
    private readonly batch: BatchRecord,
    private readonly onProgress: ((progress: BatchProgress) => void) | undefined,
  ) {}

  /** Takes a slice to be written; the caller need not wait. */
  write(slice: PostedSlice): void {
    this.waiting.push(slice);
    if (this.waiting.length > 1) return;
    this.writing = this.writing.then(() => this.flush());
    // Heard of by `written`; until then it must not end the program.
    this.writing.catch(() => undefined);
  }

  /** Resolves when all that was taken is written; rejects where some of it could not be. */
  written(): Promise<void> {
    return this.writing;
  }

  private async flush(): Promise<void> {
    const slices = this.waiting;
    this.waiting = [];
    const marks = slices.map<AnyBulkWriteOperation<BatchSlice>>(({ sliceId, outcomes, used }) => ({
      updateOne: { filter: { _id: sliceId, done: false }, update: { $set: { done: true, outcomes, used } } },
    }));
    const { modifiedCount } = await this.deps.store.slices.bulkWrite(marks, { ordered: false });
    // Another run marked some of them: it counted those, and the end counts all anew.
    if (modifiedCount === slices.length) await this.count(slices);
  }

  private async count(slices: readonly PostedSlice[]): Promise<void> {
    const outcomes = slices.flatMap((slice) => slice.outcomes);
    const posted = outcomes.filter(({ seq }) => seq !== null).length;
    const granted = outcomes.reduce((sum, outcome) => sum + outcome.granted, 0);
    const more = { 'counts.posted': posted, 'counts.refused': outcomes.length - posted, 'counts.granted': granted };
    const counted = await this.deps.store.batches.findOneAndUpdate(
      { _id: this.batch._id, state: 'posting' },
      { $inc: more },
      { returnDocument: 'after', projection: { counts: 1 } },
    );
    if (counted !== null) this.onProgress?.({ ...counted.counts, accepted: this.batch.counts.accepted });
  }
}
