import type { Principal } from '@red-points/shared/domain/permissions';
import type { Job, JobRun } from '../platform/jobs.ts';
import { oneByOne } from '../platform/one-by-one.ts';
import { decideItems } from './decide-items.ts';
import type { ReviewsDeps } from './deps.ts';
import { principalOfUser } from './reviewer.ts';
import type { RunOutcome, RunRecord, RunSlice } from './run-store.ts';

export const REVIEW_RUNS_JOB = 'reviews.runs';

const EVERY_MS = 5_000;
/** Items that nobody has finished keeping after this long were given up by their client. */
const COLLECTING_MS_MAX = 60 * 60_000;

/** Decides what bulk decisions have kept, and goes on with what was interrupted, whichever process was at it. */
export function runsJob(deps: ReviewsDeps): Job {
  return { name: REVIEW_RUNS_JOB, everyMs: EVERY_MS, run: (run) => performRuns(deps, run) };
}

/** Begins at once in this process, unless another one is at it; the job's next run does what this one cannot. */
export function startPerforming(deps: ReviewsDeps): void {
  deps.jobs.runNow(REVIEW_RUNS_JOB).catch((error: unknown) => {
    deps.logger.warn({ error }, 'a bulk decision was interrupted; it goes on by itself');
  });
}

/** Works through all bulk decisions, without the job's lease: two at once do no harm. */
export async function performRuns(deps: ReviewsDeps, { nowMs, signal }: JobRun): Promise<void> {
  const { runs } = deps.runs;
  const underWay = await runs.find({ state: 'running' }).sort({ startedAt: 1 }).toArray();
  const given = { state: 'collecting' as const, startedAt: { $lt: new Date(nowMs - COLLECTING_MS_MAX) } };
  await runs.updateMany(given, { $set: { state: 'abandoned', finishedAt: new Date(nowMs) } });
  const way = { what: 'run', idOf: ({ _id }: RunRecord) => _id, logger: deps.logger, signal };
  await oneByOne(underWay, way, (run) => performRun(deps, run, signal));
}

/**
 * Decides slice after slice. Every decision of a run has the run's own key, so that a slice whose outcomes were not written down
 * is simply decided again: what was decided is found so, and nothing twice. Rights are those of the moment, not of the start.
 */
async function performRun(deps: ReviewsDeps, run: RunRecord, signal: AbortSignal): Promise<void> {
  const { slices } = deps.runs;
  const open = slices.find({ runId: run._id, done: false }).sort({ no: 1 }).batchSize(4);
  for await (const slice of open) {
    if (signal.aborted) return;
    const reviewer = await principalOfUser(deps, run.userId);
    const outcomes = reviewer === null ? slice.items.map(gone) : await decideSlice(deps, reviewer, run, slice);
    const { modifiedCount } = await slices.updateOne(
      { _id: slice._id, done: false },
      { $set: { done: true, outcomes } },
    );
    if (modifiedCount === 1) await count(deps, run._id, outcomes);
  }
  await finish(deps, run._id);
}

const gone = (): RunOutcome => ({ code: 'review_reviewer_gone', second: false });

async function decideSlice(
  deps: ReviewsDeps,
  reviewer: Principal,
  { _id, userId, decision, reason, changes }: RunRecord,
  slice: RunSlice,
): Promise<RunOutcome[]> {
  const verdict = {
    decision,
    ...(reason === null ? {} : { reason }),
    ...(changes ? { changes: [...changes] } : {}),
  };
  const outcomes = await decideItems(deps, reviewer, slice.items, verdict, { caller: userId, key: `run:${_id}` });
  return outcomes.map(({ code, second, detail }) => ({ code, second, ...(detail === undefined ? {} : { detail }) }));
}

async function count(
  { runs }: Pick<ReviewsDeps, 'runs'>,
  runId: string,
  outcomes: readonly RunOutcome[],
): Promise<void> {
  const notDone = outcomes.filter(({ code }) => code !== null).length;
  const second = outcomes.filter((outcome) => outcome.second).length;
  await runs.runs.updateOne({ _id: runId }, { $inc: { done: outcomes.length - notDone, second, notDone } });
}

/** Ends a run none of whose slices is open: counts anew, for a process that died may not have counted all. */
async function finish(deps: ReviewsDeps, runId: string): Promise<void> {
  const { runs, slices } = deps.runs;
  if ((await slices.findOne({ runId, done: false }, { projection: { _id: 1 } })) !== null) return;
  const counted = await slices
    .aggregate<{ _id: string | null; count: number; second: number }>([
      { $match: { runId } },
      { $unwind: '$outcomes' },
      {
        $group: {
          _id: '$outcomes.code',
          count: { $sum: 1 },
          second: { $sum: { $cond: ['$outcomes.second', 1, 0] } },
        },
      },
      { $sort: { count: -1, _id: 1 } },
    ])
    .toArray();
  const problems = counted.flatMap(({ _id, count: each }) => (_id === null ? [] : [{ code: _id, count: each }]));
  const done = counted.find(({ _id }) => _id === null);
  await runs.updateOne(
    { _id: runId, state: 'running' },
    {
      $set: {
        state: 'done',
        finishedAt: new Date(deps.clock.now()),
        done: done?.count ?? 0,
        second: done?.second ?? 0,
        notDone: problems.reduce((sum, problem) => sum + problem.count, 0),
        problems,
      },
    },
  );
}
