import type { Job, JobRun } from '../platform/jobs.ts';
import { oneByOne } from '../platform/one-by-one.ts';
import type { BatchesDeps } from './deps.ts';
import { postBatch } from './post-batch.ts';

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
  const confirmed = batches.find({ state: 'posting' }, { projection: { _id: 1 } }).sort({ filedAt: 1 });
  const steps = [
    ...(await confirmed.toArray()).map(({ _id }) => ({ _id, work: () => postBatch(deps, _id, { signal }) })),
    { _id: 'old lists', work: () => eraseOld(deps, nowMs) },
  ];
  const way = { what: 'batch', idOf: ({ _id }: { _id: string }) => _id, logger: deps.platform.logger, signal };
  await oneByOne(steps, way, ({ work }) => work());
}

/** Takes what nobody finished filing off, and erases what was written of people once it is no longer wanted. */
async function eraseOld(deps: BatchesDeps, nowMs: number): Promise<void> {
  const { batches } = deps.store;
  const abandoned = { state: 'checking' as const, filedAt: { $lt: new Date(nowMs - FILING_MS_MAX) } };
  for (const { _id } of await batches.find(abandoned, { projection: { _id: 1 } }).toArray()) {
    await batches.updateOne({ _id, state: 'checking' }, { $set: { state: 'withdrawn', erasedAt: new Date(nowMs) } });
    await deps.platform.personalData.erase(_id);
  }
  const old = {
    state: { $in: ['posted' as const, 'declined' as const] },
    filedAt: { $lt: new Date(nowMs - WRITTEN_KEPT_MS) },
    erasedAt: null,
  };
  for (const { _id } of await batches.find(old, { projection: { _id: 1 } }).toArray()) {
    await deps.platform.personalData.erase(_id);
    await batches.updateOne({ _id }, { $set: { erasedAt: new Date(nowMs) } });
  }
}
