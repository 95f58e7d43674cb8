import type { Filter } from 'mongodb';
import type { Job, JobRun } from '../platform/jobs.ts';
import { oneByOne, stepByStep } from '../platform/one-by-one.ts';
import type { ImportsDeps } from './deps.ts';
import { postImport } from './post-import.ts';
import { failImport } from './preview-import.ts';
import type { ImportDocument } from './store.ts';
import { continueUndo } from './undo-import.ts';

/** The name of the job that posts confirmed imports. */
export const IMPORT_POSTING_JOB = 'imports.post';

const POSTING_EVERY_MS = 5_000;
/** A preview that has not come to its end after this long was interrupted. */
const READING_MS_MAX = 30 * 60_000;

/** Posts what was confirmed, and goes on with what was interrupted, whichever process was at it. */
export function postingJob(deps: ImportsDeps): Job {
  return { name: IMPORT_POSTING_JOB, everyMs: POSTING_EVERY_MS, run: (run) => postConfirmed(deps, run) };
}

/** Starts posting at once in this process, unless another one is at it; the job's next run does what this one cannot. */
export function startPosting(deps: ImportsDeps): void {
  deps.platform.jobs.runNow(IMPORT_POSTING_JOB).catch((error: unknown) => {
    deps.platform.logger.warn({ error }, 'posting an import was interrupted; it goes on by itself');
  });
}

/** How long the lines of a posted import that became no entry stay readable, for correcting the sheet. */
const LINES_KEPT_MS = 90 * 86_400_000;

async function postConfirmed(deps: ImportsDeps, { nowMs, signal }: JobRun): Promise<void> {
  const { logger } = deps.platform;
  const interrupted = { state: 'reading' as const, uploadedAt: { $lt: new Date(nowMs - READING_MS_MAX) } };
  const each = async (filter: Filter<ImportDocument>, work: (importId: string) => Promise<unknown>): Promise<void> => {
    const found = await deps.store.imports
      .find(filter, { projection: { _id: 1 } })
      .sort({ confirmedAt: 1 })
      .toArray();
    await oneByOne(found, { what: 'import', idOf: ({ _id }) => _id, logger, signal }, ({ _id }) => work(_id));
  };
  await stepByStep(
    {
      posting: () => each({ state: 'posting' }, (importId) => postImport(deps, importId, { signal })),
      undoing: () => each({ state: 'undoing' }, (importId) => continueUndo(deps, importId, signal)),
      interrupted: () => each(interrupted, (importId) => failImport(deps, importId)),
      erasing: () => each(oldLines(nowMs), (importId) => eraseLines(deps, importId, nowMs)),
    },
    { logger, signal },
  );
}

/** Imports whose lines nobody needs any more. */
function oldLines(nowMs: number): Filter<ImportDocument> {
  return {
    state: { $in: ['posted', 'undone'] },
    linesErasedAt: null,
    postedAt: { $lt: new Date(nowMs - LINES_KEPT_MS) },
  };
}

async function eraseLines(deps: ImportsDeps, importId: string, nowMs: number): Promise<void> {
  await deps.platform.personalData.erase(importId);
  await deps.store.imports.updateOne({ _id: importId }, { $set: { linesErasedAt: new Date(nowMs) } });
}
