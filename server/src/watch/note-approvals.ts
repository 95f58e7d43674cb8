import { businessDate, monthOf } from '@red-points/shared/domain/calendar';
import type { CreditRecord } from '../credits/index.ts';
import { insertMissing } from '../platform/database.ts';
import type { JobRun } from '../platform/jobs.ts';
import { Failures, togetherOrEach } from '../platform/one-by-one.ts';
import type { ReviewableRecord } from '../reviews/index.ts';
import type { WatchDeps } from './deps.ts';
import { makeDue } from './months.ts';
import type { WatchLineRecord } from './store.ts';

const BATCH = 500;
/** Approvals are read again from so long before: one may become visible after another that was approved later. */
export const AGAIN_MS = 10 * 60_000;

/**
 * Notes down what was approved since the last run: a line for each credit, once, however often it is read. Where one cannot be
 * noted, those behind it are; the place stays before it, so that it is not lost.
 */
export async function noteApprovals(deps: WatchDeps, run: JobRun): Promise<void> {
  const place = await deps.store.place.findOne({ _id: 'approved' });
  let after = { approvedAt: new Date((place?.approvedAt.getTime() ?? AGAIN_MS) - AGAIN_MS), id: '' };
  const failures = new Failures();
  const way = { what: 'credit', idOf: ({ _id }: CreditRecord) => _id, logger: deps.logger, signal: run.signal };
  while (!run.signal.aborted) {
    const credits = await deps.credits.approvedAfter(after, BATCH);
    await failures.goPast(() => togetherOrEach(credits, way, (some) => noteDown(deps, some)));
    const last = credits.at(-1);
    if (last === undefined) break;
    after = { approvedAt: last.approvedAt, id: last._id };
    if (!failures.any) await deps.store.place.updateOne({ _id: 'approved' }, { $set: after }, { upsert: true });
    if (credits.length < BATCH) break;
  }
  failures.throwFirst();
}

async function noteDown(deps: WatchDeps, credits: readonly CreditRecord[]): Promise<void> {
  if (credits.length === 0) return;
  const known = await deps.store.lines
    .find({ _id: { $in: credits.map(({ _id }) => _id) } })
    .project<{ _id: string }>({ _id: 1 })
    .toArray();
  const ids = new Set(known.map(({ _id }) => _id));
  const news = credits.filter(({ _id }) => !ids.has(_id));
  if (news.length === 0) return;
  const [sources, ends] = await Promise.all([sourcesOf(deps, news), endsOf(deps, news)]);
  const lines = news.map((credit) => lineOf(credit, sources.get(credit._id), ends.get(credit.activityId ?? '')));
  // Due first: a line whose month nobody looks at would be lost.
  await makeDue(
    deps,
    'credits',
    lines.map(({ unitId, month }, index) => ({ unitId, month, unitPath: news[index]?.unitPath ?? [] })),
  );
  await insertMissing(deps.store.lines, lines);
}

/** The records that credits were made of, by the credit's id. */
async function sourcesOf(
  deps: Pick<WatchDeps, 'sources'>,
  credits: readonly CreditRecord[],
): Promise<ReadonlyMap<string, ReviewableRecord>> {
  const found = await Promise.all(
    [...deps.sources].map(async ([kind, { store }]) => {
      const ids = credits.flatMap(({ source }) => (source.kind === kind ? [source.id] : []));
      const records = ids.length === 0 ? [] : await store.load(ids);
      return records.map((record) => [`${kind}:${record._id}`, record] as const);
    }),
  );
  return new Map(found.flat());
}

/** What was done last before somebody approved: from then on it could be looked at. */
const FILED = new Set(['filed', 'resubmitted', 'checked_in', 'checked_out', 'signed_out', 'vouched_for']);

/** When activities ended: what was attended comes into the queue then, however long ago somebody left. */
async function endsOf(
  { activities }: Pick<WatchDeps, 'activities'>,
  credits: readonly CreditRecord[],
): Promise<ReadonlyMap<string, Date>> {
  const ids = [...new Set(credits.flatMap(({ activityId }) => activityId ?? []))];
  const found = ids.length === 0 ? [] : await activities.recordsOf(ids);
  return new Map(found.flatMap(({ _id, endedAt }) => (endedAt === null ? [] : [[_id, endedAt]])));
}

function lineOf(
  credit: CreditRecord,
  source: ReviewableRecord | undefined,
  endedAt: Date | undefined,
): WatchLineRecord {
  const part = (name: string): string | null => credit.actors.find((actor) => actor.part === name)?.id ?? null;
  const approvedAtMs = credit.approvedAt.getTime();
  const done = (source?.history ?? []).filter(({ code }) => FILED.has(code)).map(({ at }) => at);
  const filed = [...done, ...(endedAt === undefined || source?.activityId === undefined ? [] : [endedAt])]
    .map((at) => at.getTime())
    .filter((atMs) => atMs <= approvedAtMs);
  return {
    _id: credit._id,
    unitId: credit.issuerUnit,
    month: monthOf(businessDate(approvedAtMs)),
    approvedAt: credit.approvedAt,
    personId: credit.personId,
    // Where two approve, the second's word counts.
    reviewer: credit.actors.findLast((actor) => actor.part === 'reviewer')?.id ?? null,
    filer: part('filer'),
    organiser: part('organiser'),
    activityId: credit.activityId,
    minutes: credit.minutes,
    waitedMs: filed.length === 0 ? null : approvedAtMs - Math.max(...filed),
    deviceTag: source?.deviceTag ?? null,
  };
}
