import type { Job, JobRun } from '../platform/jobs.ts';
import { oneByOne } from '../platform/one-by-one.ts';
import type { ImportsDeps } from './deps.ts';
import { postImport } from './post-import.ts';
import { failImport } from './preview-import.ts';
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

async function postConfirmed(deps: ImportsDeps, run: JobRun): Promise<void> {
  const { imports } = deps.store;
  const { signal } = run;
  const interrupted = { state: 'reading' as const, uploadedAt: { $lt: new Date(run.nowMs - READING_MS_MAX) } };
  const named = { projection: { _id: 1 } };
  const [confirmed, undoing, unread] = await Promise.all([
    imports.find({ state: 'posting' }, named).sort({ confirmedAt: 1 }).toArray(),
    imports.find({ state: 'undoing' }, named).toArray(),
    imports.find(interrupted, named).toArray(),
  ]);
  const steps = [
    ...confirmed.map(({ _id }) => ({ _id, work: () => postImport(deps, _id, { signal }) })),
    ...undoing.map(({ _id }) => ({ _id, work: () => continueUndo(deps, _id, signal) })),
    ...unread.map(({ _id }) => ({ _id, work: () => failImport(deps, _id) })),
    { _id: 'old lines', work: () => eraseOldLines(deps, run.nowMs) },
  ];
  const way = { what: 'import', idOf: ({ _id }: { _id: string }) => _id, logger: deps.platform.logger, signal };
  await oneByOne(steps, way, ({ work }) => work());
}

async function eraseOldLines(deps: ImportsDeps, nowMs: number): Promise<void> {
  const states: ('posted' | 'undone')[] = ['posted', 'undone'];
  const old = { state: { $in: states }, linesErasedAt: null, postedAt: { $lt: new Date(nowMs - LINES_KEPT_MS) } };
  const found = await deps.store.imports.find(old, { projection: { _id: 1 } }).toArray();
  await oneByOne(found, { what: 'import', idOf: ({ _id }) => _id, logger: deps.platform.logger }, async ({ _id }) => {
    await deps.platform.personalData.erase(_id);
    await deps.store.imports.updateOne({ _id }, { $set: { linesErasedAt: new Date(nowMs) } });
  });
}
