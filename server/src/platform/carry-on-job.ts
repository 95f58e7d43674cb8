import type { Collection, Filter, UpdateFilter } from 'mongodb';
import { dueBy } from './database.ts';
import type { Job } from './jobs.ts';
import type { Logger } from './logger.ts';

const EVERY_MS = 5_000;
const BATCH = 100;
const FAILED_AGAIN_MS = 30_000;

/** A record whose next step is due at an instant; null where nothing is left to do. Its collection has a `dueIndex`. */
interface Waiting {
  readonly _id: string;
  readonly nextCheckAt?: Date | null;
}

/**
 * The job that goes on with records whose process ended between two steps, what is due longest first. One that fails is
 * logged and tried again later; the others go on.
 */
export function carryOnJob<R extends Waiting>(work: {
  readonly name: string;
  /** What a record is called in the log. */
  readonly what: string;
  readonly collection: Collection<R>;
  /** The state of records that have steps left. */
  readonly underWay: Filter<R>;
  readonly carryOn: (record: R) => Promise<unknown>;
  readonly logger: Pick<Logger, 'error'>;
}): Job {
  const { name, what, collection, underWay, carryOn, logger } = work;
  return {
    name,
    everyMs: EVERY_MS,
    run: async ({ nowMs, signal }) => {
      const due = collection
        .find({ nextCheckAt: dueBy(nowMs) } as unknown as Filter<R>)
        .sort({ nextCheckAt: 1 })
        .limit(BATCH);
      for (const record of (await due.toArray()) as R[]) {
        if (signal.aborted) return;
        try {
          await carryOn(record);
        } catch (error) {
          logger.error({ error, [what]: record._id }, 'an interrupted record could not be moved on');
          const again = { $set: { nextCheckAt: new Date(nowMs + FAILED_AGAIN_MS) } } as unknown as UpdateFilter<R>;
          await collection.updateOne({ ...underWay, _id: record._id } as Filter<R>, again);
        }
      }
    },
  };
}
