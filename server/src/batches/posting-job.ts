import type { Filter } from 'mongodb';
import type { Job, JobRun } from '../platform/jobs.ts';
import { oneByOne, stepByStep } from '../platform/one-by-one.ts';
import type { BatchesDeps } from './deps.ts';
import { postBatch } from './post-batch.ts';
import type { BatchRecord } from './store.ts';

/** The name of the job that posts confirmed batches. */
export const BATCH_POSTING_JOB = 'batches.post';

const POSTING_EVERY_MS = 5_000;
/** A filing that has not come to its end after this long was given up by its client. */
const FILING_MS_MAX = 60 * 60_000;
/** How long what was written of people nobody knew stays readable, for correcting the list. */
const WRITTEN_KEPT_MS = 90 * 86_400_000;

/** Posts what was confirmed, and goes on with what was interrupted, whichever process was at it. */
export function postingJob(deps: BatchesDeps): Job {
  return { name: BATCH_POSTING_JOB, everyMs: POSTING_EVERY_MS, run: (run) => postConfirmed(deps, run) };
}

/** Starts posting at once in this process, unless another one is at it; the job's next run does what this one cannot. */
export function startPosting(deps: BatchesDeps): void {
  deps.platform.jobs.runNow(BATCH_POSTING_JOB).catch((error: unknown) => {
    deps.platform.logger.warn({ error }, 'posting a batch was interrupted; it goes on by itself');
  });
}

async function postConfirmed(deps: BatchesDeps, { nowMs, signal }: JobRun): Promise<void> {
  const { batches } = deps.store;
  const { logger, personalData } = deps.platform;
  const abandoned = { state: 'checking' as const, filedAt: { $lt: new Date(nowMs - FILING_MS_MAX) } };
  const old = {
    state: { $in: ['posted' as const, 'declined' as const] },
    filedAt: { $lt: new Date(nowMs - WRITTEN_KEPT_MS) },
    erasedAt: null,
  };
  const each = async (filter: Filter<BatchRecord>, work: (batchId: string) => Promise<unknown>): Promise<void> => {
    const found = await batches
      .find(filter, { projection: { _id: 1 } })
      .sort({ filedAt: 1 })
      .toArray();
    await oneByOne(found, { what: 'batch', idOf: ({ _id }) => _id, logger, signal }, ({ _id }) => work(_id));
  };
  const erased = { $set: { erasedAt: new Date(nowMs) } };
  await stepByStep(
    {
      posting: () => each({ state: 'posting' }, (batchId) => postBatch(deps, batchId, { signal })),
      abandoned: () =>
        each(abandoned, async (batchId) => {
          const withdrawn = { $set: { state: 'withdrawn' as const, ...erased.$set } };
          await batches.updateOne({ _id: batchId, state: 'checking' }, withdrawn);
          await personalData.erase(batchId);
        }),
      erasing: () =>
        each(old, async (batchId) => {
          await personalData.erase(batchId);
          await batches.updateOne({ _id: batchId }, erased);
        }),
    },
    { logger, signal },
  );
}
