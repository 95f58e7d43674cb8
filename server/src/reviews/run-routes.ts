import {
  reviewRuns as contract,
  isRefusal,
  type Refusal,
  type ReviewRun,
  refuse,
  reviewRunBodySchema,
} from '@red-points/shared/contracts';
import type { Principal } from '@red-points/shared/domain/permissions';
import { REVIEW_RUN_SLICE } from '@red-points/shared/domain/reviews';
import { z } from 'zod';
import { decodeCursor, encodeCursor } from '../http/cursor.ts';
import { pageByDate } from '../http/date-pages.ts';
import { fingerprintOf } from '../http/idempotency.ts';
import { readLargeJson } from '../http/large-json.ts';
import { type ApiRouter, route } from '../http/route.ts';
import { validate } from '../http/validate.ts';
import type { ReviewsDeps } from './deps.ts';
import { startPerforming } from './perform-runs.ts';
import type { RunRecord, RunSlice } from './run-store.ts';
import { startRun } from './start-run.ts';

/** Ten thousand kinds and ids are less than 1 MB. */
const BODY_BYTES_MAX = 2 * 1024 * 1024;
const itemsCursor = z.tuple([z.number().int().min(0)]);

/** Bulk decisions over HTTP; each is seen by who made it. */
export function runRoutes(router: ApiRouter, deps: ReviewsDeps): void {
  route(router, contract.start, async ({ principal, language, req, idempotencyKey }) => {
    const read = await readLargeJson(req, BODY_BYTES_MAX);
    if (isRefusal(read)) return read;
    const body = validate(reviewRunBodySchema, read.value, language);
    if (isRefusal(body)) return body;
    const fingerprint = fingerprintOf(contract.start.id, read.digest);
    const request = { caller: principal.userId, key: idempotencyKey, fingerprint };
    const run = await startRun(deps, principal, body.value, request);
    if (isRefusal(run)) return run;
    if (run.state === 'running') startPerforming(deps);
    return viewOf(run);
  });

  route(router, contract.get, async ({ params, principal }) => {
    const run = await ownRun(deps, principal, params.runId);
    return isRefusal(run) ? run : viewOf(run);
  });

  route(router, contract.list, async ({ query, principal }) => {
    const own = { userId: principal.userId, state: { $nin: ['collecting' as const, 'abandoned' as const] } };
    const found = await pageByDate(deps.runs.runs, own, { ...query, by: 'startedAt' });
    if (isRefusal(found)) return found;
    return { items: found.page.map(viewOf), nextCursor: found.nextCursor };
  });

  route(router, contract.items, async ({ params, query, principal }) => {
    const run = await ownRun(deps, principal, params.runId);
    if (isRefusal(run)) return run;
    const after = decodeCursor(query.cursor, itemsCursor);
    if (isRefusal(after)) return after;
    const { lines, next } = await linesOf(deps, run._id, after?.[0] ?? 0, query);
    return { items: await named(deps, lines), nextCursor: next === null ? null : encodeCursor([next]) };
  });
}

async function ownRun(deps: ReviewsDeps, principal: Principal, runId: string): Promise<RunRecord | Refusal> {
  const run = await deps.runs.runs.findOne({ _id: runId, userId: principal.userId });
  return run ?? refuse('review_run_not_found');
}

function viewOf(run: RunRecord): ReviewRun {
  return {
    runId: run._id,
    state: run.state,
    decision: run.decision,
    reason: run.reason,
    startedAt: run.startedAt.toISOString(),
    finishedAt: run.finishedAt?.toISOString() ?? null,
    items: run.items,
    done: run.done,
    second: run.second,
    notDone: run.notDone,
    problems: run.problems.map(({ code, count }) => ({ code, count })),
  };
}

interface Line {
  readonly key: RunSlice['items'][number];
  readonly outcome: RunSlice['outcomes'][number] | null;
}

/** Items from a number on: from the slice in which the page begins, as many slices as it takes to fill it. */
async function linesOf(
  { runs }: Pick<ReviewsDeps, 'runs'>,
  runId: string,
  from: number,
  { limit, show }: { readonly limit: number; readonly show: 'all' | 'refused' },
): Promise<{ lines: Line[]; next: number | null }> {
  const lines: Line[] = [];
  const slices = runs.slices.find({ runId, no: { $gte: Math.floor(from / REVIEW_RUN_SLICE) } }).sort({ no: 1 });
  for await (const { no, items, outcomes } of slices) {
    for (const [index, key] of items.entries()) {
      const number = no * REVIEW_RUN_SLICE + index;
      const outcome = outcomes[index] ?? null;
      if (number < from || (show === 'refused' && outcome?.code == null)) continue;
      if (lines.length === limit) return { lines, next: number };
      lines.push({ key, outcome });
    }
  }
  return { lines, next: null };
}

async function named(deps: ReviewsDeps, lines: readonly Line[]) {
  const loaded = await Promise.all(
    [...deps.sources.values()].map(({ store }) =>
      store.load(lines.flatMap(({ key }) => (key.kind === store.kind ? [key.id] : []))),
    ),
  );
  const records = new Map(loaded.flat().map((record) => [record._id, record]));
  const names = await deps.people.names([...records.values()].map(({ personId }) => personId));
  return lines.map(({ key, outcome }) => {
    const record = records.get(key.id);
    return {
      kind: key.kind,
      id: key.id,
      maskedName: names.get(record?.personId ?? '')?.masked ?? '*',
      title: record?.title ?? '—',
      points: record?.priced.points ?? 0,
      outcome: outcomeOf(outcome),
      code: outcome?.code ?? null,
      detail: { ...outcome?.detail },
    };
  });
}

function outcomeOf(outcome: Line['outcome']): 'waiting' | 'done' | 'second' | 'refused' {
  if (outcome === null) return 'waiting';
  if (outcome.code !== null) return 'refused';
  return outcome.second ? 'second' : 'done';
}
