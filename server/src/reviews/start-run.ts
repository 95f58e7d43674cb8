import { type BodyOf, isRefusal, type Refusal, refuse, type reviewRuns } from '@red-points/shared/contracts';
import { decisionRefusal } from '@red-points/shared/domain/claims';
import type { Principal } from '@red-points/shared/domain/permissions';
import { REVIEW_RUN_ITEMS_MAX, REVIEW_RUN_SLICE } from '@red-points/shared/domain/reviews';
import { createOnce, type RequestIdentity } from '../http/idempotency.ts';
import type { ReviewKey } from './decide-items.ts';
import type { ReviewsDeps } from './deps.ts';
import { reviewerOf } from './reviewer.ts';
import { type RunRecord, type RunSlice, runSliceId } from './run-store.ts';

/** What is decided how: by ids, or by what the queue shows. */
export type StartRun = BodyOf<typeof reviewRuns.start>;
type Selection = NonNullable<StartRun['selection']>;

/**
 * Keeps what is to be decided, whole, before anything is. The same request again gets the same run; where a process died
 * while the items were kept, they are kept anew.
 */
export async function startRun(
  deps: ReviewsDeps,
  principal: Principal,
  { decision, reason, changes, items, selection }: StartRun,
  request: RequestIdentity,
): Promise<RunRecord | Refusal> {
  const bare = decisionRefusal(decision, reason);
  if (bare !== null) return refuse(bare);
  const created = await createOnce(deps.runs.runs, {
    _id: deps.ids.next(),
    request,
    state: 'collecting',
    userId: principal.userId,
    decision,
    reason: reason ?? null,
    changes: changes ?? null,
    startedAt: new Date(deps.clock.now()),
    finishedAt: null,
    items: 0,
    done: 0,
    second: 0,
    notDone: 0,
    problems: [],
  });
  if (isRefusal(created)) return created;
  const run = created.document;
  if (run.state === 'abandoned') return refuse('review_run_ended');
  if (run.state !== 'collecting') return run;
  const keys = selection === undefined ? distinct(items ?? []) : await selected(deps, principal, selection);
  const refusal = isRefusal(keys) ? keys : tooManyOrNone(keys);
  if (isRefusal(keys) || refusal !== null) {
    await deps.runs.runs.deleteOne({ _id: run._id, state: 'collecting' });
    return isRefusal(keys) ? keys : (refusal ?? refuse('review_run_empty'));
  }
  await keep(deps, run._id, keys);
  const started = await deps.runs.runs.findOneAndUpdate(
    { _id: run._id, state: 'collecting' },
    { $set: { state: 'running', items: keys.length } },
    { returnDocument: 'after' },
  );
  if (started === null) return (await deps.runs.runs.findOne({ _id: run._id })) ?? refuse('review_run_not_found');
  await deps.audit.record({
    principal,
    action: `reviews.${decision}_many`,
    subject: { kind: 'review_run', id: run._id },
    unitId: selection?.unitId ?? principal.grants.find(({ unitId }) => unitId !== null)?.unitId ?? null,
    detail: { items: keys.length },
  });
  return started;
}

function tooManyOrNone(keys: readonly ReviewKey[]): Refusal | null {
  if (keys.length === 0) return refuse('review_run_empty');
  return keys.length > REVIEW_RUN_ITEMS_MAX ? refuse('review_run_too_many', { max: REVIEW_RUN_ITEMS_MAX }) : null;
}

function distinct(items: readonly ReviewKey[]): ReviewKey[] {
  return [...new Map(items.map(({ kind, id }) => [`${kind}:${id}`, { kind, id }])).values()];
}

/** What a filter of the queue finds, as far as the caller reads that part of it. */
async function selected(
  deps: ReviewsDeps,
  principal: Principal,
  { unitId, category, kind, show, waitingUntil }: Selection,
): Promise<ReviewKey[] | Refusal> {
  const unitPath = await deps.orgUnits.pathOf(unitId);
  if (unitPath === null) return refuse('unit_unknown');
  if (!(await reviewerOf(deps, principal)).mayRead(unitPath)) return refuse('out_of_scope');
  const filter = {
    unitIds: [unitId],
    category,
    show,
    nowMs: deps.clock.now(),
    waitingUntil: new Date(waitingUntil),
  };
  const sources = [...deps.sources.values()].filter(({ store }) => kind === undefined || store.kind === kind);
  const found = await Promise.all(
    sources.map(async ({ store }) =>
      (await store.ids(filter, REVIEW_RUN_ITEMS_MAX + 1)).map((id) => ({ kind: store.kind, id })),
    ),
  );
  return found.flat();
}

/** Writes the items down; what an attempt that broke off had written is laid over or taken away. */
async function keep({ runs }: Pick<ReviewsDeps, 'runs'>, runId: string, keys: readonly ReviewKey[]): Promise<void> {
  const slices: RunSlice[] = [];
  for (let first = 0; first < keys.length; first += REVIEW_RUN_SLICE) {
    const no = slices.length;
    const items = keys.slice(first, first + REVIEW_RUN_SLICE);
    slices.push({ _id: runSliceId(runId, no), runId, no, items, done: false, outcomes: [] });
  }
  await runs.slices.deleteMany({ runId, no: { $gte: slices.length } });
  await runs.slices.bulkWrite(
    slices.map((slice) => ({ replaceOne: { filter: { _id: slice._id }, replacement: slice, upsert: true } })),
    { ordered: false },
  );
}
