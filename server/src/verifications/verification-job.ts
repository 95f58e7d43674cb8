import { businessDate, startOfBusinessDay } from '@red-points/shared/domain/calendar';
import type { VerifyProgress, VerifyResult } from '../ledger/index.ts';
import type { Job } from '../platform/jobs.ts';
import type { VerificationDeps } from './deps.ts';
import { startVerification } from './start.ts';
import { rowId, rowsAfter, type VerificationRecord } from './store.ts';
import { verifyInThread } from './verify-in-thread.ts';

export const VERIFICATION_JOB = 'ledger.verification';

/** How long somebody who asks waits at most for the beginning, about. */
const EVERY_MS = 3_000;
const ATTEMPTS_MAX = 3;
const SAVE_PROGRESS_EVERY_MS = 500;
const ROWS_PER_INSERT = 1_000;
const HOUR_MS = 3_600_000;
/** When the installation verifies by itself, in hours of the business day: nobody posts much then. */
const NIGHT_FROM_HOUR = 3;
const NIGHT_UNTIL_HOUR = 5;

/** Runs the verification that was asked for, and one every night; one that a process left halfway begins again. */
export function verificationJob(deps: VerificationDeps): Job {
  return {
    name: VERIFICATION_JOB,
    everyMs: EVERY_MS,
    run: async ({ nowMs, signal }) => {
      await askForNightly(deps, nowMs);
      const open = await deps.store.runs.findOneAndUpdate(
        { open: true },
        { $set: { state: 'running', startedAt: new Date(nowMs) }, $inc: { attempts: 1 } },
        { returnDocument: 'after' },
      );
      if (open !== null) await runVerification(deps, open, signal);
    },
  };
}

async function askForNightly(deps: VerificationDeps, nowMs: number): Promise<void> {
  const midnightMs = startOfBusinessDay(businessDate(nowMs));
  const hour = Math.floor((nowMs - midnightMs) / HOUR_MS);
  if (hour < NIGHT_FROM_HOUR || hour >= NIGHT_UNTIL_HOUR) return;
  const today = { requestedAt: { $gte: new Date(midnightMs) } };
  if ((await deps.store.runs.countDocuments(today, { limit: 1 })) === 0) await startVerification(deps, null);
}

async function runVerification(deps: VerificationDeps, record: VerificationRecord, signal: AbortSignal): Promise<void> {
  if (record.attempts > ATTEMPTS_MAX) return fail(deps, record);
  const task = { mongodbUri: deps.config.mongodbUri, databaseName: deps.db.databaseName };
  let result: VerifyResult;
  try {
    result = await verifyInThread(task, progressSaver(deps, record), signal);
  } catch (error) {
    // Somebody else has it now, or will have after this process: it stays open and begins again.
    if (signal.aborted) return;
    deps.logger.error({ error, verification: record._id }, 'a verification of the ledger could not be finished');
    return fail(deps, record);
  }
  await finish(deps, record, result);
}

function fail(deps: VerificationDeps, { _id }: VerificationRecord): Promise<void> {
  return end(deps, _id, { state: 'failed' });
}

/** Rows first: whoever sees the result finds them. */
async function finish(deps: VerificationDeps, { _id }: VerificationRecord, result: VerifyResult): Promise<void> {
  const { accounts, transactions, bad, digest } = result;
  // An attempt that was cut off here may have left some.
  await deps.store.rows.deleteMany({ _id: rowsAfter(_id, 0) });
  for (let first = 0; first < bad.length; first += ROWS_PER_INSERT) {
    const part = bad.slice(first, first + ROWS_PER_INSERT);
    await deps.store.rows.insertMany(
      part.map((row, index) => ({ _id: rowId(_id, first + index + 1), position: first + index + 1, ...row })),
    );
  }
  await end(deps, _id, {
    state: 'finished',
    progress: { step: 'done', done: transactions, total: transactions },
    result: { accounts, transactions, bad: bad.length, digest },
  });
  if (bad.length > 0) deps.logger.error({ verification: _id, bad: bad.length }, 'the ledger does not hold');
}

async function end(deps: VerificationDeps, _id: string, change: Partial<VerificationRecord>): Promise<void> {
  const finishedAt = new Date(deps.clock.now());
  await deps.store.runs.updateOne({ _id, open: true }, { $set: { ...change, open: false, finishedAt } });
}

/** Saves now and then how far it is; one that cannot be saved is made good by the next. */
function progressSaver(deps: VerificationDeps, { _id }: VerificationRecord): (progress: VerifyProgress) => void {
  let savedAtMs = 0;
  return (progress) => {
    const nowMs = performance.now();
    if (nowMs - savedAtMs < SAVE_PROGRESS_EVERY_MS) return;
    savedAtMs = nowMs;
    deps.store.runs.updateOne({ _id, open: true }, { $set: { progress } }).catch((error: unknown) => {
      deps.logger.warn({ error }, 'the progress of a verification was not saved');
    });
  };
}
