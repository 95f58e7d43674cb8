import type { Refusal } from '@red-points/shared/contracts';
import type { Principal } from '@red-points/shared/domain/permissions';
import type { CreditSourceKind } from '../credits/index.ts';
import type { Delegations } from '../delegations/index.ts';
import type { Holidays } from '../holidays/index.ts';
import type { RequestIdentity } from '../http/idempotency.ts';
import type { ApiRouter } from '../http/route.ts';
import type { NoticeSource } from '../notifications/index.ts';
import type { Platform } from '../platform/platform.ts';
import { decideItems, type ReviewKey, type ReviewOutcome, type ReviewVerdict } from './decide-items.ts';
import type { ReviewSource, ReviewsDeps } from './deps.ts';
import { reviewNotices } from './notices.ts';
import { performRuns, runsJob } from './perform-runs.ts';
import { reviewRequests } from './requests.ts';
import { reviewRoutes } from './routes.ts';
import { type RunRecord, runStore } from './run-store.ts';
import { reviewSettingsCollection } from './settings.ts';
import { type StartRun, startRun } from './start-run.ts';
import { watchQueue } from './watch-queue.ts';

export { creditedRecords } from './credited-records.ts';
export type { ReviewKey, ReviewOutcome, ReviewVerdict } from './decide-items.ts';
export type { ReviewSource } from './deps.ts';
export { REVIEW_RUNS_JOB } from './perform-runs.ts';
export { ensureReviews } from './requests.ts';
export { createReviewStore, type ReviewStore } from './review-store.ts';
export {
  type HistoryLine,
  NOT_REVIEWED,
  type ReviewableRecord,
  type ReviewFacts,
  reviewIndexes,
} from './reviewable.ts';
export { reviewSettingsReader, type SettingsFor } from './settings.ts';

export const REVIEW_WATCH_JOB = 'reviews.watch';
const WATCH_EVERY_MS = 15_000;

interface Waiting {
  readonly count: number;
  readonly since: Date | null;
}

/** The one queue over claims and attendances (审核). */
export interface Reviews {
  /** One decision for up to thousands of items, with an outcome each. Not remembered by a request key. */
  decide(principal: Principal, items: readonly ReviewKey[], verdict: ReviewVerdict): Promise<ReviewOutcome[]>;
  /** Keeps a bulk decision; the job makes it. The same request again gets the same one. */
  startRun(principal: Principal, run: StartRun, request: RequestIdentity): Promise<RunRecord | Refusal>;
  /** Makes what bulk decisions have kept, now and without the job's lease. */
  performRuns(): Promise<void>;
  /** How many wait in a unit and below, and since when the first does. */
  waiting(unitId: string): Promise<Waiting>;
  /** Of those, what is past its service target. */
  late(unitId: string): Promise<Waiting>;
  /** What was handed up to a unit and waits. */
  handedUpTo(unitId: string): Promise<Waiting>;
  /** What waits where a right to review was lent to this person. */
  waitingForDeputy(userId: string): Promise<Waiting>;
  /** What is told of each kind of record. */
  readonly noticeSources: readonly NoticeSource[];
  routes(router: ApiRouter): void;
}

type FromPlatform = 'clock' | 'ids' | 'jobs' | 'logger' | 'requests' | 'settings' | 'runs' | 'sources';

export interface ReviewsNeeds extends Omit<ReviewsDeps, FromPlatform> {
  readonly platform: Pick<Platform, 'db' | 'clock' | 'ids' | 'jobs' | 'logger'>;
  readonly delegations: ReviewsDeps['delegations'] & Pick<Delegations, 'onChange'>;
  readonly holidays: ReviewsDeps['holidays'] & Pick<Holidays, 'onChange'>;
  readonly sources: readonly ReviewSource[];
}

export function createReviews({ platform, sources, ...needs }: ReviewsNeeds): Reviews {
  const byKind = new Map<CreditSourceKind, ReviewSource>(sources.map((source) => [source.store.kind, source]));
  const { clock, ids, db, jobs, logger } = platform;
  const deps: ReviewsDeps = {
    ...needs,
    clock,
    ids,
    jobs,
    logger,
    requests: reviewRequests(db),
    settings: reviewSettingsCollection(db),
    runs: runStore(db),
    sources: byKind,
  };
  jobs.register(runsJob(deps));
  jobs.register({ name: REVIEW_WATCH_JOB, everyMs: WATCH_EVERY_MS, run: (run) => watchQueue(deps, run) });
  const reassess = async (unitId: string | null): Promise<void> => {
    for (const { store } of sources) await store.reassess(unitId);
  };
  needs.delegations.onChange(reassess);
  needs.holidays.onChange(() => reassess(null));
  const stores = sources.map(({ store }) => store);
  const waiting = async (unitId: string): Promise<Waiting> => {
    const counts = await Promise.all(stores.map((store) => store.counts({ unitIds: [unitId] }, clock.now())));
    return sumOf(counts.flat());
  };
  return {
    startRun: (principal, run, request) => startRun(deps, principal, run, request),
    performRuns: () => performRuns(deps, { nowMs: clock.now(), signal: new AbortController().signal }),
    decide: (principal, items, verdict) => decideItems(deps, principal, items, verdict, null),
    waiting,
    late: async (unitId) => sumOf(await Promise.all(stores.map((store) => store.countLate(unitId, clock.now())))),
    handedUpTo: async (unitId) => sumOf(await Promise.all(stores.map((store) => store.countEscalatedTo(unitId)))),
    waitingForDeputy: async (userId) => {
      const units = new Set((await needs.delegations.of(userId)).map(({ unitId }) => unitId));
      return sumOf(await Promise.all([...units].map(waiting)));
    },
    noticeSources: stores.map(({ kind, collection }) => reviewNotices(kind, collection, needs.users)),
    routes: (router) => reviewRoutes(router, deps),
  };
}

function sumOf(parts: readonly Waiting[]): Waiting {
  const since = parts.flatMap((part) => (part.since === null ? [] : [part.since.getTime()]));
  return {
    count: parts.reduce((sum, { count }) => sum + count, 0),
    since: since.length === 0 ? null : new Date(Math.min(...since)),
  };
}
